"""A report that is being written: its answers so far, its steps, and the report that they make.

All answers travel with the page, those of other steps in hidden fields, so that what the page saves
while somebody types, and what is rescued when a session has ended, is always the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.criteria import criteria_of, items_agreed
from agreements.models import AgreedCriteria, AgreedPath
from agreements.reach import items_of, paths_of
from consent.vocabulary import Item, Route
from japanese.dates import today
from organizations import drafts
from organizations.actors import Actor
from organizations.models import Utility
from referrals.access import access_report, offices_of, report_draft, utility_of
from referrals.actions.correcting import as_known
from referrals.forms.correction import CORRECTS
from referrals.forms.ground import ConsentForm, ProtectionForm
from referrals.forms.household import HouseholdForm, items_asked
from referrals.forms.place import with_address
from referrals.forms.start import NO_GROUND, StartForm
from referrals.forms.step import Answers, StepForm
from referrals.models import Referral
from referrals.report import HouseholdStated, Report


class Step(StrEnum):
    """One page each. Where there is no ground, LEAFLET takes the place of all that follows."""

    START = "start"
    GROUND = "ground"
    HOUSEHOLD = "household"
    SEND = "send"
    LEAFLET = "leaflet"


_PLACE = {Step.START: 0, Step.LEAFLET: 1, Step.GROUND: 1, Step.HOUSEHOLD: 2, Step.SEND: 3}
#: All that is ever kept of an answer: the fields of the forms, nothing else that a browser may send.
FIELDS = frozenset(
    name for form in (StartForm, ConsentForm, ProtectionForm, HouseholdForm) for name in form.base_fields
) | {CORRECTS}
#: What stays on the screen after a refusal. Whatever is not named here may point to somebody, and goes.
NOT_PERSONAL = frozenset(
    {
        CORRECTS,
        "danger",
        "route",
        "office",
        "agreement",
        "given_on",
        "given_time",
        "means",
        "all_items",
        "agreed_items",
        "expires_on",
        "to_feedback",
        "interest",
        "supply_kind",
        "arrears_since",
        "arrears_months",
        "arrears_yen",
        "deferred_until",
        "notice_on",
        "scheduled_stop_on",
    }
)


@dataclass
class Wizard:
    """`number` is the submission: drawn once at the start, so that a report is sent once."""

    actor: Actor
    number: UUID
    step: Step
    answers: Answers

    @classmethod
    def of(cls, request: HttpRequest, actor: Actor) -> "Wizard | None":
        """From the address, and from the form or the draft; None where the address names no submission."""
        try:
            number = UUID(request.GET.get("r", ""))
        except ValueError:
            return None
        step = request.GET.get("step", "")
        wizard = cls(actor, number, Step(step) if step in list(Step) else Step.START, Answers())
        wizard.answers = _known(request.POST if request.method == "POST" else wizard._draft())
        return wizard

    @property
    def draft_name(self) -> str:
        """Each report has a draft of its own, so that two tabs do not write over each other."""
        return report_draft(self.actor, self.number)

    def _draft(self) -> Answers:
        return drafts.load(self.actor.user_id, self.draft_name) or Answers()

    def save(self) -> None:
        """Keep the answers for the next page, and for a day."""
        drafts.save(self.actor.user_id, self.draft_name, dict(self.answers.lists()))

    def discard(self) -> None:
        """Forget the draft."""
        drafts.discard(self.actor.user_id, self.draft_name)

    def without_the_household(self) -> "Wizard":
        """After a refusal: the draft is gone, and only what can point to nobody remains, on the screen alone."""
        self.discard()
        kept = {name: values for name, values in self.answers.lists() if name in NOT_PERSONAL}
        return Wizard(self.actor, self.number, self.step, Answers(kept))

    def address(self, step: Step, *, mend: bool = False) -> str:
        """Where a step stands; with `mend` it shows what is to be put right.

        Mistakes are shown at an address of their own, not as the answer to a form, so that the back
        button finds a page and no question whether to send again.
        """
        return f"{reverse('report')}?{urlencode({'r': self.number, 'step': step} | ({'mend': 1} if mend else {}))}"

    def form(self, step: Step, *, check: bool) -> StepForm:
        """The form of an asking step; those before it are valid."""
        if step == Step.START:
            return StartForm(self.answers, check=check, offices=offices_of(self.actor), paths=self.paths)
        if step == Step.GROUND:
            return self._ground_form(check)
        return self.household_form(check, self._agreed())

    def checked(self, step: Step) -> StepForm:
        """The same with mistakes looked for already."""
        form = self.form(step, check=True)
        form.is_valid()
        return form

    def household(self) -> HouseholdForm:
        """The form of the third step, looked through."""
        form = self.household_form(True, self._agreed())
        form.is_valid()
        return form

    def household_form(self, check: bool, agreed: frozenset[Item] | None) -> HouseholdForm:
        """`agreed` None asks for every item."""
        return HouseholdForm(
            with_address(self.answers),
            check=check,
            kind=self.utility.utility_kind,
            agreed=agreed,
            danger=self.in_danger,
            customary=self.customary,
            path=self.path,
            office_id=self.start.get("office", 0),
        )

    def _ground_form(self, check: bool) -> StepForm:
        if self.route == Route.A:
            offered = items_asked(self.utility.utility_kind, self.customary)
            feedback = self.path is None or self.path.feedback
            return ConsentForm(self.answers, check=check, writer=self.actor.name, offered=offered, feedback=feedback)
        return ProtectionForm(self.answers, check=check, writer=self.actor.name, danger=self.in_danger)

    def _agreed(self) -> frozenset[Item] | None:
        ground = self.checked(Step.GROUND)
        return ground.stated().items if isinstance(ground, ConsentForm) and not ground.errors else None

    @cached_property
    def start(self) -> Mapping[str, Any]:
        """The cleaned answers of the first step; empty while it is not done."""
        form = self.checked(Step.START)
        return {} if form.errors else form.cleaned_data

    @property
    def route(self) -> str:
        """A, B, or that there is none; empty while the first step is not done."""
        return str(self.start.get("route", ""))

    @property
    def in_danger(self) -> bool:
        """Somebody's life is in danger now."""
        return bool(self.start.get("danger"))

    @cached_property
    def utility(self) -> Utility:
        """Whose report it is."""
        return utility_of(self.actor)

    @cached_property
    def criteria(self) -> list[AgreedCriteria]:
        """What the utility has agreed with municipalities, as far as it is in force today."""
        return criteria_of(self.actor.organization_id, today())

    @cached_property
    def paths(self) -> list[AgreedPath]:
        """What the utility has agreed with municipalities, in force or not."""
        return paths_of(self.actor.organization_id)

    @property
    def path(self) -> AgreedPath | None:
        """By which of them this report is made, if by one."""
        chosen = self.start.get("agreement")
        return next((path for path in self.paths if path.pk == chosen), None)

    @property
    def customary(self) -> frozenset[Item] | None:
        """The items that were agreed on; None asks for every one, as in danger, where nothing agreed stands in the way."""
        if self.in_danger:
            return None
        return items_of(self.path) if self.path else items_agreed(self.criteria)

    @cached_property
    def corrects(self) -> Referral | None:
        """The company's own earlier report that this one puts right; Http404 where a page names another's."""
        receipt = self.answers.get(CORRECTS)
        return access_report(self.actor, receipt) if receipt else None

    @cached_property
    def first_undone(self) -> Step:
        """The first step whose answers are missing or cannot be read; SEND when all are there."""
        if not self.start:
            return Step.START
        if self.route == NO_GROUND:
            return Step.LEAFLET
        undone = (step for step in (Step.GROUND, Step.HOUSEHOLD) if self.checked(step).errors)
        return next(undone, Step.SEND)

    @property
    def has_form(self) -> bool:
        """Whether this step asks for something."""
        return self.step not in (Step.SEND, Step.LEAFLET)

    @property
    def is_answered(self) -> bool:
        """Whether this step, and so all before it, are done."""
        return _PLACE[self.step] < _PLACE[self.first_undone]

    def report(self, household: HouseholdStated) -> Report:
        """What would be sent about this household; the first two steps are valid."""
        ground = self.checked(Step.GROUND)
        made = Report(
            submission=self.number,
            office_id=self.start["office"],
            route=Route(self.route),
            danger_to_life=self.in_danger,
            household=household,
            consent=ground.stated() if isinstance(ground, ConsentForm) else None,
            protection=ground.stated() if isinstance(ground, ProtectionForm) else None,
            path_id=self.start.get("agreement"),
        )
        return as_known(made, self.corrects) if self.corrects else made

    def elsewhere(self, form: StepForm | None) -> list[tuple[str, str]]:
        """The answers that the page does not ask for itself, for its hidden fields."""
        asked = form.fields if form else {}
        return [(name, value) for name, values in self.answers.lists() if name not in asked for value in values]

    def kept(self) -> list[tuple[str, str]]:
        """After a refusal: what is still known of the supply, as (label, words)."""
        form = self.household_form(check=True, agreed=None)
        form.is_valid()
        return form.rows(NOT_PERSONAL)

    def stepper(self) -> list[dict[str, str]]:
        """The four steps for components/stepper.html."""
        labels = (
            (Step.START, _("Danger and ground")),
            (Step.GROUND, _("About the ground")),
            (Step.HOUSEHOLD, _("Household and supply")),
            (Step.SEND, _("Look over and send")),
        )
        order = [step for step, _label in labels]
        here = order.index(self.step) if self.step in order else 0
        return [
            {"label": label, "state": _state(n, here), "href": self.address(step)}
            for n, (step, label) in enumerate(labels)
        ]


def _state(n: int, here: int) -> str:
    return "done" if n < here else "current" if n == here else "todo"


def _known(given: Answers) -> Answers:
    return Answers({name: values for name, values in given.lists() if name in FIELDS})
