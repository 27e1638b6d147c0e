"""E-mail to a member of a meeting: only that there is something, never what about.

Meeting, case and household stay out of it; whoever reads a forwarded or misdirected e-mail learns nothing.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from notifications.actions import enqueue
from notifications.models import OutboxItem, OutboxKind
from organizations.actors import Actor
from support_meetings.models import Member

#: code → (subject, first line)
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "serve": (
        _("Tsunagi: you are asked to become a member of a meeting"),
        _("A municipality asks you to become a member of a meeting. Please sign in and answer:"),
    ),
    "pledge": (
        _("Tsunagi: a pledge of secrecy waits for your signature"),
        _("Please sign in, read the pledge of secrecy and sign it. Papers open only after that:"),
    ),
    "summons": (
        _("Tsunagi: you are called to a meeting"),
        _("You are called to a session of a meeting. Please sign in for day and place, and say whether you come:"),
    ),
    "papers": (
        _("Tsunagi: papers of a meeting are ready for you"),
        _("There are papers of a meeting for you. Please sign in to read them within their time:"),
    ),
    "cancelled": (
        _("Tsunagi: a session of a meeting was cancelled"),
        _("A session to which you were called does not take place. Please sign in for the details:"),
    ),
    "reminder": (
        _("Tsunagi: a meeting waits for your answer"),
        _("Something in a meeting still waits for your answer. Please sign in:"),
    ),
}


def mail_member(*, actor: Actor, member: Member, code: str, key: str, path: str) -> bool:
    """Put a letter to the member into the outbox, once for each `key`; False for a member without e-mail.

    `code` is one of WORDS; `path` is a page of the portal. Call it in the transaction of what it tells.
    """
    if code not in WORDS:
        raise ValueError(f"no words for {code!r}")
    if not member.email:
        return False
    enqueue(
        kind=OutboxKind.MEMBER_MAIL,
        key=f"member:{code}:{key}:{member.pk}",
        sender_id=actor.organization_id,
        municipality_id=member.municipality_id,
        payload={"member": member.pk, "code": code, "path": path},
    )
    return True


def send_member_mail(item: OutboxItem) -> None:
    """To the address that the member has now; whoever has none any more is written to on paper."""
    member = Member.objects.filter(pk=item.payload["member"]).first()
    if member is None or not member.email:
        return
    with override("ja"):
        subject, first = WORDS[item.payload["code"]]
        lines = [
            str(first),
            settings.PORTAL_URL + item.payload["path"],
            "",
            str(_("To protect personal data this e-mail says nothing about what the meeting deals with.")),
        ]
        # As in `notifications.delivery`: one effect has one Message-ID, however often it is sent.
        headers = {"Message-ID": f"<{item.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"}
        sender = settings.DEFAULT_FROM_EMAIL
        EmailMessage(str(subject), "\n".join(lines), sender, [member.email], headers=headers).send()
