"""Letters that the system writes: the confirmation of receipt and the referral. Their words stand with the phrases."""

from datetime import date
from html import escape

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


def opinion_lead(profile: Profile, body: str) -> str:
    """The sentence over the answers to an audit's recommendations."""
    return wording_of_letter(profile, "opinion", "lead", {"body": capital(body)})


def cover_letter(
    profile: Profile,
    *,
    body: str,
    title: str,
    dnr: str,
    day: date,
    addressee: tuple[str, ...],
    sender: Sender,
    documents: tuple[str, ...],
    due: date | None = None,
    copies: tuple[str, ...] = (),
    signers: tuple[Signer, ...] = (),
) -> Letter:
    """Missiv: a body hands over documents in a case, and may ask for an answer by a day."""
    view = View(profile)
    facts: dict[str, Fact] = {
        "body": capital(body),
        "title": title,
        "documents": len(documents),
        "due": view.day(due) if due else "",
    }
    return Letter(
        name=profile.documents.letter.name,
        title=title,
        day=day,
        dnr=(dnr,),
        sender=sender,
        addressee=addressee,
        copies=copies,
        facts=(("Svar senast", view.day(due)),) if due else (),
        html=from_text(wording_of_letter(profile, "cover_letter", "text", facts)),
        attachments=documents,
        signers=signers,
    )


def cover_note(
    profile: Profile,
    *,
    body: str,
    title: str,
    paragraph: str,
    decided: date,
    purpose: str,
    dnr: str,
    day: date,
    addressee: tuple[str, ...],
    sender: Sender,
    attachments: tuple[str, ...],
    signers: tuple[Signer, ...] = (),
) -> Letter:
    """Följebrev: an extract is sent to somebody, for a `purpose`: action, information, service or report_back."""
    view = View(profile)
    facts: dict[str, Fact] = {
        "body": capital(body),
        "title": title,
        "paragraph": paragraph,
        "day": view.day(decided),
        "purpose": purpose,
    }
    return Letter(
        name=wording_of_letter(profile, "cover_note", "name", facts),
        title=wording_of_letter(profile, "cover_note", "title", facts),
        day=day,
        dnr=(dnr,) if dnr else (),
        sender=sender,
        addressee=addressee,
        html=from_text(wording_of_letter(profile, "cover_note", "text", facts)),
        attachments=attachments,
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


def refusal_of_release(
    profile: Profile,
    *,
    authority: str,
    dnr: str,
    asks: str,
    received: date,
    day: date,
    withheld: tuple[tuple[str, str, str], ...],
    reasons: str,
    court: str,
    addressee: tuple[str, ...],
) -> Letter:
    """Beslut: records are not let out, or not whole, with how that is appealed (OSL 6:3).

    `withheld` holds of each record its number and title, whether it is `masked` or `refused`, and the provision.
    """
    view = View(profile)
    facts: dict[str, Fact] = {"authority": capital(authority), "received": view.day(received), "court": court}

    def part(name: str, **more: Fact) -> str:
        return wording_of_letter(profile, "release_decision", name, {**facts, **more})

    points = [part("point", record=record, how=how, provision=by) for record, how, by in withheld]
    listed = "".join(f"<li>{escape(point)}</li>" for point in points)
    return Letter(
        name=part("name"),
        title=part("title"),
        day=day,
        dnr=(dnr,),
        sender=Sender(unit=authority),
        addressee=addressee,
        facts=(("Diarienummer", dnr), ("Begäran kom in", view.day(received))),
        html=(
            f"<h3>{part('asked_heading')}</h3>{from_text(asks)}<h3>{part('decided_heading')}</h3>"
            f"{from_text(part('decided'))}<ul>{listed}</ul><h3>{part('reasons_heading')}</h3>{from_text(reasons)}"
            f"<h3>{part('appeal_heading')}</h3>{from_text(part('appeal'))}"
        ),
    )
