"""Lists as utilities send them, for these tests: rows of the template, with what a test wants changed."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from japanese.dates import today
from referrals.models import ImportRun
from referrals.tasks import work_on_import

HEADINGS = [
    "お客さま番号",
    "契約名義カナ",
    "契約名義",
    "郵便番号",
    "住所",
    "電話番号",
    "供給種別",
    "供給地点特定番号",
    "滞納月数",
    "滞納額",
    "最古の支払期日",
    "支払猶予期限",
    "停止予告日",
    "供給停止予定日",
    "根拠",
    "同意日",
    "同意方法",
    "同意取得者",
    "同意項目",
    "保護の必要性",
    "同意困難の理由",
    "協力要請番号",
    "緊急",
    "備考",
]
GOOD = {
    "契約名義カナ": "タナカ ハナコ",
    "契約名義": "田中 花子",
    "郵便番号": "865-0016",
    "住所": "熊本県玉名市岩崎1-2-3",
    "電話番号": "0968-12-3456",
    "供給種別": "電気",
    "供給地点特定番号": "0912345678901234567890",
    "滞納月数": "3",
    "滞納額": "24800",
    "供給停止予定日": f"{today() + timedelta(days=12)}",
    "根拠": "同意",
    "同意日": f"{today() - timedelta(days=4)}",
    "同意方法": "口頭",
    "同意取得者": "佐藤 検針員",
    "同意項目": "すべて",
}
PROTECTED = {
    "根拠": "保護",
    "同意日": "",
    "同意方法": "",
    "同意取得者": "",
    "同意項目": "",
    "保護の必要性": "三日前から郵便受けがあふれ、呼びかけに弱い声で返事があった。",
    "同意困難の理由": "戸を開けられず、話が続かないため尋ねられなかった。",
}
WITHOUT_GROUND = dict.fromkeys(("根拠", "同意日", "同意方法", "同意取得者", "同意項目"), "")


def row(number: object, **changed: str) -> dict[str, str]:
    """A row that can be sent, but for what is changed."""
    return {**GOOD, "お客さま番号": f"K-{number}", **changed}


def csv_of(rows: Iterable[Mapping[str, str]], headings: Iterable[str] = HEADINGS, encoding: str = "cp932") -> bytes:
    """The file that a billing system writes."""
    written = io.StringIO()
    table = csv.writer(written)
    names = list(headings)
    table.writerow(names)
    table.writerows([one.get(name, "") for name in names] for one in rows)
    return written.getvalue().encode(encoding)


class Handing:
    """Somebody at the portal who hands in lists; the worker's part is done when a test says so."""

    def __init__(self, browser: Any, office_id: int) -> None:
        self.browser, self.office_id = browser, office_id

    def upload(self, content: bytes, name: str = "list.csv", **changed: Any) -> Any:
        """Fill in the form and press the button."""
        form_id = self.browser.get("/imports/").context["form"]["form_id"].value()
        fields = {"office": self.office_id, "form_id": form_id, "file": SimpleUploadedFile(name, content)}
        return self.browser.post("/imports/upload/", {**fields, **changed})

    def read(self, content: bytes, name: str = "list.csv") -> ImportRun:
        """A list that the worker has read."""
        run = ImportRun.objects.get(pk=self.key(self.upload(content, name)))
        worked(run)
        return run

    def key(self, answer: Any) -> UUID:
        """Of the list to which the answer leads."""
        assert answer.status_code == 302, answer.content.decode()
        return UUID(answer.url.strip("/").split("/")[1])

    def page(self, run: ImportRun, query: str = "") -> Any:
        return self.browser.get(f"/imports/{run.pk}/{query}")

    def send(self, run: ImportRun) -> None:
        """Press "send" and let the worker work."""
        assert self.browser.post(f"/imports/{run.pk}/send/").status_code == 302
        worked(run)

    def mend(self, run: ImportRun, n: int, **changed: str) -> Any:
        """Open a row, change some of its columns, press the button."""
        form = self.browser.get(f"/imports/{run.pk}/rows/{n}/").context["form"]
        fields = {name: form[name].value() or "" for name in form.fields}
        fields |= {f"c{HEADINGS.index(column)}": value for column, value in changed.items()}
        return self.browser.post(f"/imports/{run.pk}/rows/{n}/", fields)


def worked(run: ImportRun) -> str:
    """What the portal's worker does when the doorbell rings; the run as it is then."""
    state = work_on_import(str(run.pk), run.organization_id, run.user_id)
    run.refresh_from_db()
    return state
