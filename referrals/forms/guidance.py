"""A leaflet was handed out: office, desk, language, way and a count. There is no field for a person."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from documents.leaflet import LANGUAGES
from organizations.models import Office, SupportAgency
from referrals.forms.fields import offer, offer_to_choose


class Channel(TextChoices):
    """How the leaflet reached the person."""

    ENCLOSED = "enclosed", _("enclosed with a notice")
    HANDED = "handed", _("handed over at the door")
    COUNTER = "counter", _("given at our counter")
    TELEPHONE = "telephone", _("told on the telephone")


class GuidanceForm(forms.Form):
    """Offices are the utility's own, agencies those of the area it serves."""

    office = forms.TypedChoiceField(label=_("Your office"), coerce=int)
    agency = forms.TypedChoiceField(
        label=_("Agency whose leaflet it was"), help_text=_("Choose by the place where it was handed out."), coerce=int
    )
    language = forms.ChoiceField(label=_("Language of the leaflet"))
    channel = forms.ChoiceField(label=_("How"), choices=Channel, widget=forms.RadioSelect)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=1)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, offices: Iterable[Office], agencies: Iterable[SupportAgency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(agency.pk, f"{agency.municipality.name} {agency.name}") for agency in agencies]
        offer_to_choose(self.fields["office"], [(office.pk, office.name) for office in offices])
        offer_to_choose(self.fields["agency"], places)
        offer(self.fields["language"], [(code, language_name(code)) for code in LANGUAGES])


def language_name(code: str) -> str:
    """A language as its speakers write it; the code itself where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
