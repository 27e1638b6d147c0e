"""The empty list to be filled in, and beside it what belongs in each column."""

import io
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.importing.columns import COLUMNS, Name
from referrals.importing.files.writing import csv_bytes, workbook

#: Rows of the workbook that are prepared: text, so that 0312… keeps its nought and 22 digits stay 22 digits.
PREPARED_ROWS = 2_000

#: What belongs in a column, and an example as it is written.
GUIDE = {
    Name.CUSTOMER_NUMBER: (gettext_lazy("Your own number of the customer. Needed."), "4012345678"),
    Name.KANA: (gettext_lazy("The reading of the name; half-width is fine."), "タマナ ハナコ"),
    Name.NAME: (gettext_lazy("As in your records. May be blank only where life is in danger."), "玉名 花子"),
    Name.POSTAL_CODE: (gettext_lazy("Seven digits. It decides which agency receives the report. Needed."), "865-0016"),
    Name.ADDRESS: (gettext_lazy("Where the household lives. Needed."), "熊本県玉名市岩崎1-2-3"),
    Name.PHONE: (gettext_lazy("With the area code."), "0968-12-3456"),
    Name.SUPPLY_KIND: (gettext_lazy("Which supply; blank means your company’s own kind."), "電気"),
    Name.SUPPLY_POINT: (gettext_lazy("22 digits for electricity, 17 for city gas."), "0912345678901234567890"),
    Name.ARREARS_MONTHS: (gettext_lazy("How many months are unpaid."), "3"),
    Name.ARREARS_YEN: (gettext_lazy("How much is unpaid, in yen."), "24,800"),
    Name.ARREARS_SINCE: (gettext_lazy("The oldest date of payment that has passed."), "令和8年8月31日"),
    Name.DEFERRED_UNTIL: (gettext_lazy("Until when payment is deferred."), "R8.12.20"),
    Name.NOTICE_ON: (gettext_lazy("When the stop notice was sent."), "2026/12/1"),
    Name.STOP_ON: (gettext_lazy("The stop date that the customer was told."), "2026-12-10"),
    Name.GROUND: (gettext_lazy("同意, 保護 or 協力要請. A row without one is not sent."), "同意"),
    Name.CONSENT_ON: (gettext_lazy("With 同意: the day on which the person agreed."), "令和8年11月20日"),
    Name.CONSENT_MEANS: (gettext_lazy("With 同意: 書面, 口頭, 電話 or オンライン."), "口頭"),
    Name.CONSENT_TAKEN_BY: (gettext_lazy("With 同意: which colleague heard it."), "検針員 佐藤"),
    Name.CONSENT_ITEMS: (
        gettext_lazy("With 同意: what may be told, such as 氏名、住所、滞納状況、停止日; すべて for all."),
        "氏名、住所、滞納状況、停止日",
    ),
    Name.WHY_PROTECT: (gettext_lazy("With 保護: what is in danger, and why."), ""),
    Name.WHY_NO_CONSENT: (gettext_lazy("With 保護: why the person’s consent is hard to get."), ""),
    Name.REQUEST_NUMBER: (gettext_lazy("With 協力要請: the number of the request."), ""),
    Name.DANGER: (gettext_lazy("はい where life is in danger now; call 119 or 110 first."), ""),
    Name.NOTE: (gettext_lazy("A remark in free words."), ""),
}
_CHOICES = {
    Name.SUPPLY_KIND: ["電気", "電気（送配電）", "都市ガス", "LPガス", "水道", "住宅", "その他"],
    Name.GROUND: ["同意", "保護", "協力要請"],
    Name.CONSENT_MEANS: ["書面", "口頭", "電話", "オンライン"],
    Name.DANGER: ["はい", "いいえ"],
}


def template(kind: str) -> bytes:
    """`kind` is "csv" (UTF-8 with the mark by which Excel knows it) or "xlsx"."""
    headings = [str(column.name) for column in COLUMNS]
    return csv_bytes(headings, []) if kind == "csv" else _book(headings)


def _book(headings: list[str]) -> bytes:
    file = io.BytesIO()
    with workbook(file) as book:
        _list(book, headings)
        _guide(book, headings)
    return file.getvalue()


def _list(book: Any, headings: list[str]) -> None:
    sheet = book.add_worksheet("一覧")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, len(headings) - 1, 18, text)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
        choices = _CHOICES.get(Name(heading))
        if choices:
            listed = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, PREPARED_ROWS, place, listed)
    sheet.freeze_panes(1, 1)


def _guide(book: Any, headings: list[str]) -> None:
    sheet = book.add_worksheet("書き方")
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 0, 22, wrapped)
    sheet.set_column(1, 1, 70, wrapped)
    sheet.set_column(2, 2, 30, wrapped)
    for place, heading in enumerate((_("Column"), _("What belongs in it"), _("Example"))):
        sheet.write_string(0, place, heading, bold)
    for n, heading in enumerate(headings, start=1):
        sentence, example = GUIDE[Name(heading)]
        for place, cell in enumerate((heading, str(sentence), example)):
            sheet.write_string(n, place, cell)
