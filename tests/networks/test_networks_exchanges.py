"""The exchange log: written in one form, watched for names, filtered, struck out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Exchange
from agreements.networks.personal import looks_personal, mark_of
from audit.paging import SIZE
from tests.networks.stage import days, found, ja, join, talk, text


def address(name: str, *args: object) -> str:
    return reverse(name, "config.urls_agency", args)


@pytest.fixture
def network(acting):
    with acting("lead") as actor:
        return found(actor)


def said(**more: object) -> dict[str, object]:
    return {
        "member": "",
        "on": days(0).isoformat(),
        "means": "phone",
        "words": "配達の人手が足りないとのこと。",
        "next_step": "",
        **more,
    }


def test_words_are_all_one_has_to_write(browser, acting, network):
    with acting("lead") as actor:
        join(actor, network, "まる商店")
    lead = browser("lead")
    form = lead.get(address("exchange_list", network.pk)).context["form"]
    assert (form.initial["on"], form.initial["means"]) == (days(0), "phone")
    assert lead.post(address("exchange_new", network.pk), said()).status_code == 302
    row = Exchange.objects.get()
    assert (row.words, row.recorded_by.email) == ("配達の人手が足りないとのこと。", "lead@example.jp")
    assert row.words in text(browser("caseworker").get(address("exchange_list", network.pk)))


@pytest.mark.parametrize("wrong", [{"words": ""}, {"on": "いつか"}, {"member": "0"}, {"means": "dream"}])
def test_what_is_wrong_comes_back_with_what_was_typed(browser, network, wrong):
    answer = browser("lead").post(address("exchange_new", network.pk), said(next_step="次は秋に", **wrong))
    assert answer.status_code == 400
    assert "次は秋に" in text(answer)
    assert not Exchange.objects.exists()


def test_a_day_to_come_is_refused(browser, network):
    answer = browser("lead").post(address("exchange_new", network.pk), said(on=days(1).isoformat()))
    assert answer.status_code == 409
    assert "配達の人手" in text(answer)


def test_a_household_does_not_slip_in(browser, network):
    lead, here = browser("lead"), address("exchange_new", network.pk)
    words = "佐藤さん宅の新聞がたまっている。"
    answer = lead.post(here, said(words=words))
    assert answer.status_code == 400
    assert words in text(answer)
    assert not Exchange.objects.exists()
    assert lead.post(here, said(words=words, names_nobody=mark_of(looks_personal(words)))).status_code == 302


def test_a_member_of_another_network_is_not_taken(browser, acting, network):
    with acting("lead") as actor:
        stranger = join(actor, found(actor, "別のネットワーク"), "よその店")[0]
    assert browser("lead").post(address("exchange_new", network.pk), said(member=stranger.pk)).status_code == 400
    assert not Exchange.objects.exists()


def test_struck_out_it_stays_legible_among_the_struck_out(browser, acting, network):
    with acting("lead") as actor:
        row = talk(actor, network, "まちがえて書いた。")
    lead, here = browser("lead"), address("exchange_list", network.pk)
    for _click in (1, 2):
        assert lead.post(address("exchange_strike", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.struck_at is not None
    assert "まちがえて書いた" not in text(lead.get(here))
    assert "<del>まちがえて書いた。</del>" in text(lead.get(here, {"struck": "on"}))


def test_the_log_is_filtered_by_member_and_means_and_paged_by_key(browser, acting, network):
    caseworker, here = browser("caseworker"), address("exchange_list", network.pk)
    with acting("lead") as actor:
        one = join(actor, network, "まる商店")[0]
        talk(actor, network, "第000の話", member_id=one.pk)
    caseworker.get(here)
    with CaptureQueriesContext(connection) as few:
        caseworker.get(here)
    with acting("lead") as actor:
        for n in range(1, SIZE + 3):
            talk(
                actor,
                network,
                f"第{n:03}の話",
                on=days(-(n // 3)),
                means="visit" if n % 2 else "phone",
                member_id=one.pk,
            )
        talk(actor, network, "みなで話した")
    with CaptureQueriesContext(connection) as many:
        first = caseworker.get(here)
    assert len(many) == len(few)
    second = text(caseworker.get(here + first.context["page"].next_url))
    assert all((f"第{n:03}の話" in text(first)) != (f"第{n:03}の話" in second) for n in range(SIZE + 3))
    visits = text(caseworker.get(here, {"means": "visit", "member": one.pk}))
    assert ("第001の話" in visits, "第002の話" in visits, "みなで話した" in visits) == (True, False, False)
    assert ja("Nothing answers to this filter") in text(caseworker.get(here, {"means": "event"}))
