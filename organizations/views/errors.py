"""Error pages that keep what somebody typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organizations import drafts
from organizations.middleware import page_of
from organizations.permissions import Permission, permission


@permission(Permission.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that had grown stale: kept if it carries a draft token, and shown again."""
    if request.method == "POST" and drafts.rescue(request):
        messages.info(
            request, _("The page was out of date. What you typed is kept: look it over and send it once more.")
        )
        return redirect(page_of(request))
    return render(request, "csrf_failure.html", status=403)
