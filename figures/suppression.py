"""Hiding small numbers where figures leave the municipality, so that nobody can work out a hidden one.

A number from 1 to 4 might be known to be somebody, so it is hidden. Where sums are shown too, one hidden number follows from
the others; then some more are hidden. Which, is a question of flow: a table whose rows and columns must keep their sums is
a network, each number the flow of an arc. A hidden number can be another one exactly if there is a circle of hidden arcs
on which all may move by one and stay what they look like. Where none is there, the circle that costs least is hidden.

What a reader knows, and what is taken into account: a number shown as 「1〜4」 is 1 to 4, one hidden for the sake of another
is 5 or more, and every number that is shown. Totals of columns are shown always and hold several tables together; so no
circle leads over them, and tables that share them tell nothing about one another.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL = range(1, 5)
SMALLEST_SHOWN = SMALL.stop
#: A sum says more than a single number, so it is hidden only where nothing else serves.
SUM_PRICE = 1000

_Step = tuple[str, int, int]  # to which node, by which arc, +1 or -1


@dataclass(frozen=True)
class Arc:
    """A number of a table as flow from one sum to another."""

    tail: str
    head: str
    value: int
    is_sum: bool = False

    @property
    def is_small(self) -> bool:
        """To be hidden for its own sake."""
        return self.value in SMALL

    @property
    def price(self) -> int:
        """What a reader loses when it is hidden."""
        return self.value + (SUM_PRICE if self.is_sum else 0)

    def may_move(self, by: int) -> bool:
        """Whether it could be one more or less and still look as it does; a nought is always shown."""
        moved = self.value + by
        return moved in SMALL if self.is_small else self.value > 0 and moved >= SMALLEST_SHOWN


def hidden_of(arcs: Sequence[Arc]) -> frozenset[int] | None:
    """The places of the arcs to be hidden, or None where no choice would do: then nothing of the table may be shown."""
    hidden = {place for place, arc in enumerate(arcs) if arc.is_small}
    for place in sorted(hidden, key=lambda one: (arcs[one].value, one)):
        circle = _cheapest_circle(arcs, hidden, place)
        if circle is None:
            return None
        hidden |= circle
    return frozenset(hidden)


def _cheapest_circle(arcs: Sequence[Arc], hidden: set[int], place: int) -> set[int] | None:
    """Arcs with which the one at `place` may move by one, either way; those that are hidden already cost nothing."""
    found = [way for by in (1, -1) if (way := _circle(arcs, hidden, place, by)) is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _circle(arcs: Sequence[Arc], hidden: set[int], place: int, by: int) -> tuple[int, set[int]] | None:
    own = arcs[place]
    if not own.may_move(by):
        return None
    start, goal = (own.head, own.tail) if by == 1 else (own.tail, own.head)
    steps = _steps(arcs, place)
    waiting: list[tuple[int, str, tuple[int, ...]]] = [(0, start, (place,))]
    seen: set[str] = set()
    while waiting:
        cost, node, used = heapq.heappop(waiting)
        if node == goal:
            return cost, set(used)
        if node in seen:
            continue
        seen.add(node)
        for to, arc, _by in steps.get(node, ()):
            price = 0 if arc in hidden else arcs[arc].price
            heapq.heappush(waiting, (cost + price, to, (*used, arc)))
    return None


def _steps(arcs: Sequence[Arc], without: int) -> dict[str, list[_Step]]:
    """From each node: an arc that may grow leads on to its head, one that may shrink back to its tail."""
    steps: dict[str, list[_Step]] = {}
    for place, arc in enumerate(arcs):
        if place == without:
            continue
        if arc.may_move(1):
            steps.setdefault(arc.tail, []).append((arc.head, place, 1))
        if arc.may_move(-1):
            steps.setdefault(arc.head, []).append((arc.tail, place, -1))
    return steps


@dataclass(frozen=True)
class Hidden:
    """Which numbers of a table are not shown: (row, column), and rows whose own sum is not."""

    cells: frozenset[tuple[int, int]] = frozenset()
    sums: frozenset[int] = frozenset()


def hide_in_table(rows: Sequence[Sequence[int]]) -> Hidden | None:
    """Of a table with sums of rows, whose columns' sums are shown elsewhere. None: it may not be shown at all."""
    if any(sum(row[column] for row in rows) in SMALL for column in range(len(rows[0]) if rows else 0)):
        return None
    places: list[tuple[int, int]] = []
    arcs: list[Arc] = []
    for n, row in enumerate(rows):
        places.append((n, -1))
        arcs.append(Arc("all", f"row {n}", sum(row), is_sum=True))
        for column, value in enumerate(row):
            places.append((n, column))
            # Columns keep their sums, so each column is a sum that gives back what it takes.
            arcs.append(Arc(f"row {n}", f"column {column}", value))
    chosen = hidden_of(arcs)
    if chosen is None:
        return None
    marked = [places[place] for place in chosen]
    return Hidden(
        frozenset(one for one in marked if one[1] >= 0), frozenset(row for row, column in marked if column < 0)
    )


def hide_in_list(values: Sequence[int]) -> frozenset[int] | None:
    """Of numbers whose sum is shown. None: none of them may be shown."""
    if sum(values) in SMALL:
        return None
    return hidden_of([Arc("all", "sum", value) for value in values])


def hide_with_sum(values: Sequence[int]) -> tuple[frozenset[int], bool]:
    """Of numbers and their sum, which may be hidden too: (places hidden, whether the sum is)."""
    arcs = [*(Arc("all", "sum", value) for value in values), Arc("sum", "all", sum(values), is_sum=True)]
    chosen = hidden_of(arcs)
    if chosen is None:
        return frozenset(range(len(values))), True
    return frozenset(place for place in chosen if place < len(values)), len(values) in chosen


def small_places(values: Iterable[int]) -> frozenset[int]:
    """Of numbers that stand by themselves, without any sum."""
    return frozenset(place for place, value in enumerate(values) if value in SMALL)
