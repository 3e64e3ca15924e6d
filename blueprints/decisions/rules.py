"""Decisions: proposing one, changing the proposal, and putting its frozen wording to the institutions."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from blueprints.decisions.letters import OPENED, send
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.meetings.round_rules import open_round
from models.actors import Actor
from models.bodies import Bylaws
from models.citations import cite
from models.deadlines import BERLIN, is_working_day
from models.decisions import Decision, DecisionKind, earliest_end
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.history import record
from models.meetings import AGENDA_OUT, AgendaItem, ItemAudience, Meeting
from models.rounds import Round, RoundKind
from models.seats import Seat, SeatKind
from models.texts import Text, TextVersion, freeze_version, version, write
from models.unnamed import must_name_nobody
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

Render = Callable[[str], str]
LONGEST_CIRCULATION: Final = timedelta(days=120)
"""A circular decision that is still open after so long is none."""


def may_decide(by: Actor, table_id: int) -> bool:
    """The coordination proposes, puts to the vote, closes, and keeps the register."""
    return by.coordinates_body(table_id)


def day_of(now: datetime) -> date:
    return now.astimezone(BERLIN).date()


def propose(
    house: Session,
    table_id: int,
    *,
    title: str,
    wording: str,
    kind: DecisionKind,
    circular: bool = False,
    item_id: int | None = None,
    again_of_id: int | None = None,
    cites: Collection[str] = (),
    by: Actor,
    now: datetime,
    render: Render,
) -> Decision:
    """Write down what is to be decided; only the coordination sees it until it is put to the institutions."""
    _locked_table(house, table_id, by)
    text = Text(body_id=table_id)
    house.add(text)
    house.flush()
    made = Decision(
        body_id=table_id,
        title=title,
        kind=kind,
        text_id=text.id,
        circular=circular,
        created_at=now,
        created_by_id=by.person_id,
        again_of_id=_known(house, table_id, again_of_id),
        **_place(house, table_id, item_id, circular),
    )
    must_name_nobody(house, made.item_id, title=title, wording=wording)
    house.add(made)
    house.flush()
    _word(house, made, wording, 0, by, now, render)
    cite(house, made, cites, table_id, by)
    record(house, "propose", made, by=by, now=now, kind=kind.value, circular=circular)
    return made


def _locked_table(house: Session, table_id: int, by: Actor) -> None:
    if not may_decide(by, table_id):
        raise NotAllowed
    meeting_rules.locked_body(house, table_id, by)


def _known(house: Session, table_id: int, decision_id: int | None) -> int | None:
    """A decision of the same table that is taken up again."""
    if decision_id is None:
        return None
    found = house.get(Decision, decision_id)
    if found is None or found.body_id != table_id:
        raise NotAllowed
    return decision_id


def _place(house: Session, table_id: int, item_id: int | None, circular: bool) -> dict[str, Any]:
    """Meeting and item to which the question belongs; a circular decision belongs to none."""
    if item_id is None:
        return {"meeting_id": None, "item_id": None}
    if circular:
        raise RuleBroken(
            N_("A circular decision is taken outside of meetings. Please choose no item."), field="item_id"
        )
    found = house.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == item_id, Meeting.body_id == table_id)
    ).first()
    if found is None:
        raise NotAllowed
    item, meeting = found
    if item.visibility is Visibility.COORDINATION:
        raise RuleBroken(N_("Nobody but the coordination sees this item."), field="item_id")
    return {"meeting_id": meeting.id, "item_id": item.id}


def _word(
    house: Session, made: Decision, wording: str, based_on: int, by: Actor, now: datetime, render: Render
) -> TextVersion:
    text = house.get_one(Text, made.text_id)
    saved = write(house, text, wording, based_on=based_on, by=by, now=now, render=render)
    if saved is None or not saved.markdown.strip():
        raise RuleBroken(N_("Please give the wording."), field="wording")
    made.folded = folded(f"{made.title} {saved.markdown}")
    return saved


def edit(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    title: str,
    wording: str,
    kind: DecisionKind,
    circular: bool,
    item_id: int | None,
    based_on: int | None,
    cites: Collection[str] = (),
    by: Actor,
    now: datetime,
    render: Render,
) -> Decision:
    """Change a proposal. What has been put to the institutions stays as it is."""
    found = locked(house, table_id, decision_id, by)
    found.must_be_proposal()
    must_be(found, based_on)
    found.title, found.kind, found.circular = title, kind, circular
    for name, value in _place(house, table_id, item_id, circular).items():
        setattr(found, name, value)
    must_name_nobody(house, found.item_id, title=title, wording=wording)
    text = house.get_one(Text, found.text_id)
    _word(house, found, wording, text.latest, by, now, render)
    cite(house, found, cites, table_id, by)
    record(house, "edit", found, by=by, now=now, kind=kind.value, circular=circular, version=text.latest)
    return found


def locked(house: Session, table_id: int, decision_id: int, by: Actor) -> Decision:
    """The decision for its coordination, held until the end of the transaction; the body before it."""
    _locked_table(house, table_id, by)
    found = house.get(Decision, decision_id, with_for_update=True, populate_existing=True)
    if found is None or found.body_id != table_id:
        raise NotAllowed
    return found


def put(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    due_on: date | None = None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> tuple[Decision, int]:
    """Freeze the wording and ask every voting institution that is awake; returns the letters, too.

    In a meeting nobody gets a letter. In circulation `due_on` is the last day; the bylaws say how early it
    may come. Whoever has no address is asked, too: the coordination records what it says.
    """
    found = locked(house, table_id, decision_id, by)
    found.must_be_proposal()
    must_be(found, based_on)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table_id)).one()
    found.take_rules(bylaws)
    asking = _round_of(house, found, bylaws, due_on, now)
    only = [Seat.kind == SeatKind.VOTING, *_audience(house, found)]
    if not open_round(house, asking, holds_on=(day_of(now),), awake_on=day_of(now), only=only):
        raise RuleBroken(N_("There is no voting institution that could be asked."))
    found.round_id, found.sha256 = asking.id, _frozen(house, found, now).sha256
    letters = _tell(house, found, asking, now) if found.circular else 0
    record(house, "put", found, by=by, now=now, sha256=found.sha256, round=asking.id, letters=letters)
    return found, letters


def _round_of(house: Session, found: Decision, bylaws: Bylaws, due_on: date | None, now: datetime) -> Round:
    if found.circular:
        due = judged_end(due_on, bylaws, day_of(now))
    else:
        meeting = house.get_one(Meeting, found.meeting_id) if found.meeting_id else None
        if meeting is not None and meeting.state not in AGENDA_OUT:
            raise RuleBroken(N_("The agenda of this meeting is not out: nobody would see the question."))
        due = max(day_of(now), (meeting.held_on.day if meeting else None) or day_of(now))
    return Round(kind=RoundKind.DECISION, body_id=found.body_id, opened_at=now, due_on=due)


def judged_end(due_on: date | None, bylaws: Bylaws, today: date) -> date:
    """The last day of a circular decision: not before the bylaws allow, and a day on which people work."""
    first = earliest_end(today, bylaws.circular_working_days, bylaws.land)
    if due_on is None or due_on < first:
        raise RuleBroken(
            N_("The last day can be %(day)s at the earliest: the bylaws ask for %(days)s working days."),
            field="due_on",
            day=f"{first:%d.%m.%Y}",
            days=bylaws.circular_working_days,
        )
    if due_on > today + LONGEST_CIRCULATION:
        raise RuleBroken(N_("The last day must lie within four months."), field="due_on")
    if not is_working_day(due_on, bylaws.land):
        raise RuleBroken(N_("Please choose a working day."), field="due_on")
    return due_on


def _audience(house: Session, found: Decision) -> list[ColumnElement[bool]]:
    """Of a confidential item only the institutions that it names are asked."""
    item = house.get(AgendaItem, found.item_id) if found.item_id else None
    if item is None or item.visibility in (Visibility.PUBLIC, Visibility.INTERNAL):
        return []
    if item.visibility is Visibility.COORDINATION:
        raise RuleBroken(N_("Nobody but the coordination sees this item."))
    return [Seat.id.in_(select(ItemAudience.seat_id).where(ItemAudience.item_id == item.id))]


def _frozen(house: Session, found: Decision, now: datetime) -> TextVersion:
    text = house.get_one(Text, found.text_id)
    newest = version(house, text, text.latest)
    if newest is None:
        raise RuleBroken(N_("Please give the wording."))
    return freeze_version(newest, now)


def would_reach(house: Session, found: Decision, today: date) -> list[Recipient]:
    """Who gets a letter if this is put into circulation today: of every voting institution that is awake."""
    ours = (Seat.body_id == found.body_id) & (Seat.kind == SeatKind.VOTING)
    voting = set(house.scalars(select(Seat.id).where(ours)))
    people = asked_today(house, found.body_id, today, first=today, last=today)
    return [each for each in people if each.seat_id in voting]


def _tell(house: Session, found: Decision, asking: Round, now: datetime) -> int:
    today = day_of(now)
    people = asked_today(house, found.body_id, today, first=today, last=today)
    return send(house, found, asking, people, template=OPENED, purpose="opened", now=now)
