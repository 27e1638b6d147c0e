"""What a list's page shows, in words: counts, tabs, rows, and why a file cannot be read."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.criteria import Advice
from referrals.import_words import FATES, FateWords
from referrals.importing.advice import advice_on
from referrals.importing.chunks import Head, Line
from referrals.importing.columns import why_not
from referrals.importing.rows import Fate
from referrals.importing.table import Unreadable
from referrals.models import ImportRun

#: Of one row's mistakes so many are told in the table; the row's own page tells all.
TOLD = 3


@dataclass(frozen=True)
class ShownLine:
    """A row in the table. `href` leads to its mending; `told` are (column, message), `more` how many others there are."""

    n: int
    customer: str
    name: str
    stop: str
    words: FateWords
    told: list[tuple[str, str]]
    more: int
    href: str
    advice: Advice | None = None


def shown_lines(run: ImportRun, head: Head, lines: list[Line]) -> list[ShownLine]:
    """Rows as the table shows them, each value as it was received."""
    cell, advice = head.cell, advice_on(run, head, lines)
    return [
        ShownLine(
            n=line.n,
            customer=cell(line, "お客さま番号"),
            name=cell(line, "契約名義") or cell(line, "契約名義カナ"),
            stop=cell(line, "供給停止予定日"),
            words=FATES[line.fate],
            told=[(error.column, str(error.message)) for error in line.errors[:TOLD]],
            more=max(len(line.errors) - TOLD, 0),
            href=reverse("import_row", kwargs={"run": run.pk, "n": line.n}) if line.can_be_mended else "",
            advice=advice.get(line.n),
        )
        for line in lines
    ]


def counters(run: ImportRun) -> list[dict[str, Any]]:
    """For components/stat.html: what was sent, then one for each fate."""
    fates = [_counter(getattr(run, words.count), words) for words in FATES.values()]
    if run.sent:
        fates[0] |= {"label": _("Sent"), "number": f"{run.sent:,}", "note": _ready_note(run)}
    return fates


def _counter(number: int, words: FateWords) -> dict[str, Any]:
    return {
        "number": f"{number:,}",
        "unit": _("rows"),
        "label": words.label,
        "icon": words.icon,
        "tone": words.tone if number else "",
        "note": words.note,
    }


def _ready_note(run: ImportRun) -> str:
    ready = run.accepted - run.sent
    return _("%(number)s more can be sent.") % {"number": f"{ready:,}"} if ready else ""


def tabs(run: ImportRun, chosen: Fate | None, left: dict[Fate, int]) -> list[dict[str, Any]]:
    """All rows that are kept, then those of each fate that has some. `left` counts what is kept."""
    here = reverse("import_run", kwargs={"run": run.pk})
    everything = {"label": _("All"), "url": here, "current": chosen is None, "count": f"{sum(left.values()):,}"}
    return [everything] + [
        {
            "label": words.label,
            "url": f"{here}?{urlencode({'fate': words.key})}",
            "current": fate == chosen,
            "count": f"{left[fate]:,}",
            "icon": words.icon,
        }
        for fate, words in FATES.items()
        if left[fate] or fate == chosen
    ]


def next_url(after: int | None, fate: Fate | None) -> str:
    """Where the rows go on; empty on the last page."""
    kept = {"fate": FATES[fate].key} if fate else {}
    return f"?{urlencode({**kept, 'after': after})}" if after else ""


def why_unreadable(run: ImportRun) -> str:
    """What is wrong with the file, and what to do."""
    if not run.problem:
        return ""
    try:
        return Unreadable.of(run.problem).sentence
    except ValueError:
        return why_not(run.problem)


def unread_columns(head: Head) -> str:
    """The file's columns that nobody reads, as written there."""
    return "、".join(head.arrangement.unknown) if head.headings else ""
