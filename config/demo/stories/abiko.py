"""One municipality's story."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, Told, acting, take_up, tell, triage_of, visited
from outreach.models import Outcome
from referrals.actions import (
    close_report,
)
from referrals.models import CloseReason


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
                    actor=actor, triage=triage_of(receipt), reason=CloseReason.NOT_NEEDED, note="無事を確かめた。"
                )


def _kanji(number: int) -> str:
    return "一二三四五六七八九"[number % 9] + "子郎美夫代"[number % 5]
