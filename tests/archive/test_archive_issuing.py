"""A paper is drawn once, kept, and given out again byte for byte; a changed one is a further issue."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from documents.archive import bytes_of, issue, snapshot_of
from documents.errors import PdfUnavailable
from documents.meeting_letter import LetterContent
from documents.models import IssuedDocument
from organizations.sealing import seal, unseal
from tests.archive.rows import drawn, paper

pytestmark = pytest.mark.django_db
LAW = [("生活困窮者自立支援法", "9条3項", "必要な協力を求めることができる。")]


def test_it_is_drawn_once_and_comes_back_byte_for_byte(cast: Any, acting: Any) -> None:
    times = []

    def draw() -> bytes:
        times.append(1)
        return drawn(f"刷り{len(times)}")

    with acting("lead") as lead:
        first = issue(actor=lead, paper=paper(draw=draw, issued_on=date(2026, 11, 25), provisions=LAW))
        again = issue(actor=lead, paper=paper(draw=draw))
    assert first == again and len(times) == 1
    kept = IssuedDocument.objects.get()
    assert bytes_of(kept) == drawn("刷り1")
    assert kept.digest == hashlib.sha256(drawn("刷り1")).hexdigest()
    assert (kept.number, kept.revision, kept.pages, kept.size) == ("文-1", 1, 1, len(drawn("刷り1")))
    assert kept.issued_on == date(2026, 11, 25) and kept.issued_by == cast.roles["lead"].user
    assert kept.provisions == [{"statute": LAW[0][0], "article": LAW[0][1], "text": LAW[0][2]}]
    assert json.loads(unseal(bytes(kept.snapshot))) == {"words": "ひとつ目"}


def test_what_changed_is_a_further_issue_and_the_first_stays(cast: Any, acting: Any) -> None:
    with acting("lead") as lead:
        first = issue(actor=lead, paper=paper(words="前"))
        second = issue(actor=lead, paper=paper(words="後"))
        assert issue(actor=lead, paper=paper(words="後")) == second
    assert (second.revision, second.replaces) == (2, first)
    first.refresh_from_db()
    assert first.successor == second
    assert (bytes_of(first), bytes_of(second)) == (drawn("前"), drawn("後"))


def test_the_same_number_of_another_thing_is_another_paper(cast: Any, acting: Any) -> None:
    with acting("lead") as lead:
        one = issue(actor=lead, paper=paper(about="support_meetings.appointment:1"))
        other = issue(actor=lead, paper=paper(about="support_meetings.appointment:2"))
    assert one != other and other.revision == 1 and other.replaces is None


def test_nothing_is_kept_of_a_paper_that_cannot_be_drawn(cast: Any, acting: Any) -> None:
    def draw() -> bytes:
        raise PdfUnavailable("x")

    with acting("lead") as lead, pytest.raises(PdfUnavailable):
        issue(actor=lead, paper=paper(draw=draw))
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_no_log_in_changes_or_removes_what_was_issued(cast: Any, acting: Any, verb: str) -> None:
    with acting("lead") as lead:
        issue(actor=lead, paper=paper())
    with acting("lead"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows = IssuedDocument.objects.all()
        rows.update(title="別の紙") if verb == "update" else rows._raw_delete(rows.db)
    for who in ("member", "staff"):
        with acting(who), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            IssuedDocument.objects.count()


def test_a_paper_that_was_damaged_is_not_given_out(cast: Any, acting: Any) -> None:
    with acting("lead") as lead:
        kept = issue(actor=lead, paper=paper())
    IssuedDocument.objects.update(content=seal(drawn("別の紙")))
    kept.refresh_from_db()
    with pytest.raises(ValueError, match="not what was issued"):
        bytes_of(kept)


def test_what_lies_in_the_database_is_sealed(cast: Any, acting: Any) -> None:
    with acting("lead") as lead:
        kept = issue(actor=lead, paper=paper(words="玉名秘密之助"))
    for column in (kept.content, kept.snapshot):
        assert "玉名秘密之助".encode() not in bytes(column) and not bytes(column).startswith(b"%PDF")


def test_the_same_words_are_the_same_snapshot() -> None:
    one = LetterContent(title="題", number="1", day=date(2026, 11, 25), to=["甲"])
    same = LetterContent(title="題", number="1", day=date(2026, 11, 25), to=["甲"])
    other = LetterContent(title="題", number="1", day=date(2026, 11, 26), to=["甲"])
    assert snapshot_of(one) == snapshot_of(same) != snapshot_of(other)
    assert snapshot_of({"b": 1, "a": 2}) == snapshot_of({"a": 2, "b": 1})
