"""One municipality's story."""

from dataclasses import replace

from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, Told, acting, reviewed, take_up, tell, triage_of, visited
from consent.vocabulary import ProtectedInterest
from outreach.models import Outcome
from referrals.actions import (
    close_report,
)
from referrals.models import CloseReason
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
