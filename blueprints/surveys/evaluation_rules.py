"""Gestures around results: an evaluation is finished, results leave the house, and are withdrawn again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.surveys.evaluation_data import Data
from blueprints.surveys.issue_queries import Ahead, ahead
from blueprints.surveys.rules import kept
from blueprints.tables.queries import coordination_name
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.bodies import Body
from models.editions import EditionKind, freeze
from models.errors import RuleBroken
from models.history import record
from models.survey_issues import SurveyIssue
from models.survey_states import SurveyState
from models.surveys import Survey
from models.words import N_


def may_evaluate(by: Actor, table_id: int) -> bool:
    """The coordination of the table that keeps a survey (domain.md 3)."""
    return by.coordinates_body(table_id)


def evaluate(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> None:
    """Say that the evaluation is finished; until a report is released it can be opened again. Whoever reads
    sums reads them from then on as they are now (decision 54)."""
    about = _closed(house, table_id, survey_id, by)
    if about.state(day_of(now)) is not SurveyState.CLOSED:
        raise RuleBroken(N_("The evaluation has been finished already."))
    about.evaluated_at = now
    record(house, "evaluate", about, by=by, now=now)
    house.flush()
    if about.is_read_as_sums:
        coming = ahead(house, about, day_of(now))
        if _was_answered(coming.data):
            _frozen(house, about, coming, by, now)


def _closed(house: Session, table_id: int, survey_id: int, by: Actor) -> Survey:
    about = kept(house, table_id, survey_id, by)
    if about.closed_at is None:
        raise RuleBroken(N_("The survey has not been closed yet."))
    return about


def publish(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> SurveyIssue:
    """Show the results to everybody, small numbers masked; an issue before is replaced by it."""
    made = _issued(house, _closed(house, table_id, survey_id, by), by, now)
    made.published_at = now
    house.flush()
    facts = {"survey": survey_id, "number": made.number}
    record(house, "publish", made, by=by, now=now, body_id=table_id, **facts)
    return made


def give_on(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> SurveyIssue:
    """Freeze the results for a report that is released: what it says of them is that edition. What is quoted
    in it cannot be taken back any more, and the next issue is judged by it, as if it were public."""
    return _issued(house, _closed(house, table_id, survey_id, by), by, now)


def freeze_at_last(house: Session, about: Survey, now: datetime) -> None:
    """Before single answers are deleted: what was never frozen is frozen, so that its counts can be read."""
    issues = select(SurveyIssue.id).where(SurveyIssue.survey_id == about.id)
    if house.scalar(issues.limit(1)) is None:
        coming = ahead(house, about, day_of(now))
        if _was_answered(coming.data):
            _frozen(house, about, coming, None, now)


def _was_answered(data: Data) -> bool:
    return bool(data["participation"]["answered"] or data["participation"]["groups_answered"])


def _issued(house: Session, about: Survey, by: Actor, now: datetime) -> SurveyIssue:
    found = ahead(house, about, day_of(now))
    if not _was_answered(found.data):
        raise RuleBroken(N_("Nobody has answered: there is nothing to publish."))
    return _frozen(house, about, found, by, now)


def _frozen(house: Session, about: Survey, found: Ahead, by: Actor | None, now: datetime) -> SurveyIssue:
    last = house.scalar(select(func.max(SurveyIssue.number)).where(SurveyIssue.survey_id == about.id))
    number = (last or 0) + 1
    content = found.data | {
        "issue": number,
        "as_of": day_of(now).isoformat(),
        "table": house.get_one(Body, about.body_id).name,
        "coordination": coordination_name(house, about.body_id, day_of(now)),
    }
    edition = freeze(
        house,
        EditionKind.SURVEY,
        None,
        about.body_id,
        about.title,
        content,
        number=number,
        by=by,
        now=now,
    )
    made = SurveyIssue(
        survey_id=about.id, edition_id=edition.id, number=number, compiled_at=now, basis=found.basis
    )
    house.add(made)
    house.flush()
    facts = {"survey": about.id, "number": number, "sha256": edition.sha256}
    record(house, "compile", made, by=by, now=now, body_id=about.body_id, **facts)
    return made


def withdraw_publication(house: Session, table_id: int, survey_id: int, *, by: Actor, now: datetime) -> None:
    """Take the results off the public side; their page says that they were withdrawn, and when."""
    about = kept(house, table_id, survey_id, by)
    found = public_issue(house, about.id)
    if found is None:
        raise RuleBroken(N_("Nothing is published."))
    found.withdrawn_at = now
    facts = {"survey": about.id, "number": found.number}
    record(house, "withdraw", found, by=by, now=now, body_id=table_id, **facts)


def last_published(session: Session, survey_id: int) -> SurveyIssue | None:
    """The issue that was published last, even where it has been withdrawn since."""
    out = (SurveyIssue.survey_id == survey_id) & SurveyIssue.published_at.is_not(None)
    return session.scalar(select(SurveyIssue).where(out).order_by(SurveyIssue.number.desc()).limit(1))


def public_issue(session: Session, survey_id: int) -> SurveyIssue | None:
    """The issue that everybody reads."""
    found = last_published(session, survey_id)
    return found if found is not None and found.is_public else None
