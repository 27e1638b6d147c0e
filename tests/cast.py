"""A fixed cast: two municipalities with their agencies, two utilities, and people in every role."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from organizations.actors import Actor
from organizations.models import (
    ContactDesk,
    DeskHours,
    Municipality,
    Office,
    Organization,
    OrganizationKind,
    RoleAssignment,
    RoleKind,
    ServiceArea,
    SupportAgency,
    User,
    Utility,
    UtilityKind,
)
from organizations.models.organization import OfficeArea

PASSWORD = "correct horse battery staple"

#: name → (role, at which organisation)
PEOPLE = {
    "caseworker": (RoleKind.CASEWORKER, "tamana_agency"),
    "lead": (RoleKind.LEAD_CASEWORKER, "tamana_agency"),
    "admin": (RoleKind.MUNICIPAL_ADMIN, "tamana"),
    "auditor": (RoleKind.AUDITOR, "tamana"),
    "member": (RoleKind.MEETING_MEMBER, "tamana"),
    "other_caseworker": (RoleKind.CASEWORKER, "kitakyushu_agency"),
    "other_admin": (RoleKind.MUNICIPAL_ADMIN, "kitakyushu"),
    "staff": (RoleKind.UTILITY_STAFF, "denki"),
    "manager": (RoleKind.UTILITY_MANAGER, "denki"),
    "other_staff": (RoleKind.UTILITY_STAFF, "suido"),
}


@dataclass
class Cast:
    """The organisations as attributes, the people's roles by name."""

    tamana: Municipality
    tamana_agency: SupportAgency
    kitakyushu: Municipality
    kitakyushu_agency: SupportAgency
    denki: Utility
    denki_office: Office
    suido: Utility
    suido_office: Office
    roles: dict[str, RoleAssignment] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Who acts under this name."""
        return Actor.of(self.roles[name])

    def door(self, name: str) -> str:
        """At which door they are served."""
        return "agency" if self.actor(name).is_agency else "portal"


def build() -> Cast:
    """Write the cast to the database."""
    tamana, tamana_agency = _municipality("玉名市", "432067", "熊本県", ("43206",), "TMN1")
    wards = tuple(f"4010{n}" for n in (1, 3, 5, 6, 7, 8, 9))
    kitakyushu, kitakyushu_agency = _municipality("北九州市", "401005", "福岡県", wards, "KKQ1")
    denki, denki_office = _utility("ひので電力株式会社", UtilityKind.ELECTRICITY_RETAIL, False, "玉名営業所", tamana)
    suido, suido_office = _utility("玉名市水道課", UtilityKind.WATER, True, "料金窓口", tamana)
    OfficeArea.objects.create(office=denki_office, municipality=kitakyushu)
    cast = Cast(tamana, tamana_agency, kitakyushu, kitakyushu_agency, denki, denki_office, suido, suido_office)
    for name, (kind, at) in PEOPLE.items():
        cast.roles[name] = _person(name, kind, getattr(cast, at))
    return cast


def _municipality(
    name: str, code: str, prefecture: str, wards: tuple[str, ...], channel: str
) -> tuple[Municipality, SupportAgency]:
    municipality = Municipality.objects.create(
        kind=OrganizationKind.MUNICIPALITY, name=name, code=code, prefecture=prefecture
    )
    agency = SupportAgency.objects.create(
        kind=OrganizationKind.AGENCY,
        name=f"{name}くらしサポート課",
        municipality=municipality,
        code=channel.lower(),
        channel_code=channel,
        email=f"{channel.lower()}@example.jp",
        postal_code="865-0016",
        address=f"{prefecture}{name}岩崎163",
        phone="0968-00-0000",
    )
    desk = ContactDesk.objects.create(
        municipality=municipality,
        agency=agency,
        name="くらしの相談窓口",
        phone="0968-00-0001",
        email=f"desk-{channel.lower()}@example.jp",
    )
    DeskHours.objects.bulk_create(DeskHours(municipality=municipality, desk=desk, weekday=day) for day in range(5))
    ServiceArea.objects.bulk_create(ServiceArea(municipality=municipality, agency=agency, jis_code=w) for w in wards)
    return municipality, agency


def _utility(
    name: str, kind: UtilityKind, public: bool, office: str, municipality: Municipality
) -> tuple[Utility, Office]:
    utility = Utility.objects.create(kind=OrganizationKind.UTILITY, name=name, utility_kind=kind, is_public_body=public)
    place = Office.objects.create(utility=utility, name=office, phone="0968-00-0002")
    OfficeArea.objects.create(office=place, municipality=municipality)
    return utility, place


def _person(name: str, kind: RoleKind, at: Organization) -> RoleAssignment:
    person = User.objects.create(email=f"{name}@example.jp", name=f"{kind.label} {name}", password="!")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    tenant = at if isinstance(at, Municipality) else getattr(at, "municipality", None)
    role = RoleAssignment.objects.create(user=person, organization=at, municipality=tenant, role=kind)
    return RoleAssignment.objects.select_related("user", "organization", "municipality").get(pk=role.pk)
