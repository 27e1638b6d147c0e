"""The page that a leaflet's square opens: for anybody, counting nobody, and proof against machines."""

import re
import time
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from documents.leaflet_channels import channel_of_office, channel_of_place
from documents.leaflet_languages import KNOWN
from documents.models import ChannelCount
from notifications.models import Notice, OutboxItem
from notifications.outbox import run
from outreach.callbacks import read
from outreach.forms_public import new_token
from outreach.models import CallbackRequest
from outreach.public_words.book import BOOK
from tests.conftest import DoorClient

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 15) Chrome/140"}


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def street(browser: Any) -> DoorClient:
    """Somebody with a telephone in their hand."""
    passer_by: DoorClient = browser("", door="portal", **PHONE)
    return passer_by


def ask(street: DoorClient, path: str = "/c/TMN1/ja/", waited: float = 60, **said: str) -> Any:
    code = path.split("/")[2].upper()
    form = {"phone": "090-1234-5678", "token": new_token(code, now=time.time() - waited), **said}
    return street.post(f"{path}call/", form)


def opened(code: str = "TMN1") -> dict[str, tuple[int, int]]:
    rows = ChannelCount.objects.filter(code=code)
    return {row.language: (row.opened, row.called_back) for row in rows}


@pytest.mark.parametrize("language", KNOWN)
def test_each_language_has_its_page_with_number_and_hours(street: DoorClient, language: str) -> None:
    answer = street.get(f"/c/TMN1/{language}/")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{KNOWN[language].tag}"' in body
    assert 'href="tel:0968-00-0001"' in body
    assert "{phone}" not in body and "{hours}" not in body and "《" not in body and "⟦" not in body


def test_all_languages_of_the_leaflet_have_words_for_the_page() -> None:
    assert list(BOOK) == list(KNOWN)


def test_the_code_alone_opens_the_japanese_page_however_it_is_typed(street: DoorClient) -> None:
    assert "くらしの相談のご案内" in street.get("/c/tmn1/").content.decode()


def test_a_language_that_is_not_there_falls_back_in_sight(street: DoorClient) -> None:
    body = street.get("/c/TMN1/fr/").content.decode()
    assert "この言語のページはまだありません" in body
    assert opened() == {"ja": (1, 0)}


def test_an_unknown_code_is_told_how_to_find_help(street: DoorClient) -> None:
    for path in ("/c/NOSUCH/", "/c/NOSUCH/ja/", "/c/NOSUCH/ja/call/sent/", "/c/%00/"):
        answer = street.get(path)
        assert answer.status_code == 404
    assert "市役所" in street.get("/c/NOSUCH/").content.decode()
    assert ask(street, "/c/NOSUCH/ja/").status_code == 404
    assert not ChannelCount.objects.exists()


def test_a_retired_code_still_opens(street: DoorClient, cast: Any) -> None:
    channel = channel_of_place(cast.tamana_agency, "市立図書館")
    channel.retired_at = channel.made_at
    channel.save()
    assert street.get(f"/c/{channel.code}/ja/").status_code == 200


def test_nothing_about_the_visitor_is_kept(street: DoorClient) -> None:
    answer = street.get("/c/TMN1/ja/")
    assert set(answer.cookies) <= {"tsunagi_portal_csrf"}
    assert "set-cookie" not in {name.lower() for name in street.get("/c/TMN1/ja/call/sent/").headers}
    assert {field.name for field in ChannelCount._meta.fields} == {
        *("id", "municipality", "code", "language", "on", "opened", "called_back")
    }


def test_openings_are_counted_by_code_and_language(street: DoorClient, cast: Any) -> None:
    code = channel_of_office(cast.tamana_agency, cast.denki_office).code
    street.get(f"/c/{code}/ja/")
    street.get(f"/c/{code}/ko/")
    street.get(f"/c/{code}/ko/")
    assert opened(code) == {"ja": (1, 0), "ko": (2, 0)}


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8", "", "WhatsApp preview"])
def test_machines_do_not_count(browser: Any, agent: str) -> None:
    browser("", door="portal", HTTP_USER_AGENT=agent).get("/c/TMN1/ja/")
    assert opened() == {}


def test_neither_heads_nor_a_finger_that_keeps_pressing_count(street: DoorClient) -> None:
    street.head("/c/TMN1/ja/")
    assert opened() == {}
    for _again in range(9):
        street.get("/c/TMN1/ja/")
    assert opened() == {"ja": (5, 0)}


