"""Reports, their triage, supplies with the stop clock, lists sent as files, utilities' own systems.

A report has two halves in two tables, because two log-ins read them: `Referral` is what the sender told
and may see again; `Triage` is what the agency made of it and is closed to the portal.
"""

from referrals.models.importing import (
    MOVING,
    ImportChunk,
    ImportFile,
    ImportRun,
    RunState,
)
from referrals.models.machines import (
    MachineAllowance,
    MachineClient,
    MachineReceipt,
)
from referrals.models.report import (
    ENTERED,
    SEALING_REASONS,
    Channel,
    ReceiptCounter,
    Referral,
    Retraction,
    RetractReason,
    Source,
    StopBasis,
)
from referrals.models.supply import (
    GuidanceRecord,
    Supply,
)
from referrals.models.triage import (
    CHOSEN_REASONS,
    NOT_UPHELD_DETAILS,
    QUESTIONS,
    CloseReason,
    Feedback,
    FeedbackStatus,
    Forwarding,
    Reply,
    ReplyCode,
    ReplyDetail,
    Triage,
    TriageStatus,
)

__all__ = [
    "CHOSEN_REASONS",
    "ENTERED",
    "MOVING",
    "NOT_UPHELD_DETAILS",
    "QUESTIONS",
    "SEALING_REASONS",
    "Channel",
    "CloseReason",
    "Feedback",
    "FeedbackStatus",
    "Forwarding",
    "GuidanceRecord",
    "ImportChunk",
    "ImportFile",
    "ImportRun",
    "MachineAllowance",
    "MachineClient",
    "MachineReceipt",
    "ReceiptCounter",
    "Referral",
    "Reply",
    "ReplyCode",
    "ReplyDetail",
    "RetractReason",
    "Retraction",
    "RunState",
    "Source",
    "StopBasis",
    "Supply",
    "Triage",
    "TriageStatus",
]
