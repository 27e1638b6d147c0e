"""One municipality's story."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid5

from django.utils import timezone

from cases.models import NoteKind
from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, SPACE, Told, acting, before_stop, note, take_up, tell, visited
from consent.vocabulary import ProtectedInterest
from outreach.actions import plan_visit
from outreach.models import Outcome
from referrals.actions import record_guidance
from referrals.models import StopBasis
from referrals.report import ProtectionStated


def tamana(world: World) -> None:
    """玉名: the three-party agreement; few reports a year; leaflet first, with consent a report, then a visit."""
    _leaflets(world)
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

    tell(
        world,
        Told(
            "tamana-5",
            "hinode_net.tantou",
            0,
            replace(
                home,
                name="仮名 九兵衛",
                kana="かめい きゅうべえ",
                address="熊本県玉名市高瀬0番地9",
                arrears_months=3,
                signs="テレビの音はするが、呼んでも返事がない。",
            ),
            danger=True,
            protection=ProtectionStated(
                ProtectedInterest.LIFE, "家の中で倒れているおそれがある。", "呼んでも返事がない。", "担当 見本"
            ),
            hour=9,
        ),
    )


def _leaflets(world: World) -> None:
    """Handed over by who reads meters and collects, in more than one language."""
    handed = ((25, 6, "ja", "handed"), (16, 9, "ja", "handed"), (9, 4, "en", "counter"), (3, 12, "ja", "enclosed"))
    for number, (weeks, count, language, channel) in enumerate(handed):
        with acting(world, "hinode.tantou") as actor:
            record_guidance(
                actor=actor,
                office_id=world.offices["hinode"].pk,
                agency_id=world.agencies["tamana"].pk,
                language=language,
                channel=channel,
                count=count,
                submission=uuid5(SPACE, f"tamana-leaflet-{number}"),
                on=timezone.localdate() - timedelta(weeks=weeks),
            )
