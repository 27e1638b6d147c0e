"""The list of contact desks (連絡先一覧) of a utility's service area, to be hung beside the telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class DeskEntry:
    """One desk. ``hours`` holds pairs such as ("月曜日〜金曜日", "8:30〜17:15")."""

    name: str
    phone: str
    hours: Sequence[tuple[str, str]]
    email: str = ""


@dataclass(frozen=True)
class AgencyEntry:
    """An agency with its desks, the first to be called first. ``area`` says which part of the town it serves."""

    name: str
    area: str
    postal_code: str
    address: str
    phone: str
    fax: str
    desks: Sequence[DeskEntry]


@dataclass(frozen=True)
class DeskListContent:
    """``towns``: (name of the municipality, its agencies). Public facts only; nobody's data."""

    utility_name: str
    issued_on: date
    towns: Sequence[tuple[str, Sequence[AgencyEntry]]]

    def issued_text(self) -> str:
        """令和8年11月24日現在."""
        return f"{wareki(self.issued_on, weekday=False)}現在"


def desk_list_pdf(content: DeskListContent) -> bytes:
    """A4, as many pages as the towns need; no town is torn apart where it fits on a page."""
    return render_pdf("documents/desk_list.html", {"content": content}, title=f"連絡先一覧 {content.utility_name}")
