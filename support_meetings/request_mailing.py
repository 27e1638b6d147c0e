"""What the worker does for requests: letters to a utility's people, without a household, and the day of the answer."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from notifications.models import OutboxItem
from organizations.models import RoleAssignment, RoleKind
from support_meetings.models import CooperationRequest

#: What is done → (subject, first line)
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "asked": (
        _("Tsunagi: a support meeting asks for your co-operation"),
        _("A support meeting asks your organisation for information. Please sign in and answer:"),
    ),
    "remind": (
        _("Tsunagi: a request of a support meeting waits for your answer"),
        _("A request for co-operation is not answered yet. Please sign in and answer; a late answer is welcome:"),
    ),
}
_ANSWERING = (RoleKind.UTILITY_STAFF, RoleKind.UTILITY_MANAGER)


def do_for_request(item: OutboxItem) -> None:
    """`do` in the payload: "asked", "remind" (by the office), "due" (by itself, once), "answered"."""
    do, pk = item.payload["do"], item.payload["request"]
    if do == "answered":
        note_answer(pk, datetime.fromisoformat(item.payload["at"]))
    elif do != "due":
        _write_to_them(item, CooperationRequest.objects.get(pk=pk), do)
    elif _is_waited_for(request := CooperationRequest.objects.get(pk=pk)):
        _write_to_them(item, request, "remind")
        _note_reminder(request.pk)


@transaction.atomic
def note_answer(pk: int, at: datetime) -> None:
    """The day of the first answer stands on the request; the portal may not write it there."""
    request = CooperationRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    if request.answered_at is None:
        request.answered_at = at
        request.save()


@transaction.atomic
def _note_reminder(pk: int) -> None:
    request = CooperationRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    request.reminded_at, request.reminders = timezone.now(), request.reminders + 1
    request.save()


def _is_waited_for(request: CooperationRequest) -> bool:
    """Overdue, and nobody has reminded them by hand since it was."""
    is_open = not (request.answered_at or request.closed_at or request.withdrawn_at)
    is_reminded = request.reminded_at is not None and timezone.localdate(request.reminded_at) > request.due_on
    return is_open and not is_reminded and request.due_on < timezone.localdate()


def _write_to_them(item: OutboxItem, request: CooperationRequest, code: str) -> None:
    if request.closed_at or request.withdrawn_at:
        return
    subject, first = WORDS[code]
    path = reverse("asked", urlconf="config.urls_portal")
    for user_id, address in _people(request.addressed_to_id):
        with override("ja"):
            lines = [
                str(first),
                settings.PORTAL_URL + path,
                "",
                str(_("To protect personal data this e-mail does not say about whom.")),
            ]
            headers = {"Message-ID": f"<{item.pk}.{user_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"}
            letter = (str(subject), "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [address])
            EmailMessage(*letter, headers=headers).send()


def _people(organization_id: int) -> list[tuple[int, str]]:
    """Whoever may answer for them today."""
    today = timezone.localdate()
    roles = RoleAssignment.objects.in_force(today).filter(organization_id=organization_id, role__in=_ANSWERING)
    roles = roles.filter(user__is_active=True)
    return list(roles.order_by("user_id").values_list("user_id", "user__email").distinct())
