"""The receipt for a report (受付票), which a utility's worker may print, file or pin to a wall."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class ReceiptContent:
    """What the receipt says. There is no field for the household: the paper may be seen by anyone.

    ``received_at`` is aware and is printed in the current time zone. ``will_be_told`` is the sentence
    that says what the reporter will and will not hear of.
    """

    receipt_number: str
    received_at: datetime
    utility_name: str
    office_name: str
    agency_name: str
    desk_phone: str
    desk_hours_text: str
    route_label: str
    will_be_told: str
    emergency: bool

    def received_text(self) -> str:
        """令和8年11月24日（火） 9時05分; raises ValueError when ``received_at`` carries no zone."""
        local = timezone.localtime(self.received_at)
        return f"{wareki(local.date())} {local.hour}時{local.minute:02d}分"


def receipt_pdf(content: ReceiptContent) -> bytes:
    """One page of A4; raises PaperTooLong when the texts need a second."""
    title = f"情報提供 受付票 {content.receipt_number}"
    return render_pdf("documents/receipt.html", {"content": content}, title=title, pages=1)
