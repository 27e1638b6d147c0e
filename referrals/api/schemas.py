"""What a report looks like to a system, as strict as the description says, and what is answered.

What the law wants to be said may be left blank here: whether it suffices, the gate decides and says why.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from consent.vocabulary import REPORT_ITEMS, ConsentMeans, Item, ProtectedInterest
from referrals.models import FeedbackStatus, ReplyCode, ReplyDetail, RetractReason

_UNSEEN = r"\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_LINE = rf"^[^\x00-\x1f{_UNSEEN}]*$"
_LINES = rf"^[^\x00-\x08\x0b\x0c\x0e-\x1f{_UNSEEN}]*$"
_KANA = "^[ぁ-ゖァ-ヺｦ-ｯｱ-ﾝ][ぁ-ゖゝゞァ-ヺー・ヽヾｦ-ﾟ 　-]*$"


class _Strict(BaseModel):
    """Nothing that is not described, and no value of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def _known_item(item: Item) -> Item:
    if item not in REPORT_ITEMS:
        raise ValueError("not an item of a report")
    return item


ReportItem = Annotated[
    Item,
    AfterValidator(_known_item),
    WithJsonSchema({"type": "string", "enum": [item.value for item in REPORT_ITEMS]}),
]


_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})$"


def _moment(text: Any) -> datetime:
    """RFC 3339 and no other of ISO 8601's ways; a number of seconds is no moment either."""
    if not isinstance(text, str) or not re.fullmatch(_MOMENT, text):
        raise PydanticCustomError("moment", "not a moment")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("moment", "not a moment") from None


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _MOMENT}),
]


