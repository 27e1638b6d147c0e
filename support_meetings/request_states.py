"""Where a request for co-operation stands, in words. No database."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from support_meetings.models import CooperationAnswer, CooperationRequest


@dataclass(frozen=True)
class RequestState:
    """`key` is stable; label, tone and icon are for people."""

    key: str
    label: str | Promise
    tone: str
    icon: str


OPEN = RequestState("open", _("waits for an answer"), "info", "clock")
OVERDUE = RequestState("overdue", _("overdue"), "warning", "alert")
ANSWERED = RequestState("answered", _("the answer is here"), "success", "check-circle")
CLOSED = RequestState("closed", _("closed"), "neutral", "lock")
WITHDRAWN = RequestState("withdrawn", _("taken back by the meeting"), "neutral", "undo")


def state_of(request: Any) -> RequestState:
    """Of a request loaded by `access_requests`, which says whether it `is_answered`."""
    if request.withdrawn_at is not None:
        return WITHDRAWN
    if request.closed_at is not None:
        return CLOSED
    if request.is_answered:
        return ANSWERED
    return OVERDUE if request.due_on < timezone.localdate() else OPEN


def is_late(request: CooperationRequest, answer: CooperationAnswer) -> bool:
    """Whether an answer came after the day that was asked for; it counts all the same."""
    return timezone.localdate(answer.received_at) > request.due_on
