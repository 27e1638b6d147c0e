"""What a utility states of its own system, and what a municipality allows it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Office
from referrals.access_machines import Allowed
from referrals.forms.fields import Line, offer, offer_to_choose
from referrals.networks import read_networks, shown, size

WIDEST_COUNTED = 65_536  # all of IPv4 that may be named; a range of IPv6 holds more than anybody can imagine


class NetworksField(forms.CharField):
    """Addresses on the network, one a line. Comes back as a list in CIDR."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "mono", "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        """Read what was typed; ValidationError names what cannot be read."""
        networks = read_networks(str(super().clean(value)))
        if not networks:
            raise ValidationError(self.error_messages["required"], code="required")
        return networks


class AddressesForm(forms.Form):
    """From where a system sends."""

    networks = NetworksField(
        label=gettext_lazy("addresses it sends from"),
        max_length=2000,
        help_text=gettext_lazy(
            "The public addresses with which the system goes out to the internet, one a line, such as 203.0.113.10 or"
            " 203.0.113.0/28. Whoever runs your network knows them."
        ),
    )


class MachineForm(AddressesForm):
    """A new system: what it is called, for which office it reports."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    name = Line(
        label=gettext_lazy("name of the system"),
        max_length=60,
        help_text=gettext_lazy("As you call it yourselves, such as “billing system”."),
    )
    office = forms.TypedChoiceField(
        label=gettext_lazy("office"),
        coerce=int,
        help_text=gettext_lazy("Its reports come from this office. It cannot be changed later."),
    )

    field_order = ("submission", "name", "office", "networks")

    def __init__(self, *args: Any, offices: Iterable[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_to_choose(self.fields["office"], [(office.pk, office.name) for office in offices])


class AllowForm(forms.Form):
    """Which of the stated addresses the municipality allows."""

    networks = forms.MultipleChoiceField(
        label=gettext_lazy("addresses from which it may report to us"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, allowed: Allowed, **kwargs: Any) -> None:
        chosen = allowed.networks or allowed.machine.asked_networks
        kwargs["initial"] = {"networks": chosen}
        super().__init__(*args, **kwargs)
        offer(self.fields["networks"], [(one, described(one)) for one in allowed.machine.asked_networks])


def described(network: str) -> str:
    """A network as its administrator reads it: a range says how wide it is."""
    count = size(network)
    if count == 1 or count > WIDEST_COUNTED:
        return shown(network)
    return _("%(network)s (%(count)s addresses)") % {"network": shown(network), "count": f"{count:,}"}
