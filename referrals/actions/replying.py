"""差出人への連絡: what the agency says of a report to the utility that sent it. Codes only; no household crosses."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.models import SupportAgency
from organizations.routing import destination, destination_named
from referrals.actions.deciding import lock_new
from referrals.errors import ReferralRefusal
from referrals.models import QUESTIONS, Referral, Reply, ReplyCode, ReplyDetail, Triage


@transaction.atomic
def ask_back(*, actor: Actor, triage: Triage, questions: Collection[ReplyDetail]) -> Reply:
    """Ask the sender to look at its report again; the report goes on waiting.

    The same questions asked twice in a row are one. ReferralRefusal where the sender has no entry
    here, so that nobody would read it.
    """
    locked = lock_new(actor, triage)
    utility_id = locked.referral.utility_id
    if utility_id is None:
        raise ReferralRefusal("nobody_to_ask", _("Whoever told us has no page here. Ask them by telephone."))
    details = [one.value for one in QUESTIONS if one in questions]
    if not details:
        raise ReferralRefusal("no_question", _("Choose what is to be asked."))
    last = Reply.objects.filter(referral_id=locked.pk).order_by("-at").first()
    if last and (last.code, last.details) == (ReplyCode.ASKED_BACK, details):
        return last
    return _say(actor, locked, utility_id, ReplyCode.ASKED_BACK, details=details)


def say_where(actor: Actor, locked: Triage, code: ReplyCode, agency: SupportAgency | None) -> None:
    """Tell the sender that the report was returned or passed on, and who is in charge where that is known.

    Whoever has no entry here is told by telephone.
    """
    utility_id = locked.referral.utility_id
    if utility_id is not None:
        _say(actor, locked, utility_id, code, agency=agency)


def _say(
    actor: Actor,
    locked: Triage,
    utility_id: int,
    code: ReplyCode,
    *,
    details: Collection[str] = (),
    agency: SupportAgency | None = None,
) -> Reply:
    return Reply.objects.create(
        referral_id=locked.pk,
        municipality_id=locked.municipality_id,
        utility_id=utility_id,
        code=code,
        details=list(details),
        agency=agency,
        by_id=actor.user_id,
    )


def in_charge_elsewhere(referral: Referral) -> SupportAgency | None:
    """The agency of another municipality that serves the report's address; None where it is ours, or none known."""
    code, address = referral.postal_code, referral.address
    found = destination(code, address) if code else destination_named(address)
    if found is None or found.agency.municipality_id == referral.municipality_id:
        return None
    return found.agency
