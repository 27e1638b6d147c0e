"""Subsidy programmes, and costs that are struck out rather than removed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Conference, Cost, CostKind, Network, SubsidyProgramme, SubsidyRate
from agreements.networks.errors import NetworkRefusal
from agreements.networks.subsidy import payable
from organizations.actors import Actor


@dataclass(frozen=True)
class Terms:
    """What a programme pays in a fiscal year."""

    name: str
    fiscal_year: int
    rate: SubsidyRate
    ceiling_yen: int | None


@dataclass(frozen=True)
class Payment:
    """One payment with its voucher."""

    programme_id: int
    paid_on: date
    kind: CostKind
    yen: int
    words: str
    voucher: str
    network_id: int | None
    conference_id: int | None


@transaction.atomic
def add_programme(*, actor: Actor, terms: Terms) -> SubsidyProgramme:
    """A programme stands once in a fiscal year."""
    _refuse_twice(actor, terms, None)
    return SubsidyProgramme.objects.create(municipality_id=actor.tenant, **vars(terms))


@transaction.atomic
def edit_programme(*, actor: Actor, programme: SubsidyProgramme, terms: Terms) -> SubsidyProgramme:
    """Name, rate and ceiling; the year stays once there are costs."""
    locked = SubsidyProgramme.objects.select_for_update().get(pk=programme.pk, municipality_id=actor.tenant)
    _refuse_twice(actor, terms, locked.pk)
    if terms.fiscal_year != locked.fiscal_year and Cost.objects.filter(programme=locked).exists():
        raise NetworkRefusal("has_costs", _("There are costs of this year already, so the year stays."))
    for name, value in vars(terms).items():
        setattr(locked, name, value)
    locked.save()
    return locked


def _refuse_twice(actor: Actor, terms: Terms, pk: int | None) -> None:
    same = SubsidyProgramme.objects.filter(municipality_id=actor.tenant, name=terms.name, fiscal_year=terms.fiscal_year)
    if set(same.values_list("pk", flat=True)) - {pk}:
        raise NetworkRefusal("programme_twice", _("This programme is recorded for this year already."))


@transaction.atomic
def record_cost(*, actor: Actor, payment: Payment) -> Cost:
    """Within the programme's fiscal year, or until its accounts close on 31 May."""
    programme = SubsidyProgramme.objects.filter(pk=payment.programme_id, municipality_id=actor.tenant).first()
    if programme is None:
        raise NetworkRefusal("foreign_programme", _("Choose a programme of this municipality."))
    first, last = payable(programme.fiscal_year)
    if not first <= payment.paid_on <= last:
        raise NetworkRefusal(
            "outside_year",
            _("A cost of this year is paid from 1 April until the accounts close on 31 May of the next year."),
        )
    if payment.paid_on > timezone.localdate():
        raise NetworkRefusal("paid_in_future", _("This day is still to come. Record a cost once it is paid."))
    _refuse_foreign(actor, payment)
    return Cost.objects.create(municipality_id=actor.tenant, recorded_by_id=actor.user_id, **vars(payment))


def _refuse_foreign(actor: Actor, payment: Payment) -> None:
    """Network and conference are the municipality's, and the conference is one of the network."""
    if payment.network_id and not Network.objects.filter(pk=payment.network_id, municipality_id=actor.tenant).exists():
        raise NetworkRefusal("foreign_network", _("Choose a network of this municipality."))
    held = Conference.objects.filter(municipality_id=actor.tenant, pk=payment.conference_id or 0).first()
    if payment.conference_id and (held is None or held.network_id != payment.network_id):
        raise NetworkRefusal("foreign_conference", _("Choose a conference of this network."))


@transaction.atomic
def strike_cost(*, actor: Actor, cost: Cost) -> None:
    """It stays legible and counts no more. A second click changes nothing."""
    Cost.objects.filter(pk=cost.pk, municipality_id=actor.tenant, struck_at=None).update(struck_at=timezone.now())
