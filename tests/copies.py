"""More reports like one, as an administrator would write them: each with a row of its own in the ledger."""

from itertools import count
from uuid import uuid4

from consent.models import Disclosure
from referrals.models import Referral

_numbers = count(1)


def another(referral: Referral) -> Referral:
    """A saved copy with its own number, submission and disclosure."""
    ledger = Disclosure.objects.get(pk=referral.disclosure_id)
    copy = Referral.objects.get(pk=referral.pk)
    copy.pk, copy.submission, copy.receipt_number = uuid4(), uuid4(), f"2020-0001-{next(_numbers):05d}"
    ledger.pk, ledger.subject, ledger._state.adding = uuid4(), copy.submission, True
    ledger.save()
    copy.disclosure, copy._state.adding = ledger, True
    copy.save()
    return copy
