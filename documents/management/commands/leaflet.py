"""Print an agency's leaflet to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.errors import IndiscreetWording, MissingGlyph, PaperTooLong, PdfUnavailable, UnknownLanguage
from documents.leaflet import SIZES
from documents.leaflets import NoDesk, draw
from organizations.models import SupportAgency

PAGES = 2


class Command(BaseCommand):
    """`./run manage.py leaflet --agency CODE --language ja --output FILE`"""

    help = "Write the guidance leaflet of a support agency as a PDF of two pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Agency and file are needed."""
        parser.add_argument("--agency", required=True, help="code of the support agency, e.g. tmn1")
        parser.add_argument("--language", default="ja", help="ja, ja-easy, en, zh-Hans, …")
        parser.add_argument("--size", default="a4", choices=tuple(SIZES))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *_args: Any, **options: Any) -> None:
        """CommandError with a sentence for whatever is wrong with what was asked."""
        agency, output = _agency(options["agency"]), options["output"]
        language: str = options["language"]
        try:
            paper = draw(agency, language=language, size=options["size"])
        except (UnknownLanguage, NoDesk, IndiscreetWording, MissingGlyph, PaperTooLong, PdfUnavailable) as trouble:
            raise CommandError(str(trouble)) from trouble
        _write(output, paper)
        words = _("%(file)s: %(pages)s pages, %(kilobytes)s KB")
        self.stdout.write(words % {"file": output, "pages": PAGES, "kilobytes": round(len(paper) / 1024)})


def _agency(code: str) -> SupportAgency:
    found = SupportAgency.objects.select_related("municipality").filter(code=code).first()
    if found is None:
        known = ", ".join(SupportAgency.objects.order_by("code").values_list("code", flat=True)) or "—"
        message = _("There is no agency with the code “%(code)s”; the codes are: %(known)s.")
        raise CommandError(message % {"code": code, "known": known})
    return found


def _write(output: Path, paper: bytes) -> None:
    try:
        output.write_bytes(paper)
    except OSError as trouble:
        message = _("The file %(file)s cannot be written: %(reason)s.")
        raise CommandError(message % {"file": output, "reason": trouble.strerror}) from trouble
