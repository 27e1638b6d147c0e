"""One input, one paper, byte for byte; and a plain sentence where papers cannot be made."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from documents.leaflet import leaflet_pdf
from tests.documents.paper_samples import LEAFLET_JA

ROOT = Path(__file__).resolve().parents[2]
SETUP = f"""
import django
from django.conf import settings
settings.configure(USE_TZ=True, TEMPLATES=[dict(
    BACKEND="django.template.backends.django.DjangoTemplates", DIRS=[{str(ROOT / "templates")!r}])])
django.setup()
from documents.errors import PdfUnavailable
from documents.leaflet import leaflet_pdf
from tests.documents.paper_samples import LEAFLET_JA
"""
DIGEST = """
import hashlib
print(hashlib.sha256(leaflet_pdf(LEAFLET_JA, language="ja")).hexdigest())
"""
WITHOUT_PANGO = """
import cffi
def missing(self, name, *flags):
    raise OSError(f"cannot load library {name}")
cffi.FFI.dlopen = missing
try:
    leaflet_pdf(LEAFLET_JA, language="ja")
except PdfUnavailable as refusal:
    print("sentence:", refusal)
"""


def run(code: str) -> str:
    """The output of a fresh Python process, as another machine would start it."""
    done = subprocess.run(  # our own interpreter and the code above
        [sys.executable, "-c", SETUP + code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_same_leaflet_is_the_same_bytes() -> None:
    assert leaflet_pdf(LEAFLET_JA, language="ja") == leaflet_pdf(LEAFLET_JA, language="ja")


def test_another_process_draws_the_same_bytes() -> None:
    ours = hashlib.sha256(leaflet_pdf(LEAFLET_JA, language="ja")).hexdigest()
    assert run(DIGEST) == ours


def test_without_pango_one_sentence_says_what_to_install() -> None:
    assert "sentence: Papers cannot be made on this machine" in run(WITHOUT_PANGO)


@pytest.mark.parametrize("mark", [b"/CreationDate", b"/ModDate"])
def test_a_paper_carries_no_time_of_its_own(mark: bytes) -> None:
    assert mark not in leaflet_pdf(LEAFLET_JA, language="ja")
