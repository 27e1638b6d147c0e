"""Beside each row of a list stands what the agreed criteria say of it, for two questions however many rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from agreements.models import NoticeStage, Then
from japanese.dates import today
from referrals.importing.advice import advice_on
from referrals.importing.chunks import head_of, open_chunk, rows_of
from referrals.models import ImportRun
from tests.agreements.agreed import path_with, rule_with
from tests.portal.import_files import PROTECTED, Handing, csv_of, row, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def handing(cast, browser):
    path = path_with(cast)
    rule_with(path, 1, stages=[NoticeStage.STOPPED], then=Then.REPORT)
    rule_with(path, 2, least_months=2, then=Then.LEAFLET)
    return Handing(browser("staff"), cast.denki_office.pk)


def handed_in(handing, rows):
    handing.upload(csv_of(rows))
    run = ImportRun.objects.latest("created_at")
    worked(run)
    return run


def advised(run, acting):
    with acting("staff"):
        lines = [line for chunk in rows_of(run) for line in open_chunk(chunk)]
        head = head_of(run)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = advice_on(run, head, lines)
    return found, len(asked)


def test_each_row_is_told_what_was_agreed(handing, acting):
    gone_by = f"{today() - timedelta(days=3)}"
    rows = [
        row(1),
        row(2, 供給停止予定日=gone_by),
        row(3, 滞納月数="1"),
        row(4, 滞納月数=""),
        row(5, **{**PROTECTED, "緊急": "はい"}),
    ]
    run = handed_in(handing, rows)
    found, _asked = advised(run, acting)
    assert {n: (one.meets, one.then) for n, one in found.items()} == {
        1: (True, Then.LEAFLET),
        2: (True, Then.REPORT),
        3: (False, None),
        4: (None, None),
    }
    page = handing.page(run).content.decode()
    assert found[1].sentence in page
    assert (
        _("It does not reach what you agreed with %(town)s. You may report it all the same if the ground holds.")
        % {"town": "玉名市"}
        in page
    )


def test_of_a_town_without_an_agreement_nothing_is_said(handing, acting):
    run = handed_in(handing, [row(1, 郵便番号="802-0001", 住所="福岡県北九州市小倉北区浅野1-1")])
    assert advised(run, acting)[0] == {}


def test_no_question_more_for_more_rows(handing, acting):
    few = advised(handed_in(handing, [row(n) for n in range(3)]), acting)
    many = advised(handed_in(handing, [row(n) for n in range(40)]), acting)
    assert len(many[0]) == 40
    assert few[1] == many[1] <= 3
