"""The access log at the agency's door, for auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.access import chains, on_day, people, records
from audit.forms import FilterForm
from audit.naming import names_of
from audit.paging import page_newest_first
from audit.words import line_of
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AUDIT_READ)
@require_GET
def access_list(request: HttpRequest) -> HttpResponse:
    """Who saw what, how and why. It holds numbers of rows and nobody's data, so reading it is not logged."""
    actor = actor_of(request)
    form = FilterForm(request.GET, people(actor))
    rows = records(actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("day"):
        rows = on_day(rows, wanted["day"])
    if wanted.get("person"):
        rows = rows.filter(user_id=wanted["person"])
    page = page_newest_first(request, rows, "at")
    is_whole = page.is_first and not wanted.get("day") and not wanted.get("person")
    names = names_of(page.rows)
    context = {
        "form": form,
        "lines": [line_of(row, names) for row in page.rows],
        "next_url": page.next_url,
        "chains": chains(actor) if is_whole else [],
    }
    return render(request, "audit/access_list.html", context)
