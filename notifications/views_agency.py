"""Outbox and notices at the agency's door. Neither holds a household's data."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.paging import page_newest_first
from notifications.access import access_notice, notices, undone, unread
from notifications.actions import ring
from notifications.outbox import try_again
from notifications.reading import read_notice
from notifications.words import OutboxLine, notice_words
from organizations.actors import actor_of
from organizations.permissions import Permission, permission

_UNREAD_SHOWN = 50


@permission(Permission.OUTBOX_READ)
@require_GET
def outbox_list(request: HttpRequest) -> HttpResponse:
    """What waits, what failed and what was given up."""
    page = page_newest_first(request, undone(actor_of(request)), "created_at")
    context = {"lines": [OutboxLine.of(item) for item in page.rows], "next_url": page.next_url}
    return render(request, "notifications/outbox_list.html", context)


@permission(Permission.OUTBOX_READ)
@require_POST
def outbox_retry(request: HttpRequest, item: UUID) -> HttpResponse:
    """Another round of tries."""
    actor = actor_of(request)
    if actor.municipality_id is None or not try_again(item, actor.municipality_id):
        raise Http404
    transaction.on_commit(ring, robust=True)
    messages.success(request, _("It will be tried again at once."))
    return redirect("outbox_list")


@permission(Permission.CASE_READ)
@require_GET
def notice_bell(request: HttpRequest) -> HttpResponse:
    """The bell of the page's frame by itself; see templates/components/bell.html."""
    return render(request, "components/bell.html")


@permission(Permission.CASE_READ)
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """Unread ones first, the urgent before all others; below, what was read."""
    actor = actor_of(request)
    page = page_newest_first(request, notices(actor).filter(read_at__isnull=False), "created_at")
    waiting = notices(actor).filter(read_at__isnull=True).order_by("-is_urgent", "-created_at", "id")
    context = {
        "unread": [(notice, notice_words(notice)) for notice in waiting[:_UNREAD_SHOWN]] if page.is_first else [],
        "unread_count": unread(actor),
        "read": [(notice, notice_words(notice)) for notice in page.rows],
        "is_first": page.is_first,
        "next_url": page.next_url,
    }
    return render(request, "notifications/notice_list.html", context)


@permission(Permission.CASE_READ)
@require_POST
def notice_read(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark as read, for everybody of the agency, and go to what it tells of."""
    actor = actor_of(request)
    found = access_notice(actor, notice)
    read_notice(actor=actor, notice=found)
    # The portal's log-in writes notices; whatever it wrote, the way leads to a page of this door.
    inside = url_has_allowed_host_and_scheme(found.path, allowed_hosts=None)
    return redirect(found.path if "open" in request.POST and inside else "notice_list")
