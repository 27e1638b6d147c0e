"""The demonstration's organisations and people. Municipalities are real places; all else is invented."""

from dataclasses import dataclass, field
from datetime import time

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from japanese.codes import check_digit
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

PASSWORD = "tsunagi-demo"  # noqa: S105 - printed at the start; the demonstration holds invented data only


@dataclass(frozen=True)
class Town:
    """A municipality of the seed with its agency."""

    key: str
    name: str
    jis: str
    prefecture: str
    agency: str
    entrusted: bool
    postal_code: str
    address: str
    phone: str
    access: str
    wards: tuple[str, ...] = ()
    cold: bool = False


TOWNS = (
    Town("tamana", "玉名市", "43206", "熊本県", "玉名市くらしサポート課", False, "865-0016",
         "熊本県玉名市岩崎163", "0968-00-0101", "市役所の1階です。入って右手の窓口へお越しください。"),
    Town("kitakyushu", "北九州市", "40100", "福岡県", "北九州市いのちとくらしの相談室", False, "803-0813",
         "福岡県北九州市小倉北区城内1-1", "093-000-0101", "区役所の2階です。",
         wards=("40101", "40103", "40105", "40106", "40107", "40108", "40109")),
    Town("toba", "鳥羽市", "24211", "三重県", "鳥羽市社会福祉協議会 くらし相談室", True, "517-0011",
         "三重県鳥羽市鳥羽3-1-1", "0599-00-0101", "保健福祉センターの中です。"),
    Town("abiko", "我孫子市", "12222", "千葉県", "我孫子市くらし相談窓口", False, "270-1166",
         "千葉県我孫子市我孫子1858", "04-0000-0101", "市役所の西別館1階です。"),
    Town("furano", "富良野市", "01229", "北海道", "富良野市くらし支え合い相談室", True, "076-0018",
         "北海道富良野市弥生町1-1", "0167-00-0101", "市役所の向かいです。", cold=True),
)  # fmt: skip


@dataclass(frozen=True)
class Company:
    """A utility, its office, and the towns that the office serves."""

    key: str
    name: str
    kind: UtilityKind
    public: bool
    office: str
    towns: tuple[str, ...]


ALL = tuple(town.key for town in TOWNS)
COMPANIES = (
    Company(
        "hinode", "ひので電力株式会社", UtilityKind.ELECTRICITY_RETAIL, False, "玉名営業所", ("tamana", "kitakyushu")
    ),
    Company(
        "hinode_net", "ひので電力送配電株式会社", UtilityKind.ELECTRICITY_NETWORK, False, "玉名配電事業所", ("tamana",)
    ),
    Company("genkai", "げんかいガス株式会社", UtilityKind.CITY_GAS, False, "小倉営業所", ("kitakyushu",)),
    Company("toba_water", "鳥羽市水道課", UtilityKind.WATER, True, "料金係", ("toba",)),
    Company("toba_housing", "鳥羽市建設課（市営住宅）", UtilityKind.HOUSING, True, "住宅係", ("toba",)),
    Company(
        "tonan", "とうなん電力株式会社", UtilityKind.ELECTRICITY_RETAIL, False, "我孫子サービスセンター", ("abiko",)
    ),
    Company("asahi_news", "あさがお新聞販売株式会社", UtilityKind.OTHER, False, "我孫子販売所", ("abiko",)),
    Company("haiso", "こだま宅配株式会社", UtilityKind.OTHER, False, "我孫子センター", ("abiko",)),
    Company("kitaguni", "きたぐに電力株式会社", UtilityKind.ELECTRICITY_RETAIL, False, "富良野支社", ("furano",)),
    Company("yuki_gas", "ゆきどけガス株式会社", UtilityKind.LP_GAS, False, "富良野営業所", ("furano",)),
)


@dataclass
class World:
    """What was made, by key."""

    municipalities: dict[str, Municipality] = field(default_factory=dict)
    agencies: dict[str, SupportAgency] = field(default_factory=dict)
    utilities: dict[str, Utility] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    roles: dict[str, RoleAssignment] = field(default_factory=dict)


@dataclass(frozen=True)
class LogIn:
    """One line of the table of log-ins."""

    door: str
    email: str
    role: str
    organization: str


def build() -> World:
    """Write organisations and people. Needs the owner's log-in."""
    world = World()
    password = make_password(PASSWORD)
    for town in TOWNS:
        _town(world, town)
        _staff(world, town, password)
    for company in COMPANIES:
        _company(world, company)
        _reporters(world, company, password)
    _second_roles(world)
    return world


