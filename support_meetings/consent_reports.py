"""What a withdrawn consent takes back of a co-ordination meeting, which stands on consent alone.

A support meeting needs none (rule 9): its papers and agenda stay.
"""

from contextlib import suppress

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consent.models import Consent
from consent.reports import after_withdrawal
from consent.vocabulary import MeetingKind, Purpose, Route
from organizations.actors import Actor
from support_meetings.actions.agenda import take_off
from support_meetings.actions.copies import revoke_copies
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, PaperCopy, SessionState


@after_withdrawal
def take_back(actor: Actor, consents: list[Consent]) -> None:
    """Copies that rest on these consents open no more; items of sessions to come leave the agenda."""
    if not consents:
        return
    with translation.override("ja"):
        reason = _("the consent was withdrawn")
    _take_copies_back(actor, consents, reason)
    _take_items_off(actor, consents, reason)


def _take_copies_back(actor: Actor, consents: list[Consent], reason: str) -> None:
    rests = Q()
    for consent in consents:
        rests |= Q(disclosure__evidence__contains=[f"consent:{consent.pk}"])
    copies = PaperCopy.objects.filter(rests, route=Route.A, municipality_id=actor.tenant, revoked_at__isnull=True)
    revoke_copies(actor=actor, copies=copies, reason=reason)


def _take_items_off(actor: Actor, consents: list[Consent], reason: str) -> None:
    """Unless another yes to discussing this household at a meeting is in force."""
    gone = {consent.subject for consent in consents} - _still_agreed(consents)
    rows = AgendaItem.objects.filter(
        municipality_id=actor.tenant,
        subject__in=gone,
        taken_off_at__isnull=True,
        session__meeting__kind=MeetingKind.COORDINATION,
        session__state__in=(SessionState.PLANNED, SessionState.CALLED),
        session__starts_at__gt=timezone.now(),
    )
    for item in rows.select_related("session").order_by("session", "pk"):
        # Off already, or the session over: somebody was faster, and a withdrawal is never refused.
        with suppress(MeetingRefusal):
            take_off(actor=actor, item=item, reason=reason)


def _still_agreed(consents: list[Consent]) -> set[object]:
    others = Consent.objects.filter(
        subject__in={consent.subject for consent in consents},
        withdrawn_at__isnull=True,
        purposes__contains=[Purpose.MEETING],
    )
    standing = others.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate()))
    return set(standing.values_list("subject", flat=True))