def _whole(number: Any) -> Any:
    """3.0 is a whole number in JSON Schema, and some systems write all numbers so."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Months = Annotated[int, Field(ge=1, le=600), BeforeValidator(_whole)]
Yen = Annotated[int, Field(ge=1, le=99_999_999), BeforeValidator(_whole)]


class ConsentGround(_Strict):
    """Ground A"""

    kind: Literal["consent"]
    given_by: str = Field(default="", max_length=100, pattern=_LINE, description=_("Who agreed."))
    given_at: Moment = Field(description=_("When, with the offset from UTC."))
    means: ConsentMeans = Field(description=_("How: in writing, by word of mouth, by telephone, online."))
    taken_by: str = Field(default="", max_length=100, pattern=_LINE, description=_("Which colleague heard it."))
    words: str = Field(default="", max_length=400, pattern=_LINES, description=_("The words that were used."))
    items: list[ReportItem] = Field(
        default=[],
        max_length=len(REPORT_ITEMS),
        description=_("The items to which the person agreed. The report may hold no other."),
    )
    expires_on: date | None = Field(
        default=None, description=_("Until the end of which day; null: until it is withdrawn.")
    )
    to_feedback: bool = Field(
        default=False, description=_("Whether the person also agreed that your company is told the state of handling.")
    )


class ProtectionGround(_Strict):
    """Ground B"""

    kind: Literal["protection"]
    interest: ProtectedInterest = Field(description=_("What must be protected."))
    why_protect: str = Field(default="", max_length=1000, pattern=_LINES, description=_("What is in danger, and why."))
    why_no_consent: str = Field(
        default="", max_length=1000, pattern=_LINES, description=_("Why the person’s consent is hard to get.")
    )
    judged_by: str = Field(default="", max_length=100, pattern=_LINE, description=_("Who judged it: name and post."))


class RequestGround(_Strict):
    """Ground C"""

    kind: Literal["request"]
    request_number: str = Field(
        default="", max_length=40, pattern=_LINE, description=_("The number of the request of the support meeting.")
    )


class Household(_Strict):
    """As in your records: names and addresses are kept as they are sent, letter for letter."""

    name: str = Field(
        default="", max_length=100, pattern=_LINE, description=_("May be missing only where life is in danger.")
    )
    kana: str | None = Field(default=None, max_length=100, pattern=_KANA, description=_("The reading of the name."))
    birth_on: date | None = Field(default=None, description=_("Date of birth."))
    phone: str | None = Field(default=None, pattern="^0(?:-?[0-9]){9,10}$", description=_("Ten or eleven digits."))
    postal_code: str = Field(
        pattern="^[0-9]{3}-?[0-9]{4}$", description=_("It decides which agency receives the report.")
    )
    address: str = Field(min_length=1, max_length=300, pattern=_LINE, description=_("Where the household lives."))


class _Supply(_Strict):
    customer_number: str = Field(
        default="", max_length=40, pattern=_LINE, description=_("Your number of the customer.")
    )
    arrears_since: date | None = Field(default=None, description=_("Since when payments are missing."))
    arrears_months: Months | None = Field(default=None, description=_("How many months are missing."))
    arrears_yen: Yen | None = Field(default=None, description=_("How much is missing, in yen."))
    deferred_until: date | None = Field(default=None, description=_("Until when payment is deferred."))
    notice_on: date | None = Field(default=None, description=_("When the stop notice was sent."))
    scheduled_stop_on: date | None = Field(
        default=None, description=_("The stop date of which the customer was notified; never an estimate.")
    )


class Electricity(_Supply):
    """Electricity"""

    kind: Literal["electricity_retail", "electricity_network"]
    supply_point: str | None = Field(
        default=None, pattern="^(?:0[1-9]|10)[0-9]{20}$", description=_("Supply point number of 22 digits.")
    )


class CityGas(_Supply):
    """City gas"""

    kind: Literal["city_gas"]
    supply_point: str | None = Field(
        default=None, pattern="^[0-9]{17}$", description=_("Supply point number of 17 digits.")
    )


class OtherSupply(_Supply):
    """Everything else; it has no supply point number."""

    kind: Literal["lp_gas", "water", "housing", "other"]


class Observed(_Strict):
    """What your people saw or heard themselves."""

    has_infant: bool = Field(default=False, description=_("There is an infant."))
    has_illness: bool = Field(
        default=False, description=_("Somebody is ill, or uses equipment that needs electricity.")
    )
    signs: str = Field(default="", max_length=500, pattern=_LINES, description=_("What was seen or heard at the door."))
    note: str = Field(default="", max_length=500, pattern=_LINES, description=_("A remark in free words."))


class ReportIn(_Strict):
    """One household, one supply, one ground."""

    danger_to_life: bool = Field(
        default=False, description=_("Somebody’s life is in danger now. Call 119 or 110 first, then report.")
    )
    ground: ConsentGround | ProtectionGround | RequestGround = Field(
        discriminator="kind", description=_("On which ground you may tell us.")
    )
    household: Household
    supply: Electricity | CityGas | OtherSupply = Field(discriminator="kind")
    observed: Observed = Field(default_factory=Observed)


class AgencyOut(Schema):
    """Who received it, and whom to call."""

    name: str
    phone: str


class ReceivedOut(Schema):
    """The receipt of a report."""

    receipt_number: str = Field(description=_("Quote it whenever you ask about this report."))
    received_at: AwareDatetime
    agency: AgencyOut
    call_emergency_first: bool = Field(
        description=_("Somebody’s life is in danger: if nobody has called 119 or 110 yet, call now.")
    )


class ReplyOut(Schema):
    """What the agency says of the report itself; it tells nothing of the household."""

    code: ReplyCode
    details: list[ReplyDetail]
    agency: AgencyOut | None = Field(description=_("The agency in charge, where the report went or belongs."))
    at: AwareDatetime


class WithdrawnOut(Schema):
    """Your company has withdrawn the report."""

    reason: RetractReason
    at: AwareDatetime


class StateOut(Schema):
    """All that may be told of a report."""

    receipt_number: str
    received_at: AwareDatetime
    status: Literal["received", FeedbackStatus.HANDLING, FeedbackStatus.CLOSED] = Field(
        description=_("Stays “received” where the person did not agree that you are told more.")
    )
    will_be_told: bool = Field(description=_("Whether the agency may tell you more than “received”, as of today."))
    replies: list[ReplyOut]
    withdrawn: WithdrawnOut | None
    corrected_by: str | None = Field(description=_("The receipt number of your correction, if there is one."))


class FieldOut(Schema):
    """Where something is wrong."""

    pointer: str = Field(description=_("JSON pointer into the body."))
    code: str


class ProblemOut(Schema):
    """RFC 9457. No member repeats what was sent."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str = Field(description=_("Stable. All codes stand under “x-problems”."))
    detail: str | None = None
    fields: list[FieldOut] | None = None
    instead: str | None = Field(default=None, description=_("The lawful way instead."))
    article: str | None = Field(default=None, description=_("The provision that stands in the way."))
    provision: str | None = None
    items: list[str] | None = Field(default=None, description=_("The items that the ground does not reach."))
    call_emergency_first: bool | None = None


def example() -> dict[str, Any]:
    """A report that is accepted where the agency serves the postal code."""
    return {
        "danger_to_life": False,
        "ground": {
            "kind": "consent",
            "given_by": "本人",
            "given_at": "2026-11-20T14:05:00+09:00",
            "means": "oral",
            "taken_by": "検針担当 1",
            "items": ["name", "address", "supply_kind", "arrears", "stop_date"],
            "to_feedback": True,
        },
        "household": {"name": "電気 太郎", "postal_code": "865-0016", "address": "熊本県玉名市岩崎1-2-3"},
        "supply": {
            "kind": "electricity_retail",
            "arrears_months": 3,
            "arrears_yen": 24800,
            "scheduled_stop_on": "2026-12-10",
        },
    }