def _town(world: World, town: Town) -> None:
    municipality = Municipality.objects.create(
        kind=OrganizationKind.MUNICIPALITY,
        name=town.name,
        code=town.jis + check_digit(town.jis),
        prefecture=town.prefecture,
        address=town.address,
        postal_code=town.postal_code,
        phone=town.phone,
        is_cold_region=town.cold,
    )
    agency = SupportAgency.objects.create(
        kind=OrganizationKind.AGENCY,
        name=town.agency,
        municipality=municipality,
        is_public=not town.entrusted,
        code=town.key,
        channel_code=f"{town.key[:3].upper()}1",
        email=f"soudan@{town.key}.example.jp",
        address=town.address,
        postal_code=town.postal_code,
        phone=town.phone,
        fax=town.phone[:-3] + "109",
        access=town.access,
    )
    desk = ContactDesk.objects.create(
        municipality=municipality,
        agency=agency,
        name="くらしの相談窓口",
        phone=town.phone,
        email=f"madoguchi@{town.key}.example.jp",
    )
    hours = {"opens_at": time(8, 30), "closes_at": time(17, 15)}
    DeskHours.objects.bulk_create(
        DeskHours(municipality=municipality, desk=desk, weekday=day, **hours) for day in range(5)
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(municipality=municipality, agency=agency, jis_code=code) for code in (town.wards or (town.jis,))
    )
    world.municipalities[town.key], world.agencies[town.key] = municipality, agency


def _staff(world: World, town: Town, password: str) -> None:
    municipality, agency = world.municipalities[town.key], world.agencies[town.key]
    people = (
        ("soudan", RoleKind.CASEWORKER, agency, "相談 見本"),
        ("shunin", RoleKind.LEAD_CASEWORKER, agency, "主任 見本"),
        ("kanri", RoleKind.MUNICIPAL_ADMIN, municipality, "管理 見本"),
        ("kansa", RoleKind.AUDITOR, municipality, "監査 見本"),
    )
    for name, kind, at, shown in people:
        label = f"{shown}（{town.name}）"
        _person(world, f"{town.key}.{name}", f"{name}@{town.key}.example.jp", label, kind, at, municipality, password)


def _company(world: World, company: Company) -> None:
    utility = Utility.objects.create(
        kind=OrganizationKind.UTILITY,
        name=company.name,
        code=company.key,
        utility_kind=company.kind,
        is_public_body=company.public,
    )
    office = Office.objects.create(utility=utility, name=company.office, phone="0120-000-000")
    OfficeArea.objects.bulk_create(
        OfficeArea(office=office, municipality=world.municipalities[key]) for key in company.towns
    )
    world.utilities[company.key], world.offices[company.key] = utility, office


def _reporters(world: World, company: Company, password: str) -> None:
    utility = world.utilities[company.key]
    for name, kind, shown in (
        ("tantou", RoleKind.UTILITY_STAFF, "担当 見本"),
        ("shocho", RoleKind.UTILITY_MANAGER, "所長 見本"),
    ):
        email = f"{name}@{company.key.replace('_', '-')}.example.jp"
        _person(world, f"{company.key}.{name}", email, f"{shown}（{company.office}）", kind, utility, None, password)


def _second_roles(world: World) -> None:
    """Some act in two organisations, and one is a member of the meeting from outside."""
    auditor = world.roles["tamana.kansa"].user
    furano = world.municipalities["furano"]
    RoleAssignment.objects.create(user=auditor, organization=furano, municipality=furano, role=RoleKind.AUDITOR)
    tamana = world.municipalities["tamana"]
    chief = world.roles["hinode.shocho"].user
    RoleAssignment.objects.create(user=chief, organization=tamana, municipality=tamana, role=RoleKind.MEETING_MEMBER)


def _person(
    world: World,
    key: str,
    email: str,
    name: str,
    kind: RoleKind,
    at: Organization,
    municipality: Municipality | None,
    password: str,
) -> None:
    person = User.objects.create(email=email, name=name, password=password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    role = RoleAssignment.objects.create(user=person, organization=at, municipality=municipality, role=kind)
    world.roles[key] = RoleAssignment.objects.select_related("user", "organization", "municipality").get(pk=role.pk)


def log_ins() -> list[LogIn]:
    """The table that the start prints: 玉名 in full, then one of each kind."""
    shown = ["tamana.soudan", "tamana.shunin", "tamana.kanri", "tamana.kansa", "furano.soudan", "toba.soudan"]
    roles = RoleAssignment.objects.select_related("user", "organization").order_by("pk")
    by_email = {role.user.email: role for role in reversed(roles)}
    emails = [f"{key.split('.')[1]}@{key.split('.')[0]}.example.jp" for key in shown]
    portal = ["tantou@hinode.example.jp", "shocho@hinode.example.jp", "tantou@toba-water.example.jp"]
    lines = [("agency", email) for email in emails] + [("portal", email) for email in portal]
    return [
        LogIn(door, email, str(by_email[email].get_role_display()), by_email[email].organization.name)
        for door, email in lines
    ]
