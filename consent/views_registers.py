"""Two registers: what was told without consent, and what the gate refused."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from cases.subjects import case_numbers
from consent.access import (
    protection_register,
    refusals_by_month,
    reviews_counted,
    unreviewed,
)
from consent.gate import WORDS
from consent.models import ProtectionGround
from consent.reports import reports_about
from consent.sealing import conceal
from consent.words import RegisterLine, register_lines
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.PROTECTION_REVIEW)
@require_GET
def protection_list(request: HttpRequest) -> HttpResponse:
    """Everything that was told without consent: who judged, why, and what the review said."""
    actor = actor_of(request)
    state = request.GET.get("state", "open")
    state = state if state in _tab_words() else "open"
    page = page_newest_first(request, protection_register(actor, state), "place")
    record_access(
        actor=actor,
        kind=AccessKind.LIST,
        subject="consent.protectionground",
        ids=page.ids,
        purpose="protection register",
    )
    context = {
        "lines": _lines(actor, page.rows),
        "next_url": page.next_url,
        "tabs": _tabs(actor, state),
        "state": state,
    }
    return render(request, "consent/protection_list.html", context)


def _lines(actor: Actor, grounds: list[ProtectionGround]) -> list[RegisterLine]:
    conceal(actor, grounds)
    subjects = [ground.subject for ground in grounds]
    receipts = {one.subject: one.number for one in reports_about(actor, subjects)}
    return register_lines(grounds, receipts, case_numbers(actor, subjects))


def _tab_words() -> dict[str, str]:
    return {
        "open": _("to be reviewed"),
        "upheld": _("upheld"),
        "not_upheld": _("not upheld"),
        "all": _("all"),
    }


def _tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    counts = {"open": unreviewed(actor)}
    return [
        {"label": label, "url": f"?state={name}", "current": name == current, "count": counts.get(name)}
        for name, label in _tab_words().items()
    ]


@permission(Permission.REFUSALS_READ)
@require_GET
def refusal_list(request: HttpRequest) -> HttpResponse:
    """What the gate refused, as counts, and how the reviews of route B ended; for who reviews or audits."""
    actor = actor_of(request)
    since = a_year_before(timezone.now())
    context = {
        "refusals": refusals(actor, since),
        "reviews": reviews_counted(actor, since),
        "since": since,
        "may_review": actor.may(Permission.PROTECTION_REVIEW),
    }
    return render(request, "consent/refusal_list.html", context)


def refusals(actor: Actor, since: datetime) -> list[dict[str, object]]:
    """Counts with each reason in words."""
    return [{**row, "reason": _SENTENCES.get(row["code"], row["code"])} for row in refusals_by_month(actor, since)]


_SENTENCES = {str(code): words.sentence for code, words in WORDS.items()}


def a_year_before(now: datetime) -> datetime:
    """The first moment of the month a year ago."""
    first = timezone.localtime(now) - timedelta(days=365)
    return first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
