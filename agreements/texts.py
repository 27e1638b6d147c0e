"""The text of an agreement as plain data, its digest, and what differs between two such texts. Pure but for `content_of`."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from agreements.models import Agreement

Content = dict[str, Any]
Article = dict[str, Any]

#: Japanese writes no blanks between words: a run of one script is taken for a word, all else sign by sign.
_WORD = re.compile(r"[一-鿿々〆]+|[ぁ-ゖー]+|[ァ-ヺー]+|[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９,，.．]+|\s+|.", re.DOTALL)
#: Two articles of other headings are the same one changed if so much of their words agrees.
ALIKE = 0.6


def content_of(agreement: Agreement) -> Content:
    """The JSON that is frozen in a version. The parties are those of the rows, in their order."""
    parties = agreement.parties.all()
    signed_on = {"signed_on": agreement.signed_on.isoformat()} if agreement.signed_on else {}
    return {
        **signed_on,
        "title": agreement.title,
        "preamble": agreement.preamble,
        "articles": [{"heading": one["heading"], "paragraphs": list(one["paragraphs"])} for one in agreement.articles],
        "closing": agreement.closing,
        "annexes": list(agreement.annexes),
        "generated": list(agreement.generated),
        "parties": [
            {
                "organization": party.organization_id,
                "name": party.organization.name,
                "address": party.organization.address,
                "title": party.signatory_title,
                "signatory": party.signatory,
            }
            for party in parties
        ],
        "term": _term(agreement),
    }


def _term(agreement: Agreement) -> dict[str, Any]:
    first, last = agreement.in_force_from, agreement.in_force_until
    return {
        "from": first.isoformat() if first else None,
        "until": last.isoformat() if last else None,
        "renews_itself": agreement.renews_itself,
        "renewal_months": agreement.renewal_months,
        "notice_period": agreement.notice_period,
        "notice_unit": str(agreement.notice_unit),
    }


def digest_of(content: Content) -> str:
    """SHA-256 of the canonical JSON: the same text gives the same digest."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Mark:
    """A piece of text: `kind` is "same", "out" (of the old text only) or "in" (of the new text only)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of two texts side by side.

    `part`: "title", "preamble", "article", "closing", "annexes", "parties". `kind`: "unchanged", "changed", "added",
    "removed", "moved"; a moved one may be changed as well: then it is "changed" with `is_moved`. Numbers are those of
    the articles in the old and the new text, None where there is none. `rows` are pairs of paragraphs in marks.
    """

    part: str
    kind: str
    old_number: int | None = None
    new_number: int | None = None
    is_moved: bool = False
    old_heading: tuple[Mark, ...] = ()
    new_heading: tuple[Mark, ...] = ()
    rows: tuple[tuple[tuple[Mark, ...], tuple[Mark, ...]], ...] = field(default=())


def difference(old: Content, new: Content) -> list[Change]:
    """Everything in the order of the new text; an article that is gone stands where it stood."""
    changes = [
        _whole("title", [old["title"]], [new["title"]]),
        _whole("preamble", [old["preamble"]], [new["preamble"]]),
    ]
    changes += article_changes(old["articles"], new["articles"])
    changes += [
        _whole("closing", [old["closing"]], [new["closing"]]),
        _whole("annexes", old["annexes"], new["annexes"]),
        _whole("parties", [one["name"] for one in old["parties"]], [one["name"] for one in new["parties"]]),
    ]
    return [one for one in changes if one.part == "article" or one.kind != "unchanged"]


def _whole(part: str, old: Sequence[str], new: Sequence[str]) -> Change:
    kind = "unchanged" if list(old) == list(new) else "changed"
    return Change(part, kind, rows=_paired(old, new))


def article_changes(old: Sequence[Article], new: Sequence[Article]) -> list[Change]:
    """Of the articles alone."""
    pairs = match(old, new)
    stayed = _in_order([pairs[n] for n in sorted(pairs)])
    changes = [_article(old, new, pairs.get(n), n, stayed) for n in range(len(new))]
    return _with_removed(changes, old, set(pairs.values()))


