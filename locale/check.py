"""Is the Japanese catalogue whole? Exits 1 and says what is missing.

Extracts all messages anew beside the committed catalogue and compares: no message may be missing,
empty or fuzzy, none may be left over, and the compiled file must be what the text says.
`--write` brings the catalogue up to date (new messages empty) and compiles it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCALE = Path(__file__).resolve().parent
ROOT = LOCALE.parent
CATALOGUE = LOCALE / "ja" / "LC_MESSAGES" / "django.po"
EXTRACT = ["makemessages", "--locale", "ja", "--no-obsolete", "--no-wrap", "--add-location", "file"]
SKIP = ["--ignore", ".venv", "--ignore", ".local", "--ignore", "tests", "--ignore", "node_modules"]


def main() -> int:
    """0 when whole."""
    if not shutil.which("xgettext"):
        print("gettext is not installed; the catalogue was not checked. Install the package gettext.")
        return 1
    if "--write" in sys.argv:
        _extract()
        _compile(CATALOGUE.with_suffix(".mo"))
        return 0
    committed, compiled = CATALOGUE.read_bytes(), CATALOGUE.with_suffix(".mo").read_bytes()
    try:
        _extract()
        problems = _differences(committed.decode(), CATALOGUE.read_text()) + _unfinished()
    finally:
        CATALOGUE.write_bytes(committed)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "django.mo"
        _compile(fresh)
        if fresh.read_bytes() != compiled:
            problems.append("django.mo is not what django.po says: run locale/check.py --write")
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems in the Japanese catalogue" if problems else "The Japanese catalogue is whole.")
    return 1 if problems else 0


def _extract() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, str(ROOT / "manage.py"), *EXTRACT, *SKIP, "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - fixed words
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date):.*\n', "", CATALOGUE.read_text())
    CATALOGUE.write_text("\n\n".join(_without_guess(entry) for entry in text.split("\n\n")))


def _without_guess(entry: str) -> str:
    """A message that resembles another one is new: the guess at its translation is taken out."""
    if not re.search(r"^#,.*fuzzy", entry, re.MULTILINE):
        return entry
    entry = re.sub(r"^#\|.*\n|^#, fuzzy\n", "", entry, flags=re.MULTILINE).replace("#, fuzzy, ", "#, ")
    return re.sub(r'^(msgstr(?:\[\d\])?) (?:".*"(?:\n|$))+', r'\1 ""\n', entry, flags=re.MULTILINE).rstrip("\n")


def _compile(target: Path) -> None:
    subprocess.run(["msgfmt", "--check", "-o", str(target), str(CATALOGUE)], check=True)  # noqa: S603, S607 - fixed words


def _messages(text: str) -> set[str]:
    return set(re.findall(r'^msgid ((?:".*"\n)+)', text, re.MULTILINE))


def _differences(committed: str, extracted: str) -> list[str]:
    have, want = _messages(committed), _messages(extracted)
    missing = [f"missing: {message.strip()}" for message in sorted(want - have)]
    return missing + [f"left over: {message.strip()}" for message in sorted(have - want)]


def _unfinished() -> list[str]:
    entries = CATALOGUE.read_text().split("\n\n")[1:]
    fuzzy = [f"fuzzy: {entry}" for entry in entries if "#, fuzzy" in entry or ", fuzzy" in entry.split("msgid")[0]]
    empty = [
        f"empty: {entry}"
        for entry in entries
        if re.search(r'msgstr(\[\d\])? ""\n?$', entry + "\n", re.MULTILINE)
        and not re.search(r'msgstr(\[\d\])? ""\n"', entry)
    ]
    return fuzzy + empty


if __name__ == "__main__":
    sys.exit(main())
