"""What an agency has said of a report, as its sender reads it; and how the list is narrowed and taken out."""

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AccessKind, AccessRecord
from consent.actions import review_protection
from consent.models import ProtectionGround
from consent.vocabulary import FailedLimb
from referrals.actions import accept_into_new_case, retract_report, submit_report
from referrals.models import Referral, Reply, ReplyCode, ReplyDetail, RetractReason, Triage
from referrals.standing import Standing
from tests.world import TAMANA_SECRET, protected_report, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast: Any, acting: Any) -> Any:
    """`send(feedback=True)`: a report of ひので電力."""

    def tell(**stated: Any) -> Any:
        with acting("staff") as staff:
            return submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, **stated))

    return tell


@pytest.fixture
def say(cast: Any, acting: Any) -> Any:
    """What the agency's log-in writes to the sender."""

    def tell(referral: Any, code: ReplyCode, details: Any = (), agency: Any = None) -> Reply:
        with acting("caseworker") as worker:
            return Reply.objects.create(
                referral_id=referral.pk, municipality=cast.tamana, utility=cast.denki, code=code,
                details=list(details), agency=agency, by_id=worker.user_id,
            )  # fmt: skip

    return tell


def page_of(client: Any, referral: Any) -> str:
    return str(client.get(f"/reports/{referral.receipt_number}/").content.decode())


# --- the receipt's page ---


def test_where_it_was_passed_on_the_sender_reads_whom_to_call(cast: Any, browser: Any, send: Any, say: Any) -> None:
    sent = send()
    say(sent, ReplyCode.PASSED_ON, agency=cast.kitakyushu_agency)
    page = page_of(browser("staff"), sent)
    assert cast.kitakyushu_agency.name in page and f"tel:{cast.kitakyushu_agency.phone}" in page


@pytest.mark.parametrize("known", [True, False])
def test_returned_with_the_agency_in_charge_or_the_town_hall(
    cast: Any, browser: Any, send: Any, say: Any, known: bool
) -> None:
    sent = send()
    say(sent, ReplyCode.RETURNED, agency=cast.kitakyushu_agency if known else None)
    assert (cast.kitakyushu_agency.name in page_of(browser("staff"), sent)) == known


def test_a_question_stands_with_what_exactly(browser: Any, send: Any, say: Any) -> None:
    sent = send()
    say(sent, ReplyCode.ASKED_BACK, [ReplyDetail.ADDRESS, ReplyDetail.STOP_DATE])
    mine = browser("staff")
    for page in (page_of(mine, sent), mine.get("/start/").content.decode()):
        for detail in (ReplyDetail.ADDRESS, ReplyDetail.STOP_DATE):
            assert str(detail.label) in page
        assert TAMANA_SECRET not in page


def test_not_upheld_the_utility_is_told_why_and_what_became_of_it(cast: Any, acting: Any, browser: Any) -> None:
    with acting("staff") as staff:
        sent = submit_report(actor=staff, report=protected_report(cast.denki_office.pk))
    with acting("lead") as lead:
        ground = ProtectionGround.objects.get()
        review_protection(actor=lead, ground=ground, upheld=False, note="内部の所見", failed=FailedLimb.NO_DANGER)
    mine = browser("staff")
    page = page_of(mine, sent)

    assert str(ReplyDetail.NO_DANGER.label) in page and "内部の所見" not in page
    assert "/correct/" not in page and "/withdraw/" in page
    assert [line.standing for line in mine.get("/reports/").context["lines"]] == [Standing.NOT_UPHELD]


def test_another_company_reads_none_of_it(cast: Any, acting: Any, browser: Any, send: Any, say: Any) -> None:
    sent = send()
    say(sent, ReplyCode.ASKED_BACK, [ReplyDetail.NAME])
    assert browser("other_staff").get("/start/").context["asked"] == []
    with acting("other_staff"):
        assert not Reply.objects.exists()


def test_no_utility_writes_a_message_to_itself(cast: Any, acting: Any, send: Any) -> None:
    sent = send()
    with acting("staff") as staff, pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Reply.objects.create(
            referral=sent, municipality=cast.tamana, utility=cast.denki, code=ReplyCode.ASKED_BACK,
            details=["name"], by_id=staff.user_id,
        )  # fmt: skip


# --- the list ---


@pytest.fixture
def all_kinds(cast: Any, acting: Any, send: Any, say: Any) -> dict[Standing, Any]:
    """A report of each standing, with weaker signs beside the strong ones."""
    made = {standing: send(feedback=standing in (Standing.HANDLING, Standing.CLOSED)) for standing in Standing}
    for standing, referral in made.items():
        if standing not in (Standing.RECEIVED, Standing.HANDLING, Standing.CLOSED):
            say(referral, ReplyCode.ASKED_BACK, [ReplyDetail.NAME])
    with acting("caseworker") as worker:
        accept_into_new_case(actor=worker, triage=Triage.objects.get(referral=made[Standing.HANDLING]))
        _close(worker, made[Standing.CLOSED])
    say(made[Standing.PASSED_ON], ReplyCode.PASSED_ON, agency=cast.kitakyushu_agency)
    say(made[Standing.RETURNED], ReplyCode.RETURNED)
    say(made[Standing.NOT_UPHELD], ReplyCode.NOT_UPHELD, [ReplyDetail.NO_DANGER])
    Referral.objects.filter(pk=made[Standing.RECEIVED].pk).update(corrects=made[Standing.CORRECTED])
    with acting("staff") as staff:
        retract_report(actor=staff, referral=made[Standing.WITHDRAWN], reason=RetractReason.PAID)
    return made


