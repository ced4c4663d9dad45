"""2 prepared: the report with its proposal, its working copy and versions, who writes in it, its approval."""

from engine.drafting.approval import approve, finish_report, review
from engine.drafting.copies import (
    begin_draft,
    restore_version,
    save_copy,
    save_version,
    version_of,
    versions_of,
    working_content,
)
from engine.drafting.drafts import drafts_of, see_draft, writable
from engine.drafting.forms import (
    CompileForm,
    CopyForm,
    PointForm,
    RecipientForm,
    ReportForm,
    ReviewForm,
    SectionForm,
    VersionForm,
)
from engine.drafting.keeping import read_copy
from engine.drafting.leases import ask_to_write, give_back, lease_of, see_notices, take_lease, take_over, unseen
from engine.drafting.tables import Draft, DraftCopy, DraftNotice, DraftVersion
from engine.drafting.writing import compile_replies, draft_report, save_draft

__all__ = [
    "CompileForm",
    "CopyForm",
    "Draft",
    "DraftCopy",
    "DraftNotice",
    "DraftVersion",
    "PointForm",
    "RecipientForm",
    "ReportForm",
    "ReviewForm",
    "SectionForm",
    "VersionForm",
    "approve",
    "ask_to_write",
    "begin_draft",
    "compile_replies",
    "draft_report",
    "drafts_of",
    "finish_report",
    "give_back",
    "lease_of",
    "read_copy",
    "restore_version",
    "review",
    "save_copy",
    "save_draft",
    "save_version",
    "see_draft",
    "see_notices",
    "take_lease",
    "take_over",
    "unseen",
    "version_of",
    "versions_of",
    "working_content",
    "writable",
]
