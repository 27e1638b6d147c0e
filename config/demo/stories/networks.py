"""Networks: 北九州's with more than sixty co-operating businesses, 我孫子's council. All names are invented."""

from datetime import date, time, timedelta

from django.utils import timezone

from agreements.models import Agreement, CostKind, ExchangeMeans, Network, NetworkKind, NetworkMember, SubsidyRate
from agreements.networks.access import members_on
from agreements.networks.actions import conferences, costs, exchanges, members, networks
from config.demo.organizations import World
from config.demo.stories.telling import acting
from japanese.dates import fiscal_year, fiscal_year_label
from organizations.actors import Actor

_PLACES = (
    "あおば",
    "いずみ",
    "うみかぜ",
    "えのき",
    "おおぞら",
    "かがり",
    "きぼう",
    "くすのき",
    "こまどり",
    "さくら",
    "しおさい",
)
_TRADES = ("新聞販売", "宅配", "牛乳配達", "生活協同組合", "郵便取扱所", "タクシー")
_AGENDA = [
    "開会",
    "見守りの一年の報告（件数とつながった先）",
    "通報票と連絡先の確認",
    "冬のあいだの声かけについて",
    "意見交換",
    "閉会",
]


def kitakyushu_network(world: World) -> None:
    """北九州: the yearly conference of more than sixty, what was talked about, what it cost."""
    today = timezone.localdate()
    with acting(world, "kitakyushu.kanri") as actor:
        network = _found(
            actor, world, "kitakyushu", NetworkKind.WATCHING, "いのちをつなぐ見守りネットワーク", date(2008, 4, 1)
        )
        names = [f"{place}{trade}（見本）" for place in _PLACES for trade in _TRADES]
        _join(actor, network, world, ("hinode", "genkai"), names, date(2008, 4, 1))
        for held_on in (_autumn(today, 2), _autumn(today, 1)):
            _held(actor, network, held_on)
        _talks(actor, network, today)
        _costs(actor, network, today)


def abiko_council(world: World) -> None:
    """我孫子: the liaison council of the watching agreement, which plans its next conference."""
    today = timezone.localdate()
    with acting(world, "abiko.kanri") as actor:
        council = _found(actor, world, "abiko", NetworkKind.COUNCIL, "我孫子市地域見守り連絡協議会", date(2015, 6, 1))
        names = [f"てがぬま{place}{trade}（見本）" for place in _PLACES for trade in _TRADES[:4]]
        _join(actor, council, world, ("tonan", "asahi_news", "haiso"), names, date(2015, 6, 1))
        coming = today + timedelta(days=21)
        title = f"{fiscal_year_label(coming)} 我孫子市地域見守り連絡協議会"
        plan = conferences.Plan(title, coming, time(14, 0), "市役所 議会棟 第1委員会室", _AGENDA)
        conferences.plan_conference(actor=actor, network=council, plan=plan)


def _found(actor: Actor, world: World, town: str, kind: NetworkKind, name: str, since: date) -> Network:
    purpose = "地域で暮らしに困っている方に早く気づき、声をかけ、相談につなぐ。"
    body = networks.Body(kind, name, purpose, since, world.agencies[town].pk)
    return networks.found_network(actor=actor, wanted=body)


def _join(actor: Actor, network: Network, world: World, companies: tuple[str, ...], names: list[str], on: date) -> None:
    """All at once; the companies take part under the municipality's agreement."""
    known = [members.Joining(world.utilities[key].name, world.utilities[key].pk) for key in companies]
    contact = members.Contact("地域担当", "0120-000-000")
    joining = [*known, *(members.Joining(name, None, contact) for name in names)]
    members.add_members(actor=actor, network=network, joining=joining, on=on)
    agreement = Agreement.objects.visible_to(actor).order_by("pk").first()
    under = NetworkMember.objects.filter(network=network, organization__in=[one.organization_id for one in known])
    under.update(agreement=agreement)


def _autumn(today: date, years_ago: int) -> date:
    """The third Thursday of November, so many conferences ago."""
    latest = today.year - (today < date(today.year, 11, 22))
    first = date(latest - years_ago + 1, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 14)


def _held(actor: Actor, network: Network, held_on: date) -> None:
    title = f"{fiscal_year_label(held_on)} 見守りネットワーク会議"
    plan = conferences.Plan(title, held_on, time(13, 30), "市役所 大会議室", _AGENDA)
    made = conferences.plan_conference(actor=actor, network=network, plan=plan)
    here = members_on(network, held_on)
    came = [conferences.Came(one.pk, 0 if n % 5 == 4 else 1 + n % 2, "") for n, one in enumerate(here)]
    conferences.record_attendance(actor=actor, conference=made, came=came, version=0)
    words = "一年の件数を報告した。\n不在が続くときの連絡の順番を確かめた。\n冬は声かけの回数を増やすことで一致した。"
    conferences.write_minutes(actor=actor, conference=made, minutes=words, version=1)
    conferences.close_conference(actor=actor, conference=made, version=2)


def _talks(actor: Actor, network: Network, today: date) -> None:
    first, second, *_others = members_on(network, today)
    for days_ago, means, words, member, step in (
        (40, ExchangeMeans.VISIT, "通報票の書き方を、朝の集まりで10分説明した。", first, "春にもう一度"),
        (16, ExchangeMeans.PHONE, "配達の人が替わるので、手引きを20部ほしいとのこと。", second, "手引きを送る"),
        (3, ExchangeMeans.MAIL, "冬の声かけのお願いを、全ての協力事業者に送った。", None, ""),
    ):
        talk = exchanges.Talk(today - timedelta(days=days_ago), means, words, step, member.pk if member else None)
        exchanges.record_exchange(actor=actor, network=network, talk=talk)


def _costs(actor: Actor, network: Network, today: date) -> None:
    year = fiscal_year(today)
    base = costs.Terms("共助の基盤づくり事業", year, SubsidyRate.THREE_QUARTERS, 300_000)
    watch = costs.Terms("地域見守り体制強化事業", year, SubsidyRate.HALF, None)
    first, second = (costs.add_programme(actor=actor, terms=terms) for terms in (base, watch))
    for programme, kind, yen, words, voucher in (
        (first, CostKind.PRINTING, 286_330, "協力事業者の手引き（500部）", "1041"),
        (first, CostKind.FEES, 132_001, "会議の講師謝礼", "1058"),
        (first, CostKind.POSTAGE, 18_480, "会議の案内の郵送", "1063"),
        (second, CostKind.SUPPLIES, 64_790, "見守り協力店のステッカー", "2007"),
    ):
        paid = costs.Payment(programme.pk, date(year, 4, 1), kind, yen, words, voucher, network.pk, None)
        costs.record_cost(actor=actor, payment=paid)
