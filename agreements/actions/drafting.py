"""The only writer of an agreement that is not signed: begun, its head and text changed, given up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.actions.paths import sync_paths
from agreements.clause_texts import CLOSING, PREAMBLE
from agreements.clauses import as_article, filled, usual
from agreements.errors import AgreementRefusal
from agreements.models import Agreement, AgreementKind, AgreementParty, ClauseTemplate, Signature
from organizations.actors import Actor

MOST_ARTICLES = 80
#: The agreement's own words for who signs for a municipality.
_MAYORS = {"市": "市長", "町": "町長", "村": "村長", "区": "区長", "県": "県知事", "府": "府知事", "都": "都知事"}


@dataclass(frozen=True)
class Head:
    """What it is called and how long it runs. Without a last day it runs on until it is terminated."""

    kind: AgreementKind
    title: str
    number: str
    in_force_from: date | None
    in_force_until: date | None
    renews_itself: bool
    renewal_months: int
    notice_period: int
    notice_unit: str
    generated: Sequence[str]


@dataclass(frozen=True)
class Text:
    """What stands on the paper between the title and the signatures."""

    preamble: str
    articles: Sequence[dict[str, Any]]
    closing: str
    annexes: Sequence[str]


def lock(actor: Actor, pk: int, version: int | None = None) -> Agreement:
    """The row of the actor's municipality, locked; AgreementRefusal where somebody changed it since `version`."""
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=pk, municipality_id=actor.tenant)
    if version is not None and locked.version != version:
        raise AgreementRefusal(
            "changed_meanwhile",
            _("Somebody changed this agreement meanwhile. What you typed is still here, beside what they saved."),
        )
    return locked


def lock_draft(actor: Actor, pk: int, version: int | None) -> Agreement:
    """Likewise, of one whose text is open."""
    locked = lock(actor, pk)
    if locked.dropped_at is not None:
        raise AgreementRefusal("given_up", _("This agreement was given up. Begin a new one."))
    if locked.signed_on is not None:
        raise AgreementRefusal("signed", _("It is signed, and its text never changes. Make an amendment instead."))
    if locked.review_sent_at is not None:
        raise AgreementRefusal(
            "with_the_parties", _("The parties have this text for their opinion. Take it back to a draft first.")
        )
    if Signature.objects.filter(party__agreement=locked).exists():
        raise AgreementRefusal(
            "signing_began", _("A party has signed this text already. Take the signatures back before you change it.")
        )
    return lock(actor, pk, version)


def proposed_number(actor: Actor) -> str:
    """協定-NNN, one past the highest of this form."""
    numbers = Agreement.objects.filter(municipality_id=actor.tenant, number__startswith="協定-")
    found = [re.fullmatch(r"協定-(\d{1,6})", number) for number in numbers.values_list("number", flat=True)]
    return f"協定-{max((int(one[1]) for one in found if one), default=0) + 1:03d}"


@transaction.atomic
def begin_agreement(*, actor: Actor, head: Head) -> Agreement:
    """A draft with the usual articles of its kind, and the municipality as its first party."""
    check_head(actor, head, None)
    agreement = Agreement(municipality_id=actor.tenant, closing=CLOSING, **_fields(head))
    town = actor.municipality_name
    agreement.preamble = filled(PREAMBLE[head.kind], agreement, town)
    rows = ClauseTemplate.objects.filter(municipality_id=actor.tenant)
    agreement.articles = [as_article(clause, agreement, town) for clause in usual(rows, agreement)]
    agreement.save()
    AgreementParty.objects.create(
        municipality_id=actor.tenant,
        agreement=agreement,
        organization_id=actor.tenant,
        order=1,
        signatory_title=mayor_of(town),
    )
    return agreement


def mayor_of(town: str) -> str:
    """Who signs for a municipality of this name."""
    return _MAYORS.get(town[-1:], "代表者")


def _fields(head: Head) -> dict[str, Any]:
    return {**vars(head), "generated": list(head.generated)}


def check_head(actor: Actor, head: Head, pk: int | None) -> None:
    """A number is taken once in a municipality."""
    same = Agreement.objects.filter(municipality_id=actor.tenant, number=head.number)
    if any(one.pk != pk for one in same):
        raise AgreementRefusal(
            "number_taken", _("There is an agreement of this number already. Choose another number.")
        )


@transaction.atomic
def save_head(*, actor: Actor, agreement: Agreement, version: int, head: Head) -> Agreement:
    """Kind, title, number, term. The articles are left as they are, those on the term included."""
    locked = lock_draft(actor, agreement.pk, version)
    check_head(actor, head, locked.pk)
    for name, value in _fields(head).items():
        setattr(locked, name, value)
    return saved(locked)


@transaction.atomic
def save_text(*, actor: Actor, agreement: Agreement, version: int, text: Text) -> Agreement:
    """The words of the paper. `version` is that of the page: what somebody saved since is not overwritten."""
    locked = lock_draft(actor, agreement.pk, version)
    if len(text.articles) > MOST_ARTICLES:
        raise AgreementRefusal("too_many", _("An agreement has at most 80 articles. Put some of them together."))
    locked.preamble, locked.closing = text.preamble, text.closing
    locked.articles, locked.annexes = list(text.articles), list(text.annexes)
    return saved(locked)


@transaction.atomic
def drop_agreement(*, actor: Actor, agreement: Agreement, version: int) -> Agreement:
    """Given up before it was signed. It stays to be read; its number stays taken."""
    locked = lock_draft(actor, agreement.pk, version)
    locked.dropped_at = timezone.now()
    return saved(locked)


def saved(agreement: Agreement) -> Agreement:
    """One version further, with its history, and its paths in step."""
    agreement.version += 1
    agreement.save()
    sync_paths(agreement)
    return agreement
