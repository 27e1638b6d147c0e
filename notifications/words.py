"""Outbox items and notices in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import Notice, OutboxItem

_NOTICES: dict[str, str | Promise] = {
    "report": _("A report has arrived"),
    "list": _("A list of reports has arrived"),
    "retracted": _("A report was withdrawn by its sender"),
    "retracted_in_case": _("A report that lies in a case was withdrawn by its sender"),
    "serve_yes": _("Somebody accepted to become a member of the meeting"),
    "serve_no": _("Somebody declined to become a member of the meeting"),
    "pledge": _("A member of the meeting signed the pledge of secrecy"),
    "callback": _("Somebody who holds a leaflet asks to be called back"),
    "request_answered": _("An answer to a request for co-operation has arrived"),
    "agreement_deadline": _("An agreement's last day to give notice comes near"),
    "agreement_ends": _("An agreement comes to its last day"),
    "agreement_opinions": _("Opinions of the parties on an agreement are due soon"),
}
_URGENT: dict[str, str | Promise] = {"report": _("A report says that life is in danger")}
_ERRORS: dict[str, str | Promise] = {
    "NoRecipient": _("No desk has an e-mail address. An administrator must name one."),
    "ConnectionRefusedError": _("The mail server did not answer."),
    "TimeoutError": _("The mail server did not answer in time."),
    "gaierror": _("The mail server was not found."),
    "SMTPAuthenticationError": _("The mail server did not accept our log-in."),
    "SMTPRecipientsRefused": _("The mail server refused the address."),
    "SMTPServerDisconnected": _("The mail server hung up."),
}


@dataclass(frozen=True)
class OutboxLine:
    """An item with its state. `error` is the cause in words, or the name of the failure."""

    item: OutboxItem
    state: str | Promise
    tone: str
    error: str | Promise

    @classmethod
    def of(cls, item: OutboxItem) -> "OutboxLine":
        """Of an item that is not done."""
        state, tone = _state(item)
        return cls(item, state, tone, _ERRORS.get(item.last_error, item.last_error))


def _state(item: OutboxItem) -> tuple[str | Promise, str]:
    if item.dead_at:
        return _("given up"), "danger"
    if item.attempts and item.last_error:
        return _("failed, will be tried again"), "warning"
    return _("waiting"), "info"


def notice_words(notice: Notice) -> str:
    """What happened; never about whom."""
    words = (_URGENT if notice.is_urgent else _NOTICES).get(notice.code) or _NOTICES.get(notice.code, notice.code)
    return str(words)
