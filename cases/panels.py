"""What casework itself shows on the page of today and on the case page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import merged_here
from cases.actions import caseworkers
from cases.composed import Panel, case_panel, timeline, today_panel
from cases.forms import AssignForm, NoteForm
from cases.models import Case, CaseStatus, Flag, Severity
from cases.waiting import MOST, Line, Rank, in_charge, waiting_source, what_waits
from japanese.display import days_in_words
from organizations import drafts
from organizations.actors import Actor
from organizations.permissions import Permission

LATEST = 30  # entries of the timeline that stand open
_TONES = {Severity.DANGER: "danger", Severity.URGENT: "warning", Severity.SOON: "info", Severity.NOTE: "neutral"}


@today_panel
def what_cannot_wait(actor: Actor) -> Panel:
    """The queue of everything that presses, whichever app knows of it; recorded as seen."""
    found = what_waits(actor)
    lines = found[:MOST]
    for subject in sorted({line.subject[0] for line in lines}):
        ids = [line.subject[1] for line in lines if line.subject[0] == subject]
        record_access(actor=actor, kind=AccessKind.LIST, subject=subject, ids=ids, purpose="today")
    return Panel(
        order=10,
        template="cases/today_waiting.html",
        anchor="waiting",
        title=gettext_lazy("What cannot wait"),
        context={
            "lines": lines,
            "more": len(found) > MOST,
            "is_first_day": not lines and not Case.objects.visible_to(actor).exists(),
        },
    )


@waiting_source
def open_flags(actor: Actor) -> Iterable[Line]:
    """Flags that stand, the most severe and most overdue first."""
    flags = Flag.objects.visible_to(actor).open().with_summary().order_by("-severity", "due_on", "pk")
    return [_flag_line(flag) for flag in flags[: MOST + 1]]


def _flag_line(flag: Flag) -> Line:
    return Line(
        rank=Rank.FLAG,
        order=(-flag.severity, flag.due_on.toordinal(), flag.pk),
        subject=("cases.case", flag.case_id),
        href=reverse("case", args=[flag.case.number]),
        name=flag.case.person.name,
        note=flag.case.number,
        reason=flag.reason,
        tone=_TONES[Severity(flag.severity)],
        icon="flag",
        due=days_in_words(flag.due_on),
        who=in_charge(flag.case),
    )


@today_panel
def my_next_steps(actor: Actor) -> Panel:
    """Open cases in the actor's charge that say what to do next, the earliest first; recorded as seen."""
    mine = Case.objects.visible_to(actor).with_summary().filter(status=CaseStatus.OPEN, assigned_to_id=actor.user_id)
    cases = list(mine.exclude(next_step="").order_by("next_on", "pk")[: MOST + 1])
    shown = cases[:MOST]
    if shown:
        ids = [case.pk for case in shown]
        record_access(actor=actor, kind=AccessKind.LIST, subject="cases.case", ids=ids, purpose="today")
    return Panel(
        order=40,
        template="cases/today_steps.html",
        column="side",
        anchor="my-steps",
        title=gettext_lazy("My next steps"),
        context={"cases": shown, "more": len(cases) > MOST, "today": timezone.localdate()},
    )


def note_draft(case: Case) -> str:
    """Under which name a half-written note is kept. By key: two municipalities may have the same case number."""
    return f"note-{case.pk}"


@case_panel
def notes_and_timeline(case: Case, actor: Actor) -> Panel:
    """The field for a note, with what was being typed, and everything that happened."""
    entries = timeline(case)
    kept = drafts.load(actor.user_id, note_draft(case))
    return Panel(
        order=20,
        template="cases/panel_timeline.html",
        anchor="timeline",
        title=gettext_lazy("Course of events"),
        context={
            "case": case,
            "form": NoteForm.fresh(kept.dict() if kept else {}),
            "kept": bool(kept),
            "draft_token": drafts.token(actor.user_id, note_draft(case)),
            "may_write": actor.may(Permission.CASE_WRITE) and case.status == CaseStatus.OPEN,
            "latest": entries[:LATEST],
            "earlier": entries[LATEST:],
        },
    )


@case_panel
def person_and_household(case: Case, actor: Actor) -> Panel:
    """Who it is, as received."""
    return Panel(
        order=50,
        template="cases/panel_person.html",
        column="side",
        anchor="person",
        title=gettext_lazy("Person and household"),
        context={"case": case},
    )


@case_panel
def same_household(case: Case, actor: Actor) -> Panel | None:
    """The cases that are part of this one, each with its undo, and the way to look for more."""
    merged, may_write = merged_here(actor, case), actor.may(Permission.CASE_WRITE)
    if not merged and not may_write:
        return None
    return Panel(
        order=52,
        template="cases/panel_same.html",
        column="side",
        anchor="same-household",
        title=gettext_lazy("Same household"),
        context={"case": case, "merged": merged, "may_write": may_write},
    )


@case_panel
def flags(case: Case, actor: Actor) -> Panel | None:
    """Why follow-up points at the case; nothing where nothing stands."""
    standing = Flag.objects.visible_to(actor).open().filter(case=case).order_by("-severity", "due_on")
    lines = [(flag, _TONES[Severity(flag.severity)]) for flag in standing]
    if not lines:
        return None
    return Panel(
        order=55,
        template="cases/panel_flags.html",
        column="side",
        anchor="flags",
        title=gettext_lazy("Follow-up"),
        context={"lines": lines},
    )


@case_panel
def assignment(case: Case, actor: Actor) -> Panel:
    """Who is in charge, and for the lead caseworker the form to change it."""
    may_assign = actor.may(Permission.CASE_ASSIGN) and case.status == CaseStatus.OPEN
    first = {"user": case.assigned_to_id or "", "version": case.version}
    return Panel(
        order=60,
        template="cases/panel_assignment.html",
        column="side",
        anchor="assignment",
        title=gettext_lazy("Who is in charge"),
        context={
            "case": case,
            "who": in_charge(case),
            "form": AssignForm(people=caseworkers(actor), initial=first) if may_assign else None,
            "refusal": "",
        },
    )
