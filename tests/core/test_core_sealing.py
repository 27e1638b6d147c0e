"""A sealed report is closed to everybody: what it said is in no table in clear, and on no page."""

import json

import pytest
from django.db import DatabaseError, transaction

from consent.actions import review_protection
from consent.models import Consent, ProtectionGround
from consent.sealing import SEALED
from consent.vocabulary import FailedLimb
from notifications.models import Notice, OutboxItem, OutboxKind
from notifications.tasks import deliver_outbox
from organizations.sealing import unseal
from referrals.actions import accept_into_new_case, retract_report, seal_report, submit_report
from referrals.errors import ReferralRefusal
from referrals.models import CloseReason, Referral, Reply, RetractReason, Triage, TriageStatus
from referrals.sealed import CONTENT, because
from tests.core.searching import tables_naming
from tests.world import protected_report, report_of

CANARY = "鳥籠 金糸雀"
STATED = {
    "name": CANARY,
    "kana": "とりかご かなりあ",
    "phone": "090-7777-0001",
    "address": "熊本県玉名市岩崎鳥籠7-7",
    "customer_number": "KANARIA-77",
    "supply_point": "0977777777777777777777",
    "signs": f"{CANARY}さんの郵便受けがいっぱい",
}


@pytest.fixture
def consented(cast, acting):
    """A report under route A about the canary, who agreed and is told of."""
    with acting("staff") as staff:
        report = report_of(cast, office_id=cast.denki_office.pk, feedback=True, **STATED)
        referral = submit_report(actor=staff, report=report)
    Consent.objects.update(given_by=CANARY, words=f"{CANARY}です、お願いします")
    Consent.history.update(given_by=CANARY, words=f"{CANARY}です、お願いします")
    return referral


@pytest.fixture
def protected(cast, acting):
    """A report under route B about the canary; its reasons name them."""
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=protected_report(cast.denki_office.pk, **STATED))
    for rows in (ProtectionGround.objects, ProtectionGround.history):
        rows.update(why_protect=f"{CANARY}が倒れている", why_no_consent=f"{CANARY}と話せない")
    return referral


@pytest.fixture
def not_upheld(acting, protected):
    """The lead caseworker finds that the person could have been asked."""
    with acting("lead") as lead:
        ground = ProtectionGround.objects.get(pk=protected.protection_id)
        review_protection(
            actor=lead, ground=ground, upheld=False, note="電話がつながる", failed=FailedLimb.COULD_BE_ASKED
        )
    return protected


@pytest.fixture
def retract(acting):
    def take_back(referral, reason=RetractReason.WRONG_PERSON):
        with acting("staff") as staff:
            return retract_report(actor=staff, referral=referral, reason=reason)

    return take_back


def secrets_in_the_tables():
    return {word: found for word in STATED.values() if (found := tables_naming(word))}


def warning_of(page):
    """What the case page says of reports that no longer stand."""
    return page.partition('id="sealed-reports"')[2].partition("</section>")[0]


def triage_of(referral):
    return Triage.objects.get(pk=referral.pk)


# --- what sealing does ---


def test_after_sealing_no_table_names_the_household_in_clear(acting, consented):
    assert "referrals_historicalreferral" in tables_naming(CANARY)
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=triage_of(consented))
    deliver_outbox()

    assert secrets_in_the_tables() == {}
    sealed = Referral.objects.get()
    kept = json.loads(unseal(bytes(sealed.sealed)))
    assert {name: kept[name] for name in STATED} == STATED
    assert CANARY in [row["given_by"] for row in kept["grounds"]["consent"].values()]
    assert (sealed.receipt_number, sealed.utility_id) == (consented.receipt_number, consented.utility_id)
    assert set(Consent.objects.values_list("given_by", flat=True)) == {SEALED}


def test_the_words_of_a_protection_go_with_it(acting, protected):
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=triage_of(protected))
    deliver_outbox()
    assert secrets_in_the_tables() == {}
    assert ProtectionGround.objects.get().judged_by != SEALED


def test_every_column_that_a_sender_fills_is_sealed():
    """A column added to a report later must be sealed, or be named here as one that says nothing of a household."""
    says_nothing = {
        *("id", "receipt_number", "submission", "municipality", "agency", "channel", "source", "utility", "office"),
        *("submitted_by", "submitted_at", "route", "danger_to_life", "consent", "protection", "disclosure"),
        *("corrects", "import_run", "sealed", "agreed_path"),
        "customer_key",  # made by the database of the customer number, and blank with it
    }
    stored = {column.name for column in Referral._meta.concrete_fields if not column.generated}
    assert stored - says_nothing == set(CONTENT)


