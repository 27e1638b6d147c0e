"""An agency's own words: drafted, looked at, published, and taken back; printed wherever a leaflet is."""

from typing import Any

import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from documents.errors import LeafletRefusal
from documents.leaflet_fields import slots
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import wording
from documents.leaflet_writing import publish, save_draft
from documents.models import LeafletText

KO = {"code": "tmn1", "language": "ko"}
#: More than two sides hold in the smallest type.
LONG = {f"{part}-{n}-text": "가나다 " * 70 for part in ("flow", "support") for n in (1, 2, 3)}


def page(name: str, **where: Any) -> str:
    return reverse(name, kwargs={**KO, **where}, urlconf="config.urls_agency")


def typed(language: str = "ko", version: int = 0, **own: str) -> dict[str, str]:
    """The whole form, with these texts in place of Tsunagi's."""
    stock = {slot.name: slot.stock for slot in slots(KNOWN[language].words)}
    return {**stock, "note": "", "version": str(version), **own}


def text_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return "".join(one.get_textpage().get_text_bounded() for one in pdfium.PdfDocument(answer.content))


def test_a_draft_is_kept_looked_at_and_printed_only_once_published(browser: Any, cast: Any) -> None:
    lead, staff = browser("lead"), browser("staff")
    assert lead.post(page("leaflet_text"), typed(bring="아무것도 없이 오세요.")).status_code == 302
    printed = reverse("leaflet_pdf", args=["tmn1", "ko"], urlconf="config.urls_portal")
    assert "아무것도 없이" in text_of(lead.get(page("leaflet_preview")))
    assert "아무것도 없이" not in text_of(staff.get(printed))
    assert lead.post(page("leaflet_publish"), {"version": 1}).status_code == 302
    assert "아무것도 없이" in text_of(staff.get(printed))
    assert "아무것도 없이" not in text_of(staff.get(f"{printed.replace('/ko', '/vi')}"))
    row = LeafletText.objects.get()
    assert (row.number, row.words) == (1, {"bring": "아무것도 없이 오세요."})


def test_an_empty_text_falls_back_to_tsunagis_words(browser: Any, cast: Any) -> None:
    browser("lead").post(page("leaflet_text"), typed(bring="", stop="바로 전화 주세요."))
    assert LeafletText.objects.get().words == {"stop": "바로 전화 주세요."}


def test_the_overview_says_which_languages_fall_back(browser: Any, cast: Any, acting: Any) -> None:
    with acting("lead") as actor:
        save_draft(actor=actor, agency=cast.tamana_agency, language="ja", words={}, note="", version=0)
        publish(actor=actor, agency=cast.tamana_agency, language="ja", version=1)
    body = browser("lead").get(reverse("leaflet_texts", args=["tmn1"], urlconf="config.urls_agency")).content.decode()
    assert body.count("tag tone-success") == 1
    assert body.count("tag tone-neutral") == len(KNOWN) - 1


def test_two_at_once_lose_nothing(browser: Any, cast: Any) -> None:
    browser("lead").post(page("leaflet_text"), typed(bring="하나"))
    late = browser("admin").post(page("leaflet_text"), typed(bring="둘", stop="셋"))
    body = late.content.decode()
    assert late.status_code == 409
    assert "하나" in body and "둘" in body and "셋" in body
    assert 'name="version" value="1"' in body
    assert LeafletText.objects.get().words == {"bring": "하나"}
    assert browser("admin").post(page("leaflet_text"), typed(bring="둘", version=1)).status_code == 302


def test_what_a_colleague_changed_is_not_published_unseen(acting: Any, cast: Any) -> None:
    agency = cast.tamana_agency
    with acting("lead") as actor:
        save_draft(actor=actor, agency=agency, language="ko", words={"bring": "하나"}, note="", version=0)
        save_draft(actor=actor, agency=agency, language="ko", words={"bring": "둘"}, note="", version=1)
        with pytest.raises(LeafletRefusal):
            publish(actor=actor, agency=agency, language="ko", version=1)
        assert publish(actor=actor, agency=agency, language="ko", version=2).published_at


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"bring": "ਕਿਰਪਾ"}, "ਕ"),
        ({"bring": "가" * 301}, "300"),
        ({"bring": "가\x07"}, ""),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(browser: Any, cast: Any, own: Any, said: str) -> None:
    answer = browser("lead").post(page("leaflet_text"), typed(**own))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not LeafletText.objects.exists()


@pytest.mark.parametrize("own", [{"headline-1": "체납 상담"}, LONG])
def test_what_would_shame_or_does_not_fit_is_not_published(browser: Any, cast: Any, own: Any) -> None:
    lead = browser("lead")
    lead.post(page("leaflet_text"), typed(**own))
    assert lead.post(page("leaflet_publish"), {"version": 1}).status_code == 409
    assert LeafletText.objects.get().published_at is None


def test_versions_differ_in_sight_and_an_earlier_one_comes_back_as_a_new_one(
    browser: Any, cast: Any, acting: Any
) -> None:
    agency, lead = cast.tamana_agency, browser("lead")
    with acting("lead") as actor:
        for version, words in enumerate(({"bring": "하나"}, {"bring": "둘"})):
            draft = save_draft(actor=actor, agency=agency, language="ko", words=words, note=f"{version}", version=0)
            publish(actor=actor, agency=agency, language="ko", version=draft.version)
    body = lead.get(page("leaflet_version", number=1)).content.decode()
    assert "<del>둘</del>" in body and "<ins>하나</ins>" in body
    lead.post(page("leaflet_version", number=1), {"version": 0})
    lead.post(page("leaflet_publish"), {"version": 1})
    assert list(LeafletText.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert wording(agency, "ko").words.bring == "하나"
    lead.post(page("leaflet_version", number=0), {"version": 0})
    assert LeafletText.objects.get(published_at=None).words == {}


def test_a_caseworker_does_not_edit_and_no_other_town_does(browser: Any, cast: Any) -> None:
    assert browser("caseworker").get(page("leaflet_text")).status_code == 403
    assert browser("other_admin").get(page("leaflet_text")).status_code == 404
    assert browser("lead").get(page("leaflet_text", language="fr")).status_code == 404
    assert browser("lead").get(page("leaflet_version", number=9)).status_code == 404
