"""One municipality's story."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from cases.models import NoteKind
from config.demo.organizations import World
from config.demo.stories.one_household import one_household
from config.demo.stories.telling import PLAIN, Told, before_stop, note, reviewed, take_up, tell, visited
from consent.vocabulary import ProtectedInterest
from outreach.models import Outcome
from referrals.models import StopBasis
from referrals.report import ProtectionStated


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
    reviewed(world, "furano", power)
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
    one_household(world)