def test_a_wish_to_be_called_back_goes_sealed_to_the_agency_and_its_desk_is_told(street: DoorClient, cast: Any) -> None:
    answer = ask(street, "/c/TMN1/ko/", name="タンポポ", words="夕方がよいです")
    assert (answer.status_code, answer["Location"]) == (302, "/c/TMN1/ko/call/sent/")
    request = CallbackRequest.objects.get()
    assert (request.agency_id, request.code, request.language) == (cast.tamana_agency.pk, "TMN1", "ko")
    assert b"5678" not in bytes(request.content)
    asked = read(request)
    assert asked and (asked.phone, asked.name, asked.words) == ("090-1234-5678", "タンポポ", "夕方がよいです")
    assert opened() == {"ko": (0, 1)}
    assert Notice.objects.get().code == "callback"
    written = str(list(OutboxItem.objects.values())) + str(list(Notice.objects.values()))
    assert "5678" not in written and "タンポポ" not in written
    run()
    (letter,) = mail.outbox
    assert letter.to == ["desk-tmn1@example.jp"]
    assert "タンポポ" not in letter.body and f"/callbacks/{request.pk}/" in letter.body


def test_the_portals_log_in_cannot_read_what_it_handed_in(street: DoorClient) -> None:
    from django.db import DatabaseError, transaction

    from organizations.scope import log_in_as, scope

    ask(street)
    with log_in_as("portal"), scope(), pytest.raises(DatabaseError), transaction.atomic():
        list(CallbackRequest.objects.values("content"))


def test_the_same_form_twice_is_one_wish_and_a_mended_number_another(street: DoorClient) -> None:
    token = new_token("TMN1", now=time.time() - 60)
    for phone in ("0968-75-0001", "0968-75-0001", "0968-75-0002"):
        assert ask(street, token=token, phone=phone).status_code == 302
    assert CallbackRequest.objects.count() == 2
    assert opened() == {"ja": (0, 2)}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"phone": ""}, BOOK["ja"].phone_missing),
        ({"phone": "たんぽぽ"}, BOOK["ja"].phone_wrong),
        ({"phone": "12345"}, BOOK["ja"].phone_wrong),
        ({"words": "あ" * 501}, BOOK["ja"].too_long),
        ({"name": "た\x07ろう"}, BOOK["ja"].characters),
        ({"website": "http://spam.example"}, BOOK["ja"].too_many.replace("{phone}", "0968-00-0001")),
        ({"token": "made up"}, BOOK["ja"].too_old),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(street: DoorClient, said: Any, sentence: str) -> None:
    answer = ask(street, **{"words": "三丁目です", "when": "夕方", **said})
    body = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in body
    assert "夕方" in body
    assert not CallbackRequest.objects.exists()


def test_too_fast_is_asked_to_press_once_more_and_then_it_goes(street: DoorClient) -> None:
    answer = ask(street, waited=0)
    assert BOOK["ja"].too_fast in answer.content.decode()
    assert ask(street, waited=4).status_code == 302


def test_after_two_hours_a_new_token_comes_with_what_was_typed(street: DoorClient) -> None:
    answer = ask(street, waited=3 * 3600, words="三丁目です")
    body = answer.content.decode()
    assert BOOK["ja"].too_old in body and "三丁目です" in body
    token = re.search(r'name="token" value="([^"]+)"', body)
    assert token
    assert ask(street, token=token[1]).status_code == 400  # too fast, not too old
    assert BOOK["ja"].too_fast in ask(street, token=token[1]).content.decode()


def test_a_token_of_another_code_does_not_count(street: DoorClient) -> None:
    assert ask(street, token=new_token("KKQ1", now=time.time() - 60)).status_code == 400


def test_a_flood_from_one_address_ends_with_the_telephone_number(street: DoorClient) -> None:
    answers = [ask(street, phone=f"0968-75-{n:04}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert "0968-00-0001" in answers[-1].content.decode()
    assert CallbackRequest.objects.count() == 5


def test_a_flood_of_one_code_from_many_addresses_ends_too(street: DoorClient, settings: Any) -> None:
    statuses = []
    for n in range(42):
        form = {"phone": f"0968-75-{n:04}", "token": new_token("TMN1", now=time.time() - 60)}
        statuses.append(street.post("/c/TMN1/ja/call/", form, REMOTE_ADDR=f"198.51.100.{n}").status_code)
    assert statuses == [302] * 40 + [429] * 2


def test_without_the_forms_own_token_nothing_is_taken(browser: Any) -> None:
    strict = DoorClient("portal", enforce_csrf_checks=True)
    assert ask(strict).status_code == 403
    assert not CallbackRequest.objects.exists()
    assert isinstance(strict, Client)


def test_the_tab_and_the_page_are_discreet(street: DoorClient) -> None:
    from documents.leaflet_languages import INDISCREET

    for language in KNOWN:
        body = street.get(f"/c/TMN1/{language}/").content.decode().lower()
        assert [word for word in INDISCREET if word in body] == []


def test_the_map_is_told_nothing_of_where_one_comes_from(street: DoorClient) -> None:
    assert 'rel="noreferrer noopener"' in street.get("/c/TMN1/ja/").content.decode()
