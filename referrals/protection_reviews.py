"""A report whose ground did not hold: closed, sealed, and its sender told why, in the review's own transaction."""

from django.utils import timezone

from consent.models import ProtectionGround
from consent.reviewing import on_not_upheld
from consent.vocabulary import FailedLimb
from organizations.actors import Actor
from referrals.actions.sealing import seal_report
from referrals.models import CloseReason, Reply, ReplyCode, ReplyDetail, Triage, TriageStatus

_DETAILS = {FailedLimb.NO_DANGER: ReplyDetail.NO_DANGER, FailedLimb.COULD_BE_ASKED: ReplyDetail.COULD_BE_ASKED}


@on_not_upheld
def seal_and_tell(actor: Actor, ground: ProtectionGround, failed: FailedLimb) -> None:
    """Every report that rests on the ground. One that lies in a case is sealed too; the case stays, with a warning."""
    rows = Triage.objects.select_for_update(of=("self",)).select_related("referral")
    for triage in rows.filter(referral__protection=ground, municipality_id=actor.tenant):
        if triage.status == TriageStatus.NEW:
            triage.status, triage.close_reason = TriageStatus.CLOSED, CloseReason.NOT_UPHELD
            triage.decided_by_id, triage.decided_at = actor.user_id, timezone.now()
            triage.save()
        seal_report(actor=actor, triage=triage)
        _tell(actor, triage, _DETAILS[failed])


def _tell(actor: Actor, triage: Triage, detail: ReplyDetail) -> None:
    """Who has no list of reports here is told by telephone, if at all."""
    if triage.referral.utility_id is None:
        return
    Reply.objects.create(
        referral=triage.referral,
        municipality_id=triage.municipality_id,
        utility_id=triage.referral.utility_id,
        code=ReplyCode.NOT_UPHELD,
        details=[detail],
        by_id=actor.user_id,
    )
