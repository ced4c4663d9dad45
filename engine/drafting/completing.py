"""Whether a report is whole: what its organisation and its case want it to hold, by the rule that guards handing in."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from engine.cases.tables import Case
from engine.db import found
from engine.drafting.forms import CopyForm, LoosePoint
from engine.organisations.profile import Profile, Sheet
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.rules.handing_in import Point, Written, gaps
from engine.rules.refusal import Refusal


def sheet_for(profile: Profile, case: Case) -> Sheet:
    """The kind of document that is prepared in a case: an audit is answered by an opinion, all else is reported on."""
    return profile.documents.opinion if case.kind == "audit_response" else profile.documents.report


def points_of(proposal: Sequence[LoosePoint]) -> tuple[Point, ...]:
    """The proposed decisions as the rules know them."""
    return tuple(Point(one.text, one.means is not None) for one in proposal)


def missing(session: Session, case: Case, body_id: UUID, content: CopyForm) -> list[tuple[str, Refusal]]:
    """What cleaned content lacks before it may be handed in, each with its place: a section, or the proposal."""
    _, profile = current_profile(session, case.organisation_id)
    wanted = [one for one in sheet_for(profile, case).sections if one.required]
    organ = found(session.get(Body, body_id)).name if wanted else ""
    required = tuple((one.key, one.heading(organ).rstrip(":")) for one in wanted)
    there = frozenset(one.key for one in content.sections if one.html)
    return list(gaps(Written(required, there, points_of(content.proposal), case.kind == "motion")))
