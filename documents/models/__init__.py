"""The tables of papers: what was issued, and leaflets with their codes."""

from documents.models.archive import DocumentKind, IssuedDocument
from documents.models.leaflets import (
    ChannelCode,
    ChannelCount,
    LeafletBatch,
    LeafletBatchLine,
    LeafletText,
    PaperSize,
)

__all__ = [
    "ChannelCode",
    "ChannelCount",
    "DocumentKind",
    "IssuedDocument",
    "LeafletBatch",
    "LeafletBatchLine",
    "LeafletText",
    "PaperSize",
]
