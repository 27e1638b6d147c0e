"""What the papers of the body say: from the rows as they stand to the words of a letter."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.translation import override

from documents.meeting_charter import CharterContent
from documents.meeting_letter import LetterContent, Slip, meeting_letter_pdf
from documents.meeting_register import RegisterRow, meeting_register_pdf
from japanese.dates import wareki
from support_meetings.access_membership import register_on
from support_meetings.models import Appointment, Means, Pledge, SupportMeeting
from support_meetings.pledging import duty_on, is_unchecked, pledge_words, printed
from support_meetings.states import pledge_of

REQUEST_TITLE, ACCEPTANCE_TITLE = "構成員就任依頼書", "承諾書"


def head_of(municipality_name: str) -> str:
    """玉名市長, 熊本県知事: in whose name a meeting's letters go out."""
    return (
        f"{municipality_name}知事" if municipality_name.endswith(("都", "道", "府", "県")) else f"{municipality_name}長"
    )


def _term(appointment: Appointment) -> str:
    first, last = wareki(appointment.starts_on, weekday=False), wareki(appointment.ends_on, weekday=False)
    if appointment.only_session_id is not None:
        return f"{first}の会議に限る" if first == last else f"{first}から{last}までの会議に限る"
    return f"{first}から{last}まで"


def _to(appointment: Appointment) -> list[str]:
    place = f"{appointment.organization.name}　{appointment.post}".strip()
    return [place, f"{appointment.member.name}　様"]


def _contact(meeting: SupportMeeting) -> str:
    office = meeting.secretariat
    phone = f"　電話 {office.phone}" if office.phone else ""
    return f"事務局：{office.name}{phone}"


def request_letter(appointment: Appointment) -> LetterContent:
    """就任依頼書, with the acceptance to be sent back."""
    meeting = appointment.meeting
    head = head_of(meeting.municipality.name)
    by = f"{wareki(appointment.reply_by)}までに、" if appointment.reply_by else ""
    return LetterContent(
        title=REQUEST_TITLE,
        number=appointment.request_number,
        day=appointment.requested_on,
        to=_to(appointment),
        sender=[head],
        paragraphs=[
            f"このたび、{meeting.name}の構成員として、お力添えをいただきたく、就任をお願いいたします。",
            f"お引き受けいただけるときは、{by}次のページの承諾書をお返しください。"
            "その後、委嘱状をお渡しします。会議の資料は、委嘱と誓約書の提出の後にご覧いただけます。",
        ],
        facts=[
            ("会議", f"{meeting.name}（{meeting.get_basis_display()}）"),
            ("所属・役職", f"{appointment.organization.name}　{appointment.post}".strip()),
            ("任期", _term(appointment)),
        ],
        closing=["会議で知った秘密を守る義務は、構成員でなくなった後も続きます。"],
        contact=_contact(meeting),
        slip=Slip(
            ACCEPTANCE_TITLE,
            appointment.request_number,
            f"{head}　様",
            [
                f"{wareki(appointment.requested_on, weekday=False)}付けで依頼のあった{meeting.name}の構成員への就任を承諾します。"
            ],
            ["所属", "役職", "氏名（自署）"],
        ),
    )


def appointment_letter(appointment: Appointment) -> LetterContent:
    """委嘱状."""
    meeting = appointment.meeting
    office = "臨時の構成員" if appointment.only_session_id is not None else "構成員"
    return LetterContent(
        title="委嘱状",
        number=appointment.number,
        day=appointment.appointed_on,
        to=[appointment.organization.name, f"{appointment.member.name}　様"],
        sender=[head_of(meeting.municipality.name)],
        paragraphs=[f"{meeting.name}の{office}を委嘱します。", f"任期は、{_term(appointment)}とします。"],
        is_certificate=True,
    )


def pledge_letter(appointment: Appointment) -> LetterContent:
    """誓約書: as it was signed, word for word; before that, to be signed by hand."""
    signed = pledge_of(appointment)
    return _signed_pledge(appointment, signed) if signed else _blank_pledge(appointment)


def _signed_pledge(appointment: Appointment, pledge: Pledge) -> LetterContent:
    opening, *promises = pledge.text.splitlines() or [""]
    day = timezone.localdate(pledge.signed_at)
    how = "画面で氏名を入力して誓約" if pledge.means == Means.SCREEN else "紙の誓約書に署名（原本は事務局）"
    return LetterContent(
        title="誓約書",
        number=appointment.number or appointment.request_number,
        day=day,
        to=[f"{head_of(appointment.meeting.municipality.name)}　様"],
        paragraphs=[opening],
        points=promises,
        closing=pledge.provision.splitlines(),
        signed=(f"{wareki(day)}　{appointment.organization.name}", pledge.signed_name, how),
    )