def _close(worker: Any, referral: Any) -> None:
    from referrals.actions import close_report
    from referrals.models import CloseReason

    close_report(actor=worker, triage=Triage.objects.get(referral=referral), reason=CloseReason.NOT_NEEDED, note="所見")


def test_the_strongest_word_stands_in_the_list(browser: Any, all_kinds: Any) -> None:
    lines = browser("staff").get("/reports/").context["lines"]
    assert {line.referral.pk: line.standing for line in lines} == {row.pk: kind for kind, row in all_kinds.items()}


@pytest.mark.parametrize("standing", Standing)
def test_narrowed_to_a_state_just_those_are_shown(browser: Any, all_kinds: Any, standing: Standing) -> None:
    lines = browser("staff").get("/reports/", {"state": standing.value}).context["lines"]
    assert [line.referral.pk for line in lines] == [all_kinds[standing].pk]


def test_only_what_waits_for_an_answer_stands_on_the_first_page(browser: Any, all_kinds: Any) -> None:
    asked = browser("staff").get("/start/").context["asked"]
    assert [one.referral.pk for one, _details in asked] == [all_kinds[Standing.ASKED_BACK].pk]


def test_a_receipt_is_found_however_it_is_written(browser: Any, send: Any) -> None:
    first, second = send(), send()
    mine, number = browser("staff"), second.receipt_number
    full_width = number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    for typed in (number, number.replace("-", ""), full_width, number[-5:], "2", f" {number} "):
        found = [line.referral.pk for line in mine.get("/reports/", {"receipt": typed}).context["lines"]]
        assert found == [second.pk], typed
    assert mine.get("/reports/", {"receipt": first.receipt_number[:-5] + "99999"}).context["lines"] == []
    for wrong in ("abc", "1234567", "%' OR 1=1", "９" * 40):
        assert mine.get("/reports/", {"receipt": wrong}).context["form"].errors, wrong


def test_narrowed_by_how_it_came(browser: Any, send: Any) -> None:
    portal, machine = send(), send()
    Referral.objects.filter(pk=machine.pk).update(channel="machine")
    mine = browser("staff")
    for channel, row in (("portal", portal), ("machine", machine)):
        assert [line.referral.pk for line in mine.get("/reports/", {"channel": channel}).context["lines"]] == [row.pk]
    assert mine.get("/reports/", {"channel": "fax"}).context["lines"] == []


def test_as_many_queries_for_thirty_questions_as_for_three(browser: Any, send: Any, say: Any) -> None:
    mine = browser("staff")

    def asked(count: int) -> None:
        for _n in range(count):
            say(send(), ReplyCode.ASKED_BACK, [ReplyDetail.NAME])

    asked(3)
    mine.get("/start/")
    with CaptureQueriesContext(connection) as few:
        mine.get("/start/")
    asked(20)
    with CaptureQueriesContext(connection) as more:
        mine.get("/start/")
    assert len(more) == len(few), "\n".join(query["sql"] for query in more)
    assert not any('"referrals_referral"."address"' in query["sql"] for query in more)


# --- taken out as a file ---


def test_the_file_holds_what_is_seen_and_nothing_of_a_household(browser: Any, all_kinds: Any) -> None:
    mine = browser("staff")
    answer = mine.get("/reports/export.csv", {"state": "withdrawn"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert [row[0] for row in rows[1:]] == [all_kinds[Standing.WITHDRAWN].receipt_number]
    assert rows[1][2] == "玉名営業所" and rows[1][4] == str(Standing.WITHDRAWN.label)
    assert TAMANA_SECRET not in answer.content.decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    seen = AccessRecord.objects.get(kind=AccessKind.EXPORT)
    assert seen.subject_ids == [str(all_kinds[Standing.WITHDRAWN].pk)]


def test_the_workbook_opens_and_holds_the_same(browser: Any, all_kinds: Any) -> None:
    answer = browser("staff").get("/reports/export.xlsx")
    with ZipFile(BytesIO(answer.content)) as book:
        words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert all(row.receipt_number in words for row in all_kinds.values())
    assert TAMANA_SECRET not in words


def test_another_company_takes_nothing_of_it(browser: Any, all_kinds: Any) -> None:
    answer = browser("other_staff").get("/reports/export.csv").content.decode("utf-8-sig")
    assert not [row for row in all_kinds.values() if row.receipt_number in answer]
    assert browser("staff").get("/reports/export.exe").status_code == 404


def test_too_many_for_one_file_are_refused_before_anything_is_taken(
    browser: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.views_portal.reports.MOST_EXPORTED", 1)
    send(), send()
    answer = browser("staff").get("/reports/export.csv")
    assert answer.status_code == 409 and answer.context["refusal"] in answer.content.decode()
    assert not AccessRecord.objects.filter(kind=AccessKind.EXPORT).exists()
