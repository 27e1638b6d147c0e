"""What a caseworker fills in about a yes: nothing is ticked beforehand, each item and each recipient is asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consent.evidence import CheckedFile, check_upload
from consent.forms import TOLERANCE, ClockInput
from consent.gate import says_something
from consent.models import Consent
from consent.recipients import Offered
from consent.taking import ConsentSaid
from consent.vocabulary import ConsentMeans, Item, Purpose
from japanese.fields import JapaneseDateField
from japanese.text import contains_control

MOST_FILES = 3
_SPOKEN = (ConsentMeans.ORAL, ConsentMeans.TELEPHONE)
_LONGEST = timedelta(days=366 * 5)


def a_year_after(day: date) -> date:
    """The last day of a year that begins on this day."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


class ManyFiles(forms.FileField):
    """Scans or photographs, each looked into; comes back as `CheckedFile`s."""

    class Input(forms.ClearableFileInput):
        """Several at once."""

        allow_multiple_selected = True

    widget = Input

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser's dialog offers; the content decides."""
        return {**super().widget_attrs(widget), "accept": ".pdf,.jpg,.jpeg,.png"}

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        """Each file by itself; the first trouble is told."""
        sent: list[UploadedFile[Any]] = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if self.required and not sent:
            raise ValidationError(_("Please choose a file."), code="required")
        if len(sent) > MOST_FILES:
            raise ValidationError(_("At most three files at once."), code="many")
        return [check_upload(one) for one in sent]


class Recipients(forms.TypedMultipleChoiceField):
    """At least one, here or in the list below; so the form counts them together."""

    def validate(self, value: Any) -> None:
        """Only those that are offered."""
        for one in value:
            if not self.valid_value(one):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": one})


class EvidenceForm(forms.Form):
    """The signed form, scanned or photographed."""

    scans = ManyFiles(
        label=_("Scan or photograph of the signed form"),
        help_text=_("PDF, JPEG or PNG, each up to 10 MB. It is kept sealed; every look at it is recorded."),
    )


