"""A passkey is set up and signs in, in a browser with a virtual authenticator."""

import re

import pytest

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser


def test_a_passkey_is_set_up_and_signs_in(visit):
    person = visit("shunin@furano.example.jp")
    page = person.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    # A passkey belongs to a name; an address of numbers has none.
    base = person.base.replace("127.0.0.1", "localhost")
    page.goto(base + "/account/login/")
    page.fill("input[name=login]", "shunin@furano.example.jp")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/today/"))
    page.goto(base + "/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()
    page.fill("input[name=name]", "窓口のパソコン")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    page.locator("main form button, main button").last.click()
    page.wait_for_url(re.compile(r"/2fa/(webauthn/$|webauthn/\?|recovery-codes/)"))
    page.goto(base + "/account/2fa/webauthn/")
    assert "窓口のパソコン" in page.inner_text("main")
    page.context.clear_cookies()
    page.goto(base + "/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/today/"))
