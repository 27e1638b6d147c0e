"""支援会議: the statutory body of a municipality in which data may be shared without consent."""

from support_meetings.models.body import (
    Acceptance,
    Appointment,
    EndReason,
    LegalBasis,
    Means,
    MeetingCounter,
    Member,
    Pledge,
    SupportMeeting,
)
from support_meetings.models.papers import CopyFate, CopyOpening, Medium, Paper, PaperCopy, PaperKind
from support_meetings.models.requests import AnswerKind, CooperationAnswer, CooperationRequest
from support_meetings.models.sessions import (
    AgendaItem,
    Attendance,
    Decision,
    Exclusion,
    Session,
    SessionState,
    Summons,
    SummonsReply,
)

__all__ = [
    "Acceptance",
    "AgendaItem",
    "AnswerKind",
    "Appointment",
    "Attendance",
    "CooperationAnswer",
    "CooperationRequest",
    "CopyFate",
    "CopyOpening",
    "Decision",
    "EndReason",
    "Exclusion",
    "LegalBasis",
    "Means",
    "Medium",
    "MeetingCounter",
    "Member",
    "Paper",
    "PaperCopy",
    "PaperKind",
    "Pledge",
    "Session",
    "SessionState",
    "Summons",
    "SummonsReply",
    "SupportMeeting",
]
