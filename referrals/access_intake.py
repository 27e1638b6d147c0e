"""The only doors by which the agency's pages get at what is typed in, and at where a report came from."""

from uuid import UUID

from django.utils import timezone

from organizations import drafts
from organizations.actors import Actor
from organizations.models import FormDraft, Office, SupportAgency
from referrals.access import Unfinished
from referrals.models import Channel, Forwarding, Referral


def came_from(referral: Referral) -> Forwarding | None:
    """How a report that another agency passed on to us left there."""
    if referral.channel != Channel.FORWARDED:
        return None
    rows = Forwarding.objects.filter(arrived_as=referral.submission, to_municipality_id=referral.municipality_id)
    return rows.select_related("municipality").first()


def offices_serving(actor: Actor) -> list[Office]:
    """Offices of utilities in whose area the actor's municipality lies, by company."""
    rows = Office.objects.filter(municipalities=actor.tenant).select_related("utility")
    return list(rows.order_by("utility__name", "name", "pk"))


def own_slip(actor: Actor) -> str:
    """The code under which the actor's agency has its slip; empty where the role belongs to no agency."""
    own = SupportAgency.objects.filter(pk=actor.organization_id, municipality_id=actor.tenant)
    return own.values_list("code", flat=True).first() or ""


def intake_draft(actor: Actor, number: UUID | str) -> str:
    """Each report that is being typed in has a draft of its own, so that two tabs do not write over each other."""
    return f"intake:{actor.organization_id}:{number}"


def unfinished_intakes(actor: Actor) -> list[Unfinished]:
    """What this caseworker was typing in within the last day, the latest three."""
    since, prefix = timezone.now() - drafts.LIFETIME, intake_draft(actor, "")
    rows = FormDraft.objects.filter(user_id=actor.user_id, form__startswith=prefix, saved_at__gte=since)
    return [Unfinished(UUID(row.form.removeprefix(prefix)), row.saved_at) for row in rows.order_by("-saved_at")[:3]]
