"""A list that is reported by an agreement: chosen for the whole, held to it row by row."""

from datetime import date, timedelta

import pytest

from agreements.reach import Beyond, sentence_of
from consent.vocabulary import Item
from japanese.dates import today
from referrals.models import ImportRun, Referral, StopBasis
from tests.agreements.agreed import path_with
from tests.portal.import_files import PROTECTED, Handing, csv_of, row, worked

pytestmark = pytest.mark.django_db
ELSEWHERE = {"郵便番号": "802-0001", "住所": "福岡県北九州市小倉北区浅野1-1"}
IN_DANGER = {**PROTECTED, "緊急": "はい"}


class ByAgreement(Handing):
    """The same form with an agreement chosen."""

    path = None

    def upload(self, content, name="list.csv", **more):
        return super().upload(content, name, agreement=self.path.pk, **more)


@pytest.fixture
def handing(cast, browser):
    return ByAgreement(browser("staff"), cast.denki_office.pk)


def read(handing, rows):
    handing.upload(csv_of(rows))
    run = ImportRun.objects.latest("created_at")
    worked(run)
    run.refresh_from_db()
    return run


def told(handing, run):
    return handing.page(run).content.decode()


def test_the_choice_stands_on_the_form_and_stays_with_the_list_and_its_reports(handing, cast):
    handing.path = path_with(cast)
    assert handing.path.agreement_title in handing.browser.get("/imports/").content.decode()
    run = read(handing, [row(1), row(2)])
    assert (run.agreed_path, run.accepted) == (handing.path, 2)
    handing.send(run)
    worked(run)
    assert set(Referral.objects.values_list("agreed_path", flat=True)) == {handing.path.pk}


def test_without_an_agreement_nothing_is_chosen(handing):
    assert 'name="agreement"' not in handing.browser.get("/imports/").content.decode()


def test_one_that_is_not_one_s_own_is_refused(handing, cast):
    own = path_with(cast)
    handing.path = path_with(cast, agreement=own.agreement, utility=cast.suido)
    assert handing.upload(csv_of([row(1)])).status_code == 400
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"in_force_until": date(2026, 4, 2)}, (0, 2, 0)),
        ({"offices": [0]}, (0, 0, 2)),
        ({"areas": ["築地"]}, (0, 0, 2)),
        ({}, (2, 0, 0)),
    ],
)
def test_rows_beyond_it_are_told_and_danger_never_waits(handing, cast, change, counts):
    handing.path = path_with(cast, **change)
    run = read(handing, [row(1), row(2), row(3, **IN_DANGER)])
    accepted, refused, invalid = counts
    assert (run.accepted, run.refused, run.invalid) == (accepted + 1, refused, invalid)
    sentences = {"offices": Beyond.OFFICE, "areas": Beyond.AREA}
    for name in change.keys() & sentences.keys():
        assert sentence_of(sentences[name], handing.path) in told(handing, run)


def test_it_ends_between_reading_and_sending(handing, cast):
    handing.path = path_with(cast)
    run = read(handing, [row(1)])
    assert run.accepted == 1
    handing.path.in_force_until = today() - timedelta(days=1)
    handing.path.save()
    handing.send(run)
    worked(run)
    run.refresh_from_db()
    assert (run.sent, run.refused) == (0, 1)
    assert not Referral.objects.exists()


def test_rows_of_another_town_are_named(handing, cast):
    handing.path = path_with(cast)
    run = read(handing, [row(1, **ELSEWHERE)])
    assert run.invalid == 1
    assert "玉名市" in told(handing, run)


def test_what_was_not_agreed_on_stays_out(handing, cast):
    handing.path = path_with(cast, items=[Item.ARREARS, Item.CUSTOMER_NUMBER])
    run = read(handing, [row(1), row(2, **IN_DANGER)])
    assert (run.accepted, run.refused, run.invalid, run.duplicates) == (2, 0, 0, 0)
    handing.send(run)
    assert run.sent == 2
    quiet, urgent = Referral.objects.order_by("danger_to_life")
    assert (quiet.phone, quiet.scheduled_stop_on, quiet.stop_basis) == ("", None, StopBasis.UNKNOWN)
    assert quiet.arrears_months == 3
    assert urgent.phone
    assert Item.PHONE not in quiet.disclosure.items and Item.PHONE in urgent.disclosure.items


def test_where_no_customer_numbers_are_told_no_list_is_sent_by_it(handing, cast):
    handing.path = path_with(cast, items=[Item.ARREARS])
    assert handing.upload(csv_of([row(1)])).status_code == 409
    assert not ImportRun.objects.exists()
