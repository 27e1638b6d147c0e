"""The five municipalities' stories, told by the product's own actions through the gate. All households are invented.

Days are counted from today, so that the demonstration is always fresh; nothing is drawn by chance.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from cases.actions import add_note, assign
from cases.models import Case, NoteKind
from config.demo.organizations import World
from consent.actions import review_protection
from consent.models import ProtectionGround
from consent.vocabulary import ConsentMeans, Item, ProtectedInterest, Route
from japanese.workdays import add_working_days
from organizations.actors import Actor
from organizations.scope import log_in_as, scope
from outreach.actions import Made, plan_visit, record_visit
from outreach.models import Outcome
from referrals.actions import (
    accept_into_case,
    accept_into_new_case,
    close_report,
    record_guidance,
    submit_report,
)
from referrals.models import CloseReason, Referral, StopBasis, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report

SPACE = UUID("5b0d4f0e-6f0f-4c57-9d0e-5f1f0c1d2e3a")


@contextmanager
def acting(world: World, key: str) -> Iterator[Actor]:
    """Act as one of the demonstration's people, under their door's log-in and scope."""
    actor = Actor.of(world.roles[key])
    door = "agency" if actor.is_agency else "portal"
    with (
        log_in_as(door),
        scope(municipality=actor.municipality_id, organization=actor.organization_id, user=actor.user_id),
    ):
        yield actor


def moment(days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
    """An aware moment so many days ago, never in the future."""
    day = timezone.localdate() - timedelta(days=days_ago)
    wanted = datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
    return min(wanted, timezone.now() - timedelta(minutes=1))


def before_stop(working_days: int) -> date:
    """The day so many working days from today."""
    return add_working_days(timezone.localdate(), working_days)


PLAIN = HouseholdStated(
    name="", kana="", birth_on=None, phone="", postal_code="", address="", supply_kind="", customer_number="",
    supply_point="", arrears_since=None, arrears_months=None, arrears_yen=None, deferred_until=None, notice_on=None,
    scheduled_stop_on=None, stop_basis=StopBasis.UNKNOWN, has_infant=False, has_illness=False, signs="",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One report of the story: who tells, when, on which ground, about which household."""

    key: str
    by: str
    days_ago: int
    household: HouseholdStated
    feedback: bool = False
    protection: ProtectionStated | None = None
    danger: bool = False
    hour: int = 10


def tell(world: World, told: Told) -> str:
    """Send the report; returns its receipt number."""
    company = told.by.split(".")[0]
    at = moment(told.days_ago, told.hour)
    household = replace(told.household, supply_kind=world.utilities[company].utility_kind)
    report = Report(
        submission=uuid5(SPACE, told.key),
        office_id=world.offices[company].pk,
        route=Route.B if told.protection else Route.A,
        danger_to_life=told.danger,
        household=household,
        protection=told.protection,
    )
    if not told.protection:
        report = replace(report, consent=_consent(report, at, told.feedback))
    with acting(world, told.by) as actor:
        return submit_report(actor=actor, report=report, at=at).receipt_number


def _consent(report: Report, at: datetime, feedback: bool) -> ConsentGiven:
    return ConsentGiven(
        given_by="本人",
        given_at=at - timedelta(hours=1),
        means=ConsentMeans.ORAL,
        taken_by="担当 見本",
        words="市の相談窓口に伝えてよいですかとたずね、「お願いします」と答えた。",
        items=report.items() | {Item.NAME, Item.ADDRESS},
        expires_on=timezone.localdate(at) + timedelta(days=365),
        to_feedback=feedback,
    )


def _triage(receipt: str) -> Triage:
    return Triage.objects.select_related("referral").get(referral__receipt_number=receipt)


def take_up(world: World, town: str, receipt: str, *, into: Case | None = None) -> Case:
    """The agency opens a case for the report, or adds it to one, and somebody takes charge."""
    with acting(world, f"{town}.soudan") as actor:
        triage = _triage(receipt)
        if into is not None:
            return accept_into_case(actor=actor, triage=triage, case=into)
        case = accept_into_new_case(actor=actor, triage=triage)
        return assign(actor=actor, case=case, user_id=actor.user_id, version=0)


