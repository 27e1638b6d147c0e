"""A network of 玉名 with its members and what belongs to it, made by the product's own actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

from agreements.models import (
    Conference,
    Cost,
    CostKind,
    Exchange,
    ExchangeMeans,
    Network,
    NetworkKind,
    NetworkMember,
    SubsidyProgramme,
    SubsidyRate,
)
from agreements.networks.actions import conferences, costs, exchanges, members, networks
from organizations.actors import Actor
from organizations.models import SupportAgency

Acting = Callable[[str], AbstractContextManager[Actor]]
FOUNDED = date(2020, 4, 1)


def ja(words: str) -> str:
    """As a page in Japanese says it."""
    with override("ja"):
        return gettext(words)


def text(answer: Any) -> str:
    """The body of an answer."""
    return str(answer.content.decode())


def days(number: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=number)


def found(actor: Actor, name: str = "玉名市見守りネットワーク") -> Network:
    """Of the actor's municipality, since April 2020."""
    agency = SupportAgency.objects.filter(municipality_id=actor.tenant)[0]
    body = networks.Body(NetworkKind.WATCHING, name, "見守り", FOUNDED, agency.pk)
    return networks.found_network(actor=actor, wanted=body)


def join(actor: Actor, network: Network, *names: str, on: date = FOUNDED) -> list[NetworkMember]:
    """New bodies, in the order of the names."""
    members.add_members(actor=actor, network=network, joining=[members.Joining(name) for name in names], on=on)
    rows = {row.organization.name: row for row in NetworkMember.objects.filter(network=network, joined_on=on)}
    return [rows[name] for name in names]


def plan(**said: Any) -> conferences.Plan:
    """Held yesterday unless told otherwise."""
    return replace(conferences.Plan("令和8年度 連絡協議会", days(-1), None, "市役所", ["開会", "報告"]), **said)


def hold(actor: Actor, network: Network, **said: Any) -> Conference:
    """A conference of the network."""
    return conferences.plan_conference(actor=actor, network=network, plan=plan(**said))


def talk(actor: Actor, network: Network, words: str = "チラシの置き場所を相談した。", **said: Any) -> Exchange:
    """By telephone, today."""
    talked = exchanges.Talk(days(0), ExchangeMeans.PHONE, words, "", None)
    return exchanges.record_exchange(actor=actor, network=network, talk=replace(talked, **said))


def programme(actor: Actor, name: str = "共助の基盤づくり事業", year: int = 2026, **said: Any) -> SubsidyProgramme:
    """At three quarters without a ceiling."""
    terms = costs.Terms(name, year, SubsidyRate.THREE_QUARTERS, None)
    return costs.add_programme(actor=actor, terms=replace(terms, **said))


def pay(actor: Actor, of: SubsidyProgramme, yen: int, **said: Any) -> Cost:
    """A payment of the programme's April."""
    paid = costs.Payment(of.pk, date(of.fiscal_year, 4, 20), CostKind.PRINTING, yen, "チラシ印刷", "V-1", None, None)
    return costs.record_cost(actor=actor, payment=replace(paid, **said))


@dataclass(frozen=True)
class Stage:
    """What a test walks over."""

    network: Network
    member: NetworkMember
    conference: Conference
    exchange: Exchange
    programme: SubsidyProgramme
    cost: Cost


def build(actor: Actor) -> Stage:
    """One of each."""
    network = found(actor)
    member = join(actor, network, "まる商店")[0]
    of = programme(actor)
    return Stage(network, member, hold(actor, network), talk(actor, network), of, pay(actor, of, 10_001))
