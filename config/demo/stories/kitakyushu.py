"""One municipality's story."""

from dataclasses import replace

from config.demo.organizations import World
from config.demo.stories.telling import (
    PLAIN,
    Told,
    acting,
    heard,
    reviewed,
    sent_where_it_belongs,
    take_up,
    tell,
    triage_of,
    visited,
)
from consent.vocabulary import ProtectedInterest
from outreach.models import Outcome
from referrals.actions import (
    close_report,
)
from referrals.crossings import utility_sender
from referrals.models import Channel, CloseReason
from referrals.report import ProtectionStated


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
            triage=triage_of(found),
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
    reviewed(world, "kitakyushu", weak)
    visited(
        world,
        "kitakyushu",
        case,
        11,
        Outcome.MET,
        "民生委員といっしょに訪ねた。かなり弱っている。",
        next_step="病院への付きそい",
    )
    _one_comes_from_tamana(world)


def _one_comes_from_tamana(world: World) -> None:
    """A slip about a household in 北九州 is sent by FAX to 玉名, whose agency passes it on."""
    household = replace(
        PLAIN,
        name="見本 九美",
        kana="みほん くみ",
        postal_code="803-0813",
        address="福岡県北九州市小倉北区城内0-3",
        supply_kind="electricity_retail",
        customer_number="000-0009",
        arrears_months=4,
        has_illness=True,
        signs="在宅の酸素の機械を使っている。顔色がわるい。",
    )
    reasons = ProtectionStated(
        ProtectedInterest.LIFE, "停電すると、酸素の機械が止まる。", "息が苦しく、話を続けられない。", "担当 見本"
    )
    told = Told("kitakyushu-3", "tamana.soudan", 1, household, protection=reasons)
    receipt = heard(world, told, utility_sender(world.offices["hinode"]), Channel.FAX)
    sent_where_it_belongs(world, "tamana", receipt)