def _article(
    old: Sequence[Article], new: Sequence[Article], before: int | None, after: int, stayed: set[int]
) -> Change:
    there = new[after]
    if before is None:
        heading = (Mark("in", there["heading"]),)
        return Change("article", "added", None, after + 1, False, (), heading, _paired([], there["paragraphs"]))
    was = old[before]
    moved = before not in stayed
    same = was["heading"] == there["heading"] and list(was["paragraphs"]) == list(there["paragraphs"])
    kind = ("moved" if moved else "unchanged") if same else "changed"
    headings = marks(was["heading"], there["heading"])
    rows = _paired(was["paragraphs"], there["paragraphs"])
    return Change("article", kind, before + 1, after + 1, moved, *headings, rows)


def _with_removed(changes: list[Change], old: Sequence[Article], kept: set[int]) -> list[Change]:
    """Each removed article after the one that stood before it."""
    for number in range(len(old)):
        if number in kept:
            continue
        heading = (Mark("out", old[number]["heading"]),)
        gone = Change(
            "article", "removed", number + 1, None, False, heading, (), _paired(old[number]["paragraphs"], [])
        )
        place = next((n for n, one in enumerate(changes) if one.old_number == number), None)
        changes.insert(0 if place is None else place + 1, gone)
    return changes


def match(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """Index in `new` → index in `old` of the same article: by heading first, then by its words."""
    pairs: dict[int, int] = {}
    free = list(range(len(old)))
    for after, article in enumerate(new):
        alike = [before for before in free if old[before]["heading"] == article["heading"]]
        if alike:
            best = max(alike, key=lambda n: (likeness(old[n], article), -abs(n - after)))
            pairs[after] = best
            free.remove(best)
    rest = [
        (likeness(old[before], new[after]), after, before)
        for after in range(len(new))
        if after not in pairs
        for before in free
    ]
    for degree, after, before in sorted(rest, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if degree >= ALIKE and after not in pairs and before in free:
            pairs[after] = before
            free.remove(before)
    return pairs


def likeness(one: Article, other: Article) -> float:
    """From 0 to 1: how much of the words agrees."""
    return _matcher(_words("\n".join(one["paragraphs"])), _words("\n".join(other["paragraphs"]))).ratio()


def _in_order(indices: Sequence[int]) -> set[int]:
    """The longest run of indices that did not change their order; all others were moved."""
    if not indices:
        return set()
    runs: list[list[int]] = []
    for index in indices:
        runs.append([*_longest([run for run in runs if run[-1] < index]), index])
    return set(_longest(runs))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len, default=[])


def _paired(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[tuple[Mark, ...], tuple[Mark, ...]], ...]:
    """Paragraphs that belong together in one row; an empty side where there is none."""
    rows: list[tuple[tuple[Mark, ...], tuple[Mark, ...]]] = []
    for tag, a, b, c, d in _matcher(list(old), list(new)).get_opcodes():
        if tag == "equal":
            rows += [((Mark("same", text),), (Mark("same", text),)) for text in old[a:b]]
            continue
        both = min(b - a, d - c)
        rows += [marks(old[a + n], new[c + n]) for n in range(both)]
        rows += [((Mark("out", text),), ()) for text in old[a + both : b]]
        rows += [((), (Mark("in", text),)) for text in new[c + both : d]]
    return tuple(rows)


def marks(old: str, new: str) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """Both texts word by word."""
    before, after = _words(old), _words(new)
    left: list[Mark] = []
    right: list[Mark] = []
    for tag, a, b, c, d in _matcher(before, after).get_opcodes():
        kinds = ("same", "same") if tag == "equal" else ("out", "in")
        left += [Mark(kinds[0], "".join(before[a:b]))] if b > a else []
        right += [Mark(kinds[1], "".join(after[c:d]))] if d > c else []
    return tuple(left), tuple(right)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _matcher(old: Sequence[str], new: Sequence[str]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, old, new, autojunk=False)