def note(world: World, town: str, case: Case, kind: NoteKind, days_ago: int, body: str) -> None:
    """A note of the story."""
    with acting(world, f"{town}.soudan") as actor:
        add_note(actor=actor, case=case, kind=kind, body=body, happened_at=moment(days_ago, 11))


def visited(world: World, town: str, case: Case, days_ago: int, outcome: Outcome, condition: str, **rest: str) -> None:
    """A visit of the story; `next_step` is to be done within five working days."""
    made = Made(
        outcome=outcome,
        visited_at=moment(days_ago, 14),
        condition=condition,
        next_step=rest.get("next_step", ""),
        next_on=before_stop(5) if rest.get("next_step") else None,
    )
    with acting(world, f"{town}.soudan") as actor:
        record_visit(actor=actor, case=case, made=made)


def tamana(world: World) -> None:
    """玉名: the three-party agreement; few reports a year; leaflet first, with consent a report, then a visit."""
    home = replace(PLAIN, postal_code="865-0025", birth_on=date(1968, 4, 2))
    first = tell(
        world,
        Told(
            "tamana-1",
            "hinode.tantou",
            40,
            replace(
                home,
                name="見本 一郎",
                kana="みほん いちろう",
                phone="090-0000-0001",
                address="熊本県玉名市高瀬0番地1",
                customer_number="000-0001",
                supply_point="0900000000000000000001",
                arrears_months=2,
                arrears_yen=18400,
                arrears_since=timezone.localdate() - timedelta(days=70),
                notice_on=timezone.localdate() - timedelta(days=42),
                scheduled_stop_on=timezone.localdate() - timedelta(days=30),
                stop_basis=StopBasis.NOTIFIED,
            ),
            feedback=True,
        ),
    )
    case = take_up(world, "tamana", first)
    visited(
        world,
        "tamana",
        case,
        38,
        Outcome.MET,
        "玄関で話ができた。仕事が減り、支払いが遅れているとのこと。",
        next_step="家計の相談の予約をする",
    )
    note(world, "tamana", case, NoteKind.CONTACT, 20, "電話で話した。来週、窓口に来る約束をした。")
    second = tell(
        world,
        Told(
            "tamana-2",
            "hinode.tantou",
            6,
            replace(
                home,
                name="例示 花子",
                kana="れいじ はなこ",
                phone="090-0000-0002",
                address="熊本県玉名市高瀬0番地2",
                customer_number="000-0002",
                arrears_months=4,
                arrears_yen=36200,
                has_infant=True,
                notice_on=timezone.localdate() - timedelta(days=7),
                scheduled_stop_on=before_stop(3),
                stop_basis=StopBasis.NOTIFIED,
            ),
        ),
    )
    urgent = take_up(world, "tamana", second)
    visited(
        world,
        "tamana",
        urgent,
        4,
        Outcome.ABSENT,
        "応答なし。電気のメーターは動いていた。",
        next_step="時間を変えてもう一度訪ねる",
    )
    with acting(world, "tamana.soudan") as actor:
        plan_visit(
            actor=actor,
            case=urgent,
            planned_for=datetime.combine(timezone.localdate(), time(15, 30), timezone.get_current_timezone()),
            companions="民生委員",
            caution="小さなお子さんがいます。声は小さめに。",
        )
    quiet = tell(
        world,
        Told(
            "tamana-3",
            "hinode.tantou",
            24,
            replace(
                home,
                name="仮名 三郎",
                kana="かめい さぶろう",
                address="熊本県玉名市高瀬0番地3",
                arrears_months=5,
                arrears_yen=52100,
            ),
        ),
    )
    take_up(world, "tamana", quiet)
    tell(
        world,
        Told(
            "tamana-4",
            "hinode.tantou",
            0,
            replace(
                home,
                name="見本 一郎",
                kana="ﾐﾎﾝ ｲﾁﾛｳ",
                phone="09000000001",
                address="玉名市高瀬０－１",
                customer_number="000-0001",
                arrears_months=1,
                arrears_yen=9100,
                scheduled_stop_on=before_stop(6),
                stop_basis=StopBasis.ESTIMATED,
                signs="郵便物がたまっていた。",
            ),
            feedback=True,
            hour=9,
        ),
    )


    tell(world, Told("tamana-5", "hinode_net.tantou", 0, replace(
        home, name="仮名 九兵衛", kana="かめい きゅうべえ", address="熊本県玉名市高瀬0番地9", arrears_months=3,
        signs="テレビの音はするが、呼んでも返事がない。"), danger=True, protection=ProtectionStated(
            ProtectedInterest.LIFE, "家の中で倒れているおそれがある。", "呼んでも返事がない。", "担当 見本"), hour=9))


