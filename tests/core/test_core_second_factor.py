"""The second factor: required, set up with a real code, asked for, and its secrets encrypted."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.cast import PASSWORD
from tests.core.searching import tables_naming
from tests.core.signing_in import give_password, is_signed_in, log_in, totp

pytestmark = pytest.mark.usefixtures("quick_passwords")
SET_UP, ASK, CODES = "/account/2fa/totp/activate/", "/account/2fa/authenticate/", "/account/2fa/recovery-codes/"


@pytest.fixture
def client(cast, browser, settings):
    """The caseworker has signed in with the password, at a door that requires more."""
    give_password(cast, "caseworker")
    signed_in = browser("", door="agency")
    settings.MFA_REQUIRED = True
    log_in(signed_in, "caseworker")
    return signed_in


def offered_secret(client):
    """What the set-up page shows to the app, once the password was said again."""
    assert client.get(SET_UP)["Location"].startswith("/account/reauthenticate/")
    client.post(f"/account/reauthenticate/?next={SET_UP}", {"password": PASSWORD})
    return client.get(SET_UP).context["form"].secret


def set_up(client):
    """Set up the app; its secret."""
    secret = offered_secret(client)
    assert client.post(SET_UP, {"code": totp(secret)}).status_code == 302
    cache.clear()  # thirty seconds later: a code is taken once
    return secret


def come_back(client):
    client.post("/account/logout/")
    answer = log_in(client, "caseworker")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, ASK)


@pytest.mark.parametrize("page", ["/today/", "/cases/", "/triage/"])
def test_without_it_a_role_leads_to_the_set_up_only(client, page):
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert client.get("/account/2fa/").status_code == 200


def test_a_wrong_code_sets_up_nothing(client):
    secret = offered_secret(client)
    wrong = f"{(int(totp(secret)) + 1) % 1_000_000:06d}"
    assert client.post(SET_UP, {"code": wrong}).status_code == 200
    assert not Authenticator.objects.exists()
    assert client.get("/today/").status_code == 302


def test_with_it_the_role_opens_and_the_next_log_in_asks_for_a_code(client):
    secret = set_up(client)
    assert client.get("/today/").status_code == 200
    come_back(client)
    assert not is_signed_in(client) and client.get("/today/").status_code == 302
    client.post(ASK, {"code": "000000" if totp(secret) != "000000" else "000001"})
    assert not is_signed_in(client)
    client.post(ASK, {"code": totp(secret)})
    assert client.get("/today/").status_code == 200


def test_a_code_opens_once(client):
    secret = set_up(client)
    come_back(client)
    code = totp(secret)
    client.post(ASK, {"code": code})
    assert is_signed_in(client)
    come_back(client)
    client.post(ASK, {"code": code})
    assert not is_signed_in(client)


def test_recovery_codes_open_once_each(client):
    set_up(client)
    first, second, *_others = client.get(CODES).context["unused_codes"]
    for code, opens in ((first, True), (first, False), (second, True)):
        cache.clear()
        come_back(client)
        client.post(ASK, {"code": code})
        assert is_signed_in(client) == opens


def test_its_secrets_lie_encrypted(client):
    secret = set_up(client)
    codes = client.get(CODES).context["unused_codes"]
    assert {one.type for one in Authenticator.objects.all()} == {"totp", "recovery_codes"}
    for words in (secret, *codes):
        assert tables_naming(words) == {}
    for one in Authenticator.objects.all():
        assert not set(one.data.values()) & {secret, *codes}


def test_the_other_door_requires_it_too(cast, browser, settings):
    give_password(cast, "staff")
    portal = browser("", door="portal")
    settings.MFA_REQUIRED = True
    log_in(portal, "staff")
    assert portal.get("/report/")["Location"] == "/account/2fa/"
