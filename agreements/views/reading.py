"""Reading: the list with the life of each, one agreement, the calendar, two versions side by side."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.access import access_agreement, access_version, agreement_page, facts_of, living, standing_of
from agreements.life import life_of
from agreements.models import Agreement, Annex, Signature
from agreements.reminders import near_days
from agreements.standing import days_ahead
from agreements.terms import DAY, add_months
from agreements.texts import content_of, difference
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The municipality's agreements, where each stands today, and which day of each comes near."""
    actor, today = actor_of(request), timezone.localdate()
    page = agreement_page(actor, _number(request.GET.get("before", "")))
    context = {
        "rows": [(one, standing_of(one, today), life_of(one, today), near_days(one, today)) for one in page.rows],
        "next_url": f"?before={page.following}" if page.following else "",
        "may_manage": actor.may(Permission.AGREEMENT_MANAGE),
    }
    return render(request, "agreements/list.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement: where it stands, parties, term, text, what can be done."""
    actor, today = actor_of(request), timezone.localdate()
    found = access_agreement(actor, number)
    signatures = {one.party_id: one for one in Signature.objects.filter(party__agreement=found)}
    context = {
        "agreement": found,
        "standing": standing_of(found, today),
        "life": life_of(found, today),
        "near": near_days(found, today),
        "parties": [(party, signatures.get(party.pk)) for party in found.parties.all()],
        "content": content_of(found),
        "notices": facts_of(found).notices,
        "generated_words": [str(Annex(one).label) for one in found.generated],
        "versions": found.versions.order_by("-number"),
        "scans": found.scans.defer("content").order_by("pk"),
        "followers": found.successors.order_by("pk"),
        "may_manage": actor.may(Permission.AGREEMENT_MANAGE),
        **_can(found),
    }
    return render(request, "agreements/agreement.html", context)


def _can(found: Agreement) -> dict[str, bool]:
    unsigned = found.signed_on is None and found.dropped_at is None
    return {
        "is_draft": unsigned and found.review_sent_at is None,
        "is_unsigned": unsigned,
        "is_signed": found.signed_on is not None,
    }


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_compare(request: HttpRequest, number: str) -> HttpResponse:
    """Any two versions, or a version and the text of now, side by side."""
    found = access_agreement(actor_of(request), number)
    numbers = list(found.versions.order_by("number").values_list("number", flat=True))
    old = _number(request.GET["old"]) if "old" in request.GET else numbers[-1] if numbers else 0
    new = _number(request.GET.get("new", ""))
    changes = difference(_content(found, old), _content(found, new))
    context: dict[str, Any] = {
        "agreement": found,
        "numbers": numbers,
        "old": old,
        "new": new,
        "changes": changes,
        "is_same": all(one.kind == "unchanged" for one in changes),
    }
    return render(request, "agreements/compare.html", context)


def _content(found: Agreement, number: int) -> dict[str, Any]:
    """0 is the text of now."""
    return access_version(found, number).content if number else content_of(found)


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_calendar(request: HttpRequest) -> HttpResponse:
    """What comes in the next twelve months: ends, deadlines, beginnings, opinions."""
    today = timezone.localdate()
    last = add_months(today, 12)
    days = [
        (one.day, one, found)
        for found in living(actor_of(request))
        for one in days_ahead(found, *facts_of(found), today, last)
    ]
    days.sort(key=lambda line: (line[0], line[2].number, line[1].code))
    context = {"months": [(_first(key), list(lines)) for key, lines in groupby(days, key=_month)], "last": last - DAY}
    return render(request, "agreements/calendar.html", context)


def _month(line: tuple[date, Any, Agreement]) -> tuple[int, int]:
    return line[0].year, line[0].month


def _first(month: tuple[int, int]) -> date:
    return date(*month, 1)
