"""The page that a leaflet's square opens. No log-in, nobody's data but what somebody types to be called back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from documents.leaflet_channels import Channel, find
from documents.leaflet_languages import KNOWN
from organizations.permissions import Permission, permission
from outreach.callbacks import ask
from outreach.counting import count
from outreach.forms_public import AskForm, new_token
from outreach.limits import address_of, is_bot, within
from outreach.public_page import page_of

#: Of one address: openings of one code a minute that are counted, requests an hour; of one code: requests an hour.
OPENINGS, REQUESTS, REQUESTS_OF_A_CODE = 5, 5, 40
_MINUTE, _HOUR = 60, 3600


@permission(Permission.PUBLIC)
@require_safe
def channel_page(request: HttpRequest, code: str, language: str = "ja") -> HttpResponse:
    """The desk, its hours and telephone, what to expect, and the form to be called back."""
    channel = find(code)
    if channel is None:
        return unknown(request)
    spoken = language if language in KNOWN else "ja"
    _count(request, channel, spoken)
    form = _form(channel, page := page_of(channel, spoken))
    return _shown(request, page, form, not_yet=spoken != language)


def _count(request: HttpRequest, channel: Channel, language: str) -> None:
    """Once for each time that a person opens it: machines and those who press again and again do not count."""
    if request.method != "GET" or is_bot(request):
        return
    if within("opened", f"{address_of(request)}:{channel.code}", most=OPENINGS, seconds=_MINUTE):
        count(channel, language, "opened")


@permission(Permission.PUBLIC)
@require_POST
def callback_ask(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Somebody wants to be called back; what was typed stays on the page whatever is wrong."""
    channel = find(code)
    if channel is None or language not in KNOWN:
        return unknown(request)
    page = page_of(channel, language)
    form = AskForm(request.POST, words=page["w"], code=channel.code)
    if not form.is_valid():
        return _shown(request, page, form, status=400)
    if not _may_ask(request, channel):
        form.add_error(None, page["w"]["too_many"])
        return _shown(request, page, form, status=429)
    ask(channel=channel, language=language, asked=form.asked(), submission=form.submission)
    return redirect("callback_sent", code=channel.code, language=language)


def _may_ask(request: HttpRequest, channel: Channel) -> bool:
    own = within("asked", address_of(request), most=REQUESTS, seconds=_HOUR)
    return within("asked-of", channel.code, most=REQUESTS_OF_A_CODE, seconds=_HOUR) and own


@permission(Permission.PUBLIC)
@require_safe
def callback_sent(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Received, and what happens next."""
    channel = find(code)
    if channel is None or language not in KNOWN:
        return unknown(request)
    return render(request, "outreach/public/sent.html", page_of(channel, language))


def unknown(request: HttpRequest) -> HttpResponse:
    """No such code: how to find help all the same."""
    return render(request, "outreach/public/unknown.html", {"tag": "ja", "language": "ja"}, status=404)


def _form(channel: Channel, page: dict[str, Any]) -> AskForm:
    return AskForm(words=page["w"], code=channel.code, initial={"token": new_token(channel.code)})


def _shown(
    request: HttpRequest, page: dict[str, Any], form: AskForm, *, not_yet: bool = False, status: int = 200
) -> HttpResponse:
    token = form.next_token() if form.is_bound else form.initial["token"]
    context = {**page, "form": form, "token": token, "not_yet": not_yet}
    return render(request, "outreach/public/page.html", context, status=status)
