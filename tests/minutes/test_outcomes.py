"""Decisions and tasks of an item enter its minutes by themselves, for whoever may see them."""

import io
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select

from blueprints.decisions import closing_rules, voting_rules
from blueprints.decisions import rules as decision_rules
from blueprints.tasks import rules as task_rules
from models.decisions import Decision, DecisionKind
from models.editions import Edition, EditionKind
from models.meetings import Meeting
from models.purging import passage_of, places
from models.rounds import AskedSeat
from models.stances import StanceValue
from models.visibility import Visibility
from tests import build
from tests.minutes.test_reading import edition_of, text_of

OPINION = "Die Beratung bleibt freiwillig."


def decide(room, item=None, *, title="Gemeinsame Liste", now=None, due_on=None, stances=("agree",), **facts):
    """A decision that is put, answered and, in a meeting, closed."""
    house, now = room.house, now or room.after
    table_id, chief = room.body_id, {"by": room.by, "now": now}
    given = {"title": title, "wording": f"Wortlaut: {title}.", "kind": DecisionKind.SUBSTANCE}
    place = {"item_id": item.id} if item else facts
    made = decision_rules.propose(house, table_id, **given, **place, **chief, render=str)
    house.flush()
    decision_rules.put(house, table_id, made.id, due_on=due_on, based_on=made.version, **chief)
    for place_at, value in enumerate(stances):
        seat = room.table.seats[place_at]
        asked = house.scalars(
            select(AskedSeat.id).where(AskedSeat.round_id == made.round_id, AskedSeat.seat_id == seat.id)
        ).one()
        more = {"reason": "Nur mit Frist", "special_opinion": OPINION} if value == "concern" else {}
        by = build.actor(house, room.table.mains[place_at])
        cast = {"asked_id": asked, "value": StanceValue(value), "by": by, "now": now} | more
        voting_rules.cast(house, table_id, made.id, **cast)
    if due_on is None:
        closing_rules.close(house, table_id, made.id, **chief)
    house.flush()
    return made


def task(room, item, title, **facts):
    wanted = task_rules.Wanted(title=title, due_on=build.TODAY + timedelta(days=60), **facts)
    given = {"seat_id": room.table.seats[0].id, "item_id": item.id, "by": room.by, "now": room.after}
    return task_rules.create(room.house, room.body_id, wanted, **given)


@pytest.fixture
def sent(room):
    """Minutes with what was decided and taken on in items of every level."""
    room.written()
    decide(room, room.open_item, stances=("agree", "concern", "agree"))
    decide(room, room.named_item, title="Geheimer Beschluss")
    task(room, room.open_item, "Liste verteilen")
    task(room, room.named_item, "Geheime Aufgabe")
    task(room, room.open_item, "Nur für eine", visibility=Visibility.COORDINATION)
    task(room, room.guest_item, "Vortrag nachlesen")
    room.circulate()
    return room


def editions(room):
    rows = room.house.scalars(select(Edition).where(Edition.kind == EditionKind.MINUTES).order_by(Edition.id))
    return list(rows)


def test_what_was_decided_stands_in_the_item_with_number_wording_result_and_dissent(sent):
    whole = next(each for each in editions(sent) if each.whole)
    item = whole.data["items"][0]
    (decided,) = item["decisions"]
    assert (decided["number"], decided["year"]) == (1, 2026)
    assert decided["markdown"] == "Wortlaut: Gemeinsame Liste."
    assert decided["result"] == "reservations"
    assert [len(names) for names in decided["voices"].values()] == [2, 1]
    assert decided["opinions"][0]["special_opinion"] == OPINION
    assert [each["title"] for each in item["tasks"]] == ["Liste verteilen"]
    assert item["tasks"][0]["due_on"]
    assert item["tasks"][0]["institution"]


def test_only_readers_of_the_item_learn_what_was_decided_and_taken_on(sent):
    for edition in editions(sent):
        titles = {item["title"] for item in edition.data["items"]}
        for words in ("Geheimer Beschluss", "Geheime Aufgabe"):
            assert (words in edition.content) == ("Nur erste" in titles), edition.id
        assert "Nur für eine" not in edition.content


def test_a_guest_reads_neither_decisions_nor_tasks(sent):
    extract = next(each for each in editions(sent) if each.data["extract"])
    assert "Vortrag nachlesen" not in extract.content
    assert extract.data["items"][0]["title"] == "Fachvortrag"
    assert any("Vortrag nachlesen" in each.content for each in editions(sent))


