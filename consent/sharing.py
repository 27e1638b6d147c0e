"""What could be told of a case, line by line: each app offers what it knows in its `paper_lines.py`.

The modules are found like `admin.py`, so that whoever composes a paper need not know the apps. To offer is not to
tell: nothing is chosen here, and what is chosen crosses by the gate alone, under the line's item.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.module_loading import autodiscover_modules

from cases.models import Case
from consent.vocabulary import Item
from organizations.actors import Actor


@dataclass(frozen=True)
class Line:
    """One fact about the household: under which item it crosses, its heading, and its words."""

    item: Item
    label: str
    text: str = field(repr=False)


LineSource = Callable[[Case, Actor], Iterable[Line]]

_sources: list[LineSource] = []


def line_source(source: LineSource) -> LineSource:
    """Declare what an app can say of a case to an actor who may read it."""
    _sources.append(source)
    return source


def lines_about(case: Case, actor: Actor) -> list[Line]:
    """Everything that could stand on a paper, in the order of the vocabulary; what is empty is left out."""
    autodiscover_modules("paper_lines")
    order = {item: place for place, item in enumerate(Item)}
    found = (line for source in _sources for line in source(case, actor) if line.text.strip())
    return sorted(found, key=lambda line: order[line.item])
