"""Lists as chance makes them, until something breaks: no crash, no hang, no answer but a row's fate or a sentence.

    ./run python benchmarks/fuzz_lists.py [--rows 1000000] [--files 20000] [--seed 1]

Two ways. *Rows*: cells drawn from good ones, hostile ones and mutations of both go through the same `Checker` that the
portal and the command use, against a real database. *Files*: bytes of good files (CSV in three encodings, XLSX) are
cut, turned, repeated and filled with others, and read by `open_table` to their end. A row must come back with one of
the four fates and errors that name known columns; a file must be read or refused with a sentence; nothing may take
longer than ten seconds. The seed makes a run repeatable. Prints its figures as a table.
"""

import io
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import ground

LONGEST_SECONDS = 10.0
BATCH = 500


def main() -> None:
    """Run and print; status 1 where anything was too slow, and a traceback where anything broke."""
    options = ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--files", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    with ground.database(), TemporaryDirectory() as folder:
        slowest = [fuzz_rows(asked.rows, asked.seed), fuzz_files(asked.files, asked.seed, Path(folder))]
    if max(slowest) > LONGEST_SECONDS:
        sys.exit(1)


# --- rows ---


def fuzz_rows(count: int, seed: int) -> float:
    """The longest that a batch took."""
    from django.utils import timezone

    from referrals.importing.checking import Checker
    from referrals.importing.columns import COLUMNS, arrange
    from referrals.management.commands.import_referrals import Sender

    draw = Random(seed)  # noqa: S311 - chance, not secrecy
    names = [str(column.name) for column in COLUMNS]
    sender = Sender(ground.UTILITY, ground.USER, None)
    checker = Checker(
        arrangement=arrange(names), utility=sender.utility, office=sender.office, at=timezone.now(), actor_name="x"
    )
    fates: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    slowest, began = 0.0, time.monotonic()
    for first in range(1, count + 1, BATCH):
        rows = [(n, list(mutated_row(draw, n))) for n in range(first, min(first + BATCH, count + 1))]
        started = time.monotonic()
        with sender.scope():
            checked = checker.check(rows)
        slowest = max(slowest, time.monotonic() - started)
        if [one.n for one in checked] != [n for n, _cells in rows]:
            raise SystemExit(f"rows {first}…: not every row came back once")
        for one in checked:
            fates[one.fate] += 1
            for error in one.errors:
                codes[error.code] += 1
                if error.column and error.column not in names:
                    raise SystemExit(f"row {one.n}: an error names the column {error.column!r}")
    told("rows", count, time.monotonic() - began, slowest, fates, codes)
    return slowest


def mutated_row(draw: Random, n: int) -> Iterator[str]:
    """A good row of which chance has changed up to six cells."""
    cells = ground._row(draw, n)
    for _change in range(draw.choice((0, 1, 1, 2, 3, 6))):
        place = draw.randrange(len(cells))
        cells[place] = mutated(draw, cells[place])
    if draw.random() < 0.02:
        cells = cells[: draw.randrange(len(cells))] if draw.random() < 0.5 else [*cells, draw.choice(STRANGE)]
    return iter(cells)


#: What stands in cells that nobody meant.
STRANGE = (
    *("", " ", "　", "\t", "\n", "\r\n", "\x00", "\x1b[0m", "\ufeff", "\u202e", "\u200b", "\ud800", "\U0010ffff"),
    *("=1+1", "@SUM(A1)", "+81-90", "-1", "NULL", "NaN", "Infinity", "1e309", "0x10", "1/0", "#N/A", "#REF!", "TRUE"),
    *(
        "令和元年5月1日",
        "平成31年4月30日",
        "昭和64年1月7日",
        "R0.1.1",
        "令和99年1月1日",
        "2月30日",
        "2026-02-30",
        "45250",
    ),
    *(
        "99999999",
        "-45250",
        "2026/13/1",
        "0000-00-00",
        "１２３",
        "①",
        "㈱",
        "髙﨑",
        "ｶﾞﾞ",
        "ﾊﾟ",
        "表ソ能",
        "𠮷",
        "鷗",
        "㋿",
    ),
    *(
        "はい",
        "いいえ",
        "同意",
        "保護",
        "協定",
        "支援会議",
        "協力要請",
        "なし",
        "A",
        "F",
        "すべて",
        "氏名、住所",
        "氏名,,,住所",
    ),
    *("あ" * 300, "9" * 400, "'" * 50, '"', '""', "\\", "\\N", "{}", "%s", "$1", "<b>", "&amp;", "${x}", "'; --"),
)


