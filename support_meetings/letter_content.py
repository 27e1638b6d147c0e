"""The two papers of a session that name no household: 開催通知 to a member, and 次第. Papers: in Japanese only."""

from django.utils import timezone
from django.utils.translation import override

from consent.vocabulary import CaseKind
from documents.meeting_letter import LetterContent
from japanese.dates import wareki
from support_meetings.letters import head_of
from support_meetings.models import AgendaItem, Session, Summons


def _when(session: Session | Summons) -> str:
    """令和9年1月15日（金）14時00分から16時00分まで, with the second day where it goes past midnight."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    second = f"翌日 {ends:%H時%M分}" if ends.date() != starts.date() else f"{ends:%H時%M分}"
    return f"{wareki(starts.date())} {starts:%H時%M分}から{second}まで"


def _facts(session: Session | Summons) -> list[tuple[str, str]]:
    stated = [
        ("日時", _when(session)),
        ("場所", session.place),
        ("オンライン", session.online),
        ("備考", session.remark),
    ]
    return [(heading, words) for heading, words in stated if words]


def letter_to(summons: Summons) -> LetterContent:
    """`summons` is loaded with its member, appointment and session with the meeting and municipality."""
    session, seat = summons.session, summons.appointment
    meeting = session.meeting
    chair = f"{meeting.name}会長　{meeting.chair.name}" if meeting.chair else head_of(meeting.municipality.name)
    phone = f"　電話 {meeting.secretariat.phone}" if meeting.secretariat.phone else ""
    return LetterContent(
        title=f"{meeting.name}　第{session.number}回　開催のお知らせ",
        number="",
        day=timezone.localdate(summons.sent_at) if summons.sent_at else timezone.localdate(),
        to=[f"{seat.organization.name}　{seat.post}".strip(), f"{summons.member.name}　様"],
        sender=[chair],
        paragraphs=["次のとおり会議を開きます。ご出席くださいますようお願いいたします。"],
        facts=_facts(summons),
        closing=[
            "議題と資料は、この通知には記していません。資料は番号を付けてお渡しし、会議の後に回収します。",
            "会議で知ったことは、会議の後も、構成員を退いた後も、ほかの人に話さないでください。",
        ],
        contact=f"事務局：{meeting.secretariat.name}{phone}",
    )


_COURSE = ("開会", "秘密を守る義務の確認", "議題（下の表のとおり）", "次回の日程", "資料の回収", "閉会")


def agenda_of(session: Session) -> LetterContent:
    """次第: numbers and kinds. `session` is loaded with meeting and secretariat."""
    rows = AgendaItem.objects.filter(session=session, taken_off_at__isnull=True).order_by("number")
    with override("ja"):
        items = [
            (f"議題{number}", str(CaseKind(kind).label)) for number, kind in rows.values_list("number", "case_kind")
        ]
    return LetterContent(
        title=f"{session.meeting.name}　第{session.number}回　次第",
        number="",
        day=None,
        to=(),
        points=[f"{number}　{words}" for number, words in enumerate(_COURSE, 1)],
        facts=[*_facts(session), *items],
        contact=f"事務局：{session.meeting.secretariat.name}",
    )
