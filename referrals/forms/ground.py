"""Step 2: the ground in detail. What the law requires of it is judged by the gate, not here."""

from collections.abc import Collection
from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.vocabulary import REPORT_ITEMS, ConsentMeans, Item, ProtectedInterest
from japanese.fields import JapaneseDateField
from referrals.forms.fields import StatedItems, StatedLine, StatedWords, Words, offer
from referrals.forms.step import Answers, StepForm
from referrals.report import ConsentGiven, ProtectionStated


class AgreedForm(StepForm):
    """That somebody agreed: who, when, how, to whom, in which words."""

    given_by = StatedLine(
        label=_("Who agreed"), help_text=_("The person’s own name, or who answered for them."), max_length=100
    )
    given_on = JapaneseDateField(label=_("Day"))
    given_time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False
    )
    means = forms.ChoiceField(label=_("How"), choices=ConsentMeans, widget=forms.RadioSelect)
    taken_by = StatedLine(label=_("Who heard it"), help_text=_("The colleague who asked."), max_length=100)
    words = Words(
        label=_("Words used"),
        help_text=_("As they were said, for example: “You may tell the office. Please call in the evening.”"),
        max_length=400,
        required=False,
    )

    def __init__(self, answers: Answers, *, check: bool, writer: str) -> None:
        super().__init__(answers, check=check)
        self.suggest(taken_by=writer)

    def stated_for(
        self, items: frozenset[Item], *, expires_on: date | None = None, to_feedback: bool = False
    ) -> ConsentGiven:
        """The consent to these items; the form is valid. Without an hour it holds from the day's beginning."""
        said = self.cleaned_data
        moment = datetime.combine(said["given_on"], said["given_time"] or time.min)
        return ConsentGiven(
            given_by=said["given_by"],
            given_at=timezone.make_aware(moment),
            means=ConsentMeans(said["means"]),
            taken_by=said["taken_by"],
            words=said["words"],
            items=items,
            expires_on=expires_on,
            to_feedback=to_feedback,
        )


class ConsentForm(AgreedForm):
    """Ground A: who agreed, when, how, to whom, and to which items."""

    aids = frozenset({"all_items"})

    all_items = forms.BooleanField(
        label=_("All of the items below"),
        required=False,
        help_text=_("Tick this one only if every item was named to the person."),
    )
    agreed_items = StatedItems(
        label=_("What you may tell us"),
        help_text=_(
            "Name, address and kind of supply are needed at least. The next page asks only for what is ticked."
        ),
        choices=[(item.value, item.label) for item in REPORT_ITEMS],
    )
    expires_on = JapaneseDateField(label=_("Agreed until the end of"), required=False)
    to_feedback = forms.BooleanField(
        label=_("The person also agreed that we tell you how far it has come"),
        required=False,
        help_text=_("You then see “being handled” and “closed”, and nothing more. Without it, only “received”."),
    )

    def __init__(
        self,
        answers: Answers,
        *,
        check: bool,
        writer: str,
        offered: Collection[Item] = REPORT_ITEMS,
        feedback: bool = True,
    ) -> None:
        """`offered` are the items that will be asked for; what was ticked before stays to be seen.

        `feedback` is whether the reporter may hear back at all: an agreement may settle that it does not.
        """
        super().__init__(answers, check=check, writer=writer)
        if not feedback:
            del self.fields["to_feedback"]
        ticked = answers.getlist("agreed_items")
        self.offered = [item for item in REPORT_ITEMS if item in offered or item.value in ticked]
        offer(self.fields["agreed_items"], [(item.value, item.label) for item in self.offered])

    def clean(self) -> None:
        """The one box that stands for all."""
        if self.cleaned_data.get("all_items"):
            self.cleaned_data["agreed_items"] = [item.value for item in self.offered]

    def stated(self) -> ConsentGiven:
        """The consent as stated; the form is valid."""
        said = self.cleaned_data
        items = frozenset(map(Item, said["agreed_items"]))
        return self.stated_for(items, expires_on=said["expires_on"], to_feedback=said.get("to_feedback", False))


class ProtectionForm(StepForm):
    """Ground B: both limbs, each in its own words, and who judged them."""

    interest = forms.ChoiceField(label=_("What must be protected"), choices=ProtectedInterest, widget=forms.RadioSelect)
    why_protect = StatedWords(
        label=_("What is in danger, and why"),
        help_text=_("One short sentence is enough: what you saw or heard."),
        max_length=1000,
    )
    why_no_consent = StatedWords(
        label=_("Why the person’s consent is hard to get"),
        help_text=_("For example: nobody answers at the door or on the telephone; the person could not follow."),
        max_length=1000,
    )
    judged_by = StatedLine(label=_("Who judged this"), help_text=_("Name, and post if there is one."), max_length=100)

    def __init__(self, answers: Answers, *, check: bool, writer: str, danger: bool) -> None:
        super().__init__(answers, check=check)
        self.writer, self.danger = writer, danger
        self.suggest(judged_by=writer)
        if danger:
            self.suggest(interest=ProtectedInterest.LIFE)

    def stated(self) -> ProtectionStated:
        """Both limbs as stated; the form is valid. In danger to life the writer counts as who judged."""
        said = self.cleaned_data
        return ProtectionStated(
            interest=ProtectedInterest(said["interest"]),
            why_protect=said["why_protect"],
            why_no_consent=said["why_no_consent"],
            judged_by=said["judged_by"] or (self.writer if self.danger else ""),
        )
