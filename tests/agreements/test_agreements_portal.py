"""A party at the portal: reads its copies, compares, comments, answers; and of others' it finds nothing."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.actions.opinions import comment, give_opinion
from agreements.errors import AgreementRefusal
from agreements.models import CommentReply, PartyCopy, PartyOpinion, ReviewComment, VersionReason
from organizations.scope import log_in_as, scope
from tests.agreements.agreed import agreement_with
from tests.agreements.portal_rows import put_copy, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast):
    return agreement_with(cast, signed_on=None)


@pytest.fixture
def copy(cast, agreement):
    return put_copy(agreement, cast.denki.pk, due_on=timezone.localdate() + timedelta(days=14))


@pytest.fixture
def page(browser):
    manager = browser("manager")
    return lambda copy, **more: unescape(manager.get(f"/agreements/{copy.pk}/", **more).content.decode())


def say(browser, copy, verb, **fields):
    return browser("manager").post(f"/agreements/{copy.pk}/{verb}/", fields)


# --- reading ---


def test_the_first_page_lists_what_waits_and_only_that(browser, cast, agreement, copy, acting):
    assert copy.title in browser("manager").get("/start/").content.decode()
    assert copy.title not in browser("staff").get("/start/").content.decode()  # who may not answer is not asked
    with acting("manager") as manager:
        give_opinion(actor=manager, copy=copy, agrees=True, words="")
    assert _("Agreements that wait for your answer") not in browser("manager").get("/start/").content.decode()


def test_the_text_stands_article_by_article(page, copy):
    shown = page(copy)
    for part in (
        "玉名市とひので電力は",
        "早く気づき、早く支える。",
        "気づいたときは知らせる。",
        "本協定の成立を証する。",
        "連絡先一覧",
    ):
        assert part in shown
    assert _("Send the answer") in shown


def test_it_is_compared_with_the_version_before(page, cast, agreement, copy):
    PartyCopy.objects.filter(pk=copy.pk).update(closed_at=timezone.now())
    newer = put_copy(agreement, cast.denki.pk, 2, content=text("気づいたときは電話で知らせる。"))
    shown = page(newer)
    assert "<ins>" in shown and "電話" in shown
    assert _("There is a newer version") in page(copy)
    assert "<ins>" not in page(copy)


def test_what_was_signed_stays_readable_and_asks_for_nothing(page, cast, agreement):
    signed = put_copy(agreement, cast.denki.pk, reason=VersionReason.SIGNED)
    shown = page(signed)
    assert "早く気づき、早く支える。" in shown and pgettext("state of a copy", "signed") in shown
    assert _("Send the answer") not in shown


def test_a_closed_copy_says_so(page, copy):
    PartyCopy.objects.filter(pk=copy.pk).update(closed_at=timezone.now())
    shown = page(copy)
    assert _("This version is closed") in shown
    assert _("Send the answer") not in shown


def test_the_copy_is_saved_as_a_paper(browser, copy):
    answer = browser("manager").get(f"/agreements/{copy.pk}/document.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"


def test_a_long_list_costs_no_more_queries(browser, cast, agreement):
    manager = browser("manager")

    def asked():
        with CaptureQueriesContext(connection) as found:
            body = manager.get("/agreements/").content.decode()
        return len(found), body

    put_copy(agreement, cast.denki.pk, 1)
    asked()  # the first visit writes the session
    few, _body = asked()
    for n in range(2, 60):
        put_copy(agreement, cast.denki.pk, n)
    many, body = asked()
    assert few == many
    assert body.count("data-list-item") == 50
    assert "?after=" in body


# --- saying ---


def test_a_comment_on_an_article_stands_below_it_with_the_reply(browser, page, copy, cast):
    answer = say(browser, copy, "comment", article=2, words="電話番号を書いてください。\n二行目")
    assert answer.status_code == 302
    said = ReviewComment.objects.get()
    assert (said.article, said.organization_id, said.recorded_by_agency) == (2, cast.denki.pk, False)
    assert said.words == "電話番号を書いてください。\n二行目"
    CommentReply.objects.create(
        municipality=cast.tamana, organization=cast.denki, comment=said, taken_up=True, words="書き入れました。",
        author=cast.roles["admin"].user,
    )  # fmt: skip
    shown = page(copy)
    assert "電話番号を書いてください。" in shown and "書き入れました。" in shown


@pytest.mark.parametrize(
    ("article", "words"), [("9", "よい"), ("x", "よい"), ("1", ""), ("1", "あ" * 2001), ("1", "\x07")]
)
def test_a_comment_that_cannot_be_taken_is_shown_again(browser, copy, article, words):
    answer = say(browser, copy, "comment", article=article, words=words)
    assert answer.status_code == 400
    assert not ReviewComment.objects.exists()


def test_said_twice_it_is_said_once(browser, copy):
    for _time in range(2):
        assert say(browser, copy, "comment", article=0, words="よいと思います。").status_code == 302
        assert say(browser, copy, "opinion", agrees="yes", words="").status_code == 302
    assert (ReviewComment.objects.count(), PartyOpinion.objects.count()) == (1, 1)


def test_the_latest_answer_counts(browser, page, copy):
    say(browser, copy, "opinion", agrees="no", words="第二条を直してください。")
    say(browser, copy, "opinion", agrees="yes", words="")
    assert PartyOpinion.objects.count() == 2
    shown = page(copy)
    answer = shown[shown.index(str(_("Your organisation’s answer"))) :].split("</p>")[0]
    assert _("agrees to this version") in answer and _("asks for changes") not in answer


def test_changes_are_asked_for_with_words_or_a_comment(browser, copy, acting):
    answer = say(browser, copy, "opinion", agrees="no", words="")
    assert answer.status_code == 409
    assert not PartyOpinion.objects.exists()
    say(browser, copy, "comment", article=1, words="ここを直してください。")
    assert say(browser, copy, "opinion", agrees="no", words="").status_code == 302


@pytest.mark.parametrize("verb", ["comment", "opinion"])
def test_a_copy_that_was_overtaken_is_refused_and_what_was_typed_is_kept(browser, cast, agreement, copy, verb):
    PartyCopy.objects.filter(pk=copy.pk).update(closed_at=timezone.now())
    newer = put_copy(agreement, cast.denki.pk, 2)
    answer = say(browser, copy, verb, article=1, agrees="no", words="長く考えて書いた言葉")
    shown = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "長く考えて書いた言葉" in shown
    assert f"/agreements/{newer.pk}/" in shown
    assert not ReviewComment.objects.exists() and not PartyOpinion.objects.exists()


@pytest.mark.parametrize("change", [{"closed_at": timezone.now()}, {"reason": VersionReason.SIGNED}])
def test_of_a_closed_or_signed_copy_nothing_more_is_said(acting, copy, change):
    PartyCopy.objects.filter(pk=copy.pk).update(**change)
    with acting("manager") as manager:
        with pytest.raises(AgreementRefusal):
            comment(actor=manager, copy=copy, article=0, words="よい")
        with pytest.raises(AgreementRefusal):
            give_opinion(actor=manager, copy=copy, agrees=True, words="")


# --- whose it is ---


@pytest.mark.parametrize("who", ["staff", "other_staff", "member"])
def test_nobody_else_reads_or_answers(browser, copy, who):
    for address in (f"/agreements/{copy.pk}/", f"/agreements/{copy.pk}/document.pdf"):
        assert browser(who).get(address).status_code in (403, 404)
    assert browser(who).post(f"/agreements/{copy.pk}/opinion/", {"agrees": "yes"}).status_code in (403, 404)
    assert not PartyOpinion.objects.exists()


def test_another_party_s_copy_of_the_same_agreement_is_not_there(browser, cast, agreement, copy):
    theirs = put_copy(agreement, cast.suido.pk)
    assert browser("manager").get(f"/agreements/{theirs.pk}/").status_code == 404
    assert browser("manager").post(f"/agreements/{theirs.pk}/comment/", {"words": "x", "article": 0}).status_code == 404


def test_the_portal_s_log_in_sees_its_own_rows_and_no_others(cast, agreement, copy):
    theirs = put_copy(agreement, cast.suido.pk)
    for one, organization in ((copy, cast.denki), (theirs, cast.suido)):
        said = {"municipality": cast.tamana, "copy": one, "organization": organization}
        by = {"author": cast.roles["manager"].user, "author_name": "責任者"}
        made = ReviewComment.objects.create(**said, **by, words="言葉")
        PartyOpinion.objects.create(**said, **by, agrees=True)
        CommentReply.objects.create(
            municipality=cast.tamana, organization=organization, comment=made, taken_up=False, words="返事",
            author=cast.roles["admin"].user,
        )  # fmt: skip
    with log_in_as("portal"), scope(organization=cast.denki.pk, user=cast.roles["manager"].user_id):
        for model in (PartyCopy, ReviewComment, PartyOpinion, CommentReply):
            assert set(model.objects.values_list("organization_id", flat=True)) == {cast.denki.pk}
        with pytest.raises(DatabaseError), transaction.atomic():
            PartyCopy.objects.filter(pk=copy.pk).update(closed_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            ReviewComment.objects.filter(organization=cast.denki).update(words="別の言葉")
    with log_in_as("portal"), scope(organization=None, user=cast.roles["manager"].user_id):
        assert not PartyCopy.objects.exists()


@pytest.mark.parametrize("model", [ReviewComment, PartyOpinion])
def test_a_word_cannot_be_attached_to_another_party_s_copy(cast, agreement, copy, model):
    theirs = put_copy(agreement, cast.suido.pk)
    given = {"municipality": cast.tamana, "organization": cast.denki, "author": cast.roles["manager"].user}
    fields = {"words": "よい"} if model is ReviewComment else {"agrees": True}
    with log_in_as("portal"), scope(organization=cast.denki.pk, user=cast.roles["manager"].user_id):
        with pytest.raises(IntegrityError, match="of_the_own_copy"), transaction.atomic():
            model.objects.create(**given, **fields, copy=theirs, author_name="責任者")
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.create(**given, **fields, copy=copy, author_name="責任者", recorded_by_agency=True)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.create(**given | {"organization": cast.suido}, **fields, copy=theirs, author_name="責任者")
        model.objects.create(**given, **fields, copy=copy, author_name="責任者")
