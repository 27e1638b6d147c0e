"""The only writer of cases, people, households and notes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import CaseRefusal
from cases.models import Case, CaseCounter, CaseNote, CaseStatus, Flag, Household, NoteKind, Person
from japanese.dates import fiscal_year
from organizations.actors import Actor
from organizations.models import RoleAssignment, RoleKind


@dataclass(frozen=True)
class Intake:
    """Person and household of a new case, as received."""

    name: str
    kana: str
    birth_on: date | None
    phone: str
    postal_code: str
    address: str
    has_infant: bool
    has_illness: bool


def open_case(*, actor: Actor, agency_id: int, intake: Intake, opened_on: date | None = None) -> Case:
    """A new case with its household and person."""
    municipality_id = actor.tenant
    household = Household(
        municipality_id=municipality_id,
        postal_code=intake.postal_code,
        address=intake.address,
        has_infant=intake.has_infant,
        has_illness=intake.has_illness,
    )
    household.clean_keys()
    household.save()
    person = Person(
        municipality_id=municipality_id,
        household=household,
        name=intake.name,
        kana=intake.kana,
        birth_on=intake.birth_on,
        phone=intake.phone,
    )
    person.clean_keys()
    person.save()
    day = opened_on or timezone.localdate()
    return Case.objects.create(
        municipality_id=municipality_id,
        agency_id=agency_id,
        number=_next_number(municipality_id, day),
        household=household,
        person=person,
        opened_on=day,
    )


def _next_number(municipality_id: int, day: date) -> str:
    year = fiscal_year(day)
    CaseCounter.objects.get_or_create(municipality_id=municipality_id, fiscal_year=year)
    counter = CaseCounter.objects.select_for_update().get(municipality_id=municipality_id, fiscal_year=year)
    counter.last += 1
    counter.save()
    return f"{year}-{counter.last:04d}"


def lock_open(actor: Actor, case: Case) -> Case:
    """The case's row, locked and still open; CaseRefusal otherwise."""
    locked = Case.objects.select_for_update().get(pk=case.pk, municipality_id=actor.tenant)
    refuse_merged(locked)
    if locked.status != CaseStatus.OPEN:
        raise CaseRefusal("case_closed", _("This case is closed. Reopen it before you add to it."))
    return locked


def refuse_merged(locked: Case) -> None:
    """Nothing is written to a case that lives on in another one."""
    if locked.merged_into:
        words = {"this": locked.number, "number": locked.merged_into.number}
        raise CaseRefusal("case_merged", _("Case %(this)s was merged into case %(number)s. Go on there.") % words)


def add_note(
    *, actor: Actor, case: Case, kind: NoteKind, body: str, happened_at: datetime, submission: UUID | None = None
) -> CaseNote:
    """A note; a talk with the person counts as contact. The same submission is written once."""
    locked = lock_open(actor, case)
    if submission and (found := CaseNote.objects.filter(submission=submission).first()):
        refuse_if_elsewhere(found.case_id, locked)
        return found
    note = CaseNote.objects.create(
        municipality_id=locked.municipality_id,
        case=locked,
        kind=kind,
        body=body,
        happened_at=happened_at,
        author_id=actor.user_id,
        submission=submission,
    )
    if kind == NoteKind.CONTACT:
        record_contact(locked, timezone.localdate(happened_at))
    return note


def refuse_if_elsewhere(case_id: int, locked: Case) -> None:
    """A form that was sent once belongs to the case it was sent for."""
    if case_id != locked.pk:
        raise CaseRefusal("sent_elsewhere", _("This form was used for another case already. Open the page anew."))


def record_contact(locked: Case, on: date) -> None:
    """Remember the latest day on which somebody reached the person. `locked` comes from `lock_open`."""
    if locked.last_contact_on is None or locked.last_contact_on < on:
        locked.last_contact_on = on
        locked.save(update_fields=["last_contact_on"])


def plan_next(locked: Case, step: str, by: date | None) -> None:
    """What is to be done next on a case that `lock_open` gave."""
    locked.next_step, locked.next_on = step, by
    locked.save(update_fields=["next_step", "next_on"])


def assign(*, actor: Actor, case: Case, user_id: int | None, version: int) -> Case:
    """Give the case to a caseworker of the municipality, unless somebody changed it meanwhile."""
    locked = lock_open(actor, case)
    unchanged(locked, version)
    if user_id is not None and user_id not in {user for user, _name in caseworkers(actor)}:
        raise CaseRefusal("not_a_caseworker", _("Choose a caseworker of this municipality."))
    locked.assigned_to_id = user_id
    locked.version += 1
    locked.save(update_fields=["assigned_to_id", "version"])
    return locked


def caseworkers(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of those in the municipality who can be in charge of a case today."""
    roles = RoleAssignment.objects.in_force(timezone.localdate()).filter(
        municipality_id=actor.tenant, role__in=(RoleKind.CASEWORKER, RoleKind.LEAD_CASEWORKER)
    )
    return list(roles.order_by("user__name", "user_id").values_list("user_id", "user__name").distinct())


def close_case(*, actor: Actor, case: Case, version: int) -> Case:
    """The support has ended: its flags and next step go. Reports, notes and papers stay; it takes nothing more."""
    locked = lock_open(actor, case)
    unchanged(locked, version)
    today = timezone.localdate()
    Flag.objects.filter(case=locked, resolved_on__isnull=True).update(resolved_on=today)
    locked.status, locked.closed_on = CaseStatus.CLOSED, today
    locked.next_step, locked.next_on = "", None
    locked.version += 1
    locked.save()
    return locked


def reopen_case(*, actor: Actor, case: Case, version: int) -> Case:
    """The support goes on."""
    locked = Case.objects.select_for_update().get(pk=case.pk, municipality_id=actor.tenant)
    refuse_merged(locked)
    unchanged(locked, version)
    locked.status, locked.closed_on = CaseStatus.OPEN, None
    locked.version += 1
    locked.save()
    return locked


def unchanged(locked: Case, version: int) -> None:
    """CaseRefusal where the page showed an earlier state than the row has."""
    if locked.version != version:
        raise CaseRefusal(
            "changed_meanwhile", _("Somebody changed this meanwhile. Look at it again before you decide.")
        )
