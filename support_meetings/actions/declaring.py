"""What a member declares: yes or no to the request to serve, and the pledge; by the person at the portal, or on paper."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.actions import notify_agency
from organizations.actors import Actor
from support_meetings.actions.membership import lock_appointment
from support_meetings.errors import MeetingRefusal
from support_meetings.models import Acceptance, Appointment, Means, Pledge
from support_meetings.pledging import pledge_words
from support_meetings.states import acceptance_of, pledge_of


@transaction.atomic
def record_reply(*, actor: Actor, appointment: Appointment, accepted: bool, on: date) -> Acceptance:
    """The letter of acceptance (承諾書) came back on paper, or the person declined; recorded by the secretariat."""
    locked = lock_appointment(actor, appointment)
    if (said := acceptance_of(locked)) is not None:
        return _same(said, accepted)
    _refuse_gone(locked, on)
    _refuse_future(on)
    _refuse_undoing(locked, accepted)
    return Acceptance.objects.create(
        municipality_id=locked.municipality_id,
        appointment=locked,
        user_id=locked.user_id,
        accepted=accepted,
        means=Means.PAPER,
        at=moment_of(on),
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def reply_to_request(*, actor: Actor, appointment: Appointment, accepted: bool) -> Acceptance:
    """The person answers at the portal, for nobody but themselves. The secretariat is told."""
    own = _own(actor, appointment)
    if (said := acceptance_of(own)) is not None:
        return _same(said, accepted)
    _refuse_gone(own, timezone.localdate())
    _refuse_undoing(own, accepted)
    try:
        with transaction.atomic():
            said = Acceptance.objects.create(
                municipality_id=own.municipality_id,
                appointment=own,
                user_id=actor.user_id,
                accepted=accepted,
                means=Means.SCREEN,
                recorded_by_id=actor.user_id,
            )
    except IntegrityError:  # a second click, or the secretariat with the letter, was quicker
        return _same(Acceptance.objects.get(appointment=own), accepted)
    _tell_secretariat(actor, own, "serve_yes" if accepted else "serve_no")
    return said


def _own(actor: Actor, appointment: Appointment) -> Appointment:
    """The portal may lock nothing; a unique row for each declaration keeps the order instead."""
    rows = Appointment.objects.select_related("acceptance", "pledge", "member", "meeting__secretariat", "organization")
    return rows.get(pk=appointment.pk, user_id=actor.user_id, municipality_id=actor.tenant)


def _same(said: Acceptance, accepted: bool) -> Acceptance:
    if said.accepted != accepted:
        raise MeetingRefusal(
            "answered_already",
            _("This request was answered already, with the other answer. Whoever changes their mind is asked anew."),
        )
    return said


def _refuse_gone(appointment: Appointment, on: date) -> None:
    """`on` is the day of the declaration: a paper signed in time may be recorded later."""
    if appointment.appointed_on is None and appointment.ended_at is not None:
        raise MeetingRefusal("taken_back", _("This request was taken back. Nothing needs to be done."))
    if appointment.ends_on < on:
        raise MeetingRefusal("term_over", _("The term for which this was asked is over."))


def _refuse_undoing(appointment: Appointment, accepted: bool) -> None:
    """Somebody who serves already leaves by the end of the term, not by a "no" that would change nothing."""
    if appointment.appointed_on is not None and not accepted:
        sentence = _("The appointment was made already. To leave, please call the secretariat.")
        raise MeetingRefusal("appointed_already", sentence)


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise MeetingRefusal("not_yet", _("This day has not come yet."))


def moment_of(day: date) -> datetime:
    """When a paper of a day was signed: now for today; the end of the day for an earlier one, whose hour nobody knows."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@transaction.atomic
def record_pledge(*, actor: Actor, appointment: Appointment, signed_name: str, on: date) -> Pledge:
    """The pledge (誓約書) was signed on paper on this day; the paper lies with the secretariat."""
    locked = lock_appointment(actor, appointment)
    if (signed := pledge_of(locked)) is not None:
        return signed
    _refuse_unready(locked, on)
    _refuse_future(on)
    return Pledge.objects.create(
        **_words(locked, on),
        user_id=locked.user_id,
        signed_at=moment_of(on),
        signed_name=signed_name.strip(),
        means=Means.PAPER,
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def sign_pledge(*, actor: Actor, appointment: Appointment, signed_name: str) -> Pledge:
    """The person signs on screen by typing their name; what they read is kept word for word."""
    own = _own(actor, appointment)
    if (signed := pledge_of(own)) is not None:
        return signed
    _refuse_unready(own, timezone.localdate())
    if _letters(signed_name) != _letters(own.member.name):
        raise MeetingRefusal(
            "not_your_name", _("Type your own name as it stands in the pledge. That is your signature.")
        )
    try:
        with transaction.atomic():
            signed = Pledge.objects.create(
                **_words(own, timezone.localdate()),
                user_id=actor.user_id,
                signed_name=signed_name.strip(),
                means=Means.SCREEN,
                recorded_by_id=actor.user_id,
            )
    except IntegrityError:  # a second click was quicker
        return Pledge.objects.get(appointment=own)
    _tell_secretariat(actor, own, "pledge")
    return signed


def _words(appointment: Appointment, on: date) -> dict[str, object]:
    words = pledge_words(appointment, on)
    return {
        "municipality_id": appointment.municipality_id,
        "appointment": appointment,
        "text": words.text,
        "provision": words.provision,
    }


def _letters(name: str) -> str:
    """A name without the blanks that people put into it, or do not."""
    return "".join(name.split())


def _refuse_unready(appointment: Appointment, on: date) -> None:
    reply = acceptance_of(appointment)
    if appointment.appointed_on is None and (reply is None or not reply.accepted):
        raise MeetingRefusal(
            "not_accepted", _("The request to serve is not accepted yet. The pledge comes after that.")
        )
    _refuse_gone(appointment, on)


def _tell_secretariat(actor: Actor, appointment: Appointment, code: str) -> None:
    notify_agency(
        actor=actor,
        agency=appointment.meeting.secretariat,
        code=code,
        number=appointment.request_number,
        path=reverse("appointment", urlconf="config.urls_agency", kwargs={"pk": appointment.pk}),
        urgent=False,
    )
