"""Exchanges are written down, and struck out rather than removed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Exchange, ExchangeMeans, Network, NetworkMember
from agreements.networks.errors import NetworkRefusal
from organizations.actors import Actor


@dataclass(frozen=True)
class Talk:
    """What was talked about, with whom and how; it names nobody."""

    on: date
    means: ExchangeMeans
    words: str
    next_step: str
    member_id: int | None


@transaction.atomic
def record_exchange(*, actor: Actor, network: Network, talk: Talk) -> Exchange:
    """Never of a day to come; a member is one of this network."""
    if talk.on > timezone.localdate():
        raise NetworkRefusal(
            "still_to_come", _("This day is still to come. Write down what was talked about afterwards.")
        )
    if talk.member_id and not NetworkMember.objects.filter(pk=talk.member_id, network=network).exists():
        raise NetworkRefusal("foreign_member", _("Choose a member of this network."))
    return Exchange.objects.create(
        municipality_id=actor.tenant, network=network, recorded_by_id=actor.user_id, **vars(talk)
    )


@transaction.atomic
def strike_exchange(*, actor: Actor, exchange: Exchange) -> None:
    """It stays legible. A second click changes nothing."""
    rows = Exchange.objects.filter(pk=exchange.pk, municipality_id=actor.tenant, struck_at=None)
    rows.update(struck_at=timezone.now())
