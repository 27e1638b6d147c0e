"""Members: one, many by ticking, many by pasting; who is one on which day."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from agreements.models import Agreement, AgreementKind, Network, NetworkMember
from agreements.networks.access import members_on
from agreements.networks.actions import members
from agreements.networks.errors import NetworkRefusal
from audit.paging import SIZE
from organizations.models import Organization, OrganizationKind, Utility, UtilityKind
from organizations.models.organization import OfficeArea
from tests.networks.stage import FOUNDED, days, found, hold, ja, join, text


def address(name: str, *args: object) -> str:
    return reverse(name, "config.urls_agency", args)


@pytest.fixture
def network(acting):
    with acting("lead") as actor:
        return found(actor)


def member_of(network: Network, name: str) -> NetworkMember:
    return NetworkMember.objects.get(network=network, organization__name=name)


NEW = {"joined_on": "R8.4.1", "left_on": "", "contact": "", "phone": "", "email": "", "agreement": "", "note": ""}


def test_a_lead_records_a_network_and_its_first_member(cast, browser):
    lead = browser("lead")
    said = {"kind": "council", "name": "玉名市連絡協議会", "purpose": "", "founded_on": "R2.4.1"}
    answer = lead.post("/networks/new/", {**said, "secretariat": cast.tamana_agency.pk})
    made = Network.objects.get()
    assert answer["Location"] == f"/networks/{made.pk}/"
    agreement = Agreement.objects.create(
        municipality=cast.tamana, kind=AgreementKind.WATCHING, number="9", title="見守り協定", preamble="", closing=""
    )
    new = {**NEW, "organization": cast.denki.pk, "other": "", "contact": "総務課", "phone": "0968-00-0009"}
    lead.post(address("network_member_new", made.pk), {**new, "agreement": agreement.pk})
    page = text(lead.get(address("network_members", made.pk)))
    assert "ひので電力株式会社" in page
    assert "総務課" in page
    assert f"/agreements/{agreement.number}/" in page
    assert "玉名市連絡協議会" in text(browser("caseworker").get("/networks/"))


def test_exactly_one_body_is_named_and_none_joins_twice(cast, browser, network):
    lead, here = browser("lead"), address("network_member_new", network.pk)
    both = {**NEW, "organization": cast.denki.pk, "other": "まる商店"}
    assert lead.post(here, both).status_code == 400
    assert lead.post(here, {**NEW, "organization": "", "other": ""}).status_code == 400
    one = {**NEW, "organization": cast.denki.pk, "other": ""}
    assert lead.post(here, one).status_code == 302
    again = lead.post(here, {**one, "contact": "書きかけ"})
    assert again.status_code == 409
    assert "書きかけ" in text(again)
    assert NetworkMember.objects.count() == 1


def test_a_body_of_another_kind_is_recorded_without_tenant_and_known_again(browser, network):
    lead, here = browser("lead"), address("network_member_new", network.pk)
    lead.post(here, {**NEW, "organization": "", "other": "株式会社まる商店"})
    body = Organization.objects.get(name="株式会社まる商店")
    assert body.kind == OrganizationKind.OTHER
    assert lead.post(here, {**NEW, "organization": "", "other": "㈱まる商店"}).status_code == 409
    assert Organization.objects.filter(name__contains="まる商店").count() == 1


def test_those_ticked_join_at_once_and_are_not_offered_again(cast, browser, network):
    lead, here = browser("lead"), address("network_member_tick", network.pk)
    assert "ひので電力株式会社" in text(lead.get(here))
    answer = lead.post(here, {"joined_on": "R8.4.1", "organizations": [cast.denki.pk, cast.suido.pk]})
    assert answer.status_code == 302
    assert NetworkMember.objects.filter(network=network).count() == 2
    assert "ひので電力株式会社" not in text(lead.get(here))
    assert lead.post(here, {"joined_on": "R8.4.1", "organizations": [cast.kitakyushu.pk]}).status_code == 400


PASTED = "\n".join(
    [
        "ひので電力㈱",
        "まる商店\t店長\t0968-00-0001\tmaru@example.jp",
        "",
        "まる商店",
        "0968-75-1111",
        "さんかく新聞\t\t12",
        "玉名市水道課",
        "=HYPERLINK(1)",
    ]
)


def test_each_pasted_line_says_what_it_would_do_and_nothing_is_saved_yet(cast, browser, acting, network):
    with acting("lead") as actor:
        joining = [members.Joining(cast.suido.name, cast.suido.pk)]
        members.add_members(actor=actor, network=network, joining=joining, on=FOUNDED)
    before = Organization.objects.count()
    lead = browser("lead")
    page = text(lead.post(address("network_member_paste", network.pk), {"joined_on": "R8.4.1", "lines": PASTED}))
    for words, times in (
        ("known, joins", 1),
        ("new, is recorded and joins", 2),
        ("is a member already", 1),
        ("stands in the list twice", 1),
        ("not understood", 2),
    ):
        assert page.count(ja(words)) == times, words
    assert "ひので電力株式会社" in page
    assert (NetworkMember.objects.count(), Organization.objects.count()) == (1, before)


def test_those_understood_are_added_and_the_others_stay_to_be_mended(cast, browser, network):
    lead = browser("lead")
    said = {"joined_on": "R8.4.1", "lines": PASTED, "add": "1"}
    answer = lead.post(address("network_member_paste", network.pk), said)
    page = text(answer)
    assert answer.status_code == 200
    assert "0968-75-1111\nさんかく新聞\t\t12</textarea>" in page
    maru = member_of(network, "まる商店")
    assert (maru.contact, maru.phone, maru.email) == ("店長", "0968-00-0001", "maru@example.jp")
    assert member_of(network, "ひので電力株式会社").organization_id == cast.denki.pk
    assert NetworkMember.objects.count() == 4
    again = lead.post(address("network_member_paste", network.pk), said)  # a second click, or another tab
    assert again.status_code == 200
    assert NetworkMember.objects.count() == 4


def test_sixty_names_cost_as_many_statements_as_three(browser, network):
    lead, counts = browser("lead"), []
    lead.get(address("network_member_paste", network.pk))  # the first request of a session writes more
    for n in (3, 60):
        lines = "\n".join(f"協力店{n}の{k}" for k in range(n))
        with CaptureQueriesContext(connection) as queries:
            said = {"joined_on": "R8.4.1", "lines": lines, "add": "1"}
            assert lead.post(address("network_member_paste", network.pk), said).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert NetworkMember.objects.count() == 63


def test_another_towns_own_bodies_are_neither_known_nor_taken(cast, acting, network):
    with acting("other_admin") as other:
        theirs = join(other, found(other, "北九州のネットワーク"), "小倉の商店")[0]
    with acting("lead") as actor:
        with pytest.raises(NetworkRefusal) as refusal:
            joining = [members.Joining("小倉の商店", theirs.organization_id)]
            members.add_members(actor=actor, network=network, joining=joining, on=FOUNDED)
        assert refusal.value.code == "unknown_body"
        join(actor, network, "小倉の商店")
    assert Organization.objects.filter(name="小倉の商店").count() == 2


def test_a_utility_elsewhere_of_exactly_this_name_is_the_same_body(browser, network):
    far = Utility.objects.create(
        kind=OrganizationKind.UTILITY, name="とおくの電力株式会社", utility_kind=UtilityKind.ELECTRICITY_RETAIL
    )
    said = {"joined_on": "R8.4.1", "lines": far.name, "add": "1"}
    browser("lead").post(address("network_member_paste", network.pk), said)
    assert NetworkMember.objects.get().organization_id == far.pk


def test_two_who_edit_a_member_the_second_keeps_what_was_typed(browser, acting, network):
    with acting("lead") as actor:
        member = join(actor, network, "まる商店")[0]
    here, said = address("network_member", member.pk), {**NEW, "version": 0}
    assert browser("lead").post(here, {**said, "contact": "先に書いた"}).status_code == 302
    answer = browser("admin").post(here, {**said, "contact": "後から書いた"})
    page = text(answer)
    assert answer.status_code == 409
    assert "後から書いた" in page
    assert "先に書いた" in page
    assert 'name="version" value="1"' in page
    assert browser("admin").post(here, {**said, "contact": "後から書いた", "version": 1}).status_code == 302
    member.refresh_from_db()
    assert (member.contact, member.version) == ("後から書いた", 2)


def test_who_left_is_a_member_until_the_end_of_the_day(browser, acting, network):
    with acting("lead") as actor:
        member = join(actor, network, "まる商店")[0]
    browser("lead").post(
        address("network_member", member.pk), {**NEW, "joined_on": "R2.4.1", "left_on": "R8.9.30", "version": 0}
    )
    assert [members_on(network, day).count() for day in (date(2020, 3, 31), date(2020, 4, 1))] == [0, 1]
    assert [members_on(network, day).count() for day in (date(2026, 9, 30), date(2026, 10, 1))] == [1, 0]
    register = address("network_register", network.pk)
    caseworker = browser("caseworker")
    assert "まる商店" in text(caseworker.get(register, {"on": "R8.9.30"}))
    assert "まる商店" not in text(caseworker.get(register, {"on": "R8.10.1"}))
    assert caseworker.get(register, {"on": "いつか"}).status_code == 400


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"left_on": "H31.1.1"}, 409),
        ({"joined_on": "H31.1.1"}, 409),
        ({"phone": "12"}, 400),
        ({"agreement": "9999"}, 400),
    ],
)
def test_days_and_contact_are_looked_at(browser, acting, network, wrong, code):
    with acting("lead") as actor:
        member = join(actor, network, "まる商店")[0]
    answer = browser("lead").post(address("network_member", member.pk), {**NEW, "version": 0, "note": "控え", **wrong})
    assert answer.status_code == code
    assert "控え" in text(answer)
    member.refresh_from_db()
    assert member.version == 0


def test_a_body_comes_back_but_is_never_in_it_twice_at_once(acting, network):
    with acting("lead") as actor:
        first = join(actor, network, "まる商店", on=FOUNDED)[0]
        said = members.Membership(FOUNDED, date(2022, 3, 31), members.Contact(), None, "")
        first = members.edit_member(actor=actor, member=first, said=said, version=0)
        back = [members.Joining("まる商店", first.organization_id)]
        assert members.add_members(actor=actor, network=network, joining=back, on=date(2024, 4, 1)) == (1, 0)
        longer = members.Membership(FOUNDED, None, members.Contact(), None, "")
        with pytest.raises(NetworkRefusal) as refusal:
            members.edit_member(actor=actor, member=first, said=longer, version=1)
    assert refusal.value.code == "member_twice"


def test_the_database_itself_lets_nobody_leave_before_joining(acting, network):
    with acting("lead") as actor:
        member = join(actor, network, "まる商店")[0]
    with pytest.raises(IntegrityError, match="network_member_leaves_after_joining"), transaction.atomic():
        NetworkMember.objects.filter(pk=member.pk).update(left_on=FOUNDED - timedelta(days=1))


def test_the_network_ends_with_its_members_and_not_over_an_open_conference(browser, acting, network):
    with acting("lead") as actor:
        join(actor, network, "まる商店")
        join(actor, network, "これから入る店", on=days(30))
        held = hold(actor, network)
    lead, here = browser("lead"), address("network_end", network.pk)
    assert lead.post(here, {"version": 0, "on": days(0).isoformat()}).status_code == 409
    lead.post(address("conference_cancel", held.pk), {"version": 0})
    assert lead.post(here, {"version": 0, "on": "H31.1.1"}).status_code == 409
    assert lead.post(here, {"version": 0, "on": days(0).isoformat()}).status_code == 302
    assert member_of(network, "まる商店").left_on == days(0)
    assert member_of(network, "これから入る店").left_on == days(30)
    late = lead.post(address("network_member_new", network.pk), {**NEW, "organization": "", "other": "遅い店"})
    assert late.status_code == 409
    assert not Organization.objects.filter(name="遅い店").exists()


def test_two_admins_edit_the_network_and_nothing_is_lost(cast, browser, network):
    said = {"kind": "watching", "name": network.name, "founded_on": "R2.4.1", "secretariat": cast.tamana_agency.pk}
    here = address("network_edit", network.pk)
    assert browser("lead").post(here, {**said, "purpose": "先の目的", "version": 0}).status_code == 302
    answer = browser("admin").post(here, {**said, "purpose": "後の目的", "version": 0})
    assert answer.status_code == 409
    assert "先の目的" in text(answer)
    assert "後の目的" in text(answer)
    network.refresh_from_db()
    assert network.purpose == "先の目的"


def test_a_name_is_taken_once_in_a_town(cast, browser, network):
    said = {"kind": "watching", "name": network.name, "purpose": "", "founded_on": "R2.4.1"}
    answer = browser("lead").post("/networks/new/", {**said, "secretariat": cast.tamana_agency.pk})
    assert answer.status_code == 409
    elsewhere = {**said, "secretariat": cast.kitakyushu_agency.pk}
    assert browser("other_admin").post("/networks/new/", elsewhere).status_code == 302
    assert browser("lead").post("/networks/new/", {**elsewhere, "name": "別"}).status_code == 400


def test_the_list_is_paged_by_key_and_as_many_queries_as_with_one(browser, acting, network):
    caseworker, here = browser("caseworker"), address("network_members", network.pk)
    with acting("lead") as actor:
        join(actor, network, "協力店00")
    caseworker.get(here)  # the first request of a session writes more
    with CaptureQueriesContext(connection) as one:
        caseworker.get(here)
    with acting("lead") as actor:
        join(actor, network, *(f"協力店{n:02}" for n in range(1, SIZE + 12)))
    with CaptureQueriesContext(connection) as many:
        first = caseworker.get(here)
    assert len(many) == len(one), "\n".join(query["sql"] for query in many)
    second = text(caseworker.get(here + first.context["page"].next_url))
    shown = [f"協力店{n:02}" in text(first) for n in range(SIZE + 12)]
    assert sum(shown) == SIZE
    assert [f"協力店{n:02}" in second for n in range(SIZE + 12)] == [not here for here in shown]
    assert caseworker.get(here, {"after": "not ours"}).context["page"].is_first
    assert "協力店07" in text(caseworker.get(here, {"words": "店07"}))


def test_the_register_as_a_workbook_holds_no_formula(cast, browser, acting, network):
    with acting("lead") as actor:
        join(actor, network, '=HYPERLINK("http://example.jp")', "@まる商店")
    answer = browser("auditor").get(address("network_register_xlsx", network.pk))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[3:]] == ['=HYPERLINK("http://example.jp")', "@まる商店"]
    assert rows[3][2] == FOUNDED
    assert rows[3][0] == 1.0


def test_a_caseworker_and_an_auditor_read_and_change_nothing(browser, acting, network):
    with acting("lead") as actor:
        member = join(actor, network, "まる商店")[0]
    for name in ("caseworker", "auditor"):
        reader = browser(name)
        page = text(reader.get(address("network_members", network.pk)))
        assert f"/networks/members/{member.pk}/" not in page
        assert reader.post(address("network_member", member.pk), {**NEW, "version": 0}).status_code == 403


def test_offices_that_serve_another_town_only_are_not_offered(cast, browser, network):
    OfficeArea.objects.filter(office=cast.suido_office).update(municipality=cast.kitakyushu)
    assert "玉名市水道課" not in text(browser("lead").get(address("network_member_tick", network.pk)))
