"""Headings as companies write them, and what a cell is read as."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.gate import says_something
from japanese.text import contains_control
from organizations.models import UtilityKind
from referrals.importing import values
from referrals.importing.columns import COLUMNS, arrange, is_heading, why_not, why_unusable
from referrals.importing.reading import says
from referrals.importing.values import ON_LINES, ON_ONE_LINE, Fault
from referrals.importing.words import NO_GROUND
from tests.importing.lists import HEADINGS

TODAY = date(2026, 11, 24)


# --- headings ---


def test_the_template_has_the_columns_of_the_interface_and_each_is_found():
    assert len(COLUMNS) == 24
    arrangement = arrange(HEADINGS)
    assert [arrangement.places[column.name] for column in COLUMNS] == list(range(24))
    assert (arrangement.unknown, arrangement.missing, arrangement.doubled) == ((), (), ())
    assert why_unusable(HEADINGS) == ""


def test_the_order_is_free_and_unknown_headings_are_named():
    arrangement = arrange(["住所", "担当者", "郵便番号", "", "契約名義", "お客さま番号"])
    assert arrangement.places == {"住所": 0, "郵便番号": 2, "契約名義": 4, "お客さま番号": 5}
    assert arrangement.unknown == ("担当者",)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("お客様番号", "お客さま番号"),
        ("顧客番号", "お客さま番号"),
        ("　郵便 番号 ", "郵便番号"),
        ("※住所", "住所"),
        ("住所\n（供給場所）", "住所"),
        ("滞納額（円）", "滞納額"),
        ("滞納額(円)", "滞納額"),
        ("ＴＥＬ", "電話番号"),
        ("契約名義ｶﾅ", "契約名義カナ"),
        ("【必須】根拠", "根拠"),
        ("供給停止予定日＊", "供給停止予定日"),
    ],
)
def test_a_heading_is_known_whatever_its_width_marks_and_unit(written, name):
    assert is_heading(written)
    assert arrange([written]).places == {name: 0}


@pytest.mark.parametrize("other", ["", "担当者", "停止予告日と供給停止予定日", "玉名 花子", "住" * 100_000])
def test_what_is_no_heading_is_none(other):
    assert not is_heading(other)


def test_the_templates_own_word_wins_over_a_synonym():
    arrangement = arrange(["氏名", "契約名義", "お客さま番号", "郵便番号", "住所"])
    assert arrangement.places["契約名義"] == 1
    assert arrangement.unknown == ("氏名",) and arrangement.doubled == ()


def test_without_what_every_list_needs_it_is_said_which_columns_are_missing():
    problem = why_unusable(["契約名義", "住所", "電話番号"])
    assert problem.startswith("missing_headings") and len(problem) <= 40
    assert "お客さま番号、郵便番号" in why_not(problem)


def test_the_reading_alone_names_the_household_too():
    assert why_unusable(["お客さま番号", "契約名義カナ", "郵便番号", "住所"]) == ""


def test_a_column_that_stands_twice_is_a_question_not_a_choice():
    problem = why_unusable([*HEADINGS, "住所"])
    assert problem.startswith("doubled_headings") and "住所" in why_not(problem)


def test_a_problem_of_somebody_else_is_not_put_in_words_here():
    with pytest.raises(ValueError, match="no problem"):
        why_not("encoding:3")


# --- days ---


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-12-10", "2026-12-10"),
        ("2026/12/1", "2026-12-01"),
        ("20261210", "2026-12-10"),
        ("令和8年12月10日", "2026-12-10"),
        ("令和元年5月1日", "2019-05-01"),
        ("Ｒ８．１２．１０", "2026-12-10"),
        ("H31.4.30", "2019-04-30"),
        ("２０２６年１２月１０日（木）", "2026-12-10"),
        ("45250", "2023-11-20"),
        ("４５２５０", "2023-11-20"),
        ("2026-12-10 00:00:00", "2026-12-10"),
        ("2026-12-10T09:30", "2026-12-10"),
        ("", ""),
        ("　 ", ""),
    ],
)
def test_a_day_is_read_however_it_is_written(cell, day):
    assert values.days(60, TODAY)[cell] == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2月30日", "not_understood"),
        ("2026-02-30", "not_understood"),
        ("令和8年2月30日", "not_understood"),
        ("12/10/2026", "not_understood"),
        ("近日", "not_understood"),
        ("1985-04-01", "too_early"),
        ("昭和60年4月1日", "too_early"),
        ("12345", "too_early"),
        ("2029-11-25", "too_late"),
        ("9999-12-31", "too_late"),
        ("2958465", "too_late"),
        ("99999999999", "not_understood"),
        ("2026-12-10\x00", "control"),
        ("2" * 61, "too_long"),
    ],
)
def test_a_day_that_cannot_be_meant_is_told_with_the_remedy_and_never_repeated(cell, code):
    found = values.days(60, TODAY)[cell]
    assert isinstance(found, Fault) and found.code == code
    assert cell not in str(found.message)


def test_arrears_lie_behind_and_a_stop_may_lie_ahead():
    assert values.days(60, TODAY, is_behind=True)["2026-11-25"].code == "ahead"
    assert values.days(60, TODAY, is_behind=True)["2026-11-24"] == "2026-11-24"
    assert values.days(60, TODAY)["2029-11-24"] == "2029-11-24"


# --- numbers ---


@pytest.mark.parametrize(
    "cell", ["24800", "２４８００", "24,800", "￥24,800", "¥24,800-", "\\24,800", "２４，８００円", "24800.0"]
)
def test_an_amount_is_read_with_its_signs(cell):
    assert values.yen(60)[cell] == "24800"


@pytest.mark.parametrize("cell", ["3", "３", "3か月", "３ヶ月", "三カ月", "3箇月分", "3ケ月", "3.0"])
def test_months_are_read_with_their_unit(cell):
    assert values.months(60)[cell] == "3"


@pytest.mark.parametrize(
    "cell", ["0", "-3", "約3万円", "2.5", "1e3", "24,80", "100000000", "9" * 50, "=1+1", "#REF!", "#N/A"]
)
def test_a_number_that_is_none_is_told_with_an_example(cell):
    found = values.yen(60)[cell]
    assert isinstance(found, Fault) and found.code == "number" and "24800" in str(found.message)


# --- words ---


@pytest.mark.parametrize(
    ("cell", "ground"),
    [("同意", "A"), ("本人の同意", "A"), ("Ａ", "A"), ("保護", "B"), ("生命・身体・財産の保護", "B"), ("協力要請", "C"),
     ("協定", "E"), ("", NO_GROUND), ("なし", NO_GROUND), ("案内のみ", NO_GROUND)],
)  # fmt: skip
def test_a_ground_is_read_in_words(cell, ground):
    assert values.grounds(60)[cell] == ground


def test_an_unknown_ground_is_told_with_the_words_that_are_known():
    assert "保護" in str(values.grounds(60)["たぶん"].message)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("電気", "electricity_retail"), ("都市ガス", "city_gas"), ("ＬＰガス", "lp_gas"), ("プロパン", "lp_gas"), ("水道", "water"),
     ("市営住宅", "housing"), ("", "electricity_retail"), ("　", "electricity_retail")],
)  # fmt: skip
def test_a_supply_is_read_in_words_and_a_blank_is_the_companys_own(cell, kind):
    assert values.kinds(60, UtilityKind.ELECTRICITY_RETAIL)[cell] == kind


def test_a_word_for_two_kinds_is_the_companys_own():
    assert values.kinds(60, UtilityKind.ELECTRICITY_NETWORK)["電気"] == "electricity_network"
    assert values.kinds(60, UtilityKind.LP_GAS)["ガス"] == "lp_gas"
    assert values.kinds(60, UtilityKind.WATER)["ガス"] == "city_gas"


@pytest.mark.parametrize("cell", ["はい", "１", "○", "〇", "緊急", "有", "Yes"])
def test_danger_is_said_in_many_ways(cell):
    assert values.dangers(60)[cell] == "t"


@pytest.mark.parametrize("cell", ["", "いいえ", "0", "×", "なし", "-"])
def test_and_so_is_that_there_is_none(cell):
    assert values.dangers(60)[cell] == ""


def test_what_is_neither_yes_nor_no_is_asked_back():
    assert values.dangers(60)["不明"].code == "danger"


@pytest.mark.parametrize(
    "cell", ["氏名、住所、滞納", "氏名,住所,滞納額", "名前・住所・滞納状況", "氏名；住所／未納", "氏名\n住所\n滞納"]
)
def test_items_are_read_by_their_usual_names(cell):
    assert values.items(1000)[cell] == "address,arrears,name"


def test_all_items_are_one_word():
    assert values.items(1000)["すべて"] == values.items(1000)["全項目"]
    assert len(values.items_named(values.items(1000)["すべて"])) == 15


def test_an_item_that_nobody_knows_is_asked_back_with_the_names():
    with override("ja"):
        assert "供給種別" in str(values.items(1000)["氏名、趣味"].message)


# --- codes ---


@pytest.mark.parametrize("cell", ["865-0016", "8650016", "８６５－００１６", "〒865-0016"])
def test_a_postal_code_is_read_however_it_is_written(cell):
    assert values.postal_codes(40)[cell] == "865-0016"


def test_a_supply_point_has_the_digits_of_its_kind():
    assert values.supply_point("09 1234 5678 9012 3456 7890", "electricity_retail") == "0912345678901234567890"
    assert values.supply_point("１２３４５６７８９０１２３４５６７", "city_gas") == "12345678901234567"
    assert values.supply_point("12345678901234567", "electricity_retail").code == "supply_point"
    assert values.supply_point("9.12345678901234E+20", "electricity_retail").code == "supply_point"
    assert values.supply_point("0912345678901234567890", "water").code == "no_supply_point"


@pytest.mark.parametrize(
    "cell", ["0968-12-3456", "０９６８－１２－３４５６", "(0968)12-3456", "+81 968 12 3456", "09012345678"]
)
def test_a_telephone_number_stays_as_it_was_written(cell):
    assert values.phone(cell) == cell


@pytest.mark.parametrize("cell", ["968123456", "9.68E+08", "なし", "0120"])
def test_what_is_no_telephone_number_is_told(cell):
    assert values.phone(cell).code == "phone"


# --- the short ways are the long ways ---


@given(st.text(max_size=40))
@settings(max_examples=500)
def test_the_search_for_control_characters_finds_what_the_forms_find(text):
    assert bool(ON_ONE_LINE.search(text)) == contains_control(text)
    assert bool(ON_LINES.search(text)) == contains_control(text, multiline=True)


def test_the_same_for_every_character_there_is():
    for code in range(0x110000):
        character = chr(code)
        if bool(ON_LINES.search(character)) != contains_control(character, multiline=True):
            pytest.fail(hex(code))


def test_a_word_is_a_word_for_the_gate_too():
    characters = [chr(code) for code in range(0x30000)]
    assert says(characters) == [says_something(character) for character in characters]


@given(st.lists(st.text(max_size=10), min_size=1, max_size=5))
def test_a_column_says_what_the_gate_hears(column):
    assert says(column) == [says_something(text) for text in column]
