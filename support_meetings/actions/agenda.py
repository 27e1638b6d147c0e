"""The only writer of the agenda: items, their order, who has a conflict."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import lock_open
from cases.models import Case
from consent.gate import Refusal
from consent.vocabulary import CaseKind, MeetingKind
from organizations.actors import Actor
from support_meetings.actions.copies import revoke_copies
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, Exclusion, PaperCopy, Session, SessionState
from support_meetings.seats import in_conflict, seats_in, subject_for
from support_meetings.verdicts import refused_at_co_ordination, shared_by_consent

OPEN = (SessionState.PLANNED, SessionState.CALLED)


@dataclass(frozen=True)
class Stated:
    """Why a case is discussed. `why_no_consent` is asked for of cases without consent only."""

    case_kind: CaseKind
    why_no_consent: str
    question: str


def _lock_session(actor: Actor, session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting")
    locked = rows.get(pk=session.pk, municipality_id=actor.tenant)
    if locked.state not in OPEN:
        raise MeetingRefusal("session_over", _("This session is closed or cancelled; its agenda stands as it was."))
    return locked


def _lock_item(actor: Actor, item: AgendaItem) -> AgendaItem:
    """Session first, then item: one order for everybody."""
    session = _lock_session(actor, item.session)
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk, municipality_id=actor.tenant)
    locked.session = session
    if locked.taken_off_at is not None:
        raise MeetingRefusal("taken_off", _("This item was taken off the agenda. Put the case on it anew."))
    return locked


@transaction.atomic
def add_item(*, actor: Actor, session: Session, case: Case, stated: Stated) -> AgendaItem:
    """Put a case on the agenda; the second click finds the first item.

    At a co-ordination meeting only with consent (rule 9): MeetingRefusal in the gate's words otherwise.
    """
    locked, kept = _lock_session(actor, session), lock_open(actor, case)
    _heed_kind(locked, stated.case_kind)
    standing = AgendaItem.objects.filter(session=locked, case=kept, taken_off_at__isnull=True).first()
    if standing is not None:
        return standing
    last = AgendaItem.objects.filter(session=locked).aggregate(last=Max("number"))["last"] or 0
    item = AgendaItem(
        municipality_id=locked.municipality_id,
        session=locked,
        number=last + 1,
        case=kept,
        subject=subject_for(kept),
        **_columns(stated),
    )
    _heed_consent(item)
    item.save()
    return item


def _columns(stated: Stated) -> dict[str, str]:
    why = stated.why_no_consent.strip()
    if stated.case_kind == CaseKind.NO_CONSENT and not why:
        raise MeetingRefusal("why_no_consent", _("Please write why the consent could not be obtained."))
    return {"case_kind": stated.case_kind, "why_no_consent": why, "question": stated.question.strip()}


def _heed_kind(session: Session, kind: CaseKind) -> None:
    if session.meeting.kind == MeetingKind.COORDINATION and kind == CaseKind.NO_CONSENT:
        _refuse("no_consent_case", refused_at_co_ordination(session))


def _heed_consent(item: AgendaItem) -> None:
    """Of those called to a co-ordination meeting somebody must be allowed to hear of it."""
    if item.session.meeting.kind == MeetingKind.COORDINATION:
        refusal = shared_by_consent(item)
        if refusal is not None:
            _refuse("no_consent_in_force", refusal)


def _refuse(code: str, refusal: Refusal) -> None:
    raise MeetingRefusal(code, f"{refusal.sentence} {refusal.instead}")


@transaction.atomic
def change_item(*, actor: Actor, item: AgendaItem, stated: Stated, version: int) -> AgendaItem:
    """Another reason, kind or question, unless somebody changed it meanwhile."""
    locked = _lock_item(actor, item)
    if locked.version != version:
        raise MeetingRefusal("changed_meanwhile", _("Somebody changed this item meanwhile. Compare, and save again."))
    _heed_kind(locked.session, stated.case_kind)
    for name, value in _columns(stated).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def move_item(*, actor: Actor, item: AgendaItem, up: bool) -> None:
    """One place up or down; not once copies carry the item's number."""
    locked = _lock_item(actor, item)
    if PaperCopy.objects.filter(session=locked.session).exists():
        raise MeetingRefusal("numbers_are_out", _("Copies with these item numbers were issued; the order stays."))
    others = AgendaItem.objects.select_for_update().filter(session=locked.session)
    beside = (
        others.filter(number__lt=locked.number).order_by("-number")
        if up
        else others.filter(number__gt=locked.number).order_by("number")
    ).first()
    if beside is None:
        return
    first, second = locked.number, beside.number
    free = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    for row, number in ((beside, free), (locked, second), (beside, first)):
        row.number = number
        row.save(update_fields=["number"])


@transaction.atomic
def take_off(*, actor: Actor, item: AgendaItem, reason: str) -> AgendaItem:
    """取り下げ: with its reason; copies in the portal open no more, those on paper are to be collected."""
    locked = _lock_item(actor, item)
    locked.taken_off_at, locked.taken_off_reason = timezone.now(), reason.strip()
    locked.version += 1
    locked.save()
    copies = PaperCopy.objects.filter(paper__item=locked)
    revoke_copies(actor=actor, copies=copies, reason=str(_("The item was taken off the agenda.")))
    return locked


@transaction.atomic
def exclude(
    *, actor: Actor, item: AgendaItem, reason: str, organization_id: int | None = None, member_id: int | None = None
) -> Exclusion:
    """利益相反: an organisation, or one member, takes no part; what they hold already is taken back."""
    locked = _lock_item(actor, item)
    named = Q(organization=organization_id, member=None) if organization_id else Q(organization=None, member=member_id)
    row = Exclusion.objects.filter(named, item=locked).first() or Exclusion.objects.create(
        item=locked,
        organization_id=organization_id,
        member_id=member_id,
        municipality_id=actor.tenant,
        reason=reason.strip(),
        by_id=actor.user_id,
    )
    out = in_conflict([row], seats_in(locked.session.meeting_id))
    copies = PaperCopy.objects.filter(paper__item=locked, member_id__in=out)
    revoke_copies(actor=actor, copies=copies, reason=str(_("A conflict of interest in this item.")))
    return row


@transaction.atomic
def include_again(*, actor: Actor, exclusion: Exclusion) -> None:
    """The conflict is gone, or was a mistake. Copies that were taken back stay so; a new one can be issued."""
    _lock_item(actor, exclusion.item)
    Exclusion.objects.filter(pk=exclusion.pk, municipality_id=actor.tenant).delete()
