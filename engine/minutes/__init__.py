"""4 written: the § as a document, its verification, its extract; and the worker that renders documents."""

from engine.minutes.documents import (
    confirmation_document,
    cover_note_document,
    extract_document,
    opinion_document,
    paragraph_at_table,
    paragraph_document,
    prepared_document,
    referral_document,
    report_document,
)
from engine.minutes.forms import NoticeForm, TakeDownForm, VerifyForm
from engine.minutes.notices import Posted, notice_document, notices_of, put_up, take_down
from engine.minutes.publications.approving import drawing_workers
from engine.minutes.rendering import render_worker
from engine.minutes.verification import make_extract, verify_minutes
from engine.minutes.whole import decided_paragraphs, minutes_document

__all__ = [
    "NoticeForm",
    "Posted",
    "TakeDownForm",
    "VerifyForm",
    "confirmation_document",
    "cover_note_document",
    "decided_paragraphs",
    "drawing_workers",
    "extract_document",
    "make_extract",
    "minutes_document",
    "notice_document",
    "notices_of",
    "opinion_document",
    "paragraph_at_table",
    "paragraph_document",
    "prepared_document",
    "put_up",
    "referral_document",
    "render_worker",
    "report_document",
    "take_down",
    "verify_minutes",
]
