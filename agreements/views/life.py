"""Notices, taken back; amendment and renewal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.access import access_agreement, access_notice, facts_of, standing_of
from agreements.actions import notices as verbs
from agreements.actions.following import follow
from agreements.forms_life import FollowForm, NoticeForm
from agreements.models import Agreement, Following, NoticeKind
from agreements.rules import last_day_after_notice, next_deadline
from cases.answering import done, pressed
from japanese.display import long_day
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def agreement_notice(request: HttpRequest, number: str) -> HttpResponse:
    """A party gives notice that it shall not renew itself, or that it is terminated."""
    actor, today = actor_of(request), timezone.localdate()
    found = access_agreement(actor, number)
    parties = [(party.organization_id, party.organization.name) for party in found.parties.all()]
    form = NoticeForm(
        request.POST or None, parties=parties, initial={"received_on": today, "kind": NoticeKind.NO_RENEWAL}
    )
    if form.is_valid() and done(form, lambda: _give(request, actor, found, form)):
        return redirect("agreement", number)
    facts = facts_of(found)
    context: dict[str, Any] = {
        "agreement": found,
        "form": form,
        "standing": standing_of(found, today),
        "notices": facts.notices,
        "deadline": next_deadline(found, *facts, today),
        "last_if_today": last_day_after_notice(found, today) if found.signed_on else None,
        "today": today,
    }
    return render(request, "agreements/notice.html", context, status=400 if form.errors else 200)


def _give(request: HttpRequest, actor: Actor, found: Agreement, form: NoticeForm) -> None:
    said = form.cleaned_data
    given = verbs.give_notice(
        actor=actor,
        agreement=found,
        kind=NoticeKind(said["kind"]),
        given_by_id=said["organization"],
        received_on=said["received_on"],
        ends_on=said["ends_on"],
        reason=said["reason"],
    )
    messages.success(
        request, _("The notice is recorded. By it the last day in force is %(day)s.") % {"day": long_day(given.ends_on)}
    )


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def notice_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The party takes its notice back."""
    actor = actor_of(request)
    notice = access_notice(actor, pk)
    words = _("The notice is taken back. The agreement goes on as if it had not been given.")
    return pressed(
        request,
        lambda: verbs.take_notice_back(actor=actor, notice=notice),
        words,
        "agreement",
        notice.agreement.number,
    )


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def agreement_follow(request: HttpRequest, number: str) -> HttpResponse:
    """Begin an amendment or a renewal: a draft with the text of this one."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    form = FollowForm(request.POST or None, initial={"follows_as": Following.AMENDMENT})
    made: list[Agreement] = []
    if form.is_valid() and done(
        form,
        lambda: made.append(follow(actor=actor, agreement=found, following=Following(form.cleaned_data["follows_as"]))),
    ):
        messages.success(request, _("The draft begins with the text of %(number)s.") % {"number": number})
        return redirect("agreement", made[0].number)
    context = {"agreement": found, "form": form}
    return render(request, "agreements/follow.html", context, status=400 if form.errors else 200)