def test_from_the_very_moment_nobody_reads_it(acting, browser, consented):
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=triage_of(consented))
    assert tables_naming(CANARY)  # the worker has not come by yet

    mine = browser("caseworker")
    for path in ("/triage/", "/triage/?show=done", f"/triage/{consented.receipt_number}/", "/today/"):
        page = mine.get(path).content.decode()
        assert not [word for word in STATED.values() if word in page], path
    found = mine.post("/cases/", {"q": consented.receipt_number}).content.decode()
    assert CANARY not in found


def test_sealed_twice_it_is_sealed_once(acting, consented):
    for _twice in range(2):
        with acting("caseworker") as worker:
            seal_report(actor=worker, triage=triage_of(consented))
        OutboxItem.objects.filter(kind=OutboxKind.SEAL_REPORT).update(done_at=None)
        deliver_outbox()
    assert json.loads(unseal(bytes(Referral.objects.get().sealed)))["name"] == CANARY
    assert OutboxItem.objects.filter(kind=OutboxKind.SEAL_REPORT).count() == 1


def test_another_municipality_seals_nothing(acting, consented):
    with acting("other_caseworker") as elsewhere, pytest.raises(Triage.DoesNotExist):
        seal_report(actor=elsewhere, triage=triage_of(consented))
    assert triage_of(consented).sealed_at is None


@pytest.mark.parametrize("name", ["caseworker", "staff"])
def test_no_serving_log_in_changes_what_was_sent(acting, consented, name):
    with acting(name), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Referral.objects.filter(pk=consented.pk).update(name="")


# --- the ground did not hold ---


def test_not_upheld_it_is_closed_sealed_and_the_company_told_why(not_upheld):
    deliver_outbox()
    triage = triage_of(not_upheld)
    assert (triage.status, triage.close_reason) == (TriageStatus.CLOSED, CloseReason.NOT_UPHELD)
    assert triage.sealed_at is not None and secrets_in_the_tables() == {}
    told = Reply.objects.get()
    assert (told.code, told.details, told.utility_id) == ("not_upheld", ["could_be_asked"], not_upheld.utility_id)


def test_upheld_nothing_is_sealed_or_said(acting, protected):
    with acting("lead") as lead:
        ground = ProtectionGround.objects.get(pk=protected.protection_id)
        review_protection(actor=lead, ground=ground, upheld=True, note="")
    assert triage_of(protected).sealed_at is None and not Reply.objects.exists()


def test_a_case_that_was_opened_stays_and_says_so(acting, browser, protected):
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage_of(protected))
    with acting("lead") as lead:
        ground = ProtectionGround.objects.get(pk=protected.protection_id)
        review_protection(actor=lead, ground=ground, upheld=False, note="間違い", failed=FailedLimb.NO_DANGER)
    deliver_outbox()

    assert triage_of(protected).status == TriageStatus.ACCEPTED and Reply.objects.get().details == ["no_danger"]
    assert Referral.objects.get().name == ""
    page = browser("caseworker").get(f"/cases/{case.number}/").content.decode()
    assert CANARY in page and f'href="/triage/{protected.receipt_number}/"' in warning_of(page)
    assert str(because(triage_of(protected))) in warning_of(page)


def test_a_case_without_such_a_report_has_no_warning(acting, browser, consented):
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage_of(consented))
    assert not warning_of(browser("caseworker").get(f"/cases/{case.number}/").content.decode())


# --- taken back by its sender ---


@pytest.mark.parametrize("reason", [RetractReason.WRONG_PERSON, RetractReason.CONSENT_DOUBTFUL])
def test_what_should_never_have_come_is_sealed_when_it_is_taken_back(consented, retract, reason):
    retract(consented, reason)
    deliver_outbox()
    triage = triage_of(consented)
    assert (triage.status, triage.close_reason) == (TriageStatus.CLOSED, CloseReason.WITHDRAWN)
    assert triage.sealed_at is not None and secrets_in_the_tables() == {}
    assert Notice.objects.filter(code="retracted", number=consented.receipt_number).count() == 1


