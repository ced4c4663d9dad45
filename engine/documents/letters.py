"""Letters that the system writes: the confirmation of receipt and the referral. Their words stand with the phrases."""

from datetime import date

from engine.documents.html import View
from engine.documents.models import Letter, Sender, Signer
from engine.documents.phrases import wording_of_letter
from engine.documents.richtext import from_text
from engine.organisations.profile import Profile
from engine.organisations.wording import capital, small
from engine.rules.procedure.phrases import Fact


def confirmation(
    profile: Profile,
    *,
    kind: str,
    title: str,
    dnr: str,
    received: date,
    day: date,
    addressee: tuple[str, ...],
    sender: Sender,
    signers: tuple[Signer, ...] = (),
) -> Letter:
    """Bekräftelse: what came in has been received and registered. `kind` is the case's (`motion`, `initiative` …)."""
    view = View(profile)
    facts: dict[str, Fact] = {"kind": kind, "received": view.day(received), "council": small(profile.words.council)}
    return Letter(
        name=wording_of_letter(profile, "confirmation", "name", facts),
        title=wording_of_letter(profile, "confirmation", "title", facts),
        day=day,
        dnr=(dnr,),
        sender=sender,
        addressee=addressee,
        facts=(("Ärende", title), ("Diarienummer", dnr), ("Inkom", view.day(received))),
        html=from_text(wording_of_letter(profile, "confirmation", "text", facts)),
        signers=signers,
    )


def referral(
    profile: Profile,
    *,
    body: str,
    title: str,
    dnr: str,
    question: str,
    due: date,
    day: date,
    addressee: tuple[str, ...],
    sender: Sender,
    attachments: tuple[str, ...] = (),
    signers: tuple[Signer, ...] = (),
) -> Letter:
    """Remiss: somebody is given the opportunity to state an opinion by a day. `question` is cleaned HTML or ""."""
    view = View(profile)
    facts: dict[str, Fact] = {"body": capital(body), "title": title, "due": view.day(due)}
    return Letter(
        name=wording_of_letter(profile, "referral", "name", facts),
        title=wording_of_letter(profile, "referral", "title", facts),
        day=day,
        dnr=(dnr,),
        sender=sender,
        addressee=addressee,
        facts=(("Diarienummer", dnr), ("Svar senast", view.day(due))),
        html=from_text(wording_of_letter(profile, "referral", "text", facts)) + question,
        attachments=attachments,
        signers=signers,
    )
