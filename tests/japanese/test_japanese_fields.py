from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from japanese.codes import CITY_GAS, ELECTRICITY
from japanese.fields import JapaneseDateField, KanaField, PhoneField, PostalCodeField, SupplyPointField


class HouseholdForm(forms.Form):
    born = JapaneseDateField(required=False)
    postal_code = PostalCodeField(required=False)
    phone = PhoneField(required=False)
    kana = KanaField(required=False)
    place = SupplyPointField(kind=ELECTRICITY, required=False)


def read(**typed: str) -> dict[str, Any]:
    form = HouseholdForm(typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def refuse(field: str, typed: str) -> HouseholdForm:
    form = HouseholdForm({field: typed})
    assert list(form.errors) == [field]
    return form


@pytest.mark.parametrize("typed", ["令和8年11月24日", "R8.11.24", "2026-11-24", " ２０２６年１１月２４日（火） "])
def test_a_day_is_read(typed: str) -> None:
    assert read(born=typed)["born"] == date(2026, 11, 24)


def test_a_day_not_understood_stays_in_its_box_beside_the_examples() -> None:
    form = refuse("born", "11/24/2026")
    assert 'value="11/24/2026"' in str(form["born"])
    assert "R5.3.15" in form.errors["born"][0]


def test_the_sentence_of_an_impossible_day_reaches_the_form() -> None:
    assert "昭和64年1月7日" in refuse("born", "昭和64年1月8日").errors["born"][0]


def test_the_box_is_plain_text_with_an_example_beside_it() -> None:
    box = HouseholdForm()["born"]
    assert 'type="text"' in str(box)
    assert 'inputmode="text"' in str(box)
    assert "placeholder" not in str(box)
    assert "R8.11.24" in str(box.help_text)


def test_a_known_day_is_shown_in_the_readers_way_and_has_not_changed() -> None:
    initial = {"born": date(2026, 11, 24)}
    with translation.override("ja"):
        assert 'value="令和8年11月24日"' in str(HouseholdForm(initial=initial)["born"])
    with translation.override("en"):
        assert 'value="2026-11-24"' in str(HouseholdForm(initial=initial)["born"])
    assert not HouseholdForm({"born": "R8.11.24"}, initial=initial).has_changed()


def test_an_empty_day_is_none_or_asked_for() -> None:
    assert read(born="  ")["born"] is None
    with pytest.raises(ValidationError) as refused:
        JapaneseDateField().clean("")
    assert refused.value.code == "required"


@pytest.mark.parametrize("typed", ["〒865-0016", "８６５００１６", "865-0016"])
def test_a_postal_code_is_read(typed: str) -> None:
    assert read(postal_code=typed)["postal_code"] == "865-0016"


@pytest.mark.parametrize("typed", ["0968-75-1111", "０９０（１２３４）５６７８", "+81 90 1234 5678"])
def test_a_telephone_number_comes_back_as_typed(typed: str) -> None:
    assert read(phone=typed)["phone"] == typed


@pytest.mark.parametrize("typed", ["タマナ タロウ", "たまな\u3000たろう", "ﾀﾏﾅ ﾀﾛｳ", "グエン・ヴァン", "ｵ-ﾉ"])
def test_a_reading_comes_back_as_typed(typed: str) -> None:
    assert read(kana=typed)["kana"] == typed


def test_a_supply_point_number_comes_back_as_digits() -> None:
    assert read(place="０９-1234-5678-9012-3456-7890")["place"] == "0912345678901234567890"


def test_the_kind_of_supply_may_be_known_only_later() -> None:
    form = HouseholdForm({"place": "12345678901234567"})
    place = form.fields["place"]
    assert isinstance(place, SupplyPointField)
    place.kind = CITY_GAS
    assert form.is_valid()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("postal_code", "865"),
        ("postal_code", "玉名"),
        ("phone", "75-1111"),
        ("phone", "190-1234-5678"),
        ("phone", "090-1234-5678-9"),
        ("phone", "なし"),
        ("kana", "玉名 太郎"),
        ("kana", "Tamana"),
        ("kana", "タマナ1"),
        ("kana", "ー"),
        ("kana", "タマナ\u202eタロウ"),
        ("kana", "タマナ\nタロウ"),
        ("place", "1234"),
        ("place", "9912345678901234567890"),
    ],
)
def test_what_cannot_be_right_is_refused_and_stays_in_its_box(field: str, typed: str) -> None:
    form = refuse(field, typed)
    assert form[field].value() == typed


def test_nothing_typed_is_nothing() -> None:
    assert read() == {"born": None, "postal_code": "", "phone": "", "kana": "", "place": ""}


def test_the_browser_does_not_remember_a_households_data() -> None:
    form = HouseholdForm()
    for name in form.fields:
        assert 'autocomplete="off"' in str(form[name])
    assert 'type="tel"' in str(form["phone"])
