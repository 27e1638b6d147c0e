"""What the papers of a meeting print: one copy, and the table in which copies are collected."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.collection_table import CollectionContent, CopyRow, collection_table_pdf
from documents.meeting_paper import MeetingPaperContent, meeting_paper_pdf, meeting_papers_pdf
from organizations.sealing import unseal
from support_meetings.models import CopyFate, Medium, PaperCopy, PaperKind, Session

Lines = Sequence[Mapping[str, Any]]


def lines_of(copy: PaperCopy) -> list[dict[str, Any]]:
    """The frozen lines that were sealed into the copy."""
    lines: list[dict[str, Any]] = json.loads(unseal(bytes(copy.content)))
    return lines


def item_number_of(copy: PaperCopy) -> str:
    """2 of 3-2-04: all that the portal knows of the agenda."""
    return copy.number.split("-")[1]


def copy_content(
    copy: PaperCopy,
    lines: Lines,
    *,
    meeting_name: str,
    session_number: int,
    starts_at: datetime | None,
    is_corrected: bool = False,
    is_extract: bool = False,
) -> MeetingPaperContent:
    """What stands on the copy, with its number and its reader's name."""
    return MeetingPaperContent(
        meeting_name=meeting_name,
        session_number=session_number,
        starts_at=timezone.localtime(starts_at) if starts_at else None,
        item_number=item_number_of(copy),
        number=copy.number,
        name=copy.name,
        organization_name=copy.organization_name,
        is_corrected=is_corrected,
        is_extract=is_extract,
        on_paper=copy.medium == Medium.PAPER,
        lines=[(one["label"], one["text"]) for one in lines],
    )


def printed_copy(copy: PaperCopy) -> bytes:
    """A copy on paper, for the office to print. `copy` is loaded with session, meeting and paper."""
    return meeting_paper_pdf(_on_paper(copy))


def printed_copies(copies: Sequence[PaperCopy]) -> bytes:
    """Several of one session in one file, one after another; at least one."""
    session = copies[0].session
    title = f"{session.meeting.name} 第{session.number}回 会議資料"
    return meeting_papers_pdf([_on_paper(one) for one in copies], title)


def _on_paper(copy: PaperCopy) -> MeetingPaperContent:
    return copy_content(
        copy,
        lines_of(copy),
        meeting_name=copy.session.meeting.name,
        session_number=copy.session.number,
        starts_at=copy.session.starts_at,
        is_corrected=copy.paper.revision > 1 and copy.paper.kind == PaperKind.CASE,
        is_extract=copy.paper.kind == PaperKind.EXTRACT,
    )


def collection_pdf(session: Session, copies: Iterable[PaperCopy]) -> bytes:
    """The table to be ticked on paper; it holds no household."""
    content = CollectionContent(
        meeting_name=session.meeting.name,
        session_number=session.number,
        starts_at=timezone.localtime(session.starts_at),
        place=session.place,
        printed_on=timezone.localdate(),
        rows=[_row(one) for one in copies],
    )
    return collection_table_pdf(content)


def _row(copy: PaperCopy) -> CopyRow:
    said = [_("taken back")] if copy.revoked_at else []
    if copy.fate == CopyFate.UNACCOUNTED:
        said.append(copy.fate_reason)
    on_paper = copy.medium == Medium.PAPER
    return CopyRow(copy.number, copy.name, copy.organization_name, on_paper, copy.fate, "、".join(said))
