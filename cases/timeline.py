"""What casework itself adds to a case's timeline and history."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.composed import Entry, history_source, timeline_source
from cases.models import Case, CaseMerge, CaseNote, CaseStatus, Flag, Household, NoteKind, Person
from organizations.models import User

_ICONS = {NoteKind.CONTACT: "people", NoteKind.COORDINATION: "link", NoteKind.MEMO: "note"}


@timeline_source
def notes(case: Case) -> Iterable[Entry]:
    """Each note; a talk with the person stands out."""
    for note in CaseNote.objects.filter(case=case).select_related("author"):
        tone = "success" if note.kind == NoteKind.CONTACT else "neutral"
        icon = _ICONS[NoteKind(note.kind)]
        yield Entry(note.happened_at, icon, note.get_kind_display(), note.body, note.author.name, tone)


@timeline_source
def opened_and_closed(case: Case) -> Iterable[Entry]:
    """The two ends of a case."""
    yield Entry(case.opened_on, "document", _("Case opened"), case.number)
    if case.status == CaseStatus.CLOSED and case.closed_on and not case.merged_into_id:
        yield Entry(case.closed_on, "check", _("Case closed"))


@timeline_source
def merges(case: Case) -> Iterable[Entry]:
    """When another case became part of this one, or this one of another, and when that was undone."""
    rows = CaseMerge.objects.filter(Q(source=case) | Q(target=case))
    for merge in rows.select_related("source", "target", "by", "undone_by"):
        numbers = {"source": merge.source.number, "target": merge.target.number}
        url = reverse("case", args=[merge.source.number if merge.target_id == case.pk else merge.target.number])
        merged = _("Case %(source)s was merged into case %(target)s") % numbers
        yield Entry(merge.at, "link", merged, actor=merge.by.name, tone="info", url=url)
        if merge.undone_at and merge.undone_by:
            apart = _("Undone: case %(source)s and case %(target)s are two again") % numbers
            yield Entry(merge.undone_at, "undo", apart, actor=merge.undone_by.name, tone="info", url=url)


@timeline_source
def flags(case: Case) -> Iterable[Entry]:
    """When follow-up began to point at the case, and when it stopped."""
    for flag in Flag.objects.filter(case=case):
        yield Entry(
            flag.raised_on,
            "flag",
            _("Follow-up: %(kind)s") % {"kind": flag.get_kind_display()},
            flag.reason,
            tone="warning",
        )
        if flag.resolved_on:
            yield Entry(flag.resolved_on, "check", _("No longer: %(kind)s") % {"kind": flag.get_kind_display()})


@timeline_source
def assignments(case: Case) -> Iterable[Entry]:
    """Each change of who is in charge."""
    versions = list(
        Case.history.filter(id=case.pk).select_related("history_user").order_by("history_date", "history_id")
    )
    pairs = [(a, b) for a, b in pairwise(versions) if a.assigned_to_id != b.assigned_to_id]
    names = dict(User.objects.filter(pk__in={b.assigned_to_id for _a, b in pairs} - {None}).values_list("pk", "name"))
    for _before, after in pairs:
        who = names.get(after.assigned_to_id, _("nobody in charge yet"))
        by = after.history_user.name if after.history_user else ""
        yield Entry(after.history_date, "person", _("In charge: %(who)s") % {"who": who}, actor=by)


@history_source
def case_versions(case: Case) -> Any:
    """Versions of the case."""
    return Case.history.filter(id=case.pk)


@history_source
def person_versions(case: Case) -> Any:
    """Versions of the person."""
    return Person.history.filter(id=case.person_id)


@history_source
def household_versions(case: Case) -> Any:
    """Versions of the household."""
    return Household.history.filter(id=case.household_id)


@history_source
def note_versions(case: Case) -> Any:
    """Versions of the notes that lie here now, from before they came as well."""
    return CaseNote.history.filter(id__in=CaseNote.objects.filter(case=case).values("pk"))
