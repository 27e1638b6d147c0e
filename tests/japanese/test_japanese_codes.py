from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from japanese.codes import (
    CITY_GAS,
    ELECTRICITY,
    check_digit,
    municipality_code_is_valid,
    normalise_digits,
    validate_municipality_code,
    validate_supply_point,
)
from japanese.postal import PostalArea, PostalCodeNotUnderstood, lookup

PLACE = "0912345678901234567890"


@pytest.mark.parametrize("code", ["432067", "012297", "401005"])
def test_codes_of_real_municipalities(code: str) -> None:
    assert municipality_code_is_valid(code)
    assert check_digit(code[:5]) == code[5]
    validate_municipality_code(code)


@pytest.mark.parametrize("code", ["", "43206", "432068", "4320677", "４３２０６７", "43206a", "432067\n", "-32067"])
def test_codes_that_are_none(code: str) -> None:
    assert not municipality_code_is_valid(code)
    with translation.override("en"), pytest.raises(ValidationError, match="six digits"):
        validate_municipality_code(code)


@given(st.text("0123456789", min_size=5, max_size=5), st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_unless_ten_and_zero_meet(five: str, place: int, shift: int) -> None:
    code = five + check_digit(five)
    assert municipality_code_is_valid(code)
    other = five[:place] + str((int(five[place]) + shift) % 10) + five[place + 1 :]
    if municipality_code_is_valid(other + code[5]):
        assert code[5] in "01"


@pytest.mark.parametrize(
    "typed",
    [PLACE, "09-1234-5678-9012-3456-7890", f" {PLACE}\u3000", "０９" + PLACE[2:]],
)
def test_an_electricity_number_is_read_however_it_is_typed(typed: str) -> None:
    assert validate_supply_point(typed, ELECTRICITY) == PLACE


@given(st.integers(1, 10), st.text("0123456789", min_size=20, max_size=20), st.integers(1, 22))
def test_hyphens_may_stand_anywhere(area: int, rest: str, place: int) -> None:
    number = f"{area:02}{rest}"
    for dash in "-－ー‐ ":
        assert validate_supply_point(number[:place] + dash + number[place:], ELECTRICITY) == number


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (PLACE[:-1], ELECTRICITY),
        (PLACE + "1", ELECTRICITY),
        ("00" + PLACE[2:], ELECTRICITY),
        ("11" + PLACE[2:], ELECTRICITY),
        (PLACE, CITY_GAS),
        (PLACE[:16], CITY_GAS),
        (PLACE[:16] + "x", CITY_GAS),
        (PLACE[:17], "water"),
        ("", ELECTRICITY),
        ("١" * 17, CITY_GAS),
    ],
)
def test_a_wrong_supply_point_number_is_refused(typed: str, kind: str) -> None:
    with pytest.raises(ValidationError):
        validate_supply_point(typed, kind)


def test_a_city_gas_number_has_seventeen_digits() -> None:
    assert validate_supply_point("１２３４５-67890-1234567", CITY_GAS) == "12345678901234567"


def test_normalising_digits_leaves_what_is_wrong_to_be_refused() -> None:
    assert normalise_digits(" ０３－1234 x") == "031234x"


@given(st.text("0123９０－ー‐- \u3000〒x号", max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_digits(normalise_digits(text)) == normalise_digits(text)


@pytest.mark.parametrize("typed", ["865-0016", "8650016", "〒865-0016", "〒 ８６５－００１６", "865ー0016\u3000"])
def test_a_real_postal_code(typed: str) -> None:
    assert lookup(typed) == (PostalArea("8650016", "熊本県", "玉名市", "岩崎", "43206"),)


def test_the_wards_of_a_designated_city_have_their_own_codes() -> None:
    (area,) = lookup("802-0001")
    assert (area.city, area.jis_code) == ("北九州市小倉北区", "40106")


def test_a_code_across_two_prefectures_gives_both() -> None:
    assert {area.jis_code for area in lookup("498-0000")} == {"23235", "24303"}


def test_the_code_of_one_office_gives_its_town() -> None:
    assert lookup("100-8111") == (PostalArea("1008111", "東京都", "千代田区", "千代田", "13101"),)


def test_an_unknown_code_gives_nothing() -> None:
    assert lookup("000-0000") == ()


@pytest.mark.parametrize("typed", ["", "865", "865-00166", "865-001a", "玉名市", "〒", "865-0016' OR 1=1"])
def test_what_is_no_postal_code_is_refused(typed: str) -> None:
    with pytest.raises(PostalCodeNotUnderstood, match="865-0016"):
        lookup(typed)


def test_many_threads_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(lookup, ["865-0016", "８６５００１６"] * 100))
    assert len(answers) == 1


@given(st.text(max_size=12))
def test_any_text_is_looked_up_or_refused(text: str) -> None:
    with suppress(PostalCodeNotUnderstood):
        assert isinstance(lookup(text), tuple)
