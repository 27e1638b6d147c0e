"""Signing in, staying signed in, and losing it: at two doors that do not open each other."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from organizations.actions import end_role
from organizations.models import DoorSession, RoleAssignment, RoleKind, User
from organizations.scope import log_in_as
from tests.cast import PASSWORD
from tests.core.signing_in import LOGIN, give_password, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def stranger(cast, browser):
    """`stranger("portal")`: nobody's browser at that door; the cast has passwords."""
    give_password(cast, "staff", "manager", "caseworker", "admin", "auditor")
    return lambda door: browser("", door=door)


@pytest.mark.parametrize("address", ["staff@example.jp", "STAFF@Example.JP"])
def test_with_e_mail_and_password_one_comes_home(stranger, address):
    portal = stranger("portal")
    answer = portal.post(LOGIN, {"login": address, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert portal.get("/", follow=True).status_code == 200 and is_signed_in(portal)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(stranger):
    portal, words = stranger("portal"), []
    for name in ("staff", "nobody"):
        answer = log_in(portal, name, "wrong horse")
        assert answer.status_code == 200 and not is_signed_in(portal)
        words.append(answer.context["form"].errors.as_text())
    assert words[0] == words[1] != ""


def test_an_account_that_was_switched_off_does_not_come_in(stranger):
    User.objects.filter(email="staff@example.jp").update(is_active=False)
    portal = stranger("portal")
    log_in(portal, "staff")
    assert not is_signed_in(portal)


def test_guessing_is_stopped_after_five_times_for_this_person_only(stranger):
    portal = stranger("portal")
    for _guess in range(5):
        log_in(portal, "staff", "wrong horse")
    log_in(portal, "staff")
    assert not is_signed_in(portal)
    log_in(portal, "manager")
    assert is_signed_in(portal)
    cache.clear()  # five minutes later
    again = stranger("portal")
    log_in(again, "staff")
    assert is_signed_in(again)


def test_nobody_signs_up(stranger):
    before = User.objects.count()
    for door in ("portal", "agency"):
        assert "form" not in (stranger(door).get("/account/signup/").context or {})
        form = {"email": "new@example.jp", "password1": PASSWORD, "password2": PASSWORD}
        stranger(door).post("/account/signup/", form)
    assert User.objects.count() == before


# --- the limits of a session ---


def age(client, **moments):
    """Write back when the session began or was last seen."""
    with client.at_the_door():
        session = client.session
        session.update({name: (timezone.now() - ago).isoformat() for name, ago in moments.items()})
        session.save()


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("moments", "stays"),
    [
        ({"seen_at": 29 * MINUTE}, True),
        ({"seen_at": 31 * MINUTE}, False),
        ({"started_at": 10 * HOUR - MINUTE}, True),
        ({"started_at": 10 * HOUR + MINUTE}, False),
    ],
    ids=["29 minutes idle", "31 minutes idle", "nearly ten hours old", "more than ten hours old"],
)
def test_a_session_ends_when_idle_and_when_old(browser, moments, stays):
    client = browser("caseworker")
    assert client.get(reverse("today", urlconf="config.urls_agency")).status_code == 200
    age(client, **moments)
    answer = client.get("/today/")
    assert answer.status_code == (200 if stays else 302)
    if not stays:
        assert answer["Location"].startswith(LOGIN)
        assert not is_signed_in(client)


def test_being_there_keeps_the_session(browser):
    client = browser("caseworker")
    client.get("/today/")
    for _half_hour in range(3):
        age(client, seen_at=29 * MINUTE)
        assert client.get("/session/").status_code == 200
    assert client.get("/today/").status_code == 200


def test_signing_out_ends_it_on_the_server(browser):
    client = browser("caseworker")
    assert client.get("/today/").status_code == 200 and DoorSession.objects.count() == 1
    cookies = client.cookies.copy()
    client.post("/account/logout/")
    client.cookies = cookies
    assert client.get("/today/").status_code == 302


# --- a role that has ended ---


def test_who_loses_the_role_is_out_at_the_next_click(cast, acting, browser):
    colleague = browser("staff")
    assert colleague.get("/reports/").status_code == 200
    with acting("manager") as manager:
        end_role(actor=manager, role=cast.roles["staff"])
    assert colleague.get("/reports/").status_code == 302
    assert not RoleAssignment.objects.in_force(timezone.localdate()).filter(pk=cast.roles["staff"].pk).exists()
    assert browser("staff").get("/reports/").status_code == 403


def test_a_role_of_the_municipality_ends_as_well(cast, acting, browser):
    auditor = browser("auditor")
    assert auditor.get("/access/").status_code == 200
    with acting("admin") as admin:
        end_role(actor=admin, role=cast.roles["auditor"])
    assert auditor.get("/access/").status_code == 302


def test_a_role_ends_with_its_last_day_even_where_the_session_lives_on(cast, browser):
    client, role = browser("caseworker"), RoleAssignment.objects.filter(pk=cast.roles["caseworker"].pk)
    today = timezone.localdate()
    role.update(starts_on=today - timedelta(days=9), ends_on=today)
    assert client.get("/today/").status_code == 200
    role.update(ends_on=today - timedelta(days=1))
    assert client.get("/today/").status_code == 403
    role.update(starts_on=today + timedelta(days=1), ends_on=None)
    assert client.get("/today/").status_code == 403


# --- two doors ---

AGENCY_PAGES = ["/today/", "/triage/", "/cases/", "/disclosures/", "/access/", "/people/", "/settings/", "/leaflets/"]
PORTAL_PAGES = ["/report/", "/reports/", "/guidance/", "/desks/", "/people/", "/leaflets/"]


@pytest.mark.parametrize(
    ("name", "door", "pages"), [("staff", "agency", AGENCY_PAGES), ("caseworker", "portal", PORTAL_PAGES)]
)
def test_at_the_other_door_an_account_opens_nothing(stranger, name, door, pages):
    client = stranger(door)
    log_in(client, name)
    assert is_signed_in(client)
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 403)


