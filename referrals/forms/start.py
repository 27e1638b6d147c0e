"""Step 1: is someone in danger right now, which office asks, and on what ground it tells."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.vocabulary import Route
from organizations.models import Office
from referrals.forms.fields import offer, offer_to_choose
from referrals.forms.step import Answers, StepForm

NO_GROUND = "none"


def is_yes(value: str) -> bool:
    """What is chosen of yes and no."""
    return value == "yes"


class StartForm(StepForm):
    """The offices are the utility's own."""

    danger = forms.TypedChoiceField(
        label=gettext_lazy("Is anyone’s life in danger right now?"),
        choices=[("yes", gettext_lazy("Yes, right now")), ("no", gettext_lazy("No"))],
        coerce=is_yes,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )
    route = forms.ChoiceField(
        label=gettext_lazy("On what ground do you tell us?"), widget=forms.RadioSelect(attrs={"class": "choice-cards"})
    )
    office = forms.TypedChoiceField(label=gettext_lazy("Your office"), coerce=int)

    def __init__(self, answers: Answers, *, check: bool, offices: Iterable[Office]) -> None:
        super().__init__(answers, check=check)
        offer(self.fields["route"], _grounds())
        offer_to_choose(self.fields["office"], [(office.pk, office.name) for office in offices])

    def clean_route(self) -> str:
        """Danger to life is itself the ground, whatever else is chosen."""
        route: str = self.cleaned_data["route"]
        return Route.B if self.cleaned_data.get("danger") and route == NO_GROUND else route


def _grounds() -> list[tuple[str, SafeString]]:
    return [
        (Route.A, _with_hint(_("The person agreed"), _("You asked, and the person said that you may tell us."))),
        (
            Route.B,
            _with_hint(
                _("They must be protected, and cannot be asked"),
                _("Life, body or property is at risk, and it is hard to get the person’s consent."),
            ),
        ),
        (
            NO_GROUND,
            _with_hint(
                _("Neither of these"), _("We show you what you can do without passing on anybody’s information.")
            ),
        ),
    ]


def _with_hint(label: str, hint: str) -> SafeString:
    return format_html('{}<span class="choice-hint">{}</span>', label, hint)
