"""Which provision a paper of a day prints."""

from datetime import date
from itertools import pairwise

import pytest

from consent.models import LegalProvision
from consent.provisions import StatuteBook, provision_on
from consent.vocabulary import ProvisionKey

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "penalty"), [(date(2025, 5, 31), "懲役"), (date(2025, 6, 1), "拘禁刑"), (date(2018, 10, 1), "懲役")]
)
def test_the_penalty_is_the_one_of_the_day(day: date, penalty: str) -> None:
    found = provision_on(ProvisionKey.ACT_28, day)
    assert found is not None
    assert penalty in found.text
    again = StatuteBook().on(ProvisionKey.ACT_28, day)
    assert again == found


def test_before_the_support_meeting_there_is_no_provision_on_it() -> None:
    assert provision_on(ProvisionKey.ACT_9_3, date(2018, 9, 30)) is None
    assert StatuteBook().on(ProvisionKey.ACT_9_3, date(2018, 9, 30)) is None


def test_every_key_has_a_provision_today() -> None:
    book = StatuteBook()
    missing = [key for key in ProvisionKey if book.on(key, date(2026, 11, 24)) is None]
    assert missing == []


def test_every_text_says_that_it_is_no_quotation_and_is_unchecked() -> None:
    rows = LegalProvision.objects.all()
    assert all(row.text.startswith("（要旨）") for row in rows)
    assert all(row.checked_on is None and "確認" in row.source for row in rows)


def test_secrecy_after_the_amendment_is_marked_as_unchecked() -> None:
    before, after = (provision_on(ProvisionKey.ACT_9_5, day) for day in (date(2025, 3, 31), date(2025, 4, 1)))
    assert before is not None
    assert after is not None
    assert before != after
    assert "未確認" in after.source


def test_no_two_provisions_of_a_key_overlap() -> None:
    for key in ProvisionKey:
        rows = list(LegalProvision.objects.filter(key=key).order_by("in_force_from"))
        for earlier, later in pairwise(rows):
            assert earlier.in_force_until is not None
            assert earlier.in_force_until < later.in_force_from