def test_page_and_paper_set_decisions_and_tasks_apart(house, sent, sign_in):
    client = sign_in(sent.table.mains[0])
    page = client.get(sent.url())
    words = ("Beschluss 1/2026: Gemeinsame Liste", "Wortlaut: Gemeinsame Liste.", OPINION, "Liste verteilen")
    paper = client.get(f"/editions/{edition_of(house, page)}.pdf").data
    on_paper = " ".join(text_of(paper).split())
    for each in words:
        assert each in page.get_data(as_text=True), each
        assert each in on_paper, each


def test_numbers_of_the_agenda_lead_to_their_items_on_paper(house, sent, sign_in):
    client = sign_in(sent.table.mains[0])
    paper = client.get(f"/editions/{edition_of(house, client.get(sent.url()))}.pdf").data
    links = [
        note.get_object()
        for part in pypdf.PdfReader(io.BytesIO(paper)).pages
        for note in part.get("/Annots", [])
    ]
    assert sum("/Dest" in each or "/D" in each.get("/A", {}) for each in links) == 3


def test_the_result_of_a_circular_decision_is_minuted_at_the_next_meeting(house, room):
    due_on = room.meeting.starts_at.date() - timedelta(days=4)
    decide(room, title="Im Umlauf", now=build.NOW, due_on=due_on, stances=("agree",) * 3, circular=True)
    closing_rules.close_due(house, due_on + timedelta(days=1), room.meeting.starts_at - timedelta(days=2))
    decide(room, title="Noch im Umlauf", now=build.NOW, due_on=due_on, circular=True)
    room.written().circulate()
    for edition in editions(room):
        titles = [each["title"] for each in edition.data["decisions"]]
        assert titles == ([] if edition.data["extract"] else ["Im Umlauf"])
        assert all(not item["decisions"] for item in edition.data["items"])


def test_a_circular_decision_is_minuted_once(house, room):
    due_on = room.meeting.starts_at.date() - timedelta(days=4)
    decide(room, title="Im Umlauf", now=build.NOW, due_on=due_on, stances=("agree",) * 3, circular=True)
    closing_rules.close_due(house, due_on + timedelta(days=1), room.meeting.starts_at - timedelta(days=2))
    from blueprints.minutes.outcome_queries import decisions_by_item  # the gesture needs a second meeting

    later = build.meeting(house, room.table.body, in_days=60)
    assert decisions_by_item(house, later, build.TODAY) == {}
    assert [each["title"] for each in decisions_by_item(house, room.meeting, build.TODAY)[None]] == [
        "Im Umlauf"
    ]


def test_many_decisions_with_their_voices_are_read_in_as_many_statements_as_one(house, room, statements):
    from blueprints.minutes.outcome_queries import decisions_by_item

    counts, said = [], []
    for titles in ("A", "BCD"):
        for title in titles:
            decide(room, room.open_item, title=title, stances=("agree", "concern", "agree"))
        house.commit()
        meeting = house.get_one(Meeting, room.meeting_id)
        with statements() as seen:
            found = decisions_by_item(house, meeting, build.TODAY)[room.ids["Begrüßung"]]
        counts.append(len(seen))
        said.append([(each["voices"], each["opinions"]) for each in found])
    assert counts[0] == counts[1]
    assert said[1] == said[0] * 4
    assert said[0][0][1][0]["special_opinion"] == OPINION


def test_what_is_not_closed_is_told_before_the_minutes_go_out(house, room, sign_in):
    room.written()
    made = decide(room, room.open_item, title="Offen geblieben")
    house.get_one(Decision, made.id).result = None
    house.get_one(Decision, made.id).closed_at = None
    house.get_one(Decision, made.id).number = house.get_one(Decision, made.id).year = None
    house.commit()
    page = sign_in(room.coordinator).get(room.url("/circulate")).get_data(as_text=True)
    assert "Offen geblieben" in page


def test_a_purged_wording_goes_from_the_minutes_too(house, sent):
    decided = house.scalars(select(Decision).where(Decision.title == "Gemeinsame Liste")).one()
    found = places(house, passage_of("Wortlaut: Gemeinsame Liste"), text_id=decided.text_id)
    assert len(found.editions) >= 3
