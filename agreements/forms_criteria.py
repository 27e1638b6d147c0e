"""What is typed of how far an agreement goes for a utility, and of its rules."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.actions.paths_edit import Extent, Rule
from agreements.models import AgreedCriteria, AgreedPath, NoticeStage, Sign, Then
from consent.vocabulary import LEAST_ITEMS, REPORT_ITEMS
from japanese.text import contains_control
from organizations.models import UtilityKind

#: What a report can carry beside name, address and kind of supply, which it always has.
ITEMS = tuple(item for item in REPORT_ITEMS if item not in LEAST_ITEMS)
#: Always among them once a path names items, so that nobody reads that a name may not be told.
ALWAYS = tuple(item for item in REPORT_ITEMS if item in LEAST_ITEMS)
LONGEST_AREA = 60
MOST_AREAS = 100
LONGEST_REASON = 400


class _Recorded(forms.Form):
    """Carries what its writer saw, and on what the parties agreed where that is needed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, is_signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_signed:
            self.fields["reason"] = forms.CharField(
                label=_("On what did the parties agree?"),
                help_text=_("When and how. The utility reads this beside the old and the new words."),
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 2, "data-counter": "", "class": "input-full"}),
            )

    def clean_reason(self) -> str:
        """Without what nobody types."""
        return _plain(self.cleaned_data["reason"])

    @property
    def reason(self) -> str:
        """Empty while it is a draft; the form is valid."""
        return str(self.cleaned_data.get("reason", ""))


def _plain(text: str) -> str:
    if contains_control(text, multiline=True):
        raise forms.ValidationError(_("Please take out the special characters; they cannot be kept."), code="control")
    return text.replace("\r\n", "\n").strip()


def _several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class PathForm(_Recorded):
    """How far it goes. Nothing ticked leaves it open."""

    items = _several(
        _("What is told of the household"),
        [(one.value, one.label) for one in ITEMS],
        help_text=_("Name, address and kind of supply are always told. Nothing ticked: whatever a report can carry."),
    )
    offices = forms.TypedMultipleChoiceField(
        label=_("Offices covered"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all of them."),
    )
    areas = forms.CharField(
        label=_("Area covered"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, as addresses begin after the town’s name. Left blank: the whole municipality."),
    )
    feedback = forms.BooleanField(
        label=_("The utility may hear what became of it"),
        required=False,
        help_text=_("Only where the person agreed to it. Without this tick the utility is not offered to ask for it."),
    )
    field_order = ("items", "offices", "areas", "feedback", "reason", "seen")

    def __init__(self, offices: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["offices"]
        offered.choices = list(offices)
        self.order_fields(self.field_order)

    @staticmethod
    def initial_of(path: AgreedPath | None) -> dict[str, Any]:
        """As it stands; a new one leaves everything open."""
        if path is None:
            return {"feedback": True}
        return {
            "items": path.items,
            "offices": path.offices,
            "areas": "\n".join(path.areas),
            "feedback": path.feedback,
        }

    def clean_areas(self) -> list[str]:
        """Each line once."""
        lines = [line.strip() for line in _plain(self.cleaned_data["areas"]).split("\n")]
        areas = list(dict.fromkeys(filter(None, lines)))
        if len(areas) > MOST_AREAS or any(len(area) > LONGEST_AREA for area in areas):
            raise forms.ValidationError(_("At most 100 lines of 60 characters each."), code="too_long")
        return areas

    def extent(self) -> Extent:
        """The form is valid."""
        said = self.cleaned_data
        items = [*ALWAYS, *said["items"]] if said["items"] else []
        return Extent([str(one) for one in items], said["offices"], said["areas"], said["feedback"])


class RuleForm(_Recorded):
    """One rule. Nothing ticked and nothing typed: it holds for every household."""

    then = forms.ChoiceField(
        label=_("What is done"), choices=Then, widget=forms.RadioSelect(attrs={"class": "choice-cards"})
    )
    supply_kinds = _several(_("Kinds of supply"), UtilityKind, help_text=_("Nothing ticked: every kind."))
    least_months = forms.IntegerField(label=_("Months in arrears, at least"), min_value=1, max_value=60, required=False)
    least_yen = forms.IntegerField(
        label=_("Amount in arrears (yen), at least"), min_value=1, max_value=9_999_999, required=False
    )
    stages = _several(_("Stages of the notices"), NoticeStage, help_text=_("Nothing ticked: every stage."))
    signs = _several(
        _("Or one of these signs"),
        Sign,
        help_text=_(
            "One of them is enough, however long the arrears are. Winter is December to March in a cold region."
        ),
    )
    place = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=20,
        help_text=_("The first rule that a household meets says what is done."),
    )
    field_order = ("then", "supply_kinds", "least_months", "least_yen", "stages", "signs", "place", "reason", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)

    @staticmethod
    def initial_of(rule: AgreedCriteria | None, place: int) -> dict[str, Any]:
        """As it stands; a new one comes last."""
        if rule is None:
            return {"place": place, "then": Then.REPORT}
        names = ("supply_kinds", "least_months", "least_yen", "stages", "signs", "then")
        return {**{name: getattr(rule, name) for name in names}, "place": place}

    def rule(self) -> Rule:
        """The form is valid."""
        names = ("supply_kinds", "least_months", "least_yen", "stages", "signs", "then", "place")
        return Rule(**{name: self.cleaned_data[name] for name in names})
