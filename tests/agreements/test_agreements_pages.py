"""Agreements in the browser, from nothing to signed and followed, and what two admins at once see."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from agreements.actions.drafting import Text, save_text
from agreements.models import Agreement, AgreementScan, ClauseTemplate, PartyCopy, ReviewComment, TermNotice
from documents.models import IssuedDocument
from organizations.models import Organization, OrganizationKind, Utility, UtilityKind
from organizations.sealing import unseal
from tests.agency.reported import assert_same_number, queries_of
from tests.agreements.standing_stage import drafted, signed


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def body(answer: Any) -> str:
    return str(answer.content.decode())


HEAD = {
    "kind": "notification", "title": "早期把握に関する協定書", "number": "協定-001", "in_force_from": "R8.4.1",
    "in_force_until": "R9.3.31", "renews_itself": "on", "renewal_months": "12", "notice_period": "1",
    "notice_unit": "months", "generated": ["contacts", "slip", "criteria", "leaflet", "consent"],
}  # fmt: skip


def parties_data(found: Agreement, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"version": found.version, "party": [], "q": ""}
    for place, party in enumerate(found.parties.all(), start=1):
        pk = party.organization_id
        data["party"].append(pk)
        data |= {f"place-{pk}": place, f"title-{pk}": party.signatory_title, f"signatory-{pk}": party.signatory}
    return {**data, **more}


def edit_data(found: Agreement, **more: Any) -> dict[str, Any]:
    data = {
        "version": found.version, "count": len(found.articles), "preamble": found.preamble, "closing": found.closing,
        "annexes": "\n".join(found.annexes),
    }  # fmt: skip
    for n, one in enumerate(found.articles):
        data |= {f"a{n}-heading": one["heading"], f"a{n}-text": "\r\n".join(one["paragraphs"])}
    return {**data, **more}


def test_three_parties_from_nothing_to_signed(browser: Any, cast: Any) -> None:
    client = browser("admin")
    assert "協定-001" in body(client.get(url("agreement_new")))
    made = client.post(url("agreement_new"), HEAD)
    assert made["Location"] == url("agreement_parties", "協定-001")
    found = Agreement.objects.get()
    page = body(client.post(url("agreement_parties", found.number), parties_data(found, do="search", q="水道")))
    assert cast.suido.name in page and cast.denki.name not in page
    added = parties_data(
        found, do="add", pick=[cast.denki.pk, cast.suido.pk], new_name="新しい会", new_address="玉名市1"
    )
    assert client.post(url("agreement_parties", found.number), added).status_code == 302
    found = Agreement.objects.get()
    names = [party.organization.name for party in found.parties.all()]
    assert names == ["玉名市", "新しい会", cast.denki.name, cast.suido.name]
    made_up = Organization.objects.get(name="新しい会")
    assert made_up.kind == OrganizationKind.OTHER
    gone = parties_data(
        found, do="save", **{f"remove-{made_up.pk}": "on", f"place-{cast.suido.pk}": 2, f"place-{cast.denki.pk}": 3}
    )
    client.post(url("agreement_parties", found.number), gone)
    found = Agreement.objects.get()
    assert [party.organization_id for party in found.parties.all()] == [cast.tamana.pk, cast.suido.pk, cast.denki.pk]

    client.post(url("agreement_edit", found.number), edit_data(found, do="add", clause=["training"]))
    found = Agreement.objects.get()
    assert found.articles[-1]["heading"] == "研修"
    last = len(found.articles) - 1
    client.post(url("agreement_edit", found.number), edit_data(found, do=f"up:{last}", **{"remove-0": "on"}))
    found = Agreement.objects.get()
    assert found.articles[-2]["heading"] == "研修"
    assert "目的" not in [one["heading"] for one in found.articles]
    client.post(
        url("agreement_edit", found.number),
        edit_data(found, do="add", **{"anew-heading": "雑則", "anew-text": "一。\n二。"}),
    )
    found = Agreement.objects.get()
    assert found.articles[-1] == {"heading": "雑則", "paragraphs": ["一。", "二。"]}

    draft = client.get(url("agreement_pdf", found.number))
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(draft.content))
    assert "案" in text and "通報票" in text and "同意書" in text
    assert not IssuedDocument.objects.exists()

    due = timezone.localdate() + timedelta(days=10)
    client.post(
        url("agreement_send", found.number), {"version": found.version, "due_on": due.isoformat(), "words": "よろしく"}
    )
    assert PartyCopy.objects.count() == 2
    said = {"organization": cast.suido.pk, "agrees": "no", "article": 2, "words": "費用を明記してほしい。"}
    assert client.post(url("agreement_said", found.number), said).status_code == 302
    comment = ReviewComment.objects.get()
    assert "費用を明記してほしい。" in body(client.get(url("agreement_review", found.number)))
    client.post(url("comment_reply", comment.pk), {"taken_up": "no", "words": "協議します。"})
    assert "協議します。" in body(client.get(url("agreement_review", found.number)))

    signed_on = timezone.localdate() - timedelta(days=1)
    found = Agreement.objects.get()
    lines: dict[str, Any] = {}
    for party in found.parties.all():
        lines |= {
            f"p{party.pk}-signed_on": signed_on.isoformat(),
            f"p{party.pk}-title": "代表",
            f"p{party.pk}-name": "署名 者",
        }
    assert client.post(url("agreement_signatures", found.number), lines).status_code == 302
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    scan = SimpleUploadedFile("署名.pdf", picture.getvalue(), content_type="application/pdf")
    assert client.post(url("agreement_scan_add", found.number), {"file": scan}).status_code == 302
    kept = AgreementScan.objects.get()
    assert kept.kind == "image/png" and unseal(bytes(kept.content)) == picture.getvalue()
    assert picture.getvalue() == client.get(url("agreement_scan", kept.pk)).content
    found = Agreement.objects.get()
    done = {"version": found.version, "in_force_from": "2026-04-01", "in_force_until": "2027-03-31"}
    assert client.post(url("agreement_conclude", found.number), done).status_code == 302
    first = client.get(url("agreement_pdf", found.number)).content
    assert client.get(url("agreement_pdf", found.number)).content == first
    assert IssuedDocument.objects.get().kind == "agreement"


def test_a_file_that_is_no_scan_is_refused(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
    file = SimpleUploadedFile("署名.pdf", b"MZ not a paper", content_type="application/pdf")
    assert browser("admin").post(url("agreement_scan_add", made.number), {"file": file}).status_code == 400
    assert not AgreementScan.objects.exists()


def test_two_admins_at_once_lose_nothing(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
    stale = edit_data(made, do="save")
    stale["a0-text"] = "私の目的。"
    stale |= {"anew-heading": "私の新条", "anew-text": "新しい。"}
    with acting("admin") as admin:
        articles = [dict(one) for one in made.articles]
        articles[0] = {"heading": "目的", "paragraphs": ["相手の目的。"]}
        articles[10] = {"heading": "費用", "paragraphs": ["相手の費用。"]}
        articles.append({"heading": "相手の新条", "paragraphs": ["相手。"]})
        theirs = Text("相手の前文", articles, made.closing, [])
        save_text(actor=admin, agreement=made, version=made.version, text=theirs)
    client = browser("admin")
    answer = client.post(url("agreement_edit", made.number), stale)
    page = body(answer)
    assert answer.status_code == 409
    assert "私の目的。" in page and "私の新条" in page and "相手の新条" in page
    assert "相手の前文" in page
    marks = {entry.index: entry for entry in answer.context["entries"] if entry.theirs}
    assert set(marks) == {0, 10}
    assert (marks[0].take_theirs, marks[10].take_theirs) == (False, True)
    now = Agreement.objects.get()
    again = {**stale, "version": now.version, "theirs-10": marks[10].theirs_index, "theirs-preamble": "on",
             "also": [answer.context["missing"][0][0]]}  # fmt: skip
    assert client.post(url("agreement_edit", made.number), again).status_code == 302
    merged = Agreement.objects.get()
    words = {one["heading"]: one["paragraphs"] for one in merged.articles}
    assert words["目的"] == ["私の目的。"]
    assert words["費用"] == ["相手の費用。"]
    assert "私の新条" in words and "相手の新条" in words
    assert merged.preamble == "相手の前文"


def test_an_article_without_words_keeps_what_was_typed(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = drafted(cast, admin)
    data = edit_data(made, do="save", **{"a0-text": "", "a1-text": "打ちかけ"})
    answer = browser("admin").post(url("agreement_edit", made.number), data)
    assert answer.status_code == 400
    assert "打ちかけ" in body(answer)


def fifty(cast: Any) -> list[int]:
    return [
        Utility.objects.create(
            kind=OrganizationKind.UTILITY, name=f"協力事業所{n:02d}", utility_kind=UtilityKind.OTHER, address="玉名市"
        ).pk
        for n in range(1, 50)
    ]


def test_fifty_parties_in_two_clicks_on_one_paper(browser: Any, cast: Any) -> None:
    client = browser("admin")
    client.post(url("agreement_new"), {**HEAD, "kind": "watching", "generated": []})
    found = Agreement.objects.get()
    client.post(url("agreement_parties", found.number), parties_data(found, do="add", q="協力事業所", pick=fifty(cast)))
    found = Agreement.objects.get()
    assert found.parties.count() == 50
    paper = pdfium.PdfDocument(client.get(url("agreement_pdf", found.number)).content)
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in paper]
    assert "乙４９" in "".join(pages)
    last = next(n for n, page in enumerate(pages) if "乙４９" in page)
    assert "乙４８" in pages[last] and "乙４７" in pages[last]
    closing = next(n for n, page in enumerate(pages) if "各自その1通を保有する" in page)
    assert "乙１" in pages[closing]


def test_notice_and_amendment_with_their_papers(browser: Any, cast: Any, acting: Any) -> None:
    today = timezone.localdate()
    with acting("admin") as admin:
        made = signed(cast, admin, in_force_from=today, in_force_until=today + timedelta(days=300))
    client = browser("admin")
    given = {
        "kind": "no_renewal",
        "organization": cast.denki.pk,
        "received_on": today.isoformat(),
        "ends_on": "",
        "reason": "撤退",
    }
    assert client.post(url("agreement_notice", made.number), given).status_code == 302
    notice = TermNotice.objects.get()
    assert notice.ends_on == made.in_force_until
    letter = client.get(url("notice_pdf", notice.pk))
    assert "満了" in "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(letter.content))
    client.post(url("notice_back", notice.pk))
    notice.refresh_from_db()
    assert notice.taken_back_at
    assert client.post(url("agreement_follow", made.number), {"follows_as": "amendment"}).status_code == 302
    new = Agreement.objects.get(previous=made)
    data = edit_data(new, do="save", **{"a10-text": "費用は、すべて甲が負担する。"})
    client.post(url("agreement_edit", new.number), data)
    paper = client.get(url("agreement_change_pdf", new.number))
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(paper.content))
    assert "新旧対照表" in text and "すべて甲が負担" in text.replace("\r\n", "")
    assert client.get(url("agreement_change_pdf", made.number)).status_code == 404


def test_compare_says_what_differs_in_words(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = signed(cast, admin)
    page = body(browser("auditor").get(url("agreement_compare", made.number)))
    assert "<del>" not in page
    assert browser("auditor").get(url("agreement_compare", made.number) + "?old=7").status_code == 404


def test_clauses_are_worded_anew_and_no_longer_offered(browser: Any, cast: Any) -> None:
    client = browser("admin")
    assert "守らせるために必要な措置" in body(client.get(url("clause_list")))
    typed = {
        "version": 0,
        "heading": "費用",
        "paragraphs": "費用は、甲が負担する。",
        "kinds": ["notification"],
        "is_usual": "on",
        "order": 110,
    }
    assert client.post(url("clause", "costs"), typed).status_code == 302
    stale = client.post(url("clause", "costs"), {**typed, "paragraphs": "私の文。"})
    assert stale.status_code == 409
    assert "私の文。" in body(stale) and "費用は、甲が負担する。" in body(stale)
    client.post(url("clause_offer", "costs"))
    assert ClauseTemplate.objects.get().retired_at
    client.post(url("clause_offer", "costs"), {"offered": "yes"})
    assert ClauseTemplate.objects.get().retired_at is None
    assert client.post(url("clause_new"), {**typed, "heading": "雑則"}).status_code == 302
    assert client.get(url("clause", "no-such")).status_code == 404


def test_a_number_that_is_a_page_is_refused(browser: Any, cast: Any) -> None:
    for number in ("new", "calendar", "a/b"):
        assert browser("admin").post(url("agreement_new"), {**HEAD, "number": number}).status_code == 400
    assert not Agreement.objects.exists()


def test_the_calendar_shows_the_year_to_come(browser: Any, cast: Any, acting: Any) -> None:
    today = timezone.localdate()
    with acting("admin") as admin:
        signed(cast, admin, in_force_from=today, in_force_until=today + timedelta(days=100))
        signed(cast, admin, number="協定-008", in_force_from=date(2020, 4, 1), in_force_until=None)
    page = body(browser("caseworker").get(url("agreement_calendar")))
    assert "協定-007" in page and "協定-008" not in page


def test_calendar_and_parties_take_as_many_queries_for_one_as_for_many(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        signed(cast, admin)
    client = browser("admin")
    client.get(url("agreement_calendar"))
    few = queries_of(client, url("agreement_calendar"))
    few_listed = queries_of(client, url("agreement_list"))
    with acting("admin") as admin:
        for n in range(20, 24):
            signed(cast, admin, number=f"協定-0{n}")
    assert_same_number(few, queries_of(client, url("agreement_calendar")), at_most=9)
    assert_same_number(few_listed, queries_of(client, url("agreement_list")), at_most=9)