def mutated(draw: Random, cell: str) -> str:
    """The cell changed in one of the ways in which cells are changed."""
    way, other = draw.randrange(8), draw.choice(STRANGE)
    at = draw.randrange(len(cell) + 1)
    if way < 3:
        return other
    if way == 3:
        return cell[:at] + other + cell[at:]
    if way == 4:
        return cell[:at] + cell[at + 1 :]
    if way == 5:
        return cell * draw.randrange(2, 40)
    if way == 6:
        return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in cell)
    return "".join(
        chr(draw.choice((draw.randrange(32, 127), draw.randrange(0x3040, 0x9FFF)))) for _ in range(draw.randrange(20))
    )


# --- files ---


def fuzz_files(count: int, seed: int, folder: Path) -> float:
    """The longest that a file took."""
    from referrals.importing.columns import is_heading
    from referrals.importing.table import Unreadable, open_table

    draw = Random(seed)  # noqa: S311 - chance, not secrecy
    good = good_files(folder)
    ends: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    slowest, began = 0.0, time.monotonic()
    path = folder / "list"
    for _n in range(count):
        path.write_bytes(mutated_bytes(draw, draw.choice(good)))
        started = time.monotonic()
        try:
            with open_table(path, is_heading, max_rows=100_000) as table:
                rows = sum(1 for _row in table.rows)
            ends["read" if rows else "read, no row"] += 1
        except Unreadable as unreadable:
            if len(unreadable.sentence) < 40:
                raise SystemExit("a sentence that says too little") from unreadable
            ends["refused in words"] += 1
            codes[str(unreadable.code)] += 1
        slowest = max(slowest, time.monotonic() - started)
    told("files", count, time.monotonic() - began, slowest, ends, codes)
    return slowest


def good_files(folder: Path) -> list[bytes]:
    """The same list of some rows in every form."""
    from benchmarks.read_xlsx import write_book

    found = []
    for encoding in ("cp932", "utf-8", "utf-8-sig"):
        ground.write_list(folder / "good.csv", 12, encoding="utf-8")
        text = (folder / "good.csv").read_text(encoding="utf-8")
        found.append(text.encode(encoding, "replace"))
    write_book(folder / "good.xlsx", 12)
    return [*found, (folder / "good.xlsx").read_bytes()]


def mutated_bytes(draw: Random, content: bytes) -> bytes:
    """Bytes of which chance has changed some."""
    made = bytearray(content)
    for _change in range(draw.choice((1, 1, 2, 4, 16, 64))):
        at, way = draw.randrange(len(made) + 1), draw.randrange(6)
        if way == 0:
            del made[at : at + draw.choice((1, 2, 50, len(made) // 3 + 1))]
        elif way == 1:
            made[at:at] = draw.randbytes(draw.choice((1, 2, 40)))
        elif way == 2 and made:
            made[at % len(made)] ^= 1 << draw.randrange(8)
        elif way == 3:
            made[at:at] = draw.choice(
                (b'"', b"\0", b"\r", b"\n", b",", b"\t", b"\xff\xfe", b"\x81", b"PK\x03\x04", b"]]>")
            )
        elif way == 4:
            made[at:at] = made[max(0, at - 200) : at] * draw.choice((1, 3, 30))
        else:
            made[at:at] = draw.choice(STRANGE).encode("utf-8", "surrogatepass")
    return bytes(made)


# --- figures ---


def told(what: str, count: int, seconds: float, slowest: float, ends: Counter[Any], codes: Counter[str]) -> None:
    """One table for the paper."""
    out = io.StringIO()
    out.write(
        f"{count:,} {what} in {seconds:,.0f} s; the slowest {'batch' if what == 'rows' else 'file'} {slowest:.2f} s\n"
    )
    out.write("   " + ", ".join(f"{end} {times:,}" for end, times in ends.most_common()) + "\n")
    out.write("   told: " + ", ".join(f"{code} {times:,}" for code, times in codes.most_common()) + "\n")
    print(out.getvalue(), flush=True)


if __name__ == "__main__":
    main()
