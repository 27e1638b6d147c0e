"""An invitation is the only way to an account, opens once, and gives no more than its giver may give."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from organizations.actions import accept, digest_of, end_role, invite
from organizations.errors import OrganizationRefusal
from organizations.models import Invitation, RoleAssignment, RoleKind, User
from organizations.permissions import MAY_INVITE
from tests.cast import PASSWORD, PEOPLE
from tests.core.searching import tables_naming
from tests.core.signing_in import give_password, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = "new@example.jp"


@pytest.fixture
def letter(acting):
    """`letter()`: the path of an invitation that the manager of ひので電力 sends."""

    def send(email=NEW, role=RoleKind.UTILITY_STAFF):
        with acting("manager") as manager:
            sent = invite(actor=manager, email=email, name="新人", role=role)
        return sent.address.removeprefix("http://127.0.0.1:8000").removeprefix("http://testserver")

    return send


def roles(email):
    found = RoleAssignment.objects.filter(user__email=email).order_by("pk")
    return list(found.values_list("role", "organization__name"))


def test_accepted_it_makes_an_account_and_a_role_and_signs_in(cast, browser, letter):
    path, stranger = letter(), browser("", door="portal")
    assert stranger.get(path).status_code == 200
    assert stranger.post(path, {"password": PASSWORD}).status_code == 302
    assert roles(NEW) == [(RoleKind.UTILITY_STAFF, "ひので電力株式会社")]
    assert stranger.get("/reports/").status_code == 200
    again = browser("", door="portal")
    log_in(again, "new")
    assert is_signed_in(again)


def test_it_opens_once(browser, letter):
    path, stranger = letter(), browser("", door="portal")
    stranger.post(path, {"password": PASSWORD})
    other = browser("", door="portal")
    assert other.get(path).status_code == 404
    assert other.post(path, {"password": "another long pass phrase"}).status_code == 404
    assert len(roles(NEW)) == 1 and not is_signed_in(other)


@pytest.mark.parametrize("password", ["", "short", "1qaz2wsx3edc"])
def test_a_weak_password_makes_no_account(browser, letter, password):
    path, stranger = letter(), browser("", door="portal")
    stranger.post(path, {"password": password})
    assert not User.objects.filter(email=NEW).exists() and not is_signed_in(stranger)


def test_expired_and_unknown_letters_are_not_there(browser, letter):
    path, stranger = letter(), browser("", door="portal")
    Invitation.objects.update(expires_at=timezone.now())
    assert stranger.get(path).status_code == stranger.post(path, {"password": PASSWORD}).status_code == 404
    assert stranger.get("/invitation/unknown/").status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_the_letter_only_holds_the_secret(letter):
    token = letter().split("/")[2]
    assert tables_naming(token) == {}
    assert Invitation.objects.get().digest == digest_of(token)


def test_who_has_an_account_must_be_signed_in_with_it(cast, browser, letter):
    """An invitation is no way to set the password of somebody else's account."""
    give_password(cast, "other_staff")
    path = letter(email="other_staff@example.jp")
    for visitor in (browser("", door="portal"), browser("staff")):
        answer = visitor.post(path, {"password": "a password for somebody else"})
        assert answer.status_code == 302 and len(roles("other_staff@example.jp")) == 1
    owner = User.objects.get(email="other_staff@example.jp")
    assert owner.check_password(PASSWORD)
    known = browser("other_staff")
    assert known.get(path).status_code == 200
    known.post(path)
    assert len(roles("other_staff@example.jp")) == 2
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_a_second_role_is_there_to_change_over_to(cast, browser, letter):
    known = browser("other_staff")
    known.post(letter(email="other_staff@example.jp", role=RoleKind.UTILITY_MANAGER))
    assert known.get("/people/").status_code == 403
    second = RoleAssignment.objects.get(user=cast.roles["other_staff"].user, organization=cast.denki)
    known.post("/role/", {"role": second.pk})
    assert known.get("/people/").status_code == 200


# --- who may give what ---


