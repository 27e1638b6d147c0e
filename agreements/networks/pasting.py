"""Lines of names, as they come out of a spreadsheet: which body each one means, and what would happen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Network, NetworkMember
from agreements.networks.access import known_organizations
from agreements.networks.actions.members import Contact, Joining
from japanese.text import contains_control, name_key, phone_key
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind

#: So many lines at once.
MOST = 300
_COMPANY = re.compile(r"株式会社|有限会社|合同会社|\((?:株|有|合)\)")


class Fate(StrEnum):
    """What becomes of a line."""

    EXISTING = "existing"
    NEW = "new"
    MEMBER = "member"
    TWICE = "twice"
    WRONG = "wrong"


@dataclass(frozen=True)
class Line:
    """One line as pasted. `found` is the recorded name where that is spelled otherwise; `why` says what is wrong."""

    number: int
    text: str
    fate: Fate
    joining: Joining | None = None
    found: str = ""
    why: str | Promise = ""


def body_key(name: str) -> str:
    """㈱まる商店, まる商店 株式会社 and (株)まる商店 are equal."""
    return _COMPANY.sub("", name_key(name))


def read_lines(actor: Actor, network: Network, text: str, on: date) -> list[Line]:
    """Each line that is not blank: name, then contact, telephone and e-mail behind tabs if there are any."""
    typed = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    known = _known(actor, [line.split("\t")[0].strip() for _n, line in typed])
    inside = NetworkMember.objects.filter(Q(left_on=None) | Q(left_on__gte=on), network=network)
    members = set(inside.values_list("organization_id", flat=True))
    seen: set[str] = set()
    return [_line(n, line, known, members, seen) for n, line in typed]


def _known(actor: Actor, names: list[str]) -> dict[str, Organization]:
    """Bodies that this town works with by folded name, and utilities elsewhere of exactly this name."""
    utilities = Organization.objects.filter(kind=OrganizationKind.UTILITY, name__in=names)
    rows = [*utilities.order_by("-pk"), *known_organizations(actor).reverse()]
    return {body_key(row.name): row for row in rows}


def _line(n: int, text: str, known: Mapping[str, Organization], members: set[int], seen: set[str]) -> Line:
    name, contact, phone, email = (*(part.strip() for part in text.split("\t")), "", "", "", "")[:4]
    key = body_key(name)
    why = _wrong(name, key, contact, phone, email)
    if why:
        return Line(n, text, Fate.WRONG, why=why)
    if key in seen:
        return Line(n, text, Fate.TWICE)
    seen.add(key)
    found = known.get(key)
    if found is None:
        return Line(n, text, Fate.NEW, Joining(name, None, Contact(contact, phone, email)))
    fate = Fate.MEMBER if found.pk in members else Fate.EXISTING
    shown = found.name if found.name != name else ""
    return Line(n, text, fate, Joining(found.name, found.pk, Contact(contact, phone, email)), shown)


def _wrong(name: str, key: str, contact: str, phone: str, email: str) -> str | Promise:
    if contains_control(name + contact):
        return _("It holds special characters that cannot be kept.")
    if len(name) > 120 or len(contact) > 120:
        return _("It is longer than 120 characters. Is it one name?")
    if not re.search(r"[^\W\d_]", key) or "@" in name:
        return _("There is no name at its beginning.")
    if phone and (not re.fullmatch("0[0-9]{9,10}", phone_key(phone)) or len(phone) > 20):
        return _("The third part is no telephone number.")
    return _wrong_mail(email)


def _wrong_mail(email: str) -> str | Promise:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return _("The fourth part is no e-mail address.")
    return ""


def to_add(lines: list[Line]) -> list[Joining]:
    """Those that join."""
    return [line.joining for line in lines if line.joining and line.fate in (Fate.EXISTING, Fate.NEW)]


def to_mend(lines: list[Line]) -> str:
    """The lines that were not understood, as they were pasted."""
    return "\n".join(line.text for line in lines if line.fate is Fate.WRONG)
