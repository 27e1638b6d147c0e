"""What an agency has said of a report, in the words of the page that its sender reads."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from organizations.models import SupportAgency
from referrals.models import Reply, ReplyCode, ReplyDetail


@dataclass(frozen=True)
class ReplyLine:
    """One message. `agency` is whom to call about it."""

    at: datetime
    tone: str
    title: str
    details: list[str]
    body: str
    agency: SupportAgency | None


_TITLES: dict[str, str | Promise] = {
    ReplyCode.ASKED_BACK: _lazy("The agency asks you to look at this report again"),
    ReplyCode.RETURNED: _lazy("Another agency is in charge; the report was returned"),
    ReplyCode.PASSED_ON: _lazy("The report was passed on to the agency in charge"),
    ReplyCode.NOT_UPHELD: _lazy("The review found that the ground does not hold"),
}
_TONES = {
    ReplyCode.ASKED_BACK: "warning",
    ReplyCode.RETURNED: "warning",
    ReplyCode.PASSED_ON: "info",
    ReplyCode.NOT_UPHELD: "warning",
}


def reply_lines(replies: list[Reply], *, is_over: bool) -> list[ReplyLine]:
    """In the order given; each comes with its agency. `is_over`: the report was corrected or withdrawn since."""
    return [
        ReplyLine(
            at=reply.at,
            tone="neutral" if is_over else _TONES[ReplyCode(reply.code)],
            title=str(_TITLES[reply.code]),
            details=details_of(reply),
            body="" if is_over else _body(reply),
            agency=reply.agency,
        )
        for reply in replies
    ]


def details_of(reply: Reply) -> list[str]:
    """What exactly, as words."""
    return [str(ReplyDetail(detail).label) for detail in reply.details]


def _body(reply: Reply) -> str:
    agency = reply.agency.name if reply.agency else ""
    if reply.code == ReplyCode.ASKED_BACK:
        return _("Please correct the report, or call the desk and give the receipt number.")
    if reply.code == ReplyCode.PASSED_ON:
        return _("It is with %(agency)s now. Please call there if you learn something new.") % {"agency": agency}
    if reply.code == ReplyCode.RETURNED and agency:
        return _("The address belongs to %(agency)s. Nothing was handed on: please look at it and report it there.") % {
            "agency": agency
        }
    if reply.code == ReplyCode.RETURNED:
        return _("No agency that uses Tsunagi serves this address. Please call the town hall there.")
    return _(
        "What you had sent is sealed: nobody reads it any more. You can report again if the person agrees, or if"
        " the danger is real and nobody can be asked. Please tell your colleagues, so that it does not happen again."
    )
