"""What of a survey may leave the house today: masked results, released quotes, and earlier issues kept true.

Two issues with a small difference would tell what one institution has changed. So what fewer than three have
changed since an issue is not shown again, and what nobody has changed is shown as it was.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.surveys.evaluation_data import Data, results_data, said_data
from blueprints.surveys.evaluation_queries import (
    Counted,
    Sheets,
    least_of,
    of_voices,
    questions_of,
    said_on,
    voices,
)
from models.editions import Edition
from models.masking import families
from models.survey_issues import AnswerRelease, Basis, SurveyIssue
from models.surveys import Respondent, Survey
from models.tallies import Question, Said, Voice

Quoted = dict[int, frozenset[int]]


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What an issue of today would say (`data`), and what the next one must know of it (`basis`). `withheld`:
    the numbers of questions that it does not show, because too few have changed something."""

    data: Data
    basis: str
    withheld: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An issue before, and by respondent what its sheets said."""

    data: Data
    made_of: Basis
    said: Mapping[int, Mapping[int, Said]]


def published_data(house: Session, about: Survey, on: date) -> Data:
    """The results as they may be published or reported today; the same for everybody."""
    return ahead(house, about, on).data


def frozen_data(house: Session, survey_id: int) -> Data | None:
    """The results as they were frozen last: what readers of sums read, however often they look."""
    found = _last(house, survey_id)
    return found[1].data if found else None


def _last(house: Session, survey_id: int) -> tuple[SurveyIssue, Edition] | None:
    newest = (
        select(SurveyIssue, Edition)
        .join(Edition, Edition.id == SurveyIssue.edition_id)
        .where(SurveyIssue.survey_id == survey_id)
        .order_by(SurveyIssue.number.desc())
        .limit(1)
    )
    row = house.execute(newest).one_or_none()
    return (row[0], row[1]) if row else None


def ahead(house: Session, about: Survey, on: date) -> Ahead:
    """The results as they would leave the house. Questions and choices of the survey must be loaded. Where
    single answers are deleted, they are what was frozen last."""
    if about.archived_at is not None and (last := _last(house, about.id)):
        return Ahead(data=last[1].data, basis=last[0].basis, withheld=())
    counted, earlier = voices(house, about, on, notes=True), _earlier(house, about)
    released = _released(house, about, counted)
    known = families(questions_of(about))
    plans = {
        root: _plan(family, counted, earlier, released.get(root, frozenset()), least_of(about))
        for root, family in known.items()
    }
    fresh = {root: plan for root, plan in plans.items() if not isinstance(plan, Earlier) and plan is not None}
    data = results_data(
        about,
        of_voices(about, counted, is_masked=True, quoted=fresh),
        _quotes(known, counted.answering, fresh),
    )
    for root, plan in plans.items():
        numbers = _numbers_of(about, known[root])
        if isinstance(plan, Earlier):
            _repeat(data, plan.data, numbers)
            _unsay(data, about, counted, numbers)
        elif plan is None:
            _withhold(data, numbers)
    kept = {
        root: sorted(plan.made_of.quoted[root] if isinstance(plan, Earlier) else plan)
        for root, plan in plans.items()
        if plan is not None
    }
    sheets = [each.sheet_id for each in counted.answering if each.sheet_id is not None and each.said]
    return Ahead(
        data=data,
        basis=Basis.told(sheets, kept),
        withheld=tuple(
            number
            for root, plan in plans.items()
            if plan is None
            for number in _numbers_of(about, known[root])
        ),
    )


def _plan(
    family: Sequence[Question],
    counted: Counted,
    earlier: Sequence[Earlier],
    released: frozenset[int],
    least: int,
) -> Earlier | frozenset[int] | None:
    """How a family of questions is shown: as in an earlier issue, anew with these quotes, or not at all.

    Once it was published nobody is quoted for the first time: the issue before and the quote together would
    leave the others in a smaller count than was shown."""
    root = family[0].id
    shown = [each for each in earlier if root in each.made_of.quoted]
    if not shown:
        return released
    changes = [_changes(family, counted, each) for each in shown]
    for change, each in reversed(list(zip(changes, shown, strict=True))):
        if not change:
            return each
    if min(changes) < least:
        return None
    return released.intersection(*(each.made_of.quoted[root] for each in shown))


def _changes(family: Sequence[Question], counted: Counted, before: Earlier) -> int:
    """How many have said something else since to one of these questions, or for the first time."""
    if counted.anonymous:
        return 0
    ids = [each.id for each in family]
    return sum(
        _said(each.said, ids) != _said(before.said.get(each.respondent_id or 0, {}), ids)
        for each in counted.answering
    )


def _said(said: Mapping[int, Said], ids: Sequence[int]) -> list[tuple[Any, ...] | None]:
    """What counts of answers: all but their notes."""
    found = (said.get(each) for each in ids)
    return [(each.value, each.number, each.strength, each.choices) if each else None for each in found]


def _earlier(house: Session, about: Survey) -> list[Earlier]:
    rows = house.execute(
        select(SurveyIssue, Edition)
        .join(Edition, Edition.id == SurveyIssue.edition_id)
        .where(SurveyIssue.survey_id == about.id)
        .order_by(SurveyIssue.number)
    ).all()
    wanted = {each for issue, _ in rows for each in issue.made_of.sheets}
    sheets = said_on(house, wanted) if wanted and not about.anonymous else {}
    return [
        Earlier(data=edition.data, made_of=issue.made_of, said=_said_in(issue.made_of, sheets))
        for issue, edition in rows
    ]


def _said_in(made_of: Basis, sheets: Sheets) -> dict[int, dict[int, Said]]:
    """By respondent what the sheets of an issue said."""
    counted = (sheets[each] for each in made_of.sheets if each in sheets)
    return {of: said for of, said in counted if of is not None}


def _released(house: Session, about: Survey, counted: Counted) -> Quoted:
    """By family the respondents whose answer that counts was released."""
    counting = {each.sheet_id for each in counted.answering if each.respondent_id is not None}
    rows = house.execute(
        select(AnswerRelease.question_id, AnswerRelease.respondent_id, AnswerRelease.sheet_id)
        .join(Respondent, Respondent.id == AnswerRelease.respondent_id)
        .where(Respondent.survey_id == about.id, AnswerRelease.withdrawn_at.is_(None))
        .order_by(AnswerRelease.id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for question_id, respondent_id, sheet_id in rows:
        if sheet_id in counting:
            found[question_id].add(respondent_id)
    return {root: frozenset(named) for root, named in found.items()}


def _quotes(
    known: Mapping[int, Sequence[Question]], answering: Sequence[Voice], quoted: Mapping[int, Collection[int]]
) -> dict[int, list[tuple[str, Said]]]:
    """By question who is quoted with what; groups stand beside the counts already."""
    return {
        each.id: [
            (voice.name, voice.said[each.id])
            for voice in answering
            if voice.counts and voice.respondent_id in quoted.get(root, ()) and each.id in voice.said
        ]
        for root, family in known.items()
        for each in family
    }


def _numbers_of(about: Survey, family: Sequence[Question]) -> list[int]:
    ids = {each.id for each in family}
    return [place for place, each in enumerate(about.questions, 1) if each.id in ids]


def _repeat(data: Data, before: Data, numbers: Collection[int]) -> None:
    """Show questions as they were shown: another way of masking the same would tell more than each."""
    for name, key in (("questions", "number"), ("crosses", "narrower")):
        known = {each[key]: each for each in before[name]}
        data[name] = [known[each[key]] if each[key] in numbers else each for each in data[name]]


def _unsay(data: Data, about: Survey, counted: Counted, numbers: Collection[int]) -> None:
    """Of what is repeated quote nobody with words that have been corrected since."""
    labels = {one.id: one.label for each in about.questions for one in each.choices}

    def holds(question: Data, quote: Data) -> bool:
        words = {key: value for key, value in quote.items() if key != "stands_for"}
        told = (
            {"name": each.name, **said_data(each.said[question["id"]], labels)}
            for each in counted.answering
            if question["id"] in each.said
        )
        return words in told

    data["questions"] = [
        each | {name: [one for one in each[name] if holds(each, one)] for name in ("quotes", "groups")}
        if each["number"] in numbers
        else each
        for each in data["questions"]
    ]


def _withhold(data: Data, numbers: Collection[int]) -> None:
    for question in data["questions"]:
        if question["number"] in numbers:
            question |= {
                "values": dict.fromkeys(question["values"]),
                "answers": None,
                "left_open": None,
                "choices": [[label, None] for label, _ in question["choices"]],
                "numbers": [],
                "groups": [],
                "quotes": [],
                "withheld": True,
                "no_share": "masked",
            }
    for cross in data["crosses"]:
        if cross["narrower"] in numbers:
            cross["cells"] = None


def published_surveys(house: Session, limit: int = 100) -> list[tuple[int, str, datetime]]:
    """Surveys whose results everybody can read today, with title and moment, the newest first."""
    out = SurveyIssue.published_at.is_not(None)
    newest = select(func.max(SurveyIssue.id)).where(out).group_by(SurveyIssue.survey_id)
    rows = house.execute(
        select(SurveyIssue.survey_id, Edition.title, SurveyIssue.published_at)
        .join(Edition, Edition.id == SurveyIssue.edition_id)
        .where(SurveyIssue.id.in_(newest), SurveyIssue.withdrawn_at.is_(None))
        .order_by(SurveyIssue.published_at.desc(), SurveyIssue.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows if row[2] is not None]
