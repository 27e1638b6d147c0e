"""The page on which a report is typed in, as one: its forms over one set of answers, and the report that they make."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.vocabulary import ConsentMeans, Route
from organizations.actors import Actor
from organizations.models import Office
from referrals.crossings import Sender, other_sender, utility_sender
from referrals.forms.ground import ConsentForm, ProtectionForm
from referrals.forms.step import Answers, StepForm
from referrals.forms_intake import FIELDS, NOT_PERSONAL, ArrivalForm, EnteredHouseholdForm
from referrals.models import Channel, Source
from referrals.report import Report


class Intake:
    """The forms of the page over one set of answers, and the report that they make.

    `check` looks for mistakes, in the ground that was chosen and not in the other. The attributes
    `errors` … `visible_fields` are those of one form, for components/form_errors.html.
    """

    def __init__(self, actor: Actor, number: UUID, answers: Answers, *, offices: Iterable[Office], check: bool) -> None:
        self.actor, self.number, self.check = actor, number, check
        self.offices = list(offices)
        self.answers = _known(answers)
        self.refused: list[str] = []

    @cached_property
    def arrival(self) -> ArrivalForm:
        """Danger, how it came, who tells, on what ground."""
        return ArrivalForm(self.answers, check=self.check, offices=self.offices)

    @cached_property
    def consent(self) -> ConsentForm:
        """Ground A. Who calls for themselves agrees by calling: what they leave out is what the call shows."""
        chosen = self.check and self.route == Route.A
        form = ConsentForm(self._with_own_call() if chosen else self.answers, check=chosen, writer="")
        form.fields["agreed_items"].help_text = _("Nothing is asked for that is not ticked here.")
        return form

    @cached_property
    def protection(self) -> ProtectionForm:
        """Ground B."""
        chosen = self.check and self.route == Route.B
        return ProtectionForm(self.answers, check=chosen, writer="", danger=self.in_danger)

    @cached_property
    def household(self) -> EnteredHouseholdForm:
        """Who it is about, the supply, what makes it urgent."""
        return EnteredHouseholdForm(self.answers, check=self.check, danger=self.in_danger)

    @property
    def route(self) -> str:
        """The ground that was chosen."""
        return self.answers.get("route") or ""

    @property
    def in_danger(self) -> bool:
        """Somebody's life is in danger now."""
        return self.answers.get("danger") == "yes"

    def _with_own_call(self) -> Answers:
        """The answers, with the blanks of a consent filled in where the person themself tells us."""
        if self.answers.get("source") != Source.PERSON or not self.arrival.is_valid():
            return self.answers
        filled = self.answers.copy()
        for name, value in self._own_call().items():
            if not filled.get(name):
                filled[name] = value
        if not filled.getlist("agreed_items"):
            filled["all_items"] = "on"
        return filled

    def _own_call(self) -> dict[str, str]:
        at = timezone.localtime(self.arrival.received_at)
        return {
            "given_by": self.answers.get("name") or _("the person, who told us themself"),
            "given_on": at.date().isoformat(),
            "given_time": f"{at:%H:%M}",
            "means": _MEANS[Channel(self.arrival.cleaned_data["channel"])],
            "taken_by": self.actor.name,
        }

    def is_valid(self) -> bool:
        """Whether all that was asked can be read. What the law asks of the ground is the gate's to say."""
        asked: list[StepForm] = [self.arrival, self.household]
        asked += [self.consent] if self.route == Route.A else []
        asked += [self.protection] if self.route == Route.B else []
        mistakes = [form for form in asked if not form.is_valid()]  # all of them, so that all stand on the page
        return not mistakes

    def report(self) -> Report:
        """What would be entered; all is valid."""
        office = self.office
        return Report(
            submission=self.number,
            office_id=office.pk if office else 0,
            route=Route(self.route),
            danger_to_life=self.in_danger,
            household=self.household.stated(),
            consent=self.consent.stated() if self.route == Route.A else None,
            protection=self.protection.stated() if self.route == Route.B else None,
        )

    @property
    def office(self) -> Office | None:
        """The office that tells, if it is a utility that does."""
        said = self.arrival.cleaned_data
        if said["source"] != Source.UTILITY:
            return None
        return next(office for office in self.offices if office.pk == said["office"])

    def sender(self) -> Sender:
        """Who tells; all is valid."""
        said = self.arrival.cleaned_data
        told = {"name": said["source_name"], "phone": said["source_phone"], "words": said["caller_words"]}
        if office := self.office:
            return replace(utility_sender(office), **told)
        return other_sender(Source(said["source"]), self.actor.tenant, **told)

    def without_the_household(self) -> "Intake":
        """After a refusal: only what can point to nobody."""
        kept = Answers({name: values for name, values in self.answers.lists() if name in NOT_PERSONAL})
        return Intake(self.actor, self.number, kept, offices=self.offices, check=False)

    # --- as one form, for the template ---

    @property
    def parts(self) -> tuple[StepForm, ...]:
        """In the order of the page."""
        return (self.arrival, self.consent, self.protection, self.household)

    def field(self, name: str) -> forms.BoundField:
        """A field of any of the forms."""
        return next(form[name] for form in self.parts if name in form.fields)

    @property
    def errors(self) -> bool:
        """Whether there is anything to mend."""
        return bool(self.refused) or any(form.errors for form in self.parts)

    @property
    def non_field_errors(self) -> list[str]:
        """What is about no single field."""
        return [*self.refused, *(str(one) for form in self.parts for one in form.non_field_errors())]

    @property
    def visible_fields(self) -> Iterator[forms.BoundField]:
        """All fields, in the order of the forms."""
        return (field for form in self.parts for field in form)


_MEANS = {
    Channel.TELEPHONE: ConsentMeans.TELEPHONE,
    Channel.FAX: ConsentMeans.WRITTEN,
    Channel.DESK: ConsentMeans.ORAL,
    Channel.VISIT: ConsentMeans.ORAL,
}


def _known(given: Answers) -> Answers:
    return Answers({name: values for name, values in given.lists() if name in FIELDS})
