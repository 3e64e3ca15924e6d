"""Where papers were consulted, and the line of stations from a motion to the answer."""

import pytest

from blueprints.requests import consultation_rules
from models.consultations import Consultation, ConsultationResult, ConsultationRole
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.links import Link, LinkKind
from models.meetings import MeetingState
from models.papers import PaperKind
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import address, by, outside, words

RESOLUTION = "„Der Ausschuss beschloss einstimmig, dem Rat zu empfehlen, den Antrag zu vertagen.“"


@pytest.fixture
def session(house, committee):
    """A session of the committee, as it is recorded here."""
    facts = {"state": MeetingState.HELD, "visibility": Visibility.PUBLIC, "starts_at": None}
    return build.meeting(house, committee, held_on=FuzzyDate.parse("23.09.2021"), **facts)


def test_a_consultation_is_noted_with_result_and_wording(house, table, committee, session, keep, coordinator):
    paper = keep()
    where = address(table, f"/{paper.id}")
    page = coordinator.get(f"{where}/consultations/new")
    answer = coordinator.submit(
        page,
        "Speichern",
        meeting_id=str(session.id),
        role="recommendation",
        result="unanimous",
        resolution=RESOLUTION,
        leads="y",
    )
    assert answer.status_code == 303
    found = house.query(Consultation).one()
    assert (found.committee_id, found.meeting_id, found.leads) == (committee.id, session.id, True)
    shown = coordinator.get(where)
    for each in ("Sozialausschuss", "23.09.2021", "Empfehlung", "federführend", "einstimmig beschlossen"):
        assert each in words(shown)
    assert RESOLUTION in shown.text
    assert f'href="/meetings/{session.id}"' in shown.text


def test_a_session_without_a_result_says_so_and_is_corrected_later(
    house, table, committee, keep, coordinator
):
    paper = keep()
    where = address(table, f"/{paper.id}")
    page = coordinator.get(f"{where}/consultations/new")
    sent = coordinator.submit(page, "Speichern", committee_id=str(committee.id), held_on="Herbst 2026")
    assert sent.status_code == 303
    assert "steht noch bevor" in words(coordinator.get(where))
    found = house.query(Consultation).one()
    page = coordinator.get(f"{where}/consultations/{found.id}/edit")
    late = coordinator.get(f"{where}/consultations/{found.id}/edit")
    moved = coordinator.submit(page, "Speichern", held_on="03.11.2026", result="adjourned")
    assert moved.status_code == 303
    shown = words(coordinator.get(where))
    assert "03.11.2026" in shown
    assert "vertagt" in shown
    assert "Herbst 2026" not in shown
    again = coordinator.submit(late, "Speichern", held_on="04.11.2026")
    assert again.status_code == 409
    assert "03.11.2026" in again.text


BAD = {
    "nowhere": {"committee_id": ""},
    "no such body": {"committee_id": "987654"},
    "no such session": {"meeting_id": "987654"},
    "no such role": {"role": "x"},
    "no such result": {"result": "x"},
    "a date that nobody understands": {"held_on": "damals"},
    "named to nobody": {"visibility": "confidential"},
    "an over-long wording": {"resolution": "x" * 5001},
    "the session's date twice": {"meeting_id": "session", "held_on": "2021"},
}


def test_bad_consultation_is_refused_and_nothing_is_lost(house, table, committee, session, keep, coordinator):
    where = address(table, f"/{keep().id}/consultations/new")
    for what, bad in BAD.items():
        data = {
            "committee_id": committee.id,
            "role": "notice",
            "visibility": "public",
            "note": "Bleibt",
        } | bad
        data["meeting_id"] = session.id if bad.get("meeting_id") == "session" else bad.get("meeting_id", "")
        answer = coordinator.post(where, data=data)
        assert answer.status_code == 422, what
        assert "Bleibt" in answer.text, what
    assert house.query(Consultation).count() == 0


def test_only_this_table_and_bodies_outside_consult(house, table, committee, keep, consult):
    paper = keep()
    assert consult(paper, table.body).committee_id == table.body.id
    other = build.table(house, 1)
    meeting = build.meeting(house, other.body)
    for facts in ({"committee_id": other.body.id}, {"meeting_id": meeting.id}, {}):
        with pytest.raises(RuleBroken):
            consultation_rules.add(house, paper.id, **facts, **by(house, table))


def test_it_is_taken_out_under_its_own_paper_only(house, table, committee, keep, consult, coordinator):
    paper, other = keep("Eins"), keep("Zwei")
    found = consult(paper, committee)
    with pytest.raises(NotAllowed):
        consultation_rules.remove(house, other.id, found.id, **by(house, table))
    house.commit()
    wrong = address(table, f"/{other.id}/consultations/{found.id}/remove")
    assert coordinator.get(wrong).status_code == 404
    page = coordinator.get(address(table, f"/{paper.id}/consultations/{found.id}/remove"))
    assert coordinator.submit(page, "Entfernen").status_code == 303
    assert house.query(Consultation).count() == 0


def test_the_database_refuses_a_level_that_names_nobody(house, committee, keep, consult):
    found = consult(keep(), committee)
    found.visibility = Visibility.CONFIDENTIAL
    with pytest.raises(Exception, match="ck_consultation_level"):
        house.flush()


