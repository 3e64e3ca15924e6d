"""The overview says to a house that an answer to a survey is drafted there and waits to be handed in."""

from models.rounds import Channel
from models.survey_answers import AnswerValue
from tests import build
from tests.requests.conftest import words
from tests.surveys import making


def test_a_drafted_answer_waits_in_its_own_house_until_it_is_handed_in(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    table = build.table(house, 2)
    survey = making.survey(house, table.body, title="Abfrage")
    question = making.question(house, survey)
    first = making.opened(house, survey, table.seats)[0]
    draft = making.sheet(house, first, {question.id: AnswerValue.YES}, released_at=None, channel=None)
    house.commit()
    ready, label = "ein Entwurf liegt bereit und ist noch nicht abgegeben", "Prüfen und abgeben"

    def seen(person, page="/overview"):
        return words(sign_in(person).get(page))

    own = seen(table.mains[0])
    assert ready in own
    assert label in own
    for each in (table.mains[1], table.coordinator):
        assert ready not in seen(each), "a draft is its own house's alone"
    owes = f"/organisations/{table.seats[0].organisation_id}/owes"
    assert ready in seen(table.mains[0], owes)
    assert ready not in seen(table.coordinator, owes)
    draft.released_at, draft.channel = build.NOW, Channel.SITE
    house.commit()
    assert "Abfrage" not in seen(table.mains[0])
    making.sheet(house, first, {question.id: AnswerValue.NONE_SEEN}, released_at=None, channel=None)
    house.commit()
    assert "Eine berichtigte Antwort ist entworfen: Abfrage" in seen(table.mains[0])
    assert "berichtigte" not in seen(table.coordinator)
