"""What a template may not hold: the Content-Security-Policy would silence it, or the reader would be tracked."""

import re
from pathlib import Path

import pytest
from django.template import loader

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCREENS = [file for file in TEMPLATES if "documents" not in file.parts or "pages" in file.parts]
FORBIDDEN = {
    "a style in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "a script in the page": re.compile(r"<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+=", re.IGNORECASE),
    "an address elsewhere": re.compile(r"(src|href|action)=[\"']?(https?:)?//", re.IGNORECASE),
}


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("file", SCREENS, ids=_name)
def test_holds_nothing_that_the_policy_refuses(file):
    text = file.read_text()
    assert not [words for words, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_can_be_read(file):
    assert loader.get_template(_name(file))


def test_stylesheets_ask_for_nothing_elsewhere():
    asked = [
        file.name
        for file in (ROOT / "static").rglob("*.css")
        if re.search(r"url\((?![\"']?#)|@import", file.read_text())
    ]
    assert asked == []
