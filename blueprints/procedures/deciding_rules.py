"""A version is decided: its wording and steps stand, and the institutions that it touches are asked."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.round_rules import open_round
from blueprints.procedures.adoption_queries import adoptions
from blueprints.procedures.impact_queries import impact_of, seats_to_ask
from blueprints.procedures.letters import OPENED, people_of, send
from blueprints.procedures.rules import kept
from blueprints.procedures.version_rules import numbered, steps_of, wording_of
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.citations import checksum_of, names_other
from models.decisions import Decision
from models.errors import RuleBroken
from models.history import record
from models.links import LinkKind, link
from models.procedure_paths import checked, nodes_of
from models.procedure_steps import ProcedureStep, hash_of
from models.procedures import Procedure, ProcedureVersion
from models.rounds import Round, RoundKind
from models.seats import Seat, SeatKind
from models.texts import Text, freeze_version, version
from models.words import N_

LONGEST: Final = timedelta(days=366)


def decide(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    decided_on: date,
    decided_in: str,
    begins_on: date | None,
    due_on: date,
    seat_ids: Collection[int],
    decision_id: int | None = None,
    seen: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """The table has decided the version: from now on it stays as it is. Asked to adopt it are these seats, at
    least all that it touches; who is not asked stays bound as it was. `seen` is the checksum of what the
    coordination looked at, `decision_id` the decision of the register. Returns the letters."""
    about = kept(house, table_id, procedure_id, by)
    about.must_live(day_of(now))
    found = numbered(house, about, number)
    found.must_be_open()
    steps = steps_of(house, found.id)
    _judge_seen(house, found, seen)
    _judge_path(steps)
    if decision_id is not None:
        _follow(house, found, decision_id, decided_on, by)
    _judge_days(found, decided_on, begins_on, due_on, day_of(now))
    _judge_asked(house, about, found, set(seat_ids), day_of(now))
    asking = Round(kind=RoundKind.ADOPTION, body_id=table_id, opened_at=now, due_on=due_on)
    only = [Seat.id.in_(sorted(seat_ids)), Seat.kind == SeatKind.VOTING]
    open_round(house, asking, holds_on=(day_of(now),), awake_on=day_of(now), only=only)
    found.round_id, found.sha256 = asking.id, _frozen(house, found, steps, now)
    found.decided_on, found.decided_in, found.begins_on = decided_on, decided_in, begins_on
    about.shown_at = about.shown_at or now
    about.reviewed(decided_on)
    house.flush()
    record(house, "decide", found, by=by, now=now, sha256=found.sha256, round=asking.id)
    judge_force(house, about, now)
    return _tell(house, about, found, set(seat_ids), due_on, now)


def _frozen(house: Session, found: ProcedureVersion, steps: list[ProcedureStep], now: datetime) -> str:
    """Freeze the wording; the checksum of it and of the steps."""
    said = wording_of(house, found)
    if said is not None:
        freeze_version(said, now)
    return hash_of(said.markdown if said else "", steps)


def _tell(
    house: Session, about: Procedure, found: ProcedureVersion, seats: set[int], due_on: date, now: datetime
) -> int:
    people = people_of(house, about, seats, day_of(now))
    return send(house, about, found, people, template=OPENED, purpose="opened", now=now, due_on=due_on)


def _judge_seen(house: Session, found: ProcedureVersion, seen: str) -> None:
    """Who drafts may have changed it meanwhile: nobody decides on words that she has not read."""
    if seen and seen != checksum_of(house, found):
        raise RuleBroken(N_("The version has been changed meanwhile. Please look at it again first."))


def _follow(house: Session, found: ProcedureVersion, decision_id: int, decided_on: date, by: Actor) -> None:
    """It follows from this decision of the register, if that came about that day and about these words."""
    ours = (Decision.id == decision_id, Decision.body_id == found.body_id, Decision.visible_to(by))
    decision = house.scalar(select(Decision).where(*ours))
    if decision is None or not decision.came_about:
        raise RuleBroken(N_("Choose among the decisions that came about."), field="decision_id")
    if decision.decided_on != decided_on:
        day = f"{decision.decided_on:%d.%m.%Y}" if decision.decided_on else ""
        raise RuleBroken(N_("This decision is of %(day)s."), field="decided_on", day=day)
    text = house.get_one(Text, decision.text_id)
    wording = version(house, text, text.latest)
    if wording is not None and names_other(wording.markdown, checksum_of(house, found)):
        raise RuleBroken(
            N_(
                "The table decided on other words: the decision names another checksum than this version has."
            ),
            field="decision_id",
        )
    link(house, LinkKind.FOLLOWS_FROM, found, decision)


def _judge_path(steps: list[ProcedureStep]) -> None:
    if not steps:
        raise RuleBroken(N_("There is no step yet."))
    if not checked(nodes_of(steps)).is_sound:
        raise RuleBroken(N_("The ways through the steps are not sound yet: see the check beside the steps."))


def _judge_days(
    found: ProcedureVersion, decided_on: date, begins_on: date | None, due_on: date, today: date
) -> None:
    if decided_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="decided_on")
    if begins_on is not None and begins_on < decided_on:
        raise RuleBroken(N_("It had not been decided then."), field="begins_on")
    if not today < due_on <= today + LONGEST:
        raise RuleBroken(N_("Please give a day within the next year."), field="due_on")


def _judge_asked(
    house: Session,
    about: Procedure,
    found: ProcedureVersion,
    wanted: set[int],
    today: date,
) -> None:
    if not wanted <= {each.seat_id for each in seats_to_ask(house, about, today)}:
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_ids")
    asked = impact_of(house, about, found, today)
    if asked.contact_only:
        raise RuleBroken(
            N_("Only contact points changed: that needs no new version. Choose them on the version in force.")
        )
    if asked.before is None and not wanted:
        raise RuleBroken(N_("Please choose who is asked."), field="seat_ids")
    if not asked.must <= wanted:
        raise RuleBroken(
            N_("All institutions whose steps or contacts changed are asked again."), field="seat_ids"
        )


def judge_force(house: Session, about: Procedure, now: datetime) -> None:
    """Put every decided version into force that all core parties have adopted by now; what is in force stays
    so, whoever leaves it."""
    if about.is_external or about.is_repealed(day_of(now)):
        return
    house.flush()
    rows = select(ProcedureVersion).where(ProcedureVersion.procedure_id == about.id)
    versions = list(house.scalars(rows.order_by(ProcedureVersion.number)))
    if all(each.in_force_on or not each.is_decided for each in versions):
        return
    standing = adoptions(house, about, versions, day_of(now))
    for each in versions:
        since = standing.in_force_since(each.number) if each.is_decided and not each.in_force_on else None
        if since is not None and each.decided_on is not None:
            each.in_force_on = max(since, each.begins_on or each.decided_on, each.decided_on)
            record(house, "put-in-force", each, by=None, now=now, on=each.in_force_on.isoformat())
