"""The only writers of reports and of what becomes of them."""

from referrals.actions.guidance import record_guidance
from referrals.actions.reporting import enter_report, require_standing, submit_report
from referrals.actions.stop_clock import settle_supply, update_supply
from referrals.actions.triage import accept_into_case, accept_into_new_case, close_report, tell_utility

__all__ = [
    "accept_into_case",
    "accept_into_new_case",
    "close_report",
    "enter_report",
    "record_guidance",
    "require_standing",
    "settle_supply",
    "submit_report",
    "tell_utility",
    "update_supply",
]
