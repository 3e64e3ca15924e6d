"""What is gone that procedures name - an institution, who spoke for it, a contact point - makes tasks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session

from blueprints.tasks.arising_rules import arise
from models.bodies import Body, BodyState, Bylaws
from models.deadlines import counted_forward
from models.organisations import Organisation
from models.procedure_partners import followed, purpose_of, relies_on, standing
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureVersion
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force
from models.words import N_

Say = Callable[..., str]
"""A marked message in the words of the site, with what fills its blanks."""
WEEKS: Final = 4
"""So long the coordination has for it (domain.md 5.3)."""
AWAKE: Final = Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE))
LONGEST: Final = 80
"""Names are cut for the title of a task."""
LEFT: Final = (
    N_("%(institution)s has left: see to the procedure “%(procedure)s”"),
    N_(
        "The procedure still names the institution: as a core party, in the lead, in a step or with its "
        "contact point. Please name another one, or begin a new version."
    ),
)
SPEECHLESS: Final = (
    N_("Nobody represents %(institution)s: see to the procedure “%(procedure)s”"),
    N_(
        "The representative has left, and the procedure names the institution. Please ask for a successor, "
        "and whether its steps and contact points still hold until then."
    ),
)
NO_CONTACT: Final = (
    N_("Step %(number)s has lost its contact point: see to the procedure “%(procedure)s”"),
    N_(
        "The institution has deleted the contact point. Please choose another one on the page of the "
        "procedure; nobody is asked again because of that."
    ),
)


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What one procedure has lost. `key` tells it from every other loss, for good; `words`: title and text of
    the task as messages, `facts` what fills the title."""

    about: Procedure
    key: tuple[str, int]
    words: tuple[str, str]
    facts: dict[str, Any] = field(default_factory=dict)


def give_tasks(house: Session, today: date, now: datetime, *, say: Say) -> int:
    """Give each coordination the tasks that follow from what has gone by today, each once; tables at rest
    when they are awake again. Returns how many."""
    lands = {row.body_id: row.land for row in house.execute(select(Bylaws.body_id, Bylaws.land))}
    return sum(
        arise(
            house,
            each.about,
            purpose=purpose_of(each.about.id, *each.key),
            title=say(each.words[0], procedure=_cut(each.about.title), **each.facts),
            text=say(each.words[1]),
            due_on=counted_forward(today, weeks=WEEKS, land=lands[each.about.body_id]),
            now=now,
        )
        for each in [*_of_seats(house, today), *_of_contacts(house, today)]
    )


def _of_seats(house: Session, today: date) -> Iterator[Loss]:
    """Of seats that have ended, and of those whose representative has gone and has no successor yet."""
    named = (
        select(Procedure, Seat.id, Organisation.name)
        .select_from(Procedure)
        .join(Seat, Seat.body_id == Procedure.body_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Procedure.body_id)
        .where(AWAKE, relies_on(Seat, today))
        .order_by(Seat.id, Procedure.title, Procedure.id)
    )
    for about, seat_id, name in house.execute(named.where(Seat.ends_on < today)):
        yield Loss(about=about, key=("seat", seat_id), words=LEFT, facts={"institution": _cut(name)})
    main = Appointment.role == AppointmentRole.MAIN
    gone = (
        select(func.max(Appointment.id))
        .where(Appointment.seat_id == Seat.id, main, Appointment.ends_on < today)
        .scalar_subquery()
    )
    represented = exists().where(Appointment.seat_id == Seat.id, main, in_force(Appointment, today))
    vacant = named.add_columns(gone).where(in_force(Seat, today), not_(represented), gone.is_not(None))
    for about, _, name, gone_id in house.execute(vacant):
        key, facts = ("appointment", gone_id), {"institution": _cut(name)}
        yield Loss(about=about, key=key, words=SPEECHLESS, facts=facts)


def _of_contacts(house: Session, today: date) -> Iterator[Loss]:
    rows = house.execute(
        select(Procedure, ProcedureStep)
        .join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
        .join(ProcedureStep, ProcedureStep.version_id == ProcedureVersion.id)
        .join(StepContact, StepContact.step_id == ProcedureStep.id)
        .join(Body, Body.id == Procedure.body_id)
        .where(StepContact.contact_id.is_(None), standing(today), followed(today), AWAKE)
        .order_by(ProcedureStep.id)
    )
    for about, step in rows.all():
        yield Loss(about=about, key=("step", step.id), words=NO_CONTACT, facts={"number": step.place})


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