@pytest.mark.parametrize("role", RoleKind)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_gives_only_the_roles_that_are_theirs_to_give(cast, acting, name, role):
    allowed = role in MAY_INVITE.get(cast.actor(name).role, ())
    with acting(name) as actor:
        if not allowed:
            with pytest.raises(OrganizationRefusal) as refused:
                invite(actor=actor, email=NEW, name="新人", role=role)
            assert refused.value.code == "role_not_yours_to_give"
        else:
            sent = invite(actor=actor, email=NEW, name="新人", role=role).invitation
            assert (sent.organization_id, sent.role) == (actor.organization_id, role)
    assert Invitation.objects.exists() == allowed


def test_only_the_two_who_manage_people_give_any_and_the_lead_members_of_a_meeting():
    assert set(MAY_INVITE) == {RoleKind.MUNICIPAL_ADMIN, RoleKind.UTILITY_MANAGER, RoleKind.LEAD_CASEWORKER}
    assert MAY_INVITE[RoleKind.LEAD_CASEWORKER] == (RoleKind.MEETING_MEMBER,)
    assert not set(MAY_INVITE[RoleKind.MUNICIPAL_ADMIN]) & set(MAY_INVITE[RoleKind.UTILITY_MANAGER])


def test_a_manager_cannot_give_an_agency_role_by_a_forged_form(browser):
    form = {"name": "新人", "email": NEW, "role": RoleKind.CASEWORKER}
    assert browser("manager").post("/people/", form).status_code == 400
    assert browser("staff").post("/people/", {**form, "role": RoleKind.UTILITY_STAFF}).status_code == 403
    assert not Invitation.objects.exists()
    assert browser("manager").post("/people/", {**form, "role": RoleKind.UTILITY_STAFF}).status_code == 200
    assert Invitation.objects.get().role == RoleKind.UTILITY_STAFF


def test_the_database_refuses_an_invitation_into_another_company(cast, acting):
    forged = Invitation(
        email=NEW, name="x", organization=cast.suido, role=RoleKind.UTILITY_MANAGER, digest="0" * 64,
        invited_by_id=cast.actor("manager").user_id, expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    with acting("manager"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        forged.save()


def test_nobody_reads_invitations_of_others_and_a_letter_opens_its_own_only(cast, acting, letter):
    letter()
    with acting("manager"):
        assert Invitation.objects.count() == 1
    for name in ("other_staff", "admin", "caseworker", "member"):
        with acting(name):
            assert not Invitation.objects.exists()


def test_an_invitation_that_was_used_meanwhile_is_refused(cast, acting, letter):
    letter()
    stale = Invitation.objects.get()
    Invitation.objects.update(accepted_at=timezone.now())
    with acting("manager"), pytest.raises(OrganizationRefusal) as refused:
        accept(invitation=stale, password=PASSWORD, signed_in=None)
    assert refused.value.code == "invitation_over" and not User.objects.filter(email=NEW).exists()


# --- ending ---


@pytest.mark.parametrize(("by", "whose"), [("manager", "manager"), ("staff", "staff"), ("admin", "admin")])
def test_nobody_ends_their_own_access(cast, acting, by, whose):
    with acting(by) as actor, pytest.raises(OrganizationRefusal) as refused:
        end_role(actor=actor, role=cast.roles[whose])
    assert refused.value.code == "not_yours_to_end"


@pytest.mark.parametrize(("by", "whose"), [("manager", "other_staff"), ("admin", "other_admin"), ("admin", "staff")])
def test_nobody_ends_access_in_another_organisation(cast, acting, by, whose):
    with acting(by) as actor, pytest.raises(RoleAssignment.DoesNotExist):
        end_role(actor=actor, role=cast.roles[whose])
    assert RoleAssignment.objects.get(pk=cast.roles[whose].pk).ends_on is None


def test_staff_end_nobodys_access(cast, acting):
    with acting("staff") as staff, pytest.raises(OrganizationRefusal):
        end_role(actor=staff, role=cast.roles["manager"])
