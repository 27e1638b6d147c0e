"""One municipality's story."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid5

from django.utils import timezone

from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, SPACE, Told, acting, heard, reviewed, take_up, tell, visited
from consent.vocabulary import ProtectedInterest
from outreach.models import Outcome
from referrals.actions import (
    record_guidance,
)
from referrals.crossings import other_sender
from referrals.models import Channel, Source, StopBasis
from referrals.report import ProtectionStated


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
    reviewed(world, "toba", alone)
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
    _a_commissioner_calls(world)


def _a_commissioner_calls(world: World) -> None:
    """A welfare commissioner worries and telephones; the caseworker types while listening."""
    sender = other_sender(
        Source.WELFARE_COMMISSIONER,
        world.municipalities["toba"].pk,
        name="民生委員 見本",
        phone="0599-00-0188",
        words="三日前から新聞がたまっている。声をかけると返事はあるが、出てこない。",
    )
    household = replace(
        PLAIN,
        name="仮名 八重",
        kana="かめい やえ",
        postal_code="517-0011",
        address="三重県鳥羽市鳥羽0丁目0-8",
        signs="新聞受けに三日分の新聞。玄関の中から弱い返事。",
        note="夕方は明かりがつく。",
    )
    reasons = ProtectionStated(
        ProtectedInterest.BODY,
        "弱っていて、食事をとれていないおそれがある。",
        "戸を開けず、話が続かない。",
        "民生委員 見本",
    )
    told = Told("toba-3", "toba.soudan", 0, household, protection=reasons, hour=9)
    heard(world, told, sender, Channel.TELEPHONE)
