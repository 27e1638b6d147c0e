"""A report from a system: taken once for each Idempotency-Key, through the same gate as every other."""

import json
import re
from uuid import UUID, uuid5

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from consent.actions import count_refusal
from consent.errors import LegallyRefused
from referrals.actions.reporting import in_charge, submit_report
from referrals.api.authentication import Caller
from referrals.api.problems import KINDS, Problem, refused
from referrals.api.reading import read, report_of, require_plausible
from referrals.errors import ReferralRefusal
from referrals.models import Channel, MachineReceipt, Referral
from referrals.report import Report

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def take(request: HttpRequest, caller: Caller) -> tuple[Referral, bool]:
    """The report that the request has become, and whether an earlier one with the same key and body has.

    Problem where it cannot be taken; then nothing of it is kept but a count.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Problem("invalid_idempotency_key")
    body = read(request)
    digest = _digest(request.body)
    if sent := MachineReceipt.objects.select_related("referral").filter(machine=caller.machine, key=key).first():
        caller.require_allowed_by(sent.referral.municipality_id)
        return _the_same(sent, digest), True
    require_plausible(body)
    report = report_of(body, submission=submission(caller, key), office_id=caller.machine.office_id)
    return _sent(caller, report, key, digest)


def submission(caller: Caller, key: str) -> UUID:
    """Each key of each system is one report."""
    return uuid5(caller.machine.pk, key)


def _digest(body: bytes) -> str:
    """The same for equal JSON, however it is spaced or ordered; useless without our secret key."""
    canonical = json.dumps(json.loads(body), sort_keys=True)
    return salted_hmac("referrals.api.sending", canonical, algorithm="sha256").hexdigest()


def _the_same(sent: MachineReceipt, digest: str) -> Referral:
    if not constant_time_compare(sent.digest, digest):
        raise Problem("idempotency_key_reused")
    return sent.referral


def _sent(caller: Caller, report: Report, key: str, digest: str) -> tuple[Referral, bool]:
    municipality_id: int | None = None
    try:
        with transaction.atomic():
            agency = in_charge(report.household.postal_code, report.household.address).agency
            municipality_id = agency.municipality_id
            caller.require_allowed_by(municipality_id)
            referral = submit_report(actor=caller.actor, report=report, channel=Channel.MACHINE)
            return _noted(caller, referral, key, digest)
    except LegallyRefused as refusal:
        count_refusal(
            actor=caller.actor,
            code=refusal.refusal.code,
            office_id=report.office_id,
            municipality_id=municipality_id,
        )
        raise refused(refusal.refusal) from None
    except ReferralRefusal as refusal:
        code = refusal.code if refusal.code in KINDS else "conflict"
        raise Problem(code, detail=str(refusal.sentence)) from None


def _noted(caller: Caller, referral: Referral, key: str, digest: str) -> tuple[Referral, bool]:
    """Two requests at one instant: the second has waited for the first in `submit_report` and finds its note."""
    sent, is_new = MachineReceipt.objects.get_or_create(
        referral=referral,
        defaults={"machine": caller.machine, "utility_id": caller.machine.utility_id, "key": key, "digest": digest},
    )
    return (referral, False) if is_new else (_the_same(sent, digest), True)
