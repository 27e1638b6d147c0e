"""The papers of the body: what stands on each, and the law of the day that it prints."""

from datetime import date

import pypdfium2
import pytest

from consent.models import LegalProvision
from consent.vocabulary import MeetingKind
from documents.meeting_charter import meeting_charter_pdf
from documents.rendering import render_pdf
from support_meetings.access_membership import access_appointment
from support_meetings.actions import membership
from support_meetings.letters import charter_content, head_of, letter_pdf, register_pdf
from support_meetings.models import EndReason, LegalBasis, SupportMeeting
from tests.meeting.body_story import appointed, asked, days
from tests.meetings import found, seat


def words(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded() for page in pages).split())


@pytest.fixture
def meeting(cast):
    return found(cast, name="玉名市支援会議").meeting


@pytest.fixture
def term(cast, meeting, acting):
    with acting("lead") as lead:
        return appointed(lead, asked(lead, meeting, cast.denki.pk))


def paper(cast, acting, term, kind):
    with acting("lead") as lead:
        return words(letter_pdf(access_appointment(lead, term.pk), kind))


def test_the_request_brings_its_acceptance_along(cast, acting, term):
    said = paper(cast, acting, term, "request")
    for expected in ("構成員就任依頼書", "承諾書", term.request_number, "玉名市長", "森田進様", "ひので電力株式会社"):
        assert expected in said


def test_the_appointment_has_number_date_and_term(cast, acting, term):
    said = paper(cast, acting, term, "appointment")
    for expected in ("委嘱状", term.number, "玉名市支援会議の構成員を委嘱します"):
        assert expected in said


def test_the_pledge_is_printed_word_for_word_as_it_was_signed(cast, acting, term):
    type(term.pledge).objects.filter(pk=term.pledge.pk).update(text="私は、誓います。\n1　古い言葉を守ります。")
    said = paper(cast, acting, term, "pledge")
    assert "1古い言葉を守ります。" in said
    assert "写し・撮影" not in said


def test_a_pledge_that_is_not_signed_yet_has_lines_to_sign_and_the_law_of_today(cast, meeting, acting):
    with acting("lead") as lead:
        term = asked(lead, meeting, cast.denki.pk)
    said = paper(cast, acting, term, "pledge")
    for expected in ("氏名（自署）", "第9条第5項", "第28条", "照合がまだ済んでいません"):
        assert expected in said


@pytest.mark.parametrize(("last", "penalty"), [(date(2025, 5, 31), "懲役"), (date(2025, 6, 1), "拘禁刑")])
def test_the_leaving_letter_prints_the_law_of_the_last_day(cast, acting, last, penalty):
    gathering = found(cast)
    term = seat(
        gathering, "森田", user=None, organization=cast.denki, starts_on=date(2025, 4, 1), ends_on=date(2027, 3, 31)
    )
    with acting("lead") as lead:
        membership.end_appointment(actor=lead, appointment=term, on=last, reason=EndReason.RESIGNED)
    said = paper(cast, acting, term, "leaving")
    other = {"懲役", "拘禁刑"} - {penalty}
    assert "秘密を守る義務は続きます" in said
    assert penalty in said
    assert not [one for one in other if one in said]


@pytest.mark.parametrize(
    ("basis", "statute"),
    [(LegalBasis.WELFARE_106_6, "社会福祉法"), (LegalBasis.ASSISTANCE_27_3, "生活保護法"), (LegalBasis.CONSENT, "")],
)
def test_each_kind_of_meeting_prints_its_own_law(cast, meeting, acting, term, basis, statute):
    kind = MeetingKind.COORDINATION if basis == LegalBasis.CONSENT else MeetingKind.SUPPORT
    SupportMeeting.objects.filter(pk=meeting.pk).update(basis=basis, kind=kind)
    with acting("lead") as lead:
        membership.end_appointment(actor=lead, appointment=term, on=days(0), reason=EndReason.RESIGNED)
    said = paper(cast, acting, term, "leaving")
    assert "生活困窮者自立支援法第9条" not in said
    assert (statute in said) if statute else ("根拠となる条文" not in said)


def test_a_law_that_was_checked_is_not_called_unchecked(cast, acting, term):
    LegalProvision.objects.filter(key__in=["act_9_5", "act_28"]).update(
        checked_on=date(2026, 4, 1), checked_by="法制係"
    )
    with acting("lead") as lead:
        membership.end_appointment(actor=lead, appointment=term, on=days(0), reason=EndReason.RESIGNED)
    assert "照合がまだ" not in paper(cast, acting, term, "leaving")


def test_the_register_says_who_has_not_pledged(cast, meeting, acting, term):
    with acting("lead") as lead:
        waiting = asked(lead, meeting, cast.suido.pk, name="誓約 まだ")
        appointed(lead, waiting, pledged=False)
        said = words(register_pdf(meeting, days(0)))
        assert words(register_pdf(meeting, date(2020, 1, 1))).count("森田進") == 0
    for expected in ("構成員名簿", "2名", "森田進", term.number, "未提出"):
        assert expected in said


def test_the_charter_has_its_annex_of_today(cast, meeting, acting, term):
    with acting("lead"):
        said = words(meeting_charter_pdf(charter_content(meeting)))
    for expected in ("支援会議設置要綱", "第1条目的", "別表", "ひので電力株式会社"):
        assert expected in said
    assert "森田" not in said  # the annex names organisations, no people


def test_two_prints_of_one_paper_are_the_same(cast, acting, term):
    with acting("lead") as lead:
        found_term = access_appointment(lead, term.pk)
        assert letter_pdf(found_term, "appointment") == letter_pdf(found_term, "appointment")


@pytest.mark.parametrize(("place", "head"), [("玉名市", "玉名市長"), ("熊本県", "熊本県知事"), ("長洲町", "長洲町長")])
def test_in_whose_name_the_letters_go_out(place, head):
    assert head_of(place) == head


def test_a_letter_says_nothing_in_markup(cast):
    from documents.meeting_letter import LetterContent

    context = {"content": LetterContent("題", "1", None, ["<b>太字</b>様"]), "day": "", "unsigned": ""}
    assert "<b>太字</b>様" in words(render_pdf("documents/meeting_letter.html", context, title="題"))
