"""Decisions without a database: what looks personal, what the State bears, when one would meet again."""

from datetime import date, time

import pytest

from agreements.models import Conference
from agreements.networks.personal import looks_personal, mark_of
from agreements.networks.subsidy import payable, share_of
from agreements.networks.suggesting import next_after
from agreements.networks.xlsx import sheet_name
from japanese.workdays import is_working_day


@pytest.mark.parametrize(
    "line",
    [
        "田中様の件",
        "佐藤さん宅の訪問について",
        "○○さんへの対応",
        "すずき さまより",
        "山田氏の報告",
        "連絡先 0968-75-1111",
        "連絡先 ０９０（１１１１）２２２２",
        "03-0000-0000 番号 0312345678",
        "供給地点 0912345678901234567890",
        "03-1234-5678-9012-3456-7890-12",
        "ガス 12345678901234567",
        "岩崎163番地の世帯",
        "城内一丁目2番3号",
        "岩崎1番3号",
        "202号室",
        "ケース 2026-0012",
        "受付 2026-0012-00034",
        "２０２６－００１２",
        "taro@example.jp まで",
    ],
)
def test_a_line_about_somebody_is_noticed(line):
    assert [one.line for one in looks_personal(f"開会\n{line}\n閉会")] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "開会",
        "皆様からのご意見",
        "皆さんのお困りごと",
        "お客様窓口での声かけ",
        "民生委員さんとの連携",
        "多様な見守りの形",
        "通報票の様式について",
        "委員の氏名の公表",
        "最近の様子と仕様の見直し",
        "令和8年度の通報 41件、支援につながったもの 3件",
        "2026-04-01 から 2027-03-31 まで",
        "令和8年11月24日（火）午後1時30分",
        "冬のこまりごと（12月〜3月）",
        "1 開会 2 報告 3 意見交換",
        "補助金 1,234,000円",
    ],
)
def test_the_work_itself_is_not(line):
    assert looks_personal(line) == []


def test_a_confirmation_is_of_the_very_lines():
    first, second = looks_personal("田中様の件"), looks_personal("田中様の件\n佐藤様の件")
    assert len({mark_of(first), mark_of(second), ""}) == 3
    assert mark_of([]) == ""


@pytest.mark.parametrize(
    ("spent", "rate", "ceiling", "by_rate", "within", "claim", "own"),
    [
        (0, "3/4", None, 0, 0, 0, 0),
        (10_001, "3/4", None, 7_500, 7_500, 7_000, 3_001),
        (10_001, "1/2", None, 5_000, 5_000, 5_000, 5_001),
        (10_001, "10/10", None, 10_001, 10_001, 10_000, 1),
        (999, "10/10", None, 999, 999, 0, 999),
        (1_000, "10/10", None, 1_000, 1_000, 1_000, 0),
        (4_000_000, "3/4", 2_500_500, 3_000_000, 2_500_500, 2_500_000, 1_500_000),
        (4_000_000, "3/4", 3_000_000, 3_000_000, 3_000_000, 3_000_000, 1_000_000),
    ],
)
def test_rate_then_ceiling_then_whole_thousands(spent, rate, ceiling, by_rate, within, claim, own):
    share = share_of(spent, rate, ceiling)
    assert (share.by_rate, share.within, share.claim, share.own) == (by_rate, within, claim, own)
    assert share.claim + share.own == spent
    assert 0 <= share.dropped < 1000
    assert share.is_capped is (ceiling is not None and ceiling < by_rate)


def test_accounts_of_a_year_close_on_the_last_of_may():
    assert payable(2026) == (date(2026, 4, 1), date(2027, 5, 31))


def held(day: date) -> Conference:
    return Conference(
        title="令和7年度 連絡協議会", held_on=day, begins=time(13, 30), place="市役所", agenda=["開会", "閉会"]
    )


def test_the_next_one_is_a_year_on_on_the_same_weekday():
    first = next_after(held(date(2025, 11, 20)), date(2026, 6, 1))
    assert first["held_on"] == date(2026, 11, 19)
    assert first["title"] == "令和8年度 連絡協議会"
    assert (first["place"], first["begins"], first["agenda"]) == ("市役所", time(13, 30), "開会\n閉会")


def test_it_lies_ahead_and_on_a_working_day():
    for day in (date(2020, 2, 10), date(2025, 5, 6), date(2025, 11, 4), date(2024, 12, 31)):
        suggested = next_after(held(day), date(2026, 11, 25))["held_on"]
        assert suggested > date(2026, 11, 25)
        assert is_working_day(suggested)


def test_a_sheet_has_a_name_that_excel_takes():
    assert sheet_name(1, "a[b]:c*d?e/f\\g") == "1 abcdefg"
    assert len(sheet_name(12, "事" * 60)) == 31
