"""An election as a §: who was nominated, how it was held, who was elected (KL 5:54–55)."""

from engine.documents.phrases import sentence
from engine.errors import Invalid, require
from engine.meetings.deciding_forms import DecideForm, ElectionForm
from engine.meetings.proceeding import Item
from engine.meetings.tables import DecisionPoint, Paragraph
from engine.organisations.profile import Profile
from engine.rules.procedure.allowed import ITEM_DECIDED
from engine.rules.procedure.conduct import Conduct
from engine.rules.procedure.election import Election, election_told, may_elect


def election_of(item: Item, form: DecideForm, followed: Conduct) -> Election | None:
    """The election that the § is about; None when it is about none, or was tabled or referred back.

    Refused when a motion is said to be an election, when anything but a formal claim is made, when the election is not
    in order, and when it is said to have been held although the matter was sent away.
    """
    if form.election is None:
        return None
    if item.work.case.kind == "motion":
        raise Invalid("election", "a motion is not decided by an election")
    if form.points is not None or any(claim.kind not in ("refer_back", "table") for claim in form.claims):
        raise Invalid("election", "in an election people are nominated, and nothing else is claimed or decided")
    if followed.result in ("referred_back", "tabled"):
        held = form.election.acclaimed or form.election.ballots is not None
        require(ITEM_DECIDED.refuse() if held else None)
        return None
    election = recorded(item, form.election)
    require(may_elect(election))
    return election


def recorded(item: Item, form: ElectionForm) -> Election:
    """The election as the rules know it."""
    ballots = None
    if form.ballots is not None:
        ballots = dict(
            zip(item.ids([one.person for one in form.ballots]), (one.votes for one in form.ballots), strict=True)
        )
        if len(ballots) < len(form.ballots):
            raise Invalid("election.ballots", "a candidate stands twice")
    nominated = item.ids(form.nominated)
    return Election(
        item.sitting,
        {one: item.sitting.people[one] for one in nominated},
        acclaimed=one_id(item, form.acclaimed) if ballots is None else "",
        requested=form.requested,
        ballots=ballots,
        blank=form.blank,
        invalid=form.invalid,
        lot=one_id(item, form.lot),
        tellers=item.ids(form.tellers),
    )


def one_id(item: Item, key: str | None) -> str:
    """The id of somebody named by slug or id, "" for nobody."""
    return str(item.people[key].id) if key else ""


def elected_point(paragraph: Paragraph, election: Election, profile: Profile) -> DecisionPoint:
    """The decision of an election: one point of the body's own, in the words of the minutes."""
    told = election_told(election)[0]
    text = sentence(profile, told.key, told.facts)
    return DecisionPoint(paragraph_id=paragraph.id, number=1, origin=0, kind="own", text=text, outcome="adopted")
