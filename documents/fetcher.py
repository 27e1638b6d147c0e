"""The only way by which a paper reads a file."""

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents.errors import ForbiddenResource

PACKAGE = Path(__file__).resolve().parent
FOLDERS = tuple(PACKAGE / name for name in ("fonts", "css", "images"))
CONTENT_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


def packaged_file(url: str) -> Path:
    """The packaged file that a URL names, symbolic links followed; raises ForbiddenResource for all else."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise ForbiddenResource(f"A paper may read packaged files only, not {url[:200]!r}.")
    try:
        path = Path(url2pathname(parts.path)).resolve(strict=True)
    except (OSError, ValueError) as error:
        raise ForbiddenResource(f"A paper asks for {url[:200]!r}, which is not there.") from error
    inside = any(path.is_relative_to(folder) for folder in FOLDERS)
    if not (inside and path.is_file() and path.suffix in CONTENT_TYPES):
        raise ForbiddenResource(f"A paper may read packaged files only, not {url[:200]!r}.")
    return path


class PackagedFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types, so its class is Any
    """Answers WeasyPrint's requests from documents/fonts, css and images, and refuses every other address.

    Nothing is opened through urllib, so there is no redirect, proxy or decompression to be led astray by
    (CVE-2024-28184, CVE-2025-68616, CVE-2026-49452, CVE-2026-55073). ``data:`` is refused too: no paper
    needs it, and it would let text that slipped into a template bring its own image or font.

    WeasyPrint logs a refusal and draws on; ``refused`` keeps the addresses so that rendering can stop.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        try:
            path = packaged_file(url)
        except ForbiddenResource:
            self.refused.append(url)
            raise
        return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]})