def kitakyushu(world: World) -> None:
    """北九州: a collector finds somebody barely conscious; another household lives in squalor."""
    home = replace(PLAIN, postal_code="803-0813")
    found = tell(
        world,
        Told(
            "kitakyushu-1",
            "genkai.tantou",
            90,
            replace(
                home,
                name="仮名 四郎",
                kana="かめい しろう",
                address="福岡県北九州市小倉北区城内0-1",
                signs="意識がもうろうとしていた。先に救急車を呼んだ。",
            ),
            danger=True,
            protection=ProtectionStated(
                ProtectedInterest.LIFE, "訪問先で意識がもうろうとしている。", "受け答えができない。", "担当 見本"
            ),
        ),
    )
    with acting(world, "kitakyushu.soudan") as actor:
        close_report(
            actor=actor,
            triage=_triage(found),
            reason=CloseReason.PASSED_TO_WELFARE,
            note="生活保護を受けている方。担当のケースワーカーに伝えた。",
        )
    weak = tell(
        world,
        Told(
            "kitakyushu-2",
            "genkai.tantou",
            12,
            replace(
                home,
                name="例示 五子",
                kana="れいじ いつこ",
                address="福岡県北九州市小倉北区城内0-2",
                arrears_months=3,
                has_illness=True,
                signs="部屋にごみが積み上がり、本人は弱っている。",
            ),
            protection=ProtectionStated(
                ProtectedInterest.BODY,
                "体が弱り、部屋にごみが積み上がっていて危ない。",
                "話しかけても返事がはっきりせず、同意をたずねられない。",
                "担当 見本",
            ),
        ),
    )
    case = take_up(world, "kitakyushu", weak)
    _review(world, "kitakyushu", weak)
    visited(
        world,
        "kitakyushu",
        case,
        11,
        Outcome.MET,
        "民生委員といっしょに訪ねた。かなり弱っている。",
        next_step="病院への付きそい",
    )


def _review(world: World, town: str, receipt: str) -> None:
    with acting(world, f"{town}.shunin") as actor:
        ground = ProtectionGround.objects.get(subject=Referral.objects.get(receipt_number=receipt).submission)
        review_protection(actor=actor, ground=ground, upheld=True, note="二つの理由とも、もっともである。")


def toba(world: World) -> None:
    """鳥羽: the leaflet in the unpaid notice; the crew hears the television and tells the agency at once."""
    for number, (weeks, count) in enumerate(((10, 42), (6, 38), (2, 45))):
        with acting(world, "toba_water.tantou") as actor:
            record_guidance(
                actor=actor,
                office_id=world.offices["toba_water"].pk,
                agency_id=world.agencies["toba"].pk,
                language="ja",
                channel="enclosed",
                count=count,
                submission=uuid5(SPACE, f"toba-{number}"),
                on=timezone.localdate() - timedelta(weeks=weeks),
            )
    home = replace(PLAIN, postal_code="517-0011")
    alone = tell(
        world,
        Told(
            "toba-1",
            "toba_water.tantou",
            9,
            replace(
                home,
                name="見本 六郎",
                kana="みほん ろくろう",
                birth_on=date(1944, 9, 15),
                address="三重県鳥羽市鳥羽0丁目0-6",
                arrears_months=3,
                arrears_yen=12800,
                notice_on=timezone.localdate() - timedelta(days=24),
                scheduled_stop_on=timezone.localdate() - timedelta(days=9),
                stop_basis=StopBasis.NOTIFIED,
                signs="停水に行くと鍵がかかり、テレビの音だけが聞こえる。",
            ),
            danger=True,
            protection=ProtectionStated(
                ProtectedInterest.LIFE, "中で倒れているおそれがある。", "呼んでも返事がない。", "担当 見本"
            ),
            hour=13,
        ),
    )
    case = take_up(world, "toba", alone)
    _review(world, "toba", alone)
    visited(
        world,
        "toba",
        case,
        9,
        Outcome.MET,
        "民生委員と訪ね、無事を確かめた。お金の管理に不安がある。",
        next_step="日常生活自立支援事業の説明に同行する",
    )
    tell(
        world,
        Told(
            "toba-2",
            "toba_housing.tantou",
            1,
            replace(
                home,
                name="例示 七美",
                kana="れいじ ななみ",
                phone="090-0000-0007",
                address="三重県鳥羽市鳥羽0丁目0-7",
                arrears_months=3,
                arrears_yen=66000,
            ),
        ),
    )


