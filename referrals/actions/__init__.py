"""The only writers of reports and of what becomes of them."""

from referrals.actions.correcting import correct_report, require_readable, retract_report
from referrals.actions.forwarding import pass_on
from referrals.actions.guidance import record_guidance
from referrals.actions.proving import hand_in_form
from referrals.actions.replying import ask_back
from referrals.actions.reporting import enter_report, require_standing, submit_report
from referrals.actions.sealing import seal_report
from referrals.actions.stop_clock import settle_supply, update_supply
from referrals.actions.triage import accept_into_case, accept_into_new_case, close_report, tell_utility

__all__ = [
    "accept_into_case",
    "accept_into_new_case",
    "ask_back",
    "close_report",
    "correct_report",
    "enter_report",
    "hand_in_form",
    "pass_on",
    "record_guidance",
    "require_readable",
    "require_standing",
    "retract_report",
    "seal_report",
    "settle_supply",
    "submit_report",
    "tell_utility",
    "update_supply",
]
