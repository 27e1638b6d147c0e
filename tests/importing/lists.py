"""Lists as companies send them, for the tests of the import."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from japanese.dates import today
from referrals.importing.checking import Checker
from referrals.importing.columns import COLUMNS, arrange
from referrals.importing.rows import Checked

HEADINGS = tuple(str(column.name) for column in COLUMNS)

#: A household that agreed to everything that is told of it.
GOOD: dict[str, str] = {
    "お客さま番号": "4012345678",
    "契約名義カナ": "ﾀﾏﾅ ﾊﾅｺ",
    "契約名義": "玉名　花子",
    "郵便番号": "865-0016",
    "住所": "熊本県玉名市岩崎1-2-3",
    "電話番号": "0968-12-3456",
    "供給種別": "電気",
    "供給地点特定番号": "0912345678901234567890",
    "滞納月数": "3",
    "滞納額": "24,800",
    "最古の支払期日": f"{today() - timedelta(days=90)}",
    "支払猶予期限": "",
    "停止予告日": f"{today() - timedelta(days=3)}",
    "供給停止予定日": f"{today() + timedelta(days=12)}",
    "根拠": "同意",
    "同意日": f"{today() - timedelta(days=4)}",
    "同意方法": "口頭",
    "同意取得者": "検針員 佐藤",
    "同意項目": "すべて",
    "備考": "夜間の連絡を希望",
}
#: A household that cannot be asked.
PROTECTED = GOOD | {
    **dict.fromkeys(("同意日", "同意方法", "同意取得者", "同意項目"), ""),
    "お客さま番号": "4087654321",
    "根拠": "保護",
    "保護の必要性": "三日前から郵便受けがあふれ、弱い声で返事があった。",
    "同意困難の理由": "戸を開けられず、話が続かない。",
}
DANGER = PROTECTED | {"お客さま番号": "4099999999", "緊急": "はい"}

Row = Mapping[str, str]


def many(count: int, of: Row = GOOD, **changes: str) -> list[dict[str, str]]:
    """So many households, each with a customer number of its own."""
    return [{**of, **changes, "お客さま番号": f"77{n:08}"} for n in range(count)]


def cells_of(row: Row, headings: Sequence[str] = HEADINGS) -> list[str]:
    """The cells of a row below these headings."""
    return [row.get(heading, "") for heading in headings]


def csv_bytes(
    rows: Iterable[Row], headings: Sequence[str] = HEADINGS, encoding: str = "cp932", end: str = "\r\n"
) -> bytes:
    """The list as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(headings)
    writer.writerows(cells_of(row, headings) for row in rows)
    return text.getvalue().encode(encoding)


def write_csv(path: Path, rows: Iterable[Row], **how: Any) -> Path:
    """The list in a file."""
    path.write_bytes(csv_bytes(rows, **how))
    return path


def checker(cast: Any, actor: Any, utility: str = "denki", **more: Any) -> Checker:
    """As the command makes it."""
    office = getattr(cast, f"{utility}_office")
    stated = {"at": timezone.now(), "actor_name": actor.name, "arrangement": arrange(HEADINGS)}
    return Checker(utility=getattr(cast, utility), office=office, **{**stated, **more})


def numbered(rows: Iterable[Row]) -> list[tuple[int, list[str]]]:
    """Rows as a table gives them."""
    return [(n, cells_of(row)) for n, row in enumerate(rows, start=1)]


def check(cast: Any, actor: Any, *rows: Row, **more: Any) -> list[Checked]:
    """The rows of one list, checked."""
    return checker(cast, actor, **more).check(numbered(rows))
