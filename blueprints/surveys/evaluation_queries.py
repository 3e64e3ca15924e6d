"""Results of a survey as plain data: who took part, what was said to each question, each kind of silence.

`results` is for those who may see everything, `masked_results` for all others and for what is published.
Both read by the house and give no rows away; who may see which, `reads` says.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.masking import Results, masked, unmasked
from models.organisations import Organisation
from models.rounds import AskedSeat
from models.seats import Seat
from models.standing import dormant, in_force
from models.survey_answers import (
    AnswerSheet,
    AnswerStanding,
    ChosenChoice,
    SurveyAnswer,
    counts,
    standing_of,
)
from models.survey_issues import SurveyIssue
from models.surveys import SMALLEST, Respondent, RespondentSeat, Survey
from models.tallies import Participation, Question, Said, Voice, participation


class Reads(enum.Enum):
    """What a person sees of the results: everything with single answers, or only what is masked."""

    EVERYTHING = "everything"
    MASKED = "masked"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class SurveyResults:
    """A survey as it was answered. `questions` are in their order, as are `results.tallies`; `least` is the
    smallest count that is shown where small numbers are masked."""

    survey_id: int
    anonymous: bool
    masked: bool
    least: int
    participation: Participation
    questions: tuple[Question, ...]
    results: Results


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Those who were asked, and those who have spoken: the same, unless nobody may know who said what."""

    asked: tuple[Voice, ...]
    answering: tuple[Voice, ...]
    anonymous: bool

    @property
    def participation(self) -> Participation:
        return participation(self.asked, len(self.answering) if self.anonymous else None)


def reads(house: Session, about: Survey, reader: Actor) -> Reads:
    """Nobody sees anything of an anonymous survey before it is closed, and then only what is masked. Of
    others the coordination sees everything, always; other readers once it is closed, single answers and
    unmasked sums only where the survey shows single answers; else what was frozen for them, once something
    was (decision 54). Where single answers are deleted everybody does (decision 55)."""
    seen = (Survey.id == about.id) & Survey.results_seen_by(reader)
    frozen = select(SurveyIssue.id).where(SurveyIssue.survey_id == about.id).exists()
    row = house.execute(select(Survey.kept_by(reader), frozen).where(seen)).one_or_none()
    if row is None or (about.anonymous and about.closed_at is None):
        return Reads.NOTHING
    keeps, is_frozen = row
    if about.archived_at is not None:
        return Reads.MASKED if is_frozen else Reads.NOTHING
    if not about.anonymous and (keeps or about.shows_answers):
        return Reads.EVERYTHING
    return Reads.MASKED if keeps or is_frozen else Reads.NOTHING


def results(house: Session, about: Survey, on: date) -> SurveyResults:
    """Everything as it is, for the coordination and for whoever sees single answers anyway."""
    return of_voices(about, voices(house, about, on))


def masked_results(
    house: Session, about: Survey, on: date, quoted: Mapping[int, Collection[int]] | None = None
) -> SurveyResults:
    """What others may know: no small numbers, and nothing from which one could work them out."""
    return of_voices(about, voices(house, about, on), is_masked=True, quoted=quoted)


def of_voices(
    about: Survey,
    counted: Counted,
    *,
    is_masked: bool = False,
    quoted: Mapping[int, Collection[int]] | None = None,
) -> SurveyResults:
    """The same of voices that were read before."""
    questions, least = questions_of(about), least_of(about)
    found = (
        masked(questions, counted.answering, least=least, quoted=quoted)
        if is_masked
        else unmasked(questions, counted.answering)
    )
    return SurveyResults(
        survey_id=about.id,
        anonymous=about.anonymous,
        masked=is_masked,
        least=least,
        participation=counted.participation,
        questions=tuple(questions),
        results=found,
    )


def least_of(about: Survey) -> int:
    """The smallest count that is shown: a table may be stricter than usual, never laxer."""
    return max(about.smallest, SMALLEST)


def questions_of(about: Survey) -> list[Question]:
    """Its questions as plain data; questions and choices must be loaded."""
    return [
        Question(
            id=each.id,
            kind=each.kind,
            choices=tuple((one.id, one.label) for one in each.choices),
            several=each.several,
            strength=each.strength,
            narrows=each.paired_with_id,
        )
        for each in about.questions
    ]


