"""4 written: the § as a document, its verification, its extract; and the worker that renders documents."""

from engine.minutes.documents import (
    confirmation_document,
    cover_note_document,
    extract_document,
    opinion_document,
    paragraph_document,
    prepared_document,
    referral_document,
    report_document,
)
from engine.minutes.forms import VerifyForm
from engine.minutes.rendering import render_worker
from engine.minutes.verification import make_extract, verify_minutes
from engine.minutes.whole import decided_paragraphs, minutes_document

__all__ = [
    "VerifyForm",
    "confirmation_document",
    "cover_note_document",
    "decided_paragraphs",
    "extract_document",
    "make_extract",
    "minutes_document",
    "opinion_document",
    "paragraph_document",
    "prepared_document",
    "referral_document",
    "render_worker",
    "report_document",
    "verify_minutes",
]
