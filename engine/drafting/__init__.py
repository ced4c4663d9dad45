"""2 prepared: the report with its proposal, its versions, its approval."""

from engine.drafting.approval import approve, finish_report, review
from engine.drafting.forms import CompileForm, PointForm, RecipientForm, ReportForm, ReviewForm, SectionForm
from engine.drafting.tables import Draft, DraftVersion
from engine.drafting.writing import compile_replies, draft_report, save_draft

__all__ = [
    "CompileForm",
    "Draft",
    "DraftVersion",
    "PointForm",
    "RecipientForm",
    "ReportForm",
    "ReviewForm",
    "SectionForm",
    "approve",
    "compile_replies",
    "draft_report",
    "finish_report",
    "review",
    "save_draft",
]
