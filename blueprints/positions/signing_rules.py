"""Sign-off (Mitzeichnung) of a final text: asking the institutions, until when, and its end."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from blueprints.positions.rules import WHOLE, led, may_lead
from blueprints.positions.signing_letters import ASKED, REMIND, reached, send
from blueprints.positions.signing_queries import Signed, to_ask
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws
from models.decisions import reminder_days
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionVersion
from models.positions import Position
from models.rounds import Round, RoundKind
from models.signatures import EXPRESS, AskedSigner, SignOff
from models.visibility import Visibility
from models.words import N_

LONGEST: Final = timedelta(days=120)
TIME_IS_OVER: Final = N_("The last day for signatures has passed. Set another one before you remind.")
NO_FINAL_TEXT: Final = N_("There is no final text that could be signed.")


def may_ask(by: Actor, position: Position) -> bool:
    """Whoever leads asks for signatures, once there is a final text."""
    return may_lead(by, position) and position.final_version is not None


def ask(
    house: Session,
    position_id: int,
    *,
    due_on: date | None = None,
    express: bool = False,
    by: Actor,
    now: datetime,
) -> tuple[SignOff, int]:
    """Ask every full member that is awake, and the co-signers from outside, to sign exactly this text.

    Returns the letters, too. Nobody is asked twice about the same text; who is asked is fixed by this.
    """
    position = led(house, position_id, by)
    final, today = _to_sign(house, position), day_of(now)
    signers = to_ask(house, position, today)
    if not signers:
        raise RuleBroken(N_("There is no institution that could be asked."))
    due = today + EXPRESS if express else _judged(due_on, today)
    asking = Round(kind=RoundKind.SIGN_OFF, body_id=position.body_id, opened_at=now, due_on=due)
    house.add(asking)
    house.flush()
    sha256 = house.get_one(Edition, final.edition_id).sha256
    made = SignOff(
        position_id=position.id, version_id=final.id, round_id=asking.id, sha256=sha256, express=express
    )
    house.add(made)
    house.flush()
    house.add_all(
        AskedSigner(sign_off_id=made.id, organisation_id=key, name=name, seat_id=seat_id)
        for key, (name, seat_id) in signers.items()
    )
    house.flush()
    house.refresh(made, ["round"])
    anew = earlier(house, position, final) is not None
    letters = send(house, made, position, signers, template=ASKED, purpose="asked", now=now, is_anew=anew)
    facts = {"position": position.id, "sha256": sha256, "express": express, "letters": letters}
    record(house, "ask", made, by=by, now=now, body_id=position.body_id, **facts)
    return made, letters


def _to_sign(house: Session, position: Position) -> PositionVersion:
    """The final text, if it can be put to the institutions."""
    final = position.final_version
    if final is None:
        raise RuleBroken(NO_FINAL_TEXT)
    if house.scalar(select(SignOff.id).where(SignOff.version_id == final.id)) is not None:
        raise RuleBroken(N_("The institutions have been asked about this text already."))
    if position.visibility is Visibility.COORDINATION:
        raise RuleBroken(N_("Nobody but the coordination may read this text: nobody could sign it."))
    return final


def earlier(session: Session, position: Position, version: PositionVersion) -> SignOff | None:
    """The sign-off of the text before, which this one replaces; its signatures hold for that text alone."""
    before = {each.id: each.number for each in position.versions if each.number < version.number}
    rows = session.scalars(select(SignOff).where(SignOff.version_id.in_(before)))
    return max(rows, key=lambda each: before[each.version_id], default=None)


def _judged(due_on: date | None, today: date) -> date:
    if due_on is None or due_on <= today:
        raise RuleBroken(N_("Choose a day ahead."), field="due_on")
    if due_on > today + LONGEST:
        raise RuleBroken(N_("The last day must lie within four months."), field="due_on")
    return due_on


def extend(house: Session, position_id: int, *, due_on: date, by: Actor, now: datetime) -> None:
    """Another last day for the signatures under the final text; a sign-off that was closed goes on."""
    about, position = standing_sign_off(house, position_id, by)
    about.round.due_on, about.round.closed_at = _judged(due_on, day_of(now)), None
    facts = {"due_on": about.round.due_on.isoformat()}
    record(house, "extend", about, by=by, now=now, body_id=position.body_id, **facts)


def close(house: Session, position_id: int, *, by: Actor, now: datetime) -> None:
    """End the sign-off: the text is released with the signatures that stand. Silence has signed nothing."""
    about, position = standing_sign_off(house, position_id, by)
    if about.round.closed_at is not None:
        raise RuleBroken(N_("This has been closed already."))
    about.round.closed_at = now
    record(house, "close", about, by=by, now=now, body_id=position.body_id)


def standing_sign_off(house: Session, position_id: int, by: Actor) -> tuple[SignOff, Position]:
    """The sign-off of the final text for whoever leads, held with its position."""
    position = led(house, position_id, by)
    about = of_final(house, position)
    if about is None:
        raise NotAllowed
    return about, position


def of_final(house: Session, position: Position) -> SignOff | None:
    """The sign-off of the final text, read anew; None once that text was opened again."""
    final = position.final_version
    if final is None:
        return None
    wanted = select(SignOff).where(SignOff.version_id == final.id).options(joinedload(SignOff.round))
    return house.scalar(wanted.execution_options(populate_existing=True))


def remind(house: Session, position_id: int, *, by: Actor, now: datetime) -> int:
    """Remind the silent now, each at most once a day, until the last day, which the letter names; returns the
    letters."""
    about, position = standing_sign_off(house, position_id, by)
    today = day_of(now)
    if not about.runs(today):
        raise RuleBroken(TIME_IS_OVER)
    silent = Signed(house, about, position, today).silent()
    if not reached(house, position, silent, REMIND, today):
        raise RuleBroken(N_("There is nobody to remind who has an address."))
    purpose = f"remind-{today}"
    letters = send(house, about, position, silent, template=REMIND, purpose=purpose, now=now)
    if not letters:
        raise RuleBroken(N_("The silent were already reminded today."))
    record(house, "remind", about, by=by, now=now, body_id=position.body_id, letters=letters)
    return letters


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent at half-time and two working days before the end; of an express one after the first
    day. Each once. A body at rest reminds nobody, nor does a text that was opened again."""
    running = (
        select(SignOff, Position, Bylaws)
        .join(Round, Round.id == SignOff.round_id)
        .join(Position, Position.id == SignOff.position_id)
        .join(PositionVersion, PositionVersion.id == SignOff.version_id)
        .join(Body, Body.id == Position.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(
            *(Round.closed_at.is_(None), Round.due_on >= today, PositionVersion.reopened_at.is_(None)),
            Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
        )
        .options(joinedload(SignOff.round), *WHOLE)
        .order_by(SignOff.id)
    )
    sent = 0
    for about, position, bylaws in house.execute(running).all():
        day = _reminder_day(about, bylaws, today)
        if day is not None:
            silent = Signed(house, about, position, today).silent()
            purpose = f"remind-{day}"
            sent += send(house, about, position, silent, template=REMIND, purpose=purpose, now=now)
    return sent


def _reminder_day(about: SignOff, bylaws: Bylaws, today: date) -> date | None:
    """The last day of reminders that has come, if any has."""
    opened_on, due_on = day_of(about.round.opened_at), about.round.due_on
    days = (opened_on + EXPRESS / 2,) if about.express else reminder_days(opened_on, due_on, bylaws.land)
    return max((each for each in days if opened_on < each <= today), default=None)
