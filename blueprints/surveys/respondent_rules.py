"""Respondents without a seat: entered, taken out; and those of whom a source gives no single answer."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.surveys.letters import OPENED, tell
from blueprints.surveys.rules import kept
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.outbox import Letter
from models.respondent_links import RespondentLink
from models.rounds import AskedSeat
from models.superseding import take_back_those
from models.survey_answers import AnswerSheet
from models.surveys import Respondent, RespondentSeat, Survey
from models.words import N_


def add(
    house: Session,
    table_id: int,
    survey_id: int,
    *,
    organisation_id: int | None,
    name: str,
    stands_for: int | None,
    email: str | None,
    by: Actor,
    now: datetime,
) -> Respondent:
    """An institution of the directory, or a group by its name; once the survey is open it is asked at once,
    by a letter if it has an address. `stands_for` None: nobody knows how many they are."""
    about = kept(house, table_id, survey_id, by)
    _must_be_open(about)
    if about.anonymous and not email:
        raise RuleBroken(N_("In an anonymous survey one answers by a link: please give an address."), "email")
    named, how_many = _judged_name(house, about, organisation_id, name, stands_for)
    made = Respondent(
        survey_id=about.id,
        name=named,
        organisation_id=organisation_id,
        email=email or None,
        stands_for=how_many,
        asked_at=now if about.round_id is not None or about.retold else None,
    )
    house.add(made)
    house.flush()
    letters = 0
    if about.round_id is not None and made.email:
        letters = tell(house, about, template=OPENED, purpose="opened", now=now, only=[made.id])
    facts = {"survey": about.id, "organisation": organisation_id, "letters": letters}
    record(house, "add", made, by=by, now=now, body_id=table_id, **facts)
    return made


def _judged_name(
    house: Session, about: Survey, organisation_id: int | None, name: str, stands_for: int | None
) -> tuple[str, int | None]:
    """What it is called and how many it stands for: by the directory, or as typed."""
    if (organisation_id is None) == (not name):
        raise RuleBroken(N_("Choose an institution or name a group, not both."), field="name")
    others = house.scalars(select(Respondent).where(Respondent.survey_id == about.id)).all()
    if organisation_id is not None:
        organisation = house.get(Organisation, organisation_id)
        if organisation is None or organisation.ended_on is not None:
            raise NotAllowed
        if any(each.organisation_id == organisation_id for each in others):
            raise RuleBroken(
                N_("This institution is among the respondents already."), field="organisation_id"
            )
        return organisation.name, None if organisation.is_collective else 1
    if any(each.name.casefold() == name.casefold() for each in others):
        raise RuleBroken(N_("There is a respondent of this name already."), field="name")
    return name, stands_for


def remove(
    house: Session, table_id: int, survey_id: int, respondent_id: int, *, by: Actor, now: datetime
) -> None:
    """Take one without a seat out again, as long as nothing was answered and no letter has gone to it."""
    about = kept(house, table_id, survey_id, by)
    _must_be_open(about)
    one = respondent_of(house, about, respondent_id)
    if not may_be_removed(house, one):
        raise RuleBroken(N_("It has been asked or has answered: it stays."))
    record(house, "remove", one, by=by, now=now, body_id=table_id, survey=about.id)
    house.execute(delete(RespondentLink).where(RespondentLink.respondent_id == one.id))
    house.delete(one)


def readdress(
    house: Session, table_id: int, survey_id: int, respondent_id: int, *, email: str, by: Actor, now: datetime
) -> int:
    """Write to another address than before: links that went to the old one lead nowhere from now on, letters
    to it that still wait stay here. Returns the letters: one as long as answers are taken."""
    about = kept(house, table_id, survey_id, by)
    _must_be_open(about)
    one = respondent_of(house, about, respondent_id)
    if seats_of(house, one.id):
        raise RuleBroken(N_("Members are written to at the addresses that the table knows."))
    if not email:
        raise RuleBroken(N_("Please give an address."), field="email")
    house.execute(delete(RespondentLink).where(RespondentLink.respondent_id == one.id))
    theirs = Letter.purpose.startswith(f"survey-{about.id}-r{one.id}-")
    take_back_those(house, (Letter.body_id == about.body_id) & theirs, now)
    one.email = email
    house.flush()
    letters = 0
    if one.asked_at is not None and about.takes(day_of(now)):
        purpose = f"opened-{now:%Y%m%d%H%M%S}"
        letters = tell(house, about, template=OPENED, purpose=purpose, now=now, only=[one.id])
    record(house, "readdress", one, by=by, now=now, body_id=table_id, survey=about.id, letters=letters)
    return letters


def may_be_removed(house: Session, one: Respondent) -> bool:
    """Whether nobody was asked by it and nothing was said."""
    asked = select(RespondentSeat.respondent_id).where(RespondentSeat.respondent_id == one.id)
    linked = select(RespondentLink.respondent_id).where(RespondentLink.respondent_id == one.id)
    said = select(AnswerSheet.respondent_id).where(AnswerSheet.respondent_id == one.id)
    return not any(house.scalar(each.limit(1)) is not None for each in (asked, linked, said))


def note_undocumented(
    house: Session,
    table_id: int,
    survey_id: int,
    respondent_id: int,
    *,
    undocumented: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Say that no single answer of a respondent is documented, though it took part; or take that back."""
    about = kept(house, table_id, survey_id, by)
    one = respondent_of(house, about, respondent_id)
    if about.anonymous or about.reported_at is not None or one.asked_at is None:
        raise RuleBroken(N_("That cannot be said here."))
    if about.round_id is None and not about.retold:
        raise RuleBroken(N_("Nobody has been asked yet."))
    answered = select(AnswerSheet.id).where(
        AnswerSheet.respondent_id == one.id, AnswerSheet.released_at.is_not(None)
    )
    if undocumented and house.scalar(answered.limit(1)) is not None:
        raise RuleBroken(N_("There is an answer of it."))
    one.not_documented_at = now if undocumented else None
    facts = {"survey": about.id, "undocumented": undocumented}
    record(house, "note", one, by=by, now=now, body_id=table_id, **facts)


def respondent_of(house: Session, about: Survey, respondent_id: int) -> Respondent:
    """A respondent of this survey, held; one of another is not found."""
    found = house.get(Respondent, respondent_id, with_for_update=True, populate_existing=True)
    if found is None or found.survey_id != about.id:
        raise NotAllowed
    return found


def seats_of(house: Session, respondent_id: int) -> list[int]:
    """The seats whose people speak for a respondent."""
    rows = (
        select(AskedSeat.seat_id)
        .join(RespondentSeat, RespondentSeat.asked_seat_id == AskedSeat.id)
        .where(RespondentSeat.respondent_id == respondent_id)
        .order_by(AskedSeat.id)
    )
    return list(house.scalars(rows))


def _must_be_open(about: Survey) -> None:
    if about.closed_at is not None:
        raise RuleBroken(N_("This has been closed already."))
