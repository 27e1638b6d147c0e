"""Agreements made by the product's own actions, for the tests of this folder."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agreements.actions.drafting import Head, begin_agreement
from agreements.actions.parties import PartyLine, set_parties
from agreements.actions.signing import Signed, conclude, record_signatures
from agreements.models import Agreement, AgreementKind, PeriodUnit


def head(**changes: Any) -> Head:
    """A notification agreement of a fiscal year that renews itself."""
    usual = {
        "kind": AgreementKind.NOTIFICATION,
        "title": "生活に困っている方の早期把握に関する協定書",
        "number": "協定-007",
        "in_force_from": date(2026, 4, 1),
        "in_force_until": date(2027, 3, 31),
        "renews_itself": True,
        "renewal_months": 12,
        "notice_period": 1,
        "notice_unit": PeriodUnit.MONTHS,
        "generated": ["contacts", "slip"],
    }
    return Head(**{**usual, **changes})


def drafted(cast: Any, actor: Any, **changes: Any) -> Agreement:
    """With two parties: 玉名市 and ひので電力."""
    made = begin_agreement(actor=actor, head=head(**changes))
    lines = [PartyLine(cast.tamana.pk, "市長", "玉名 太郎"), PartyLine(cast.denki.pk, "代表取締役", "日野 一")]
    return set_parties(actor=actor, agreement=made, version=made.version, lines=lines)


def signed(cast: Any, actor: Any, **changes: Any) -> Agreement:
    """Signed by both, in force from `in_force_from`."""
    made = drafted(cast, actor, **changes)
    return signed_by_all(actor, made)


def signed_by_all(actor: Any, made: Agreement) -> Agreement:
    """Every party signed ten days before it comes into force, at the latest today."""
    first = made.in_force_from or timezone.localdate()
    day = min(first - timedelta(days=10), timezone.localdate())
    lines = [Signed(party.pk, day, party.signatory_title, "署名 者") for party in made.parties.all()]
    record_signatures(actor=actor, agreement=made, signed=lines)
    made.refresh_from_db()
    return conclude(
        actor=actor, agreement=made, version=made.version, in_force_from=first, in_force_until=made.in_force_until
    )
