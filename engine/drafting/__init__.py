"""2 prepared: the report with its proposal, its versions, its approval."""

from engine.drafting.approval import approve, finish_report, review
from engine.drafting.forms import CompileForm, JudgeForm, PointForm, RecipientForm, ReportForm, SectionForm
from engine.drafting.tables import Draft, DraftVersion
from engine.drafting.writing import compile_replies, draft_report, save_draft

__all__ = [
    "CompileForm",
    "Draft",
    "DraftVersion",
    "JudgeForm",
    "PointForm",
    "RecipientForm",
    "ReportForm",
    "SectionForm",
    "approve",
    "compile_replies",
    "draft_report",
    "finish_report",
    "review",
    "save_draft",
]
