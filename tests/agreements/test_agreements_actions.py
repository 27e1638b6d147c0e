"""An agreement's life by its verbs: drafted, sent, answered, signed, followed, ended; what each refuses."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.access import standing_of
from agreements.actions import clauses as clause_verbs
from agreements.actions import drafting, notices, reviewing, signing
from agreements.actions.following import follow
from agreements.actions.parties import PartyLine, set_parties
from agreements.actions.paths import NEVER, sync_paths
from agreements.clauses import PLACEHOLDERS, all_clauses, offered
from agreements.errors import AgreementRefusal
from agreements.models import (
    AgreedCriteria,
    AgreedPath,
    Agreement,
    AgreementKind,
    AgreementVersion,
    ClauseTemplate,
    Following,
    NoticeKind,
    PartyCopy,
)
from agreements.texts import content_of, difference, digest_of
from tests.agreements.standing_stage import drafted, head, signed, signed_by_all


def refuses(code: str) -> Any:
    return pytest.raises(AgreementRefusal, match=f"^{code}$")


def today() -> date:
    return timezone.localdate()


def path_of(cast: Any, agreement: Agreement) -> AgreedPath:
    path = AgreedPath.objects.create(
        municipality=cast.tamana,
        agreement=agreement,
        utility=cast.denki,
        agreement_number=agreement.number,
        agreement_title=agreement.title,
        in_force_from=NEVER,
    )
    AgreedCriteria.objects.create(municipality=cast.tamana, utility=cast.denki, path=path, least_months=2)
    sync_paths(agreement)
    return path


@pytest.mark.parametrize("kind", AgreementKind)
def test_a_new_draft_has_the_usual_articles_with_nothing_left_open(cast: Any, acting: Any, kind: str) -> None:
    with acting("admin") as admin:
        made = drafting.begin_agreement(actor=admin, head=head(kind=AgreementKind(kind)))
    words = made.preamble + "".join(one["heading"] + "".join(one["paragraphs"]) for one in made.articles)
    assert "玉名市" in words
    assert not any(placeholder in words for placeholder in PLACEHOLDERS)
    assert "同意その他法令に定める根拠のない" in words
    assert "終了した後も" in words
    if kind == AgreementKind.NOTIFICATION:
        headings = [one["heading"] for one in made.articles]
        assert headings == [
            "目的", "対象地域", "対象者", "通報の方法", "業務に支障のない範囲", "案内文書の配布", "甲の責務",
            "個人情報の取扱い", "秘密の保持", "免責", "費用", "連絡会議", "協議", "有効期間",
        ]  # fmt: skip
        method = next(one for one in made.articles if one["heading"] == "通報の方法")
        assert "119番" in method["paragraphs"][0] and "110番" in method["paragraphs"][0]
    assert [party.organization_id for party in made.parties.all()] == [cast.tamana.pk]


def test_one_that_does_not_renew_itself_says_so(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafting.begin_agreement(actor=admin, head=head(renews_itself=False))
    term = [one for one in made.articles if one["heading"] == "有効期間"]
    assert len(term) == 1
    assert "更新" not in "".join(term[0]["paragraphs"])


def test_numbers_are_proposed_and_taken_once(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        assert drafting.proposed_number(admin) == "協定-001"
        drafted(cast, admin)
        assert drafting.proposed_number(admin) == "協定-008"
        with refuses("number_taken"):
            drafting.begin_agreement(actor=admin, head=head())


def test_a_later_state_is_never_overwritten(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
        text = drafting.Text("前文", [{"heading": "目的", "paragraphs": ["甲の文"]}], "結び", [])
        drafting.save_text(actor=admin, agreement=made, version=made.version, text=text)
        with refuses("changed_meanwhile"):
            drafting.save_text(actor=admin, agreement=made, version=made.version, text=replace(text, preamble="乙の文"))
    made.refresh_from_db()
    assert made.preamble == "前文"


def test_the_municipality_stays_a_party_and_nobody_is_there_twice(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
        denki = PartyLine(cast.denki.pk, "代表", "")
        with refuses("without_us"):
            set_parties(actor=admin, agreement=made, version=made.version, lines=[denki])
        with refuses("party_twice"):
            set_parties(actor=admin, agreement=made, version=made.version, lines=[denki, denki])


def test_what_is_sent_is_frozen_and_each_party_has_it(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
        frozen = reviewing.send_for_review(
            actor=admin, agreement=made, version=made.version, due_on=today() + timedelta(days=14)
        )
        made.refresh_from_db()
        text = drafting.Text("別の前文", made.articles, made.closing, [])
        with refuses("with_the_parties"):
            drafting.save_text(actor=admin, agreement=made, version=made.version, text=text)
        assert frozen.digest == digest_of(frozen.content) == digest_of(content_of(made))
        assert [one.organization_id for one in PartyCopy.objects.filter(version=frozen)] == [cast.denki.pk]
        assert standing_of(made, today()).key == "review"

        comment = reviewing.record_comment(
            actor=admin, agreement=made, organization_id=cast.denki.pk, article=4, words="電話でもよいか。"
        )
        reviewing.reply_to(actor=admin, comment=comment, taken_up=True, words="加えました。")
        with refuses("replied"):
            reviewing.reply_to(actor=admin, comment=comment, taken_up=False, words="もう一度")
        with refuses("no_such_article"):
            reviewing.record_comment(
                actor=admin, agreement=made, organization_id=cast.denki.pk, article=99, words="どれか"
            )
        reviewing.record_opinion(
            actor=admin, agreement=made, organization_id=cast.denki.pk, agrees=False, words="直してください"
        )
        reviewing.back_to_draft(actor=admin, agreement=made, version=made.version)
        assert not PartyCopy.objects.filter(closed_at__isnull=True).exists()
        with refuses("no_open_copy"):
            reviewing.record_opinion(actor=admin, agreement=made, organization_id=cast.denki.pk, agrees=True, words="")
        made.refresh_from_db()
        drafting.save_text(actor=admin, agreement=made, version=made.version, text=text)
        made.refresh_from_db()
        again = reviewing.send_for_review(actor=admin, agreement=made, version=made.version, due_on=today())
    assert again.number == 2
    changed = [one.part for one in difference(frozen.content, again.content) if one.kind != "unchanged"]
    assert changed == ["preamble"]


def test_it_is_signed_when_all_have_signed(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin, in_force_from=today() + timedelta(days=5), in_force_until=None)
        first, second = made.parties.all()
        line = signing.Signed(first.pk, today() - timedelta(days=1), "市長", "玉名 太郎")
        signing.record_signatures(actor=admin, agreement=made, signed=[line])
        made.refresh_from_db()
        wanted = {"actor": admin, "agreement": made, "in_force_from": today(), "in_force_until": None}
        with refuses("not_all_signed"):
            signing.conclude(**wanted, version=made.version)
        with refuses("signing_began"):
            drafting.drop_agreement(actor=admin, agreement=made, version=made.version)
        with refuses("signed_in_future"):
            late = replace(line, party_id=second.pk, signed_on=today() + timedelta(days=1))
            signing.record_signatures(actor=admin, agreement=made, signed=[late])
        signing.record_signatures(actor=admin, agreement=made, signed=[replace(line, party_id=second.pk, name="日野")])
        made.refresh_from_db()
        with refuses("ends_before"):
            signing.conclude(**{**wanted, "in_force_until": today() - timedelta(days=1)}, version=made.version)
        done = signing.conclude(**wanted, version=made.version)
        assert done.signed_on == today() - timedelta(days=1)
        assert standing_of(done, today()).key == "in_force"
        version = AgreementVersion.objects.get(agreement=made)
        assert (version.reason, version.copies.get().reason) == ("signed", "signed")
        with refuses("signed"):
            drafting.save_text(
                actor=admin, agreement=made, version=done.version, text=drafting.Text("後から", [], "", [])
            )


def test_paths_follow_the_term(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin, in_force_from=today(), in_force_until=today() + timedelta(days=400))
        path = path_of(cast, made)
        path.refresh_from_db()
        assert path.in_force_from == NEVER
        done = signed_by_all(admin, made)
        path.refresh_from_db()
        assert (path.in_force_from, path.in_force_until) == (today(), None)
        notice = notices.give_notice(
            actor=admin, agreement=done, kind=NoticeKind.NO_RENEWAL, given_by_id=cast.denki.pk, received_on=today(),
            ends_on=None, reason="",
        )  # fmt: skip
        path.refresh_from_db()
        assert path.in_force_until == notice.ends_on == done.in_force_until
        notices.take_notice_back(actor=admin, notice=notice)
        path.refresh_from_db()
        assert path.in_force_until is None


def test_an_amendment_takes_its_place_on_its_first_day(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        old = signed(cast, admin)
        path = path_of(cast, old)
        new = follow(actor=admin, agreement=old, following=Following.AMENDMENT)
        assert new.articles == old.articles
        assert [one.organization_id for one in new.parties.all()] == [one.organization_id for one in old.parties.all()]
        copied = AgreedPath.objects.get(agreement=new)
        assert (copied.in_force_from, copied.rules.get().least_months) == (NEVER, 2)
        with refuses("followed_already"):
            follow(actor=admin, agreement=old, following=Following.RENEWAL)
        new.in_force_from = today() + timedelta(days=3)
        new.save()
        signed_by_all(admin, new)
        path.refresh_from_db()
        copied.refresh_from_db()
        assert path.in_force_until == today() + timedelta(days=2)
        assert copied.in_force_from == today() + timedelta(days=3)
        old = Agreement.objects.get(pk=old.pk)
        assert standing_of(old, today() + timedelta(days=2)).key == "leaving"
        assert standing_of(old, today() + timedelta(days=3)).key == "followed"


def test_an_unsigned_agreement_is_changed_not_followed(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
        with refuses("not_signed"):
            follow(actor=admin, agreement=made, following=Following.RENEWAL)
        with refuses("not_running"):
            notices.give_notice(
                actor=admin, agreement=made, kind=NoticeKind.TERMINATION, given_by_id=cast.denki.pk,
                received_on=today(), ends_on=today(), reason="",
            )  # fmt: skip


def test_notice_is_of_a_party_on_a_day_that_has_come(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = signed(cast, admin, renews_itself=False, in_force_until=today() + timedelta(days=90))
        given = {"actor": admin, "agreement": made, "kind": NoticeKind.TERMINATION, "given_by_id": cast.denki.pk,
                 "received_on": today(), "ends_on": today() + timedelta(days=30), "reason": ""}  # fmt: skip
        with refuses("no_party"):
            notices.give_notice(**{**given, "given_by_id": cast.suido.pk})
        with refuses("received_in_future"):
            notices.give_notice(**{**given, "received_on": today() + timedelta(days=1)})
        with refuses("ends_before_notice"):
            notices.give_notice(**{**given, "ends_on": today() - timedelta(days=1)})
        with refuses("does_not_renew"):
            notices.give_notice(**{**given, "kind": NoticeKind.NO_RENEWAL})
        notices.give_notice(**given)
    assert standing_of(Agreement.objects.get(pk=made.pk), today() + timedelta(days=31)).key == "ended"


def test_a_municipality_has_its_own_wording(cast: Any, acting: Any) -> None:
    wording = clause_verbs.Wording("費用の負担", ["費用は、甲が負担する。"], ["notification"], 5, True)
    with acting("admin") as admin:
        clause_verbs.save_clause(actor=admin, key="costs", version=0, wording=wording)
        own = clause_verbs.save_clause(actor=admin, key="", version=0, wording=replace(wording, heading="雑則"))
        with refuses("changed_meanwhile"):
            clause_verbs.save_clause(actor=admin, key="costs", version=0, wording=wording)
        clause_verbs.offer_clause(actor=admin, key="conference", offered=False)
        rows = list(ClauseTemplate.objects.filter(municipality=cast.tamana))
        made = drafting.begin_agreement(actor=admin, head=head())
    headings = [one["heading"] for one in made.articles]
    assert "費用の負担" in headings and "雑則" in headings
    assert "費用" not in headings and "連絡会議" not in headings
    assert "conference" in {one.key for one in all_clauses(rows)}
    assert "conference" not in {one.key for one in offered(rows, "notification")}
    assert own.key.startswith("own-")


def test_another_municipality_s_agreement_is_out_of_reach(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
    with acting("other_admin") as other, pytest.raises(Agreement.DoesNotExist):
        drafting.drop_agreement(actor=other, agreement=made, version=made.version)
