"""What the worker does for meetings: it binds a member to a taken invitation's log-in, mails members and recipients of requests."""

from notifications.delivery import delivers
from notifications.models import OutboxItem, OutboxKind
from organizations.models import User
from support_meetings.linking import bind
from support_meetings.mailing import send_member_mail
from support_meetings.request_mailing import do_for_request


@delivers(OutboxKind.LINK_MEMBER)
def link(item: OutboxItem) -> None:
    """By the e-mail address, in the municipality of the role."""
    bind(User.objects.get(pk=item.payload["user"]), item.payload["municipality"])


@delivers(OutboxKind.MEMBER_MAIL)
def mail_to_member(item: OutboxItem) -> None:
    """See `mailing`."""
    send_member_mail(item)


@delivers(OutboxKind.REQUEST_MAIL)
def about_request(item: OutboxItem) -> None:
    """See `request_mailing`."""
    do_for_request(item)