@pytest.mark.parametrize("reason", [RetractReason.PAID, RetractReason.SENT_TWICE, RetractReason.OTHER])
def test_what_is_only_over_is_closed_and_stays_readable(consented, retract, reason):
    retract(consented, reason)
    deliver_outbox()
    assert triage_of(consented).close_reason == CloseReason.WITHDRAWN
    assert triage_of(consented).sealed_at is None and Referral.objects.get().name == CANARY


def test_it_waits_no_more_from_the_very_moment(acting, browser, consented, retract):
    retract(consented)
    assert triage_of(consented).status == TriageStatus.NEW  # the worker has not come by yet
    mine = browser("caseworker")
    for path in ("/triage/", "/triage/?show=done", f"/triage/{consented.receipt_number}/", "/today/"):
        assert CANARY not in mine.get(path).content.decode(), path
    with acting("caseworker") as worker, pytest.raises(ReferralRefusal) as refused:
        accept_into_new_case(actor=worker, triage=triage_of(consented))
    assert refused.value.code == "withdrawn"


def test_in_a_case_already_a_person_decides(acting, browser, consented, retract):
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage_of(consented))
    retract(consented)
    deliver_outbox()
    OutboxItem.objects.filter(kind=OutboxKind.RETRACT_REPORT).update(done_at=None)
    deliver_outbox()

    assert triage_of(consented).status == TriageStatus.ACCEPTED and Referral.objects.get().name == ""
    notice = Notice.objects.get(code="retracted_in_case")
    assert notice.path == f"/triage/{consented.receipt_number}/" and not notice.is_urgent
    page = browser("caseworker").get(f"/cases/{case.number}/").content.decode()
    assert str(because(triage_of(consented))) in warning_of(page)


def test_a_withdrawn_report_that_stays_readable_is_a_warning_too(acting, browser, consented, retract):
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage_of(consented))
    retract(consented, RetractReason.PAID)
    page = browser("caseworker").get(f"/cases/{case.number}/").content.decode()
    assert str(RetractReason.PAID.label) in warning_of(page)


def test_what_was_passed_on_is_taken_back_where_it_went(cast, acting, retract):
    from consent.vocabulary import Route
    from referrals.actions.forwarding import pass_on

    there = {**STATED, "postal_code": "803-0813", "address": "福岡県北九州市小倉北区城内鳥籠7-7"}
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=protected_report(cast.denki_office.pk, **there))
    Referral.objects.update(municipality=cast.tamana, agency=cast.tamana_agency)  # as if it had come here first
    ProtectionGround.objects.update(municipality=cast.tamana)
    Triage.objects.update(municipality=cast.tamana)
    with acting("caseworker") as worker:
        pass_on(actor=worker, triage=triage_of(referral), route=Route.B)
    deliver_outbox()
    arrived = Referral.objects.get(channel="forwarded")
    assert arrived.name == CANARY and Referral.objects.get(pk=referral.pk).name == ""

    retract(referral)
    deliver_outbox()
    assert tables_naming(CANARY) == {}
    assert triage_of(arrived).close_reason == CloseReason.WITHDRAWN
    assert Notice.objects.filter(code="retracted", municipality=cast.kitakyushu).count() == 1


@pytest.mark.parametrize(("reason", "left"), [(RetractReason.CONSENT_DOUBTFUL, 0), (RetractReason.PAID, 2)])
def test_taken_back_after_a_correction_no_earlier_version_is_left_either(
    cast, acting, browser, consented, retract, reason, left
):
    from referrals.actions import correct_report

    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage_of(consented))
    with acting("staff") as staff:
        report = report_of(cast, office_id=cast.denki_office.pk, feedback=True, **STATED)
        newer = correct_report(actor=staff, report=report, corrects=consented)
    deliver_outbox()
    retract(newer, reason)
    deliver_outbox()

    assert Referral.objects.filter(name=CANARY).count() == left
    assert [bool(triage_of(one).sealed_at) for one in (consented, newer)] == [left == 0] * 2
    told = Notice.objects.filter(code="retracted_in_case", number=consented.receipt_number)
    assert told.exists() == (left == 0), "the caseworker whose case began with the earlier one"
    page = browser("caseworker").get(f"/triage/{consented.receipt_number}/").content.decode()
    assert (CANARY in page.partition("<main")[2]) == bool(left) and case.number
