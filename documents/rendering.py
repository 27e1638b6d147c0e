"""Template in, PDF/UA-1 bytes out; the same input gives the same bytes."""

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from documents.errors import ForbiddenResource, PaperTooLong, PdfUnavailable
from documents.tagging import finish

if TYPE_CHECKING:
    from documents.fetcher import PackagedFiles

HERE = Path(__file__).resolve().parent
CSS = HERE / "css"

# Pango's font map is not safe for two threads at once, and drawing holds the interpreter anyway.
_drawing = threading.Lock()


def render_pdf(
    template: str,
    context: Mapping[str, object],
    *,
    title: str,
    language: str = "ja",
    pages: int | None = None,
) -> bytes:
    """Draws a Django template as a tagged PDF of A4 pages.

    The template extends ``documents/paper.html``. Its styles are ``documents/css/paper.css`` and, when
    there is one, the style sheet of the template's own name (``documents/leaflet.html`` → ``leaflet.css``).
    Raises PdfUnavailable without Pango, ForbiddenResource when the paper asks for a file not packaged,
    PaperTooLong when it does not come to exactly ``pages`` pages (None: any number).
    """
    return _papers(template, [context], title, language, pages)


def render_pdfs(template: str, contexts: Sequence[Mapping[str, object]], *, title: str, language: str = "ja") -> bytes:
    """Several papers of one template in one file, each from its own first page; at least one. Else as `render_pdf`."""
    return _papers(template, contexts, title, language, None)


def _papers(
    template: str, contexts: Sequence[Mapping[str, object]], title: str, language: str, pages: int | None
) -> bytes:
    with translation.override(language):
        htmls = [render_to_string(template, {**one, "title": title, "language": language}) for one in contexts]
    with _drawing:
        return _draw(htmls, Path(template).stem, pages)


def _draw(htmls: Sequence[str], name: str, pages: int | None) -> bytes:
    fetcher = _new_fetcher()
    documents = [_rendered(html, name, fetcher) for html in htmls]
    document = documents[0]
    if pages not in (None, len(document.pages)):
        raise PaperTooLong(_("The texts do not fit on the paper; please shorten the longest of them."))
    if len(documents) > 1:
        document = document.copy([page for one in documents for page in one.pages])
    # No date and no identifier are given: both would make two copies of one paper differ.
    pdf: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1")
    _stop_if_refused(fetcher)
    return pdf


def _rendered(html: str, name: str, fetcher: "PackagedFiles") -> Any:
    source = _weasyprint().HTML(string=html, base_url=f"{HERE.as_uri()}/", url_fetcher=fetcher)
    return source.render(font_config=_fonts(), stylesheets=[_stylesheet("paper"), *_own_stylesheet(name)])


@cache
def _weasyprint() -> Any:
    """WeasyPrint, imported at the first paper so that the rest of the house runs without Pango."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            _(
                "Papers cannot be made on this machine because the Pango library is missing; "
                "please install the packages listed in system-packages.txt."
            )
        ) from error
    return weasyprint


def _new_fetcher() -> "PackagedFiles":
    _weasyprint()  # says in one sentence what is missing, where the import below would only fail
    from documents.fetcher import PackagedFiles  # WeasyPrint's import fails without Pango: not at the top

    return PackagedFiles()


@cache
def _fonts() -> Any:
    """One font configuration a process: reading 15 MB of fonts anew costs more than the whole leaflet."""
    return _weasyprint().text.fonts.FontConfiguration()


@cache
def _stylesheet(name: str) -> Any:
    fetcher = _new_fetcher()
    sheet = _weasyprint().CSS(filename=CSS / f"{name}.css", url_fetcher=fetcher, font_config=_fonts())
    _stop_if_refused(fetcher)
    return sheet


def _own_stylesheet(name: str) -> list[Any]:
    return [_stylesheet(name)] if (CSS / f"{name}.css").is_file() else []


def _stop_if_refused(fetcher: "PackagedFiles") -> None:
    if fetcher.refused:
        raise ForbiddenResource(f"A paper may read packaged files only, not {fetcher.refused[0][:200]!r}.")
