"""The words of the pledge (誓約書), and the provision on secrecy in force on a day, as they are shown and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consent.models import LegalProvision
from consent.provisions import provision_on
from consent.vocabulary import ProvisionKey
from support_meetings.models import Appointment, LegalBasis, SupportMeeting

#: Where the duty of secrecy of a meeting stands, and what follows from a breach.
DUTY: dict[str, tuple[ProvisionKey, ...]] = {
    LegalBasis.ACT_9: (ProvisionKey.ACT_9_5, ProvisionKey.ACT_28),
    LegalBasis.WELFARE_106_6: (ProvisionKey.WELFARE_106_6,),
    LegalBasis.ASSISTANCE_27_3: (ProvisionKey.ASSISTANCE_27_3,),
    LegalBasis.CONSENT: (),
}
UNCHECKED = "この条文は要旨で、法令との照合がまだ済んでいません。"

#: What is promised; a paper of the meeting is in Japanese, whatever language its reader's pages have.
PROMISES = (
    "会議で知った個人の情報その他の秘密を、正当な理由なく、ほかの人に漏らしません。家族や、所属する組織の中の人にも話しません。",
    "会議で知ったことを、支援のため以外の目的に使いません。",
    "資料は、定められた時間と方法で読み、写し・撮影・転送をしません。紙の資料は、会議が終わったら事務局へ返します。",
    "議題になった人と、親族、勤務先、取引などの関わりがあるときは、すぐに事務局へ申し出て、その議題から外れます。",
    "構成員でなくなった後も、上の約束を守ります。",
)
BY_CONSENT = "本人が同意した範囲を超えて、情報を受け取ったり、使ったりしません。"


@dataclass(frozen=True)
class PledgeWords:
    """The text that is signed, and the provisions printed with it in one text; blank where no statute is on record."""

    text: str
    provision: str


def duty_on(meeting: SupportMeeting, day: date) -> list[LegalProvision]:
    """What the law of this day says of the secrecy of such a meeting; empty for one that stands on consent."""
    found = (provision_on(key, day) for key in DUTY[meeting.basis])
    return [one for one in found if one]


def printed(provisions: Sequence[LegalProvision]) -> list[tuple[str, str, str]]:
    """(statute, article, text) for a paper."""
    return [(one.statute, one.article, one.text) for one in provisions]


def is_unchecked(provisions: Sequence[LegalProvision]) -> bool:
    """Whether nobody has compared one of them with the statute book yet."""
    return any(one.checked_on is None for one in provisions)


def pledge_words(appointment: Appointment, day: date) -> PledgeWords:
    """As somebody signs them on this day. Load the appointment with meeting and organisation."""
    return PledgeWords(_text(appointment), provision_text(appointment.meeting, day))


def _text(appointment: Appointment) -> str:
    meeting, organization = appointment.meeting, appointment.organization
    promises = [*PROMISES]
    if meeting.basis == LegalBasis.CONSENT:
        promises.insert(2, BY_CONSENT)
    lines = [f"{number}　{words}" for number, words in enumerate(promises, start=1)]
    opening = f"私は、{meeting.name}の構成員（{organization.name}）として、次のことを誓います。"
    return "\n".join([opening, *lines])


def provision_text(meeting: SupportMeeting, day: date) -> str:
    """One paragraph for each provision, and whether it still has to be checked."""
    found = duty_on(meeting, day)
    lines = [f"{one.statute}　{one.article}　{one.text}" for one in found]
    return "\n".join([*lines, *([UNCHECKED] if is_unchecked(found) else [])])
