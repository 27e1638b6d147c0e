"""What a person reads when the gate refuses: what happened, and the lawful way instead.

The sentences reach utility staff as well as caseworkers, so none tells whether a household is
known, and none blames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from consent.gate.verdicts import RefusalCode as Code
from consent.vocabulary import CrossingKind

if TYPE_CHECKING:
    # Part of the type checker's stubs; not there when the software runs.
    from django_stubs_ext import StrOrPromise


class Words(NamedTuple):
    """The two sentences of a refusal. Without its own ``instead``, it is that of ``LAWFUL_WAY``."""

    sentence: StrOrPromise
    instead: StrOrPromise | None


# The grounds that exist for each crossing, in words; a refusal never points to one that does not.
LAWFUL_WAY: dict[CrossingKind, StrOrPromise] = {
    CrossingKind.REPORT: _(
        "Ask the person for consent (ground A). If life, body or property must be protected and consent is"
        " hard to obtain, give both reasons (ground B). Otherwise hand over the leaflet."
    ),
    CrossingKind.FEEDBACK: _(
        "Ask the person for consent to feedback (ground A). Without it, only the utility's member summoned to"
        " the session (ground D), or a special reason recorded by a public body (ground G), remains."
    ),
    CrossingKind.LINKAGE: _(
        "Ask the person for consent to telling this service (ground A). If it cannot be had, bring the case"
        " to a support meeting."
    ),
    CrossingKind.EMERGENCY: _(
        "Call 119 or 110 at once, and give both reasons: what must be protected, and why consent is hard to"
        " obtain (ground B)."
    ),
    CrossingKind.ANSWER: _("Answer with the number of the request of the support meeting (ground C)."),
    CrossingKind.MEETING_SHARE: _(
        "Ask the person for consent (ground A), or put the case on the agenda of a support meeting to which"
        " the members are summoned (ground D)."
    ),
    CrossingKind.READING: _(
        "Ask the office of the meeting. A copy opens to a member who is summoned: with the person's consent (ground A) or"
        " at a support meeting (ground D)."
    ),
    CrossingKind.REQUEST: _(
        "Issue the request in the name of a support meeting, and say only what is needed to find the person (ground C)."
    ),
    CrossingKind.FORWARD: _(
        "Return the report to its sender and name the agency in charge: nothing crosses then. Or ask the person for"
        " consent to passing it on (ground A), or give both reasons why it cannot wait (ground B)."
    ),
}

_ASK_MEETING = _("Ask the office of the support meeting.")
_BOTH_LIMBS = _("One short sentence is enough. If someone is in danger now, call 119 or 110 first, then write it.")

WORDS: dict[Code, Words] = {
    Code.ROUTE_NOT_FOR_THIS_CROSSING: Words(
        _("This ground cannot be used for passing information in this direction."), None
    ),
    Code.PARTIES_NOT_FOR_THIS_CROSSING: Words(
        _("Information of this kind cannot be passed between these two organisations."),
        _("Check the sender and the recipient."),
    ),
    Code.PURPOSE_NOT_FOR_THIS_CROSSING: Words(
        _("The purpose stated does not belong to this way of passing information."),
        _("Choose the purpose for which the recipient will really use the information."),
    ),
    Code.NO_ITEMS: Words(
        _("It is not stated which information is to be passed on."),
        _("Choose the items that are needed, and no others."),
    ),
    Code.ITEMS_NOT_FOR_THIS_CROSSING: Words(
        _("On this ground some of these items may not be told."),
        _("Leave out the other items, or ask the person for consent to telling them."),
    ),
    Code.NO_CONSENT: Words(
        _("There is no consent of this person."),
        None,
    ),
    Code.CONSENT_FOR_ANOTHER_RECIPIENT: Words(
        _("The person agreed to tell another organisation, not this one."),
        _("Ask the person whether this organisation may be told as well, and record the consent."),
    ),
    Code.CONSENT_FOR_ANOTHER_PURPOSE: Words(
        _("The person agreed to another purpose, not to this one."),
        _("Explain this purpose to the person, and record the consent."),
    ),
    Code.CONSENT_INCOMPLETE: Words(
        _("The consent does not say who agreed, how, who took it and for which items."),
        _("Complete the record of the consent from what was really said; if that is not known, ask again."),
    ),
    Code.CONSENT_NOT_YET_GIVEN: Words(
        _("The consent begins later than now."),
        _("Check the date and time at which the person agreed, or wait until then."),
    ),
    Code.CONSENT_WITHDRAWN: Words(
        _("The person has withdrawn the consent. What was passed on before stays on record."),
        None,
    ),
    Code.CONSENT_EXPIRED: Words(
        _("The consent has expired."),
        None,
    ),
    Code.ITEMS_NOT_COVERED: Words(
        _("The consent does not cover some of the items."),
        _("Leave these items out, or ask the person whether they may be told too."),
    ),
    Code.NO_PROTECTION_STATEMENT: Words(
        _("It is not stated what must be protected and why consent is hard to obtain."),
        _BOTH_LIMBS,
    ),
    Code.PROTECTION_REASON_BLANK: Words(
        _("It is not stated what must be protected, and why."),
        _BOTH_LIMBS,
    ),
    Code.CONSENT_DIFFICULTY_BLANK: Words(
        _("It is not stated why the person's consent is hard to obtain."),
        _BOTH_LIMBS,
    ),
    Code.JUDGE_BLANK: Words(
        _("It is not stated who judged that protection is needed."),
        _("Write the name of the person who judged it."),
    ),
    Code.REQUEST_NOT_FOUND: Words(
        _("There is no request with this number to your organisation about this person."),
        _("Check the number on the request. If there is none, ask the office of the support meeting."),
    ),
    Code.REQUEST_NOT_FROM_SUPPORT_MEETING: Words(
        _("This request does not come from a support meeting. Only a support meeting can ask in this way."),
        _ASK_MEETING,
    ),
    Code.REQUEST_NOT_YET_ISSUED: Words(
        _("This request has not been issued yet."),
        _("Answer on or after the date of the request."),
    ),
    Code.REQUEST_WITHDRAWN: Words(
        _("The meeting has withdrawn this request."),
        _("Nothing needs to be answered. If you still hold something important, ask for a new request."),
    ),
    Code.REQUEST_CLOSED: Words(
        _("This request has been closed."),
        _("If you still hold something important, ask the office of the meeting for a new request."),
    ),
    Code.ITEMS_OUTSIDE_REQUEST: Words(
        _("The request does not ask for some of the items."),
        _("Leave these items out, or ask the office of the meeting to extend the request."),
    ),
    Code.NOT_ON_AGENDA: Words(
        _("This household is not on the agenda of this session."),
        _("Put it on the agenda first, with the reason why it is discussed there."),
    ),
    Code.COORDINATION_MEETING: Words(
        _("A support co-ordination meeting cannot share a case without the person's consent."),
        _("Obtain consent (ground A), or put the case on the agenda of a support meeting (ground D)."),
    ),
    Code.CASE_KIND_MISSING: Words(
        _("The agenda does not say for which of the three kinds of case this item is discussed."),
        _("Choose the kind of case on the agenda."),
    ),
    Code.NOT_A_MEMBER: Words(
        _("This person has not been appointed as a member of this meeting."),
        _("Appoint the person first. Until then the organisation can only answer a request, one way."),
    ),
    Code.APPOINTMENT_NOT_STARTED: Words(
        _("The appointment of this member has not begun yet."),
        _("Wait for the first day of the appointment."),
    ),
    Code.APPOINTMENT_ENDED: Words(
        _("The appointment of this member has ended. The duty of secrecy goes on."),
        _("Appoint the person again, or the successor."),
    ),
    Code.PLEDGE_NOT_SIGNED: Words(
        _("This member has not signed the pledge of secrecy yet."),
        _("Have the pledge signed and recorded first."),
    ),
    Code.NOT_SUMMONED: Words(
        _("This member was not summoned to this session."),
        _("Summon the member to the session first. Membership alone opens nothing."),
    ),
    Code.EXCLUDED_FOR_CONFLICT: Words(
        _("This item is closed to this organisation because of a conflict of interest."),
        _("Leave this member out of the item, or ask the chair of the meeting to decide again."),
    ),
    Code.AGREEMENT_NOT_IN_FORCE: Words(
        _("The agreement under which you report is not in force today."),
        _(
            "Ask the municipality to renew it, or report without it: with the person's consent (ground A) or"
            " for protection (ground B). If life is in danger, say so; it is then always accepted."
        ),
    ),
    Code.AGREEMENT_IS_NO_BASIS: Words(
        _("An agreement alone is no ground for passing on personal information. It says how, not whether."),
        None,
    ),
    Code.PERSONAL_DATA_WITH_GUIDANCE: Words(
        _("A record of guidance must not contain anything about a person."),
        _("Leave out everything personal; the office, the date, the language and the count remain."),
    ),
    Code.NOT_A_PUBLIC_BODY: Words(
        _("Only a public body can decide on this ground. A private contractor cannot."),
        _("Ask the municipality to decide and to tell the utility in its own name, or obtain consent."),
    ),
    Code.NO_SPECIAL_REASON: Words(
        _("No special reason for telling this organisation about this person has been recorded."),
        _("Record the reason and who decided, or obtain the person's consent to feedback."),
    ),
    Code.SPECIAL_REASON_BLANK: Words(
        _("The special reason, or who decided on it, is blank."),
        _("Write the reason, and the name of the person who decided."),
    ),
    Code.ITEMS_OUTSIDE_SPECIAL_REASON: Words(
        _("The recorded reason does not reach some of the items."),
        _("Leave these items out, or have the reason decided for them too."),
    ),
}