@pytest.fixture
def path(house, table, committee, session, keep, consult, relate):
    """A motion, its Vorlage, two committees, the answer: as a network's source tells it."""
    motion = keep("Aufsuchende Beratung für Sexarbeiter*innen", dated=FuzzyDate.parse("08.09.2021"))
    proposal = keep("", number="V-SOZ/21/148", kind=PaperKind.PROPOSAL)
    answer = keep("Ergebnis", dated=FuzzyDate.parse("08.09.2022"), kind=PaperKind.NOTIFICATION)
    relate(proposal, LinkKind.CITES, motion)
    relate(answer, LinkKind.ANSWERS, proposal)
    facts = {"role": ConsultationRole.RECOMMENDATION, "result": ConsultationResult.UNANIMOUS}
    found = consultation_rules.add(house, proposal.id, meeting_id=session.id, **facts, **by(house, table))
    council = consult(proposal, outside(house, "Rat der Stadt"), role=ConsultationRole.DECISION)
    return {"motion": motion, "proposal": proposal, "answer": answer, "found": found, "council": council}


STATIONS = ["Sexarbeiter*innen", "V-SOZ/21/148", "Sozialausschuss", "Rat der Stadt", "Mitteilung „Ergebnis“"]


def order(page, names):
    line = page[page.index("Beratungsfolge") :].split("Verbundene Drucksachen")[0]
    return [each for each in names if each in line], [line.find(each) for each in names if each in line]


def test_the_line_of_stations_is_the_same_from_each_paper(house, table, path, sign_in):
    member = sign_in(table.mains[0])
    for name in ("motion", "proposal", "answer"):
        page = words(member.get(address(table, f"/{path[name].id}")))
        found, places = order(page, STATIONS)
        assert found == STATIONS, name
        assert places == sorted(places), name
    assert "Datum nicht bekannt" in page
    assert "Ergebnis nicht bekannt" in page


def test_what_one_may_not_see_is_left_out_and_not_counted(house, table, path, sign_in):
    path["proposal"].visibility = Visibility.COORDINATION
    member = sign_in(table.mains[0])
    for name in ("motion", "answer"):
        answer = member.get(address(table, f"/{path[name].id}"))
        page = words(answer)
        for hidden in ("V-SOZ", "Sozialausschuss", "Rat der Stadt", "bezieht sich", "beantwortet"):
            assert hidden not in page, (name, hidden)
        assert "Aufsuchende Beratung" in page
        assert "Ergebnis" in page
        assert answer.text.count('class="station ') == 2
        assert "Verbundene Drucksachen" not in page
    coordination = sign_in(table.coordinator).get(address(table, f"/{path['motion'].id}"))
    assert coordination.text.count('class="station ') == 5


HIDING = {
    "a station for the coordination": lambda path, session: hide(path["found"]),
    "a session that is not public": lambda path, session: internal(session),
}


def hide(row):
    row.visibility = Visibility.COORDINATION


def internal(row):
    row.visibility = Visibility.INTERNAL


@pytest.mark.parametrize("hidden", HIDING)
def test_a_hidden_station_leaves_no_trace(house, table, path, session, sign_in, hidden):
    HIDING[hidden](path, session)
    path["found"].resolution = "Wortlaut Quitte"
    answer = sign_in(table.mains[0]).get(address(table, f"/{path['proposal'].id}"))
    assert answer.text.count('class="station ') == 4
    assert "Quitte" not in answer.text
    assert "23.09.2021" not in answer.text


def test_a_body_that_one_may_not_know_of_is_no_station(house, table, path, sign_in):
    secret = outside(house, "Lenkungskreis Quitte", Visibility.INTERNAL)
    path["council"].committee_id = secret.id
    answer = sign_in(table.mains[0]).get(address(table, f"/{path['proposal'].id}"))
    assert "Quitte" not in answer.text
    assert answer.text.count('class="station ') == 4


def test_papers_of_a_table_are_related_and_no_longer(house, table, keep, coordinator):
    paper, other = keep("Eins"), keep("Zwei")
    where = address(table, f"/{paper.id}")
    page = coordinator.get(f"{where}/relations/new")
    sent = coordinator.submit(page, "Speichern", kind="supersedes", other_id=str(other.id))
    assert sent.status_code == 303
    shown = coordinator.get(where)
    assert "ersetzt: Antrag: Zwei" in words(shown)
    assert "wird ersetzt durch: Antrag: Eins" in words(coordinator.get(address(table, f"/{other.id}")))
    wrong = {"kind": "supersedes", "other_id": str(paper.id)}
    assert coordinator.post(f"{where}/relations/new", data=wrong).status_code == 422
    ended = {"kind": "supersedes", "other_id": str(other.id)}
    assert coordinator.post(f"{where}/relations/end", data={"kind": "x"}).status_code == 422
    assert coordinator.post(f"{where}/relations/end", data=wrong).status_code == 404
    assert coordinator.post(f"{where}/relations/end", data=ended).status_code == 303
    assert house.query(Link).count() == 0
