"""玉名's support meeting: members in office, one still asked, a session called for next week with one case and its papers."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.models import Case
from config.demo.organizations import World
from config.demo.stories.telling import acting
from consent.sharing import lines_about
from consent.vocabulary import CaseKind, Item
from japanese.workdays import add_working_days
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind
from support_meetings.actions.agenda import Stated, add_item
from support_meetings.actions.body import Body, edit_meeting
from support_meetings.actions.composing import save_draft
from support_meetings.actions.declaring import record_pledge, record_reply
from support_meetings.actions.membership import Seat, Who, appoint, ask_to_serve
from support_meetings.actions.papers import issue_paper
from support_meetings.actions.sessions import Plan, call_session, new_session, summon
from support_meetings.charter_model import model_charter
from support_meetings.models import Appointment, LegalBasis, Session, SupportMeeting

#: What the members need to know, and no more.
TOLD = (Item.NAME, Item.ADDRESS, Item.HOUSEHOLD, Item.SUPPLY_KIND, Item.STOP_DATE, Item.ARREARS, Item.VISIT_SIGNS)


def meeting(world: World) -> None:
    """The household whom nobody meets goes to the meeting, with the electricity company at the table."""
    with acting(world, "tamana.kanri") as admin:
        found = SupportMeeting.objects.get(municipality=world.municipalities["tamana"])
        seats = _members(world, admin, found)
        session = new_session(actor=admin, meeting=found, plan=_plan())
    with acting(world, "tamana.shunin") as lead:
        for seat in seats:
            summon(actor=lead, session=session, appointment=seat)
        call_session(actor=lead, session=session)
        _case(lead, session)


def _members(world: World, admin: Actor, found: SupportMeeting) -> list[Appointment]:
    """Those in office; the water bureau's and the gas company's people are asked only."""
    commissioners = Organization.objects.create(
        kind=OrganizationKind.OTHER, name="玉名地区民生委員児童委員協議会", phone="0968-00-0300"
    )
    city, agency, hinode = world.municipalities["tamana"], world.agencies["tamana"], world.utilities["hinode"]
    lead, chief = world.roles["tamana.shunin"].user, world.roles["hinode.shocho"].user
    people = (
        (Who(name="福祉 見本", kana="ふくし みほん"), city, "福祉部長"),
        (Who(name=lead.name, email=lead.email), agency, "主任相談支援員"),
        (Who(name=chief.name, email=chief.email), hinode, "玉名営業所長"),
        (Who(name="民生 見本", kana="みんせい みほん", address="熊本県玉名市高瀬0番地"), commissioners, "会長"),
    )
    seats = [_seated(admin, found, who, body, post) for who, body, post in people]
    ask_to_serve(
        actor=admin,
        meeting=found,
        who=Who(name="送配 見本", kana="そうはい みほん"),
        seat=_seat(world.utilities["hinode_net"], "事業所長"),
    )
    words = model_charter(LegalBasis(found.basis), found.name, agency.name)
    body = Body(found.name, found.founded_on, found.charter, words, found.secretariat_id)
    edit_meeting(
        actor=admin,
        meeting=found,
        wanted=body,
        chair_id=seats[0].member_id,
        deputy_id=seats[1].member_id,
        version=found.version,
    )
    return seats


def _seat(body: Organization, post: str) -> Seat:
    today = timezone.localdate()
    first = date(today.year - (today.month < 4), 4, 1)
    return Seat(body.pk, post, first, date(first.year + 2, 3, 31), add_working_days(today, 10))


def _seated(admin: Actor, found: SupportMeeting, who: Who, body: Organization, post: str) -> Appointment:
    seat, today = _seat(body, post), timezone.localdate()
    asked = ask_to_serve(actor=admin, meeting=found, who=who, seat=seat)
    record_reply(actor=admin, appointment=asked, accepted=True, on=today)
    appointed = appoint(
        actor=admin, appointment=asked, appointed_on=today, starts_on=seat.starts_on, ends_on=seat.ends_on
    )
    record_pledge(actor=admin, appointment=appointed, signed_name=who.name, on=today)
    return appointed


def _plan() -> Plan:
    day = add_working_days(timezone.localdate(), 4)
    zone = timezone.get_current_timezone()
    starts_at = datetime.combine(day, time(14), zone)
    ends_at = starts_at + timedelta(hours=2)
    return Plan(
        starts_at=starts_at,
        ends_at=ends_at,
        place="玉名市役所 3階 第2会議室",
        online="",
        remark="駐車場は北側をお使いください。",
        papers_from=timezone.now() - timedelta(hours=1),
        papers_until=ends_at + timedelta(hours=2),
        may_download=False,
    )


def _case(lead: Actor, session: Session) -> None:
    case = Case.objects.get(municipality_id=lead.tenant, person__name="仮名 三郎")
    stated = Stated(
        CaseKind.NO_CONSENT,
        "五か月の滞納があり、手紙にも訪問にも返事がない。会えていないため、同意を得る機会がない。",
        "この世帯を知る人はいますか。だれが、いつ、どのように声をかけますか。",
    )
    item = add_item(actor=lead, session=session, case=case, stated=stated)
    offered = [{"item": one.item, "label": str(one.label), "text": one.text} for one in lines_about(case, lead)]
    paper = save_draft(actor=lead, item=item, version=0, lines=[one for one in offered if one["item"] in TOLD])
    issue_paper(actor=lead, paper=paper, version=paper.version)
