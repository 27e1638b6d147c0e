"""Where a system fetches a token: allauth's own token endpoint for OAuth 2 client credentials, and nothing else of it."""

import json

from allauth.idp.oidc.models import Token
from allauth.idp.oidc.views import token as issue
from django.conf import settings
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from organizations.permissions import Permission, permission
from organizations.scope import EMPTY, Scope, narrow
from referrals.access_machines import may_send_from
from referrals.api.authentication import client_address
from referrals.api.problems import Problem, answer
from referrals.api.throttling import seconds_to_wait
from referrals.models import MachineClient

GRANT = "client_credentials"
_CHALLENGE = 'Basic realm="tsunagi"'


@permission(Permission.PUBLIC)
@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for a quarter of an hour. Faults are answered as RFC 6749 says, those of the house as problems."""
    address = client_address(request)
    wait = seconds_to_wait(f"token:{address}", settings.MACHINE_TOKEN_LIMITS)
    if wait:  # before the secret is looked at, which takes time on purpose
        return answer(Problem("too_many_requests", headers={"Retry-After": str(wait)}))
    if request.POST.get("grant_type") != GRANT:
        return _fault("unsupported_grant_type" if "grant_type" in request.POST else "invalid_request", 400)
    if "resource" in request.POST:
        return _fault("invalid_target", 400)
    with transaction.atomic():
        made = _issued(request)
        if made.status_code == 200 and not _may_call(made, address):
            transaction.set_rollback(True)
            return answer(Problem("address_not_allowed", more={"error": "unauthorized_client"}))
    return made


def _issued(request: HttpRequest) -> HttpResponse:
    """First the library says whose secret it is."""
    try:
        made: HttpResponse = issue(request)
    except DataError:  # a name that no text in the database can have
        return _fault("invalid_client", 401)
    if made.status_code == 401:
        made.headers["WWW-Authenticate"] = _CHALLENGE  # the library names the scheme of tokens
    return made


def _may_call(made: HttpResponse, address: str) -> bool:
    """Then we say whether it may call from there; tokens that have run out are cleared away."""
    found = Token.objects.lookup(Token.Type.ACCESS_TOKEN, json.loads(made.content)["access_token"])
    machine = MachineClient.objects.filter(client_id=found.client_id, ended_at__isnull=True).first()
    if machine is None:
        return False
    Token.objects.filter(client_id=found.client_id, expires_at__lte=timezone.now()).delete()
    narrow(Scope(organization=machine.utility_id))
    try:
        return may_send_from(machine, address)
    finally:
        narrow(EMPTY)


def _fault(error: str, status: int) -> HttpResponse:
    headers = {"WWW-Authenticate": _CHALLENGE} if status == 401 else {}
    return JsonResponse({"error": error}, status=status, headers=headers)
