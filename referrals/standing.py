"""How one of its reports stands for a utility: what it did itself, and what it was told (rule 13)."""

from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, TextChoices, Value, When
from django.db.models.query_utils import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referrals.models import Feedback, FeedbackStatus, Referral, Reply, ReplyCode, Retraction


class Standing(TextChoices):
    """The last word on a report. Where several hold, the one that stands first here is shown."""

    WITHDRAWN = "withdrawn", pgettext_lazy("a report", "withdrawn")
    CORRECTED = "corrected", pgettext_lazy("a report", "corrected")
    NOT_UPHELD = "not_upheld", pgettext_lazy("a report", "the ground did not hold")
    PASSED_ON = "passed_on", pgettext_lazy("a report", "passed on")
    RETURNED = "returned", pgettext_lazy("a report", "returned")
    CLOSED = "closed", pgettext_lazy("a report", "closed")
    HANDLING = "handling", _("being handled")
    ASKED_BACK = "asked_back", pgettext_lazy("a report", "asked back")
    RECEIVED = "received", _("received")


TONES = {
    Standing.WITHDRAWN: "neutral",
    Standing.CORRECTED: "neutral",
    Standing.NOT_UPHELD: "warning",
    Standing.PASSED_ON: "info",
    Standing.RETURNED: "warning",
    Standing.CLOSED: "success",
    Standing.HANDLING: "info",
    Standing.ASKED_BACK: "warning",
    Standing.RECEIVED: "neutral",
}


def _replied(code: ReplyCode) -> Exists:
    return Exists(Reply.objects.filter(referral=OuterRef("pk"), code=code))


def _told(status: FeedbackStatus) -> Exists:
    return Exists(Feedback.objects.filter(referral=OuterRef("pk"), status=status))


#: In the order of `Standing`; what is none of these is received.
_SIGNS: dict[Standing, Exists] = {
    Standing.WITHDRAWN: Exists(Retraction.objects.filter(referral=OuterRef("pk"))),
    Standing.CORRECTED: Exists(Referral.objects.filter(corrects=OuterRef("pk"))),
    Standing.NOT_UPHELD: _replied(ReplyCode.NOT_UPHELD),
    Standing.PASSED_ON: _replied(ReplyCode.PASSED_ON),
    Standing.RETURNED: _replied(ReplyCode.RETURNED),
    Standing.CLOSED: _told(FeedbackStatus.CLOSED),
    Standing.HANDLING: _told(FeedbackStatus.HANDLING),
    Standing.ASKED_BACK: _replied(ReplyCode.ASKED_BACK),
}


def with_standing(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each with `standing`, for `standing_of`."""
    cases = [When(sign, then=Value(standing.value)) for standing, sign in _SIGNS.items()]
    return rows.annotate(standing=Case(*cases, default=Value(Standing.RECEIVED.value), output_field=CharField()))


def standing_of(referral: Referral) -> Standing:
    """Of a row that came through `with_standing`."""
    return Standing(referral.standing)  # type: ignore[attr-defined]  # an annotation


def only(rows: QuerySet[Referral], wanted: Standing) -> QuerySet[Referral]:
    """Those that stand so: its own sign is there, and none of a stronger one."""
    order = list(_SIGNS)
    stronger = order[: order.index(wanted)] if wanted in _SIGNS else order
    if stronger:
        rows = rows.exclude(reduce(or_, (Q(_SIGNS[one]) for one in stronger)))
    return rows.filter(_SIGNS[wanted]) if wanted in _SIGNS else rows
