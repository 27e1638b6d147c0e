"""A table as a file, of a kind that every office computer opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from referrals.importing.files import CannotEncode, csv_bytes, xlsx_bytes

#: "cp932" is CSV for systems that know no other encoding.
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "cp932": "text/csv; charset=Shift_JIS",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Table:
    """Cells as they are read by people. `name` is the file's, before the day."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def must_be_kind(kind: str) -> None:
    """Http404 for a kind of file that is not made here."""
    if kind not in KINDS:
        raise Http404


def download(request: HttpRequest, kind: str, table: Table) -> HttpResponse:
    """The answer. CSV is UTF-8 with a mark by which Excel knows it: every name can be written in it.

    In CP932 not every name can: then nothing is written, and a page (409) says which characters stand in the way.
    """
    try:
        content = _written(kind, table)
    except CannotEncode as trouble:
        context = {"characters": " ".join(trouble.characters), "query": request.GET.urlencode()}
        return render(request, "referrals/portal/cannot_encode.html", context, status=409)
    ending = "xlsx" if kind == "xlsx" else "csv"
    named = f'attachment; filename="{table.name}-{timezone.localdate():%Y%m%d}.{ending}"'
    return HttpResponse(content, content_type=KINDS[kind], headers={"Content-Disposition": named})


def _written(kind: str, table: Table) -> bytes:
    if kind == "xlsx":
        return xlsx_bytes(table.headings, table.rows)
    return csv_bytes(table.headings, table.rows, "cp932" if kind == "cp932" else "utf-8-sig")
