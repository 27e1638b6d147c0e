"""No hidden number can be worked out. The reader of these tests tries every table that would look the same."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.suppression import SMALL, hide_in_list, hide_in_table, hide_with_sum, small_places

MANY = 14


def could_be(value: int, most: int = MANY + 5) -> range:
    """What a reader takes a hidden number for."""
    return SMALL if value in SMALL else range(5, most + 1)


def alike(rows: Sequence[Sequence[int]], cells: set[tuple[int, int]], sums: set[int]) -> Iterator[list[list[int]]]:
    """Every table that shows the same: same marks, same sums of columns, same sums of rows where those are shown."""
    places = sorted(cells)
    for guess in product(*(could_be(rows[r][c]) for r, c in places)):
        table = [list(row) for row in rows]
        for (r, c), value in zip(places, guess, strict=True):
            table[r][c] = value
        if [sum(column) for column in zip(*table, strict=True)] != [sum(column) for column in zip(*rows, strict=True)]:
            continue
        own = [sum(row) for row in table]
        if all(
            own[n] in could_be(sum(rows[n]), 3 * MANY + 15) if n in sums else own[n] == sum(rows[n])
            for n in range(len(rows))
        ):
            yield table


TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(
        st.lists(st.one_of(st.integers(0, 5), st.integers(0, MANY)), min_size=wide, max_size=wide),
        min_size=1,
        max_size=3,
    )
)


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_no_hidden_number_of_a_table_has_only_one_value(rows):
    hidden = hide_in_table(rows)
    if hidden is None or len(hidden.cells) > 4:
        return
    small = {(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value in SMALL}
    assert small <= hidden.cells
    assert {n for n, row in enumerate(rows) if sum(row) in SMALL} <= hidden.sums
    seen = list(alike(rows, set(hidden.cells), set(hidden.sums)))
    for r, c in hidden.cells:
        assert len({table[r][c] for table in seen}) > 1, (rows, hidden, r, c)
    for n in hidden.sums:
        assert len({sum(table[n]) for table in seen}) > 1, (rows, hidden, n)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 40)), min_size=2, max_size=40))
def test_no_hidden_number_of_a_list_stands_alone_in_its_sum(values):
    hidden = hide_in_list(values)
    if hidden is None:
        return
    assert small_places(values) <= hidden
    assert len(hidden) != 1
    lowest = sum(1 if values[n] in SMALL else 5 for n in hidden)
    if hidden:
        assert sum(values[n] for n in hidden) > lowest  # else each would be the least that it can be
    if hidden and all(values[n] in SMALL for n in hidden):
        assert sum(values[n] for n in hidden) < 4 * len(hidden)  # nor the most


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_rows_and_columns_of_a_large_table_never_have_one_hidden(values):
    rows = [[value, (value * 7) % 11, (value * 3) % 6 + n] for n, value in enumerate(values)]
    hidden = hide_in_table(rows)
    if hidden is None:
        return
    for n in range(len(rows)):
        assert len([1 for r, _c in hidden.cells if r == n]) + (n in hidden.sums) != 1
    for c in range(3):
        assert len([1 for _r, column in hidden.cells if column == c]) != 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=3))
def test_a_sum_is_hidden_where_it_would_tell(values):
    hidden, without_sum = hide_with_sum(values)
    assert small_places(values) <= hidden
    assert without_sum or sum(values) not in SMALL
    if not without_sum and hidden:
        assert len(hidden) > 1


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([10, 20, 30], set()),
        ([0, 9, 9], set()),
        ([3, 7, 30], {0, 1}),
        ([3, 2, 30], {0, 1}),
        ([1, 1, 30], {0, 1, 2}),
        ([4, 4, 0], {0, 1}),
    ],
)
def test_what_is_hidden_of_a_list(values, hidden):
    if values == [4, 4, 0]:
        assert hide_in_list(values) is None  # 8 of two small ones can only be 4 and 4, and a nought is shown
    else:
        assert hide_in_list(values) == hidden


def test_all_of_a_list_whose_sum_is_small_is_withheld():
    assert hide_in_list([1, 2]) is None
    assert hide_with_sum([1, 2]) == (frozenset({0, 1}), True)


def test_one_and_five_of_six_would_tell_themselves():
    assert hide_in_list([1, 5]) is None


def test_a_small_number_in_a_table_takes_a_square_with_it():
    hidden = hide_in_table([[3, 20, 30], [9, 8, 40], [50, 60, 70]])
    assert hidden is not None
    assert hidden.cells == {(0, 0), (0, 1), (1, 0), (1, 1)} and not hidden.sums