def _blank_pledge(appointment: Appointment) -> LetterContent:
    today = timezone.localdate()
    opening, *promises = pledge_words(appointment, today).text.splitlines()
    duty = duty_on(appointment.meeting, today)
    return LetterContent(
        title="誓約書",
        number=appointment.number or appointment.request_number,
        day=None,
        to=[f"{head_of(appointment.meeting.municipality.name)}　様"],
        paragraphs=[opening],
        points=promises,
        to_sign=True,
        provisions=printed(duty),
        unchecked=is_unchecked(duty),
    )


def leaving_letter(appointment: Appointment) -> LetterContent:
    """退任のお知らせ: what goes on after leaving, with the provision in force on the last day."""
    meeting, last = appointment.meeting, appointment.ends_on
    duty = duty_on(meeting, last)
    return LetterContent(
        title="退任のお知らせ",
        number=appointment.number,
        day=timezone.localdate(appointment.ended_at) if appointment.ended_at else last,
        to=_to(appointment),
        sender=[head_of(meeting.municipality.name)],
        paragraphs=[
            f"{meeting.name}の構成員としてのお力添えに、心よりお礼申し上げます。委嘱は、{wareki(last)}の終わりをもって終わります。",
            "退任の後も、会議で知った秘密を守る義務は続きます。次のことを、あらためてお願いいたします。",
        ],
        points=[
            "1　会議で知ったことを、これからも、ほかの人に漏らさないでください。",
            "2　お手元に資料や控えが残っているときは、事務局へお返しください。",
            "3　この日の後は、資料の画面を開くことはできません。",
        ],
        facts=[
            ("委嘱番号", appointment.number),
            ("任期", _term(appointment)),
            ("退任の理由", appointment.get_end_reason_display() or "任期満了"),
        ],
        provisions=printed(duty),
        unchecked=is_unchecked(duty),
        contact=_contact(meeting),
    )


LETTERS: dict[str, Callable[[Appointment], LetterContent]] = {
    "request": request_letter,
    "appointment": appointment_letter,
    "pledge": pledge_letter,
    "leaving": leaving_letter,
}


def is_ready(appointment: Appointment, kind: str) -> bool:
    """Whether there is something to print: no appointment before it was made, no leaving before the end is known."""
    if kind in ("appointment", "leaving") and appointment.appointed_on is None:
        return False
    return kind != "leaving" or appointment.ended_at is not None or appointment.ends_on < timezone.localdate()


def letter_content(appointment: Appointment, kind: str) -> LetterContent:
    """What a letter of a kind in LETTERS says. Load the appointment with member, organisation, meeting and municipality."""
    with override("ja"):  # a paper is in Japanese, whatever language its reader's pages have
        return LETTERS[kind](appointment)


def letter_pdf(appointment: Appointment, kind: str) -> bytes:
    """The letter as a PDF."""
    return meeting_letter_pdf(letter_content(appointment, kind))


def charter_content(meeting: SupportMeeting) -> CharterContent:
    """The charter with its annex as of today, or of the last day of a dissolved meeting."""
    day = meeting.ended_on or timezone.localdate()
    rows = register_on(meeting, day)
    seats = dict.fromkeys((one.organization.name, one.post) for one in rows if one.only_session_id is None)
    return CharterContent(
        title=meeting.charter,
        meeting_name=meeting.name,
        municipality_name=meeting.municipality.name,
        founded_on=meeting.founded_on,
        text=meeting.charter_text,
        annex=list(seats),
        as_of=day,
    )


def register_pdf(meeting: SupportMeeting, on: date) -> bytes:
    """構成員名簿 as of a day."""
    rows = [_row(meeting, one) for one in register_on(meeting, on)]
    return meeting_register_pdf(
        meeting_name=meeting.name, municipality_name=meeting.municipality.name, on=on, rows=rows
    )


def _row(meeting: SupportMeeting, one: Appointment) -> RegisterRow:
    pledge = pledge_of(one)
    return RegisterRow(
        office=_office(meeting, one),
        name=one.member.name,
        kana=one.member.kana,
        organization=one.organization.name,
        post=one.post,
        number=one.number,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        pledged_on=timezone.localdate(pledge.signed_at) if pledge else None,
    )


def _office(meeting: SupportMeeting, one: Appointment) -> str:
    if one.only_session_id is not None:
        return "臨時"
    return {meeting.chair_id: "会長", meeting.deputy_id: "副会長"}.get(one.member_id, "")
