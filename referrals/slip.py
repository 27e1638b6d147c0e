"""The questions of a report in one order and with one numbering: on the slip (通報票) and on the page where it is typed in.

Whoever reads a slip types straight down the page, and whoever listens on the telephone asks in the
same order as the slip. So both are made of this list and of the same fields.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from documents.report_slip import Box, PrintedQuestion, Shape, SlipContent, report_slip_pdf
from japanese.fields import SupplyPointField
from organizations.models import ContactDesk, SupportAgency
from referrals.forms_intake import fields_on_paper
from referrals.pdf import hours_text


@dataclass(frozen=True)
class Question:
    """One question with the fields that answer it. What the agency fills in itself has no number."""

    key: str
    heading: str | Promise
    fields: tuple[str, ...]
    is_numbered: bool = True


QUESTIONS = (
    Question("danger", _lazy("Is anyone’s life in danger right now?"), ("danger",)),
    Question(
        "arrival",
        _lazy("The agency fills this in"),
        ("channel", "received_on", "received_time"),
        is_numbered=False,
    ),
    Question("source", _lazy("Who tells us"), ("source", "office", "source_name", "source_phone")),
    Question("caller_words", _lazy("In their own words"), ("caller_words",)),
    Question("route", _lazy("On what ground"), ("route",)),
    Question(
        "consent",
        _lazy("If agreed: who, when, how"),
        ("given_by", "given_on", "given_time", "means", "taken_by", "words"),
    ),
    Question("items", _lazy("If agreed: to what"), ("all_items", "agreed_items", "expires_on", "to_feedback")),
    Question(
        "protection",
        _lazy("If not asked: both reasons"),
        ("interest", "why_protect", "why_no_consent", "judged_by"),
    ),
    Question("person", _lazy("Who it is about"), ("name", "kana", "birth_on", "phone")),
    Question("place", _lazy("Where they live"), ("postal_code", "address")),
    Question("supply", _lazy("Supply"), ("supply_kind", "supplier_name", "customer_number", "supply_point")),
    Question("arrears", _lazy("Arrears"), ("arrears_since", "arrears_months", "arrears_yen")),
    Question("stop", _lazy("Deferral and stop"), ("deferred_until", "notice_on", "scheduled_stop_on")),
    Question("signs", _lazy("What makes it urgent"), ("has_infant", "has_illness", "signs")),
    Question("note", _lazy("Anything else"), ("note",)),
)


def numbered() -> Iterator[tuple[str, Question]]:
    """(number as printed, or "" for what the agency fills in, question), in order."""
    number = 0
    for question in QUESTIONS:
        number += question.is_numbered
        yield (str(number) if question.is_numbered else "", question)


def slip_bytes(agency: SupportAgency) -> bytes:
    """The slip of an agency as PDF, one page of A4 with blanks, in Japanese whatever the reader's language."""
    with override("ja"):
        return report_slip_pdf(slip_content(agency))


def slip_content(agency: SupportAgency) -> SlipContent:
    """What the paper says: where to send it, and every question with its boxes."""
    desk = ContactDesk.objects.filter(agency=agency, is_first=True).prefetch_related("hours").first()
    return SlipContent(
        agency_name=agency.name,
        municipality_name=agency.municipality.name,
        desk_name=desk.name if desk else "",
        fax=agency.fax,
        phone=desk.phone if desk else agency.phone,
        hours=hours_text(desk) if desk else "",
        questions=printed_questions(),
    )


def printed_questions() -> tuple[PrintedQuestion, ...]:
    """Every question with its boxes, in the language that is in force."""
    fields = fields_on_paper()
    return tuple(
        PrintedQuestion(
            number=number,
            key=question.key,
            heading=str(question.heading),
            boxes=tuple(_box(name, fields[name]) for name in question.fields),
        )
        for number, question in numbered()
    )


def _box(name: str, field: forms.Field) -> Box:
    return Box(name=name, label=str(field.label), shape=_shape(name, field), choices=_choices(name, field))


def _shape(name: str, field: forms.Field) -> Shape:
    """How the answer is written on paper, by what the field takes."""
    if name in _WRITTEN:
        return Shape.LINE
    for kind, shape in _SHAPES:
        if isinstance(field, kind):
            return shape
    return Shape.WORDS if isinstance(field.widget, forms.Textarea) else Shape.LINE


#: Chosen from a list on the screen; on paper it is written out.
_WRITTEN = frozenset({"office"})
_SHAPES: tuple[tuple[type[forms.Field], Shape], ...] = (
    (forms.BooleanField, Shape.TICK),
    (forms.ChoiceField, Shape.TICKS),
    (forms.DateField, Shape.DAY),
    (forms.TimeField, Shape.TIME),
    (forms.IntegerField, Shape.NUMBER),
    (SupplyPointField, Shape.DIGITS),
)


def _choices(name: str, field: forms.Field) -> tuple[str, ...]:
    if name in _WRITTEN or not isinstance(field, forms.ChoiceField):
        return ()
    offered: list[tuple[str, str | Promise]] = list(field.choices)  # type: ignore[arg-type]  # ours are flat
    return tuple(str(label) for value, label in offered if value != "")


def file_name(agency: SupportAgency) -> str:
    """For the download; it names the agency, nobody else."""
    return _("Report slip of %(agency)s.pdf") % {"agency": agency.name}
