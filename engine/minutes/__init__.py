"""4 written: the § as a document, its verification, its extract; and the worker that renders documents."""

from engine.minutes.documents import (
    confirmation_document,
    extract_document,
    paragraph_document,
    referral_document,
    report_document,
)
from engine.minutes.forms import VerifyForm
from engine.minutes.rendering import render_worker
from engine.minutes.verification import make_extract, verify_minutes

__all__ = [
    "VerifyForm",
    "confirmation_document",
    "extract_document",
    "make_extract",
    "paragraph_document",
    "referral_document",
    "render_worker",
    "report_document",
    "verify_minutes",
]