def voices(house: Session, about: Survey, on: date, *, notes: bool = False) -> Counted:
    """Everybody who was asked or not, by name, with the answers that count. Of an anonymous survey the
    answers stand apart, in no order. Three statements, whatever the data, and one more for choices."""
    counting = (AnswerSheet.survey_id == about.id) & counts(AnswerSheet)
    sheets = _sheets(house, counting, notes=notes)
    asked = house.execute(_asked(about.id, on)).all()
    if about.anonymous:
        return Counted(
            asked=tuple(_voice(each, None if each.asked_at else AnswerStanding.NOT_ASKED) for each in asked),
            answering=tuple(
                Voice(name="", standing=AnswerStanding.ANSWERED, sheet_id=key, said=said)
                for key, (_, said) in sheets.items()
            ),
            anonymous=True,
        )
    by_respondent = {of: (key, said) for key, (of, said) in sheets.items()}
    found = []
    for each in asked:
        sheet_id, said = by_respondent.get(each.id, (None, {}))
        standing = standing_of(each, answered=sheet_id is not None, holds=not each.seats or bool(each.awake))  # type: ignore[arg-type] # a row of the same columns
        found.append(replace(_voice(each, standing), sheet_id=sheet_id, said=said))
    return Counted(asked=tuple(found), answering=tuple(found), anonymous=False)


def _voice(row: Any, standing: AnswerStanding | None) -> Voice:
    return Voice(
        name=row.name,
        standing=standing,
        respondent_id=row.id,
        stands_for=row.stands_for,
        is_label=bool(row.is_collective),
    )


def _asked(survey_id: int, on: date) -> Any:
    """Respondents with how many seats each has, and how many of them are in force and awake."""
    awake = func.count(Seat.id).filter(and_(in_force(Seat, on), not_(dormant(on))))
    columns = (
        Respondent.id,
        Respondent.name,
        Respondent.stands_for,
        Respondent.asked_at,
        Respondent.not_documented_at,
        Organisation.is_collective,
    )
    return (
        select(*columns, func.count(Seat.id).label("seats"), awake.label("awake"))
        .select_from(Respondent)
        .outerjoin(Organisation, Organisation.id == Respondent.organisation_id)
        .outerjoin(RespondentSeat, RespondentSeat.respondent_id == Respondent.id)
        .outerjoin(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
        .outerjoin(Seat, Seat.id == AskedSeat.seat_id)
        .where(Respondent.survey_id == survey_id)
        .group_by(*columns)
        .order_by(func.lower(Respondent.name), Respondent.id)
    )


Sheets = dict[int, tuple[int | None, dict[int, Said]]]
"""By the id of a sheet whose it is, and what it says to each question."""


def said_on(house: Session, sheet_ids: Collection[int]) -> Sheets:
    """What stands on these sheets, whether they still count or not."""
    return _sheets(house, AnswerSheet.id.in_(sheet_ids), notes=False)


def _sheets(house: Session, counting: Any, *, notes: bool) -> Sheets:
    """Sheets with what they say. Equal answers are one and the same object."""
    answer, chosen = SurveyAnswer.__table__.c, _chosen(house, counting)
    columns = (answer.question_id, answer.value, answer.number, answer.strength)
    rows = house.execute(
        select(AnswerSheet.id, AnswerSheet.respondent_id, answer.id, *columns)
        .add_columns(*([answer.note] if notes else []))
        .join(SurveyAnswer, answer.sheet_id == AnswerSheet.id)
        .where(counting)
        .order_by(AnswerSheet.id, answer.question_id)
    )
    found: Sheets = {}
    known: dict[tuple[Any, ...], Said] = {}
    for sheet_id, respondent_id, answer_id, question_id, *said in rows:
        key = (*said, chosen.get(answer_id, ()))
        one = known.get(key) or known.setdefault(key, _said(key, notes=notes))
        found.setdefault(sheet_id, (respondent_id, {}))[1][question_id] = one
    return found


def _said(key: tuple[Any, ...], *, notes: bool) -> Said:
    note = key[3] if notes else ""
    return Said(value=key[0], number=key[1], strength=key[2], note=note, choices=key[-1])


def _chosen(house: Session, counting: Any) -> dict[int, tuple[int, ...]]:
    """By the id of an answer the choices that it takes, in one object for equal ones."""
    rows = house.execute(
        select(ChosenChoice.answer_id, ChosenChoice.choice_id)
        .join(SurveyAnswer, SurveyAnswer.id == ChosenChoice.answer_id)
        .join(AnswerSheet, AnswerSheet.id == SurveyAnswer.sheet_id)
        .where(counting)
        .order_by(ChosenChoice.answer_id, ChosenChoice.choice_id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for answer_id, choice_id in rows:
        found[answer_id] = (*found.get(answer_id, ()), choice_id)
    return found
