"""Who has answered an anonymous survey, and what, leaves no trace anywhere in the database once it is closed.

The same survey is lived through twice, with the same words from other mouths, and every row is compared."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from blueprints.surveys import answer_rules, closing_rules, reminder_rules, respondent_rules
from models.base import Base
from models.respondent_links import RespondentLink
from models.rounds import AskedLink
from models.survey_answers import AnswerSheet, SurveyAnswer
from models.survey_questions import QuestionKind
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.making import DUE

WORDS = ((YES, "Wort Ahorn"), (NONE_SEEN, "Wort Buche"), (YES, "Wort Eiche"), (NONE_SEEN, "Wort Linde"))


@pytest.fixture
def orderly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance away: what is shuffled is sorted by its words."""
    monkeypatch.setattr(closing_rules.CHANCE, "shuffle", lambda kept: kept.sort(key=lambda of: of[0][0].note))


def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets of links that are the same each time."""
    secrets = count(1)
    monkeypatch.setattr(AskedLink, "new_token", lambda: (f"s{next(secrets)}", f"h{next(secrets)}"))


def everything(house: Any) -> dict[str, list[Any]]:
    """All rows of all tables."""
    house.flush()
    return {
        table.name: [tuple(row) for row in house.execute(table.select().order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }


def undone(house: Any, live: Callable[[], Any]) -> Any:
    """What `live()` returns; the database stands as before, its next ids, too."""
    is_postgresql = house.get_bind().dialect.name == "postgresql"
    asked = text("SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences")
    before = house.execute(asked).all() if is_postgresql else []
    inside = house.begin_nested()
    found = live()
    inside.rollback()
    house.expire_all()
    house.info.clear()  # which letters are held
    for name, last, used in before:
        house.execute(text("SELECT setval(:name, :last, :used)"), {"name": name, "last": last, "used": used})
    return found


def lived(asking: Asking, mouths: list[int], link_says: int) -> dict[str, list[Any]]:
    """The survey from its opening to its end. `mouths`: who says the words, in this order; the last one only
    begins. One outside speaks by its link, as the one of this number."""
    house = asking.house
    outside = [
        respondent_rules.add(
            *asking.of_it,
            organisation_id=None,
            name=f"Praxis {at}",
            stands_for=1,
            email=f"praxis{at}@praxis.example",
            **asking.chief(),
        )
        for at in range(2)
    ]
    asking.open()
    for day, (place, (value, note)) in enumerate(zip(mouths, WORDS, strict=False)):
        later = build.NOW + timedelta(days=day)
        asking.say(place, {"value": value, "note": note}, choice_of(asking), now=later)
    asking.say(mouths[1], {"value": YES, "note": "Wort neu"}, choice_of(asking), now=build.NOW.replace(day=9))
    asking.say(mouths[-1], {"value": YES, "note": "Entwurf"}, save=True, now=build.NOW.replace(day=10))
    link = house.query(RespondentLink).filter_by(respondent_id=outside[link_says].id).first()
    link.token_hash = AskedLink.hashed("geheim")
    house.flush()
    said = {"given": asking.given({"value": YES, "note": "Zulässig"}, choice_of(asking)), "based_on": 0}
    answer_rules.release_by_link(house, "geheim", now=build.NOW.replace(day=11), **said)
    reminder_rules.remind_due(house, DUE - timedelta(days=7), build.NOW.replace(day=23))
    asking.close(build.NOW.replace(day=30))
    assert house.query(AnswerSheet).count() == 5
    assert house.query(SurveyAnswer).count() == 10
    return everything(house)


def choice_of(asking: Asking) -> dict[str, Any]:
    return {"choice_ids": (asking.questions()[1].choices[0].id,)}


def test_no_row_tells_who_has_answered_or_what(house, orderly, monkeypatch):
    asking = Asking(house, build.table(house, seats=6))
    asking.begin(anonymous=True)
    asking.ask()
    asking.ask("Welche?", QuestionKind.CHOICE, labels=["eine", "andere"])
    house.commit()
    counted(monkeypatch)
    one = undone(house, lambda: lived(asking, [0, 1, 2, 3, 4], 0))
    counted(monkeypatch)
    other = undone(house, lambda: lived(asking, [5, 3, 4, 0, 1], 1))
    differing = {name: set(rows) ^ set(other[name]) for name, rows in one.items() if rows != other[name]}
    assert differing == {}
    assert one["answer_sheet"]
    assert one["letter"]
