"""How the first person comes in: founded with the owner's log-in, joined through the printed address."""

from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone, translation

from organizations.models import (
    ContactDesk,
    DeskHours,
    Invitation,
    Municipality,
    Office,
    RoleAssignment,
    RoleKind,
    ServiceArea,
    SupportAgency,
)
from organizations.routing import destination
from organizations.scope import log_in_as

ARAO = {
    "municipality": "荒尾市",
    "code": "432041",
    "prefecture": "熊本県",
    "agency": "荒尾市くらし相談",
    "agency_code": "arao",
    "channel_code": "ARA1",
    "desk_email": "desk@arao.example.jp",
    "admin_email": "Kanri@arao.example.jp",
    "admin_name": "管理 見本",
    "phone": "0968-00-0000",
}
GAS = {
    "utility": "ゆきどけガス株式会社",
    "kind": "lp_gas",
    "office": "玉名営業所",
    "serves": ["432067"],
    "manager_email": "shocho@gas.example.jp",
}
PASSWORD = "several quiet words in a row"


def found(**options: Any) -> list[str]:
    """The command's lines, as the owner's log-in gets them."""
    out = StringIO()
    with log_in_as("owner"):
        call_command("found", stdout=out, **options)
    return out.getvalue().splitlines()


def refused(**options: Any) -> str:
    # The sentences of the tests are message ids; what Japanese makes of them the catalogue says.
    with translation.override("en"), pytest.raises(CommandError) as caught:
        found(**options)
    return str(caught.value)


def join(browser: Any, address: str, door: str) -> Any:
    """The stranger who holds the letter opens it at the door and sets a password."""
    stranger = browser("", door=door)
    path = urlsplit(address).path
    assert stranger.get(path).status_code == 200
    return stranger.post(path, {"password": PASSWORD})


def test_a_municipality_is_ready_for_reports_and_its_first_administrator_joins(browser):
    lines = found(**ARAO)
    agency = SupportAgency.objects.get(code="arao")
    assert agency.municipality.name == "荒尾市"
    assert agency.is_public
    assert ContactDesk.objects.get(agency=agency).email == "desk@arao.example.jp"
    assert DeskHours.objects.filter(desk__agency=agency).count() == 5
    in_charge = destination("864-0041")  # 荒尾市荒尾
    assert in_charge is not None
    assert in_charge.agency == agency
    assert join(browser, lines[-1], "agency").status_code == 302
    role = RoleAssignment.objects.get(organization_id=agency.municipality_id)
    assert (role.user.email, role.role) == ("kanri@arao.example.jp", RoleKind.MUNICIPAL_ADMIN)
    assert role.municipality_id == agency.municipality_id
    assert role.user.check_password(PASSWORD)


def test_the_printed_secret_is_not_in_the_database(cast):
    lines = found(**ARAO)
    token = lines[-1].rstrip("/").rsplit("/", 1)[-1]
    invitation = Invitation.objects.get(email="kanri@arao.example.jp")
    assert token not in {str(value) for value in Invitation.objects.filter(pk=invitation.pk).values().get().values()}
    assert invitation.invited_by is None


def test_asked_again_before_anybody_joined_it_prints_a_new_letter_and_voids_the_old(browser):
    old, new = found(**ARAO)[-1], found(**ARAO)[-1]
    assert Municipality.objects.filter(code="432041").count() == 1
    assert browser("", door="agency").get(urlsplit(old).path).status_code == 404
    assert join(browser, new, "agency").status_code == 302


def test_asked_again_after_somebody_joined_it_changes_nothing(browser):
    join(browser, found(**ARAO)[-1], "agency")
    assert "荒尾市 is there already" in refused(**ARAO)
    assert not Invitation.objects.filter(accepted_at=None).exists()


def test_a_second_agency_is_added_without_another_letter(browser):
    join(browser, found(**ARAO)[-1], "agency")
    second = {**ARAO, "agency": "荒尾北相談", "agency_code": "arao-kita", "channel_code": "ARA2", "ward": ["43999"]}
    assert found(**second) == [
        "New: 荒尾北相談",
        "Somebody there invites the others already; there is no new invitation.",
    ]
    assert SupportAgency.objects.filter(municipality__code="432041").count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "432042"}, "code:"),  # a wrong check digit
        ({"channel_code": "ara-1"}, "channel_code:"),
        ({"desk_email": "nobody"}, "email:"),
        ({"admin_email": "nobody"}, "email:"),
        ({"ward": ["43206"]}, "43206"),  # 玉名's own area
        ({"opens_at": "18:00"}, "desk_hours_in_order"),
        ({"code": "432067"}, "The code 432067 belongs to 玉名市."),
        ({"agency_code": "tmn1"}, "The code tmn1 belongs to 玉名市くらしサポート課."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left_behind(cast, change, sentence):
    assert sentence in refused(**{**ARAO, **change})
    assert not Municipality.objects.filter(name="荒尾市").exists()
    assert not ServiceArea.objects.filter(jis_code="43204").exists()
    assert not Invitation.objects.exists()


def test_a_utility_reports_from_its_office_and_its_first_manager_joins(browser, cast):
    lines = found(**GAS)
    assert lines[0] == "New: ゆきどけガス株式会社, 玉名営業所, 玉名市"
    office = Office.objects.get(utility__name="ゆきどけガス株式会社")
    assert list(office.municipalities.all()) == [cast.tamana]
    assert not office.utility.is_public_body
    assert join(browser, lines[-1], "portal").status_code == 302
    role = RoleAssignment.objects.get(organization_id=office.utility_id)
    assert (role.role, role.municipality_id) == (RoleKind.UTILITY_MANAGER, None)


def test_a_utilitys_second_office_and_second_area_are_added(browser, cast):
    join(browser, found(**GAS)[-1], "portal")
    assert found(**{**GAS, "serves": ["432067", "401005"]})[0] == "New: 北九州市"
    assert found(**{**GAS, "office": "荒尾営業所"})[0] == "New: 荒尾営業所, 玉名市"
    assert "Nothing was changed" in refused(**GAS)


def test_a_utility_serves_founded_municipalities_only(cast):
    assert "432041" in refused(**{**GAS, "serves": ["432041"]})
    assert not Office.objects.filter(name="玉名営業所", utility__name="ゆきどけガス株式会社").exists()


def test_what_is_missing_is_named(cast):
    assert refused(municipality="荒尾市", code="432041") == (
        "--municipality also needs --prefecture, --agency, --agency-code, --channel-code, --desk-email, --admin-email."
    )


def test_a_serving_log_in_founds_nothing(cast):
    with override_settings(DOOR="agency"):
        assert "owner's log-in" in refused(**ARAO)
    assert not Municipality.objects.filter(code="432041").exists()


def test_a_letter_ends_after_a_week(browser):
    address = found(**ARAO)[-1]
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser("", door="agency").get(urlsplit(address).path).status_code == 404
