"""Issued papers at the agency: found, printed again, and recorded where they are about a household."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from documents.archive import bytes_of, issue
from documents.models import DocumentKind, IssuedDocument
from tests.archive.rows import paper
from tests.meeting.request_cast import issued as asked_of
from tests.meetings import Gathering, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(cast: Any, world: Any) -> Gathering:
    """A session of 玉名."""
    return whole(cast, world.own_case)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _issue(acting: Any, *papers: Any) -> list[IssuedDocument]:
    with acting("lead") as lead:
        return [issue(actor=lead, paper=one) for one in papers]


def test_a_paper_is_found_by_number_kind_day_and_sum(browser: Any, acting: Any) -> None:
    old = date(2026, 4, 1)
    first, second = _issue(
        acting, paper("文-1", issued_on=old), paper("協-7", words="ふたつ目", kind=DocumentKind.REQUEST)
    )
    client = browser("caseworker")

    def found(**asked: Any) -> list[str]:
        page = _text(client.get("/papers/", asked))
        return [one.number for one in (first, second) if f"/papers/{one.pk}/" in page]

    assert found() == ["文-1", "協-7"]
    assert found(words="文") == ["文-1"]
    assert found(words=second.digest[:12].upper()) == ["協-7"]
    assert found(kind="request") == ["協-7"]
    assert found(until="2026-04-30") == ["文-1"]
    assert found(since="R8.4.2") == ["協-7"]
    assert "このような文書はありません" in _text(client.get("/papers/", {"words": "ない番号"}))


def test_a_day_that_is_none_is_said_and_narrows_nothing(browser: Any, acting: Any) -> None:
    (one,) = _issue(acting, paper())
    page = _text(browser("caseworker").get("/papers/", {"since": "きのう", "words": "文"}))
    assert f"/papers/{one.pk}/" in page and "error" in page and 'value="きのう"' in page


def test_it_prints_again_byte_for_byte(browser: Any, acting: Any) -> None:
    (one,) = _issue(acting, paper())
    answer = browser("caseworker").get(f"/papers/{one.pk}/paper.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content == bytes_of(one)
    assert not AccessRecord.objects.filter(subject="documents.issueddocument").exists()


def test_a_paper_about_a_household_is_written_down_and_closed_to_who_sees_no_cases(browser: Any, acting: Any) -> None:
    (one,) = _issue(acting, paper(is_personal=True))
    client = browser("caseworker")
    client.get(f"/papers/{one.pk}/")
    client.get(f"/papers/{one.pk}/paper.pdf")
    kinds = AccessRecord.objects.filter(subject="documents.issueddocument").values_list("kind", "subject_ids")
    assert sorted(kinds) == [(AccessKind.EXPORT, [str(one.pk)]), (AccessKind.VIEW, [str(one.pk)])]
    admin = browser("admin")
    assert admin.get(f"/papers/{one.pk}/").status_code == admin.get(f"/papers/{one.pk}/paper.pdf").status_code == 404
    assert one.number not in _text(admin.get("/papers/"))
    assert browser("other_caseworker").get(f"/papers/{one.pk}/").status_code == 404


def test_the_page_leads_from_the_replaced_paper_to_the_one_in_its_place(browser: Any, acting: Any) -> None:
    first, second = _issue(acting, paper(words="前"), paper(words="後"))
    client = browser("lead")
    assert f"/papers/{second.pk}/" in _text(client.get(f"/papers/{first.pk}/"))
    page = _text(client.get(f"/papers/{second.pk}/"))
    assert f"/papers/{first.pk}/" in page and second.digest in page


def test_pages_go_on_by_key_and_ask_the_same_however_many(browser: Any, acting: Any) -> None:
    _issue(acting, *(paper(f"文-{n}") for n in range(55)))
    IssuedDocument.objects.filter(number__in=["文-3", "文-4"]).update(issued_at=timezone.now() - timedelta(days=1))
    client = browser("caseworker")
    client.get("/papers/")
    with CaptureQueriesContext(
        connection,
    ) as many:
        first = client.get("/papers/", {"kind": "other"})
    following = first.context["next_url"]
    rest = client.get(f"/papers/{following}")
    numbers = [one.number for one in [*first.context["rows"], *rest.context["rows"]]]
    assert len(numbers) == len(set(numbers)) == 55 and set(numbers[-2:]) == {"文-3", "文-4"}
    assert "kind=other" in following and rest.context["next_url"] == ""
    IssuedDocument.objects.filter(number="文-0").exists()
    with CaptureQueriesContext(connection) as few:
        client.get("/papers/", {"words": "文-54"})
    assert len(few) == len(many)
    assert _text(client.get("/papers/", {"after": "kaputt"})).count("文-") > 0


# --- papers of the meeting ---


def test_letters_of_a_term_are_issued_at_their_first_printing(browser: Any, gathering: Gathering) -> None:
    term = gathering.appointments["member"]
    client = browser("lead")
    address = f"/meetings/appointments/{term.pk}/papers/appointment.pdf"
    once, again = client.get(address), client.get(address)
    kept = IssuedDocument.objects.get(kind=DocumentKind.APPOINTMENT)
    assert once.content == again.content == bytes_of(kept)
    assert (kept.number, kept.about) == (term.number, f"support_meetings.appointment:{term.pk}")
    assert not kept.is_personal
    client.get(f"/meetings/{gathering.meeting.pk}/charter.pdf")
    assert IssuedDocument.objects.get(kind=DocumentKind.CHARTER).title == gathering.meeting.charter


def test_a_request_is_kept_as_a_paper_about_a_household(browser: Any, acting: Any, cast: Any, gathering: Any) -> None:
    request = asked_of(acting, gathering, cast.denki.pk)
    answer = browser("caseworker").get(f"/meetings/requests/{request.pk}/letter.pdf")
    kept = IssuedDocument.objects.get(kind=DocumentKind.REQUEST)
    assert kept.is_personal and bytes_of(kept) == answer.content and kept.number == request.number
    assert kept.provisions[0]["article"]


def test_letters_and_agenda_are_kept_once_the_session_is_called(browser: Any, gathering: Any) -> None:
    session = gathering.session
    client = browser("lead")
    letter = f"/meetings/sessions/{session.pk}/letter/{gathering.summonses['commissioner'].pk}/"
    client.get(letter)
    client.get(f"/meetings/sessions/{session.pk}/agenda/pdf/")
    kinds = set(IssuedDocument.objects.values_list("kind", flat=True))
    assert kinds == {DocumentKind.CONVENING, DocumentKind.AGENDA}
    IssuedDocument.objects.filter(kind=DocumentKind.CONVENING).get()
    gathering.summonses["lead"].__class__.objects.filter(pk=gathering.summonses["lead"].pk).update(sent_at=None)
    client.get(f"/meetings/sessions/{session.pk}/letter/{gathering.summonses['lead'].pk}/")
    assert IssuedDocument.objects.filter(kind=DocumentKind.CONVENING).count() == 1
