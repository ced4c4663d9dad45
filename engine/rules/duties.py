"""Separate duties: who may not do what to their own work, and what nobody may do after verification."""

from collections.abc import Collection

from engine.rules.refusal import Refusal, declare, first

OWN_DRAFT = declare("own_draft", None)
DRAFT_APPROVED = declare("draft_approved", None)
PARAGRAPH_SECRETARY_ONLY = declare("paragraph_secretary_only", None)
PARAGRAPH_VERIFIED = declare("paragraph_verified", "KL 5:69")
CORRECTION_BEFORE_VERIFICATION = declare("correction_before_verification", None)
CORRECTION_WITHOUT_TEXT = declare("correction_without_text", None)
VERIFIER_NOT_CHOSEN = declare("verifier_not_chosen", "KL 5:69", "name")
VERIFIER_DISQUALIFIED = declare("verifier_disqualified", "KL 6:30", "name")


def may_approve(actor: str, authors: Collection[str], *, author_may_approve: bool = False) -> Refusal | None:
    """Nobody approves their own draft, whoever wrote any version of it; an organisation may allow it (a setting)."""
    return OWN_DRAFT.refuse() if actor in authors and not author_may_approve else None


def may_edit_draft(*, approved: bool) -> Refusal | None:
    """What has been approved is written on only after it has been sent back."""
    return DRAFT_APPROVED.refuse() if approved else None


def may_edit_paragraph(*, is_secretary: bool, decided: bool, verified: bool) -> Refusal | None:
    """A § is open to all who prepare it until it is decided, then to the secretary, and to nobody once verified.

    Verifiers certify, they do not edit (JO 3339-2013), and pages are never exchanged (JO 581-2013).
    """
    if verified:
        return PARAGRAPH_VERIFIED.refuse()
    return PARAGRAPH_SECRETARY_ONLY.refuse() if decided and not is_secretary else None


def may_correct(wrong: str, right: str, *, verified: bool) -> Refusal | None:
    """After verification a correction is an act of its own that shows what was changed (JO 2571-1999); before, edit."""
    if not verified:
        return CORRECTION_BEFORE_VERIFICATION.refuse()
    return None if wrong.strip() and right.strip() and wrong != right else CORRECTION_WITHOUT_TEXT.refuse()


def may_verify(actor: str, name: str, verifiers: Collection[str], disqualified: Collection[str] = ()) -> Refusal | None:
    """KL 5:69: minutes are verified by those chosen for it, among them who presided; no one where they had jäv."""
    return first(
        None if actor in verifiers else VERIFIER_NOT_CHOSEN.refuse(name=name),
        VERIFIER_DISQUALIFIED.refuse(name=name) if actor in disqualified else None,
    )