def test_a_session_of_one_door_is_not_there_for_the_other(stranger):
    portal, agency = stranger("portal"), stranger("agency")
    log_in(portal, "staff")
    log_in(agency, "caseworker")
    for door, mine in (("portal", portal), ("agency", agency)):
        with log_in_as(door):
            assert [row.door for row in DoorSession.objects.all()] == [f"tsunagi_{door}"]
        assert is_signed_in(mine)
    assert DoorSession.objects.count() == 2


def test_the_cookie_of_one_door_opens_nothing_at_the_other(stranger):
    portal, agency = stranger("portal"), stranger("agency")
    log_in(portal, "staff")
    agency.cookies["tsunagi_agency_session"] = portal.cookies["tsunagi_portal_session"].value
    assert not is_signed_in(agency)


# --- several roles ---


@pytest.fixture
def two_roles(cast):
    """The auditor of 玉名 is an administrator too."""
    second = RoleAssignment.objects.create(
        user=cast.roles["auditor"].user, organization=cast.tamana, municipality=cast.tamana,
        role=RoleKind.MUNICIPAL_ADMIN,
    )  # fmt: skip
    return cast.roles["auditor"], second


def test_a_person_with_two_roles_acts_in_one_and_changes_over(two_roles, browser):
    audit, administration = two_roles
    client = browser("auditor")
    assert (client.get("/access/").status_code, client.get("/settings/").status_code) == (200, 403)
    assert client.post("/role/", {"role": administration.pk}).status_code == 302
    assert (client.get("/access/").status_code, client.get("/settings/").status_code) == (403, 200)
    client.post("/role/", {"role": audit.pk})
    assert client.get("/access/").status_code == 200


@pytest.mark.parametrize("name", ["lead", "other_caseworker", "staff"])
def test_nobody_takes_the_role_of_somebody_else(cast, browser, name):
    client = browser("caseworker")
    client.post("/role/", {"role": cast.roles[name].pk})
    with client.at_the_door():
        assert client.session["role"] == cast.roles["caseworker"].pk
    page = client.get("/today/")
    assert page.context["shell"].role.role_id == cast.roles["caseworker"].pk


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40])
def test_nonsense_changes_nothing(browser, nonsense):
    client = browser("caseworker")
    assert client.post("/role/", {"role": nonsense}).status_code == 302
    assert client.get("/today/").status_code == 200


def test_a_role_that_ended_cannot_be_taken_up_again(two_roles, browser):
    _audit, administration = two_roles
    today = timezone.localdate()
    RoleAssignment.objects.filter(pk=administration.pk).update(starts_on=today, ends_on=today - timedelta(days=1))
    client = browser("auditor")
    client.post("/role/", {"role": administration.pk})
    assert client.get("/settings/").status_code == 403
