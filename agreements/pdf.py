"""Papers of an agreement: the text as it stands or as it was signed, with the provisions in force on its day."""

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from agreements.annexes import annex_pages
from agreements.models import Agreement, TermNotice, VersionReason
from agreements.texts import Change, Content, difference
from agreements.texts import content_of as frozen_content
from consent.provisions import StatuteBook
from consent.vocabulary import ProvisionKey as Key
from documents.agreement import AgreementContent
from documents.agreement import agreement_pdf as draw
from documents.agreement_change import ChangeContent, ChangeRow, EndContent, change_pdf, end_pdf
from documents.archive import Paper
from documents.models import DocumentKind
from organizations.models import Utility

OF_THE_ACT = (Key.ACT_2, Key.ACT_5_3, Key.ACT_8, Key.ACT_9_1, Key.ACT_9_3)
OF_COMPANIES = (Key.APPI_27_1, Key.APPI_27_1_1, Key.APPI_27_1_2)
OF_PUBLIC_BODIES = (Key.APPI_69_1, Key.APPI_69_2_1, Key.APPI_69_2_3, Key.APPI_69_2_4)
_PARTS = {"title": "題名", "preamble": "前文", "closing": "末文", "annexes": "別紙", "parties": "当事者"}


def agreement_paper(agreement: Agreement) -> Paper:
    """The signed agreement, to be issued and kept; raises PdfUnavailable where this machine cannot draw."""
    content = content_of(agreement)
    return Paper(
        kind=DocumentKind.AGREEMENT,
        number=agreement.number,
        title=agreement.title,
        about=f"agreements.agreement:{agreement.pk}",
        content=content,
        draw=lambda: draw(content),
        issued_on=agreement.signed_on,
        provisions=content.provisions,
    )


def draft_pdf(agreement: Agreement) -> bytes:
    """The text as it stands, marked as a draft."""
    return draw(content_of(agreement))


def content_of(agreement: Agreement) -> AgreementContent:
    """The snapshot that is printed."""
    text = text_of(agreement)
    with override("ja"):  # its words stand on a paper
        pages = annex_pages(agreement)
    return AgreementContent(
        title=text["title"],
        number=agreement.number,
        municipality_name=agreement.municipality.name,
        parties=_parties(text),
        preamble=text["preamble"],
        articles=[(article["heading"], article["paragraphs"]) for article in text["articles"]],
        closing=text["closing"],
        signed_on=agreement.signed_on,
        provisions=_provisions(agreement, text),
        annexes=text["annexes"],
        annex_pages=pages,
        is_draft=agreement.signed_on is None,
    )


def text_of(agreement: Agreement) -> Content:
    """As it was frozen when it was signed; as it stands while it was not, or where it was signed on paper only."""
    version = agreement.versions.filter(reason=VersionReason.SIGNED).order_by("-number").first()
    return version.content if version and agreement.signed_on else frozen_content(agreement)


def _parties(text: Content) -> list[tuple[str, str, str, str]]:
    return [(one["name"], one["address"], one["title"], one["signatory"]) for one in text["parties"]]


def _provisions(agreement: Agreement, text: Content) -> list[tuple[str, str, str]]:
    """On the day it was signed, or today while it is a draft; the sender's kind decides the articles."""
    day, book = agreement.signed_on or timezone.localdate(), StatuteBook()
    found = (book.on(key, day) for key in _keys([party["organization"] for party in text["parties"]]))
    return [(one.statute, one.article, one.text) for one in found if one]


def _keys(parties: list[int]) -> tuple[Key, ...]:
    utilities = Utility.objects.filter(pk__in=parties)
    kinds = set(utilities.values_list("is_public_body", flat=True))
    return (*OF_THE_ACT, *(OF_COMPANIES if False in kinds else ()), *(OF_PUBLIC_BODIES if True in kinds else ()))


def change_content(agreement: Agreement) -> ChangeContent:
    """変更協定書: what an amendment changes in the agreement that it follows. ValueError where it follows none."""
    old = agreement.previous
    if old is None or old.signed_on is None:
        raise ValueError("only an amendment of a signed agreement has old and new texts")
    text = text_of(agreement)
    return ChangeContent(
        title=f"{old.title}の一部を変更する協定書",
        number=agreement.number,
        municipality_name=agreement.municipality.name,
        changed_title=old.title,
        changed_number=old.number,
        changed_signed_on=old.signed_on,
        parties=_parties(text),
        rows=[_row(one) for one in difference(text_of(old), text) if one.kind != "unchanged"],
        closing=text["closing"],
        signed_on=agreement.signed_on,
        in_force_from=agreement.in_force_from,
        is_draft=agreement.signed_on is None,
    )


def _row(change: Change) -> ChangeRow:
    rows = [(_plain(left), _plain(right)) for left, right in change.rows]
    if change.part != "article":
        return ChangeRow(_PARTS[change.part], _PARTS[change.part], rows)
    return ChangeRow(
        _named(change.old_number, change.old_heading, "（新設）"),
        _named(change.new_number, change.new_heading, "（削除）"),
        rows,
    )


def _named(number: int | None, heading: Any, otherwise: str) -> str:
    return f"第{number}条（{''.join(mark.text for mark in heading)}）" if number else otherwise


def _plain(marks: Any) -> list[tuple[str, str]]:
    return [(mark.kind, mark.text) for mark in marks]


def change_paper(agreement: Agreement) -> Paper:
    """The signed change agreement, to be issued and kept."""
    content = change_content(agreement)
    return Paper(
        kind=DocumentKind.AMENDMENT,
        number=agreement.number,
        title=content.title,
        about=f"agreements.agreement:{agreement.pk}",
        content=content,
        draw=lambda: change_pdf(content),
        issued_on=agreement.signed_on,
    )


def change_draft(agreement: Agreement) -> bytes:
    """The same while it is not signed."""
    return change_pdf(change_content(agreement))


def end_paper(notice: TermNotice) -> Paper:
    """解約・満了通知書 to all parties, in the municipality's name or, where it gave the notice itself, by it."""
    content = _end_content(notice)
    return Paper(
        kind=DocumentKind.TERMINATION,
        number=notice.agreement.number,
        title=f"{content.heading} {notice.agreement.number}",
        about=f"agreements.termnotice:{notice.pk}",
        content=content,
        draw=lambda: end_pdf(content),
    )


def _end_content(notice: TermNotice) -> EndContent:
    agreement = notice.agreement
    text = text_of(agreement)
    ours = next(one for one in text["parties"] if one["organization"] == agreement.municipality_id)
    by, ends = notice.given_by.name, "解約" if notice.kind == "termination" else "満了"
    what = "解約する旨" if notice.kind == "termination" else "更新しない旨"
    return EndContent(
        heading=f"協定の{ends}について（通知）",
        number=agreement.number,
        issued_on=timezone.localdate(notice.recorded_at),
        sender=(ours["name"], ours["address"], f"{ours['title']}　{ours['signatory']}".strip("　")),
        receivers=[one["name"] for one in text["parties"] if one is not ours],
        agreement_title=text["title"],
        agreement_number=agreement.number,
        signed_on=agreement.signed_on or timezone.localdate(notice.recorded_at),
        received_on=notice.received_on,
        ends_on=notice.ends_on,
        words=f"下記の協定について、{by}から{what}の申出がありましたので、次のとおり{ends}となることを通知します。",
        reason=notice.reason,
    )