def abiko(world: World) -> None:
    """我孫子: 41 reports in all; five in the last fiscal year, of which three reached support."""
    home = replace(PLAIN, postal_code="270-1166")
    senders = ("haiso.tantou", "tonan.tantou", "asahi_news.tantou")
    today = timezone.localdate()
    last_year_start = date(today.year - (1 if today.month >= 4 else 2), 4, 1)
    days = [last_year_start + timedelta(days=60 * n + 20) for n in range(5)]
    days += [last_year_start - timedelta(days=30 * n + 15) for n in range(36)]
    for number, day in enumerate(sorted(days)):
        receipt = tell(
            world,
            Told(
                f"abiko-{number}",
                senders[number % 3],
                (today - day).days,
                replace(
                    home,
                    name=f"例示 {_kanji(number)}",
                    kana="れいじ",
                    address=f"千葉県我孫子市我孫子0-{number + 1}",
                    signs="受け取りが何日もない。",
                ),
            ),
        )
        if day >= last_year_start and day in days[:3]:
            case = take_up(world, "abiko", receipt)
            visited(world, "abiko", case, max((today - day).days - 2, 0), Outcome.MET, "話ができ、窓口につながった。")
        else:
            with acting(world, "abiko.soudan") as actor:
                close_report(
                    actor=actor, triage=_triage(receipt), reason=CloseReason.NOT_NEEDED, note="無事を確かめた。"
                )


def _kanji(number: int) -> str:
    return "一二三四五六七八九"[number % 9] + "子郎美夫代"[number % 5]


def furano(world: World) -> None:
    """富良野: in winter electricity and gas are both to be cut; one household, two reports, one case."""
    home = replace(
        PLAIN,
        name="仮名 八重",
        kana="かめい やえ",
        birth_on=date(1957, 1, 20),
        phone="090-0000-0008",
        postal_code="076-0018",
        address="北海道富良野市弥生町0-8",
        has_illness=True,
    )
    power = tell(
        world,
        Told(
            "furano-1",
            "kitaguni.tantou",
            5,
            replace(
                home,
                arrears_months=4,
                arrears_yen=71200,
                arrears_since=timezone.localdate() - timedelta(days=130),
                notice_on=timezone.localdate() - timedelta(days=6),
                scheduled_stop_on=before_stop(4),
                stop_basis=StopBasis.NOTIFIED,
                signs="灯油も切れている。",
            ),
            protection=ProtectionStated(
                ProtectedInterest.LIFE,
                "冬に電気が止まると、暖房が使えず命にかかわる。",
                "何度訪ねても電話しても会えず、同意をたずねられない。",
                "担当 見本",
            ),
        ),
    )
    case = take_up(world, "furano", power)
    gas = tell(
        world,
        Told(
            "furano-2",
            "yuki_gas.tantou",
            3,
            replace(
                home,
                address="富良野市弥生町０－８",
                arrears_months=3,
                arrears_yen=24800,
                scheduled_stop_on=before_stop(2),
                stop_basis=StopBasis.ESTIMATED,
            ),
        ),
    )
    take_up(world, "furano", gas, into=case)
    _review(world, "furano", power)
    visited(
        world,
        "furano",
        case,
        1,
        Outcome.ABSENT,
        "灯りはついていたが、応答がなかった。",
        next_step="あすの朝、民生委員ともう一度訪ねる",
    )
    note(world, "furano", case, NoteKind.COORDINATION, 1, "市の小口の貸付が使えるか、福祉課に確かめている。")


STORIES = (tamana, kitakyushu, toba, abiko, furano)
