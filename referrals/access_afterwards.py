"""The only doors by which the portal's pages get at what became of a sent report, and at what it said."""

from dataclasses import dataclass

from consent.models import Consent, ProtectionGround
from consent.vocabulary import Purpose
from organizations.actors import Actor
from referrals.access import Narrowing, own_reports
from referrals.models import Referral, Reply, ReplyCode
from referrals.standing import Standing

MOST = 20


@dataclass(frozen=True)
class SentBefore:
    """What the sender itself had sent, to be corrected. A ground that the person took back is not here."""

    referral: Referral
    consent: Consent | None
    protection: ProtectionGround | None
    to_feedback: bool


@dataclass(frozen=True)
class Asked:
    """A report about which an agency has asked, and what it asked last."""

    referral: Referral
    reply: Reply


def sent_before(actor: Actor, referral: Referral) -> SentBefore:
    """The content of the actor's own report with its ground; the portal's log-in may read its own company's only."""
    own = {"organization_id": actor.organization_id}
    consents = Consent.objects.filter(subject=referral.submission, withdrawn_at__isnull=True, **own)
    return SentBefore(
        referral,
        consents.filter(pk=referral.consent_id or 0).first(),
        ProtectionGround.objects.filter(pk=referral.protection_id or 0, **own).first(),
        consents.filter(purposes__contains=[Purpose.FEEDBACK]).exists(),
    )


def own_consent(actor: Actor, referral: Referral) -> Consent | None:
    """The consent on which the actor's own report rests; None where it rests on something else."""
    return Consent.objects.filter(pk=referral.consent_id or 0, organization_id=actor.organization_id).first()


def replies_to(referral: Referral) -> list[Reply]:
    """What agencies have said of this report to its sender, the latest first."""
    return list(Reply.objects.filter(referral=referral).select_related("agency").order_by("-at", "id"))


def correction_of(actor: Actor, referral: Referral) -> Referral | None:
    """The report that has taken this one's place."""
    return Referral.objects.visible_to(actor).filter(corrects=referral).only("receipt_number").first()


def waiting_for_answer(actor: Actor) -> list[Asked]:
    """The agencies' questions that nobody has answered by a correction, the oldest first; one for each report."""
    rows = own_reports(actor, Narrowing(standing=Standing.ASKED_BACK)).select_related("agency")
    rows = rows.only("receipt_number", "submitted_at", "channel", "office__name", "agency__name")
    reports = {row.pk: row for row in rows.order_by("submitted_at", "id")[:MOST]}
    questions = Reply.objects.filter(referral__in=list(reports), code=ReplyCode.ASKED_BACK).order_by("at")
    latest = {reply.referral_id: reply for reply in questions}
    return [Asked(reports[key], reply) for key, reply in sorted(latest.items(), key=lambda pair: pair[1].at)]