class RecordForm(forms.Form):
    """One yes of the person, stated in full (rule 2)."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    given_by = forms.CharField(
        label=_("Who agreed"), help_text=_("The person’s own name, or who answered for them."), max_length=100
    )
    given_on = JapaneseDateField(label=_("Day"), help_text="")
    given_time = forms.TimeField(label=_("Time"), widget=ClockInput())
    means = forms.ChoiceField(label=_("How"), choices=ConsentMeans.choices, widget=forms.RadioSelect)
    taken_by = forms.CharField(label=_("Who heard it"), max_length=100)
    words = forms.CharField(
        label=_("Words used"),
        help_text=_(
            "For what was said, by word of mouth or by telephone: what you asked, and the answer as it was given."
        ),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": ""}),
    )
    items = forms.MultipleChoiceField(label=_("What may be told"), widget=forms.CheckboxSelectMultiple)
    recipients = Recipients(label=_("To whom"), coerce=int, widget=forms.CheckboxSelectMultiple)
    another = forms.TypedChoiceField(
        label=_("And to"), help_text=_("One more, from the list."), coerce=int, required=False, empty_value=None
    )
    purposes = forms.MultipleChoiceField(label=_("What for"), widget=forms.CheckboxSelectMultiple)
    expires_on = JapaneseDateField(
        label=_("Until the end of"),
        required=False,
        help_text=_("A year is offered. Ask the person; it may be shorter or longer."),
    )
    no_end = forms.BooleanField(label=_("Until the person takes it back"), required=False)
    scans = ManyFiles(
        label=_("Scan or photograph of the signed form"),
        help_text=_("PDF, JPEG or PNG, at most three, each up to 10 MB. Can be added later too."),
        required=False,
    )

    def __init__(self, *args: Any, offered: Offered, before: Consent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        agreed = (set(before.items), set(before.recipients), set(before.purposes)) if before else (set(), set(), set())
        for field in ("given_by", "taken_by"):
            self.fields[field].widget.attrs["autocomplete"] = "off"
        _offer(self.fields["items"], _marked(Item.choices, agreed[0]))
        _offer(self.fields["recipients"], _marked([*offered.companies, *offered.near], agreed[1]))
        _offer(self.fields["another"], [("", _now("nobody else")), *offered.others])
        _offer(self.fields["purposes"], _marked(Purpose.choices, agreed[2]))
        if not offered.others:
            del self.fields["another"]

    @staticmethod
    def first(writer: str) -> dict[str, Any]:
        """Now, heard by the writer, for a year; of what was agreed nothing."""
        now = timezone.localtime()
        return {
            "given_on": now.date(),
            "given_time": now.time().replace(second=0, microsecond=0),
            "taken_by": writer,
            "expires_on": a_year_after(now.date()),
        }

    def clean_words(self) -> str:
        """Lines are fine, other control characters are not."""
        words: str = self.cleaned_data["words"]
        if contains_control(words, multiline=True):
            raise ValidationError(_("Please take out the special characters; they cannot be kept."), code="control")
        return words

    def clean(self) -> dict[str, Any]:
        """What the law asks of a consent beyond that each field is filled in."""
        cleaned = super().clean() or {}
        for name in ("given_by", "taken_by"):
            if cleaned.get(name) and (not says_something(cleaned[name]) or contains_control(cleaned[name])):
                self.add_error(name, _("Please write a name."))
        self._moment()
        self._expiry()
        if cleaned.get("means") in _SPOKEN and not says_something(cleaned.get("words", "")):
            self.add_error("words", _("What was only said is proved by its words: please write them down."))
        self._recipients()
        return cleaned

    def _moment(self) -> None:
        at = self._given_at()
        if at and at > timezone.now() + TOLERANCE:
            self.add_error("given_on", _("This moment has not come yet."))

    def _expiry(self) -> None:
        until, no_end = self.cleaned_data.get("expires_on"), self.cleaned_data.get("no_end")
        if "expires_on" in self.errors:
            return
        if until is None and not no_end:
            self.add_error("expires_on", _("Please give the last day, or tick that it holds until it is taken back."))
        elif until and not no_end and until < timezone.localdate():
            self.add_error("expires_on", _("This day is past."))
        elif until and not no_end and until > timezone.localdate() + _LONGEST:
            self.add_error("expires_on", _("At most five years; then the person is asked again."))

    def _recipients(self) -> None:
        chosen = self._chosen()
        if not chosen and "recipients" not in self.errors:
            self.add_error("recipients", _("Please tick at least one recipient."))
        companies = {pk for pk, _name in self.offered.companies}
        if (
            chosen & companies
            and "purposes" in self.cleaned_data
            and Purpose.FEEDBACK not in self.cleaned_data["purposes"]
        ):
            self.add_error(
                "purposes",
                _("A company can be told only what became of its report: tick that purpose, or not the company."),
            )

    def _chosen(self) -> set[int]:
        another = self.cleaned_data.get("another")
        return {*(self.cleaned_data.get("recipients") or ()), *([another] if another else ())}

    def _given_at(self) -> datetime | None:
        day, hour = self.cleaned_data.get("given_on"), self.cleaned_data.get("given_time")
        return timezone.make_aware(datetime.combine(day, hour)) if day and hour is not None else None

    def said(self) -> ConsentSaid:
        """The consent as stated, once the form is valid."""
        stated, given_at = self.cleaned_data, self._given_at()
        if given_at is None:
            raise ValueError("the form is not valid")
        return ConsentSaid(
            given_by=stated["given_by"],
            given_at=min(given_at, timezone.now()),  # a clock that runs ahead must not make it begin later
            means=ConsentMeans(stated["means"]),
            taken_by=stated["taken_by"],
            words=stated["words"],
            items=frozenset(map(Item, stated["items"])),
            recipients=frozenset(self._chosen()),
            purposes=frozenset(map(Purpose, stated["purposes"])),
            expires_on=None if stated["no_end"] else stated["expires_on"],
        )


def _offer(field: forms.Field, choices: Sequence[Any]) -> None:
    chosen: Any = field
    chosen.choices = choices


def _marked(choices: Iterable[tuple[Any, Any]], before: Collection[Any]) -> list[tuple[Any, Any]]:
    """With a word at what the earlier consent covered; ticked is nothing."""
    return [(value, _agreed_before(label) if value in before else label) for value, label in choices]


def _agreed_before(label: object) -> SafeString:
    return format_html('{} <span class="choice-hint">{}</span>', label, _now("agreed until now"))


def typed(kept: Any) -> Mapping[str, Any]:
    """What a draft kept, as first values of a form; lists stay lists."""
    lists = ("items", "recipients", "purposes")
    return {name: kept.getlist(name) if name in lists else kept.get(name) for name in kept}
