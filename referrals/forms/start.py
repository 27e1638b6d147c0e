"""Step 1: is someone in danger right now, which office asks, and on what ground it tells."""

from collections.abc import Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreedPath
from agreements.reach import Beyond, choices, covers_office, sentence_of
from consent.vocabulary import Route
from japanese.dates import today
from organizations.models import Office
from referrals.crossings import agreement_objection
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
    agreement = forms.TypedChoiceField(
        label=gettext_lazy("Agreement by which you report"),
        help_text=gettext_lazy("It settles the way and the items. The ground above is needed all the same."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self, answers: Answers, *, check: bool, offices: Iterable[Office], paths: Sequence[AgreedPath] = ()
    ) -> None:
        """`paths` are what the utility has agreed, also what is out of force: choosing that is answered by the gate."""
        super().__init__(answers, check=check)
        self.paths = {path.pk: path for path in paths}
        if paths:
            offer(self.fields["agreement"], choices(paths, today()))
        else:
            del self.fields["agreement"]
        offer(self.fields["route"], _grounds())
        offer_to_choose(self.fields["office"], [(office.pk, office.name) for office in offices])

    def clean_route(self) -> str:
        """Danger to life is itself the ground, whatever else is chosen."""
        route: str = self.cleaned_data["route"]
        return Route.B if self.cleaned_data.get("danger") and route == NO_GROUND else route

    def clean(self) -> None:
        """By an agreement that does not reach so far nothing is told; said before anybody is named, never in danger."""
        said = self.cleaned_data
        path, office_id = self.paths.get(said.get("agreement") or 0), said.get("office")
        if path is None or said.get("danger") or said.get("route") == NO_GROUND:
            return
        if office_id is not None and not covers_office(path, office_id):
            self.add_error("agreement", ValidationError(sentence_of(Beyond.OFFICE, path), code=Beyond.OFFICE))
        refusal = agreement_objection(path, path.utility, timezone.now())
        if refusal is not None:
            words = {"sentence": refusal.sentence, "instead": refusal.instead}
            self.add_error("agreement", ValidationError(_("%(sentence)s %(instead)s") % words, code=str(refusal.code)))


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
