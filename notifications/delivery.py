"""How each kind of outbox item is done. Outside any transaction: mail and network take their time."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from django.utils.translation import override

from notifications.models import OutboxItem, OutboxKind
from organizations.models import ContactDesk, SupportAgency
from organizations.sealing import unseal


class NoRecipient(Exception):
    """There is no desk to write to; an administrator must name one."""


def deliver(item: OutboxItem) -> None:
    """Do what the item says; any exception means not done."""
    autodiscover_modules("deliveries")
    _HOW[OutboxKind(item.kind)](item)


How = Callable[[OutboxItem], None]


def delivers(kind: OutboxKind) -> Callable[[How], How]:
    """Declare in an app's `deliveries.py` how it does what it has put into the outbox."""

    def declare(how: How) -> How:
        _HOW[kind] = how
        return how

    return declare


def _send(item: OutboxItem, to: str, subject: str, body: str) -> None:
    # One effect has one Message-ID: where a crash makes us send again, mail programs show it once.
    headers = {"Message-ID": f"<{item.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()


#: Codes of notices that come from a meeting and are about no report.
MEETING_CODES = frozenset({"serve_yes", "serve_no", "pledge", "request_answered"})


def _desk_subject(payload: dict[str, Any]) -> str:
    if payload["urgent"]:
        return _("[Urgent] Tsunagi: a report says that life is in danger")
    if payload.get("code") in MEETING_CODES:
        return _("Tsunagi: there is news from the meeting")
    if payload.get("code") == "callback":
        return _("Tsunagi: somebody asks to be called back")
    return _("Tsunagi: a new report has arrived")


def _desk_mail(item: OutboxItem) -> None:
    payload: dict[str, Any] = item.payload
    desk = ContactDesk.objects.filter(agency_id=payload["agency"], is_first=True).first()
    agency = SupportAgency.objects.filter(pk=payload["agency"]).first()
    to = desk.email if desk else agency.email if agency else ""
    if not to:
        raise NoRecipient
    with override("ja"):
        subject = _desk_subject(payload)
        lines = [
            _("Number: %(number)s") % {"number": payload["number"]}
            if payload.get("code") in MEETING_CODES | {"callback"}
            else _("Receipt number: %(number)s") % {"number": payload["number"]},
            _("Please sign in and look at it:"),
            settings.AGENCY_URL + payload["path"],
            "",
            _("For protection of personal data this e-mail says nothing about the household."),
        ]
    _send(item, to, subject, "\n".join(lines))


def _invitation_mail(item: OutboxItem) -> None:
    payload: dict[str, Any] = item.payload
    with override("ja"):
        subject = _("Tsunagi: you are invited")
        lines = [
            _("You are invited to Tsunagi. Please open this address and set your password:"),
            unseal(payload["address"].encode()).decode(),
            "",
            _("It opens once, until %(until)s.") % {"until": payload["until"]},
        ]
    _send(item, payload["to"], subject, "\n".join(lines))


_HOW: dict[OutboxKind, How] = {
    OutboxKind.DESK_MAIL: _desk_mail,
    OutboxKind.INVITATION_MAIL: _invitation_mail,
}
