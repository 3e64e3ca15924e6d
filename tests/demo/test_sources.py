"""What the demo says of real bodies stands in its sources, and what they date is in the demo."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from models.appearances import Appearance, Mandate
from models.bodies import Body, Coordination
from models.consultations import Consultation, ConsultationResult, ConsultationRole
from models.invitations import Invitation
from models.links import Link
from models.meetings import AgendaItem, Meeting, MeetingState
from models.organisations import Organisation
from models.paper_paths import stations
from models.papers import Paper
from models.people import Person
from models.procedures import Procedure, ProcedureVersion
from models.projects import Project, ProjectStation
from models.relations import Relation
from models.rounds import Round
from models.seats import Appointment, Seat
from models.visibility import Visibility

HERE = Path(__file__).parent
FACTS = list(csv.DictReader((HERE / "facts.csv").read_text(encoding="utf-8").splitlines()))
MEMBERSHIPS = list(csv.DictReader((HERE / "memberships.csv").read_text(encoding="utf-8").splitlines()))
RELATIONS = list(csv.DictReader((HERE / "relations.csv").read_text(encoding="utf-8").splitlines()))
DATES = {fact["date"] for fact in FACTS} | {""}
IN_WORDS = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b(?:1[89]|20)\d\d\b")
QUOTED_YEARS = {found for fact in FACTS for found in IN_WORDS.findall(fact["quote"])} | {"1995"}


def part(name):
    return [pytest.param(fact, id=f"{fact['row']} {fact['date'] or fact['subject']}") for fact in FACTS
            if fact["part"] == name]  # fmt: skip


def test_quotes_are_short():
    assert all(len(fact["quote"].split()) <= 12 for fact in (*FACTS, *RELATIONS))


def test_institutions_are_those_of_the_sources(loaded):
    found = {each.name: each.source for each in loaded.scalars(select(Organisation))}
    wanted = {fact["subject"]: fact for fact in FACTS if fact["part"] == "L1"}
    assert found.keys() == wanted.keys()
    assert all(wanted[name]["quote"] in said for name, said in found.items())


@pytest.mark.parametrize("fact", part("L2"))
def test_bodies_are_found_again(loaded, fact):
    body = loaded.scalars(select(Body).where(Body.name == fact["subject"])).one()
    assert body.founded.canonical == fact["date"]
    assert body.source.startswith(fact["source"])
    assert fact["quote"] in body.source


def test_no_other_body_is_real(loaded):
    assert {each.name for each in loaded.scalars(select(Body))} == {
        fact["subject"] for fact in FACTS if fact["part"] == "L2"
    }


@pytest.mark.parametrize("fact", part("L3"))
def test_meetings_are_found_again(loaded, fact):
    found = [
        meeting
        for meeting in loaded.scalars(select(Meeting).options(selectinload(Meeting.body)))
        if meeting.body.name == fact["subject"] and meeting.held_on.canonical == fact["date"]
    ]
    assert len(found) == 1
    assert fact["quote"] in found[0].source


def test_no_date_is_added(loaded):
    """Neither a meeting nor a foundation, membership, appointment or coordination has a date of our own."""
    for meeting in loaded.scalars(select(Meeting)):
        assert meeting.held_on.canonical in DATES
        assert (meeting.starts_at, meeting.ends_at, meeting.invited_at, meeting.replies_due_on) == (None,) * 4
        assert (meeting.number, meeting.place, meeting.chair) == (None, "", "")
    assert all(body.founded.canonical in DATES for body in loaded.scalars(select(Body)))
    for row in [*loaded.scalars(select(Seat)), *loaded.scalars(select(Appointment))]:
        assert (row.starts_on, row.ends_on) == (None, None)
    assert not any(seat.since.is_known for seat in loaded.scalars(select(Seat)))
    assert not any(each.since.is_known for each in loaded.scalars(select(Coordination)))
    assert loaded.scalars(select(Round)).first() is None
    assert loaded.scalars(select(Invitation)).first() is None


def test_words_carry_no_other_date(loaded):
    for cls in (Body, Meeting, Organisation, Seat, AgendaItem, Person, Relation, Paper, Consultation):
        for row in loaded.scalars(select(cls)):
            texts = [value for value in vars(row).values() if isinstance(value, str)]
            named = {found for text in texts if "@" not in text for found in IN_WORDS.findall(text)}
            assert named - {""} <= QUOTED_YEARS, f"{cls.__name__} {row.id}: {named}"


def test_memberships_are_those_of_the_sources(loaded):
    found = {
        (seat.body.name, seat.organisation.name, seat.source[:2])
        for seat in loaded.scalars(
            select(Seat).options(selectinload(Seat.body), selectinload(Seat.organisation))
        )
    }
    assert found == {(row["body"], row["institution"], row["source"]) for row in MEMBERSHIPS}


def test_relations_are_those_of_the_sources_in_their_words(loaded):
    """Partners of joint appeals are partners: no membership is stated, and none has a date."""
    ends = (selectinload(Relation.organisation), selectinload(Relation.other), selectinload(Relation.body))
    found = {}
    for each in loaded.scalars(select(Relation).options(*ends)):
        other = each.other or each.body
        found[each.kind.value, other.name] = each
        assert each.organisation.name == "Dortmunder Mitternachtsmission"
        assert not each.since.is_known
        assert each.until is None
        assert all(len(part.split()) <= 12 for part in each.wording.split(" … "))
    assert found.keys() == {(row["kind"], row["other"]) for row in RELATIONS}
    for row in RELATIONS:
        each = found[row["kind"], row["other"]]
        assert row["quote"] in each.wording
        assert each.source.startswith(row["source"])


def test_two_meetings_did_not_take_place(loaded):
    found = loaded.scalars(select(Meeting).where(Meeting.state == MeetingState.NOT_HELD)).all()
    assert {(each.held_on.words("de"), each.reason) for each in found} == {
        ("Herbst 2021", "coronabedingt"),
        ("Frühjahr 2022", "coronabedingt"),
    }


def test_the_network_met_once_with_one_item(loaded):
    meeting = loaded.scalars(select(Meeting).where(Meeting.title == "erste Sitzung")).one()
    assert (meeting.held_on.day, meeting.state) == (date(2022, 6, 22), MeetingState.HELD)
    items = loaded.scalars(select(AgendaItem)).all()
    assert [(item.meeting_id, item.title) for item in items] == [
        (
            meeting.id,
            "Bedarf an aufsuchender Beratung im Kontext von Zwangsprostitution und Menschenhandel",
        )
    ]


def test_sessions_of_the_committee_are_public(loaded):
    found = loaded.scalars(select(Meeting).join(Body).where(Body.name.startswith("Sozialausschuss"))).all()
    assert {each.visibility for each in found} == {Visibility.PUBLIC}
    assert len(found) == 2


def test_papers_are_those_of_the_source(loaded):
    """What the source does not say of them stays empty: titles, numbers, dates, issuers."""
    wanted = {fact["subject"]: fact for fact in FACTS if fact["part"] == "L4"}
    found = {paper.title or paper.number: paper for paper in loaded.scalars(select(Paper))}
    assert found.keys() == wanted.keys()
    for name, paper in found.items():
        assert paper.dated.canonical == wanted[name]["date"]
        assert wanted[name]["quote"] in paper.found_in
        assert (paper.issuer_id, paper.issuer_name) == (None, "")
    assert [paper.number for paper in found.values() if paper.number] == ["V-SOZ/21/148"]


def test_consultations_are_those_of_the_source(loaded):
    both = (selectinload(Consultation.committee), selectinload(Consultation.meeting))
    found = loaded.scalars(select(Consultation).options(*both).order_by(Consultation.id)).all()
    wanted = [fact for fact in FACTS if fact["part"] == "L4 consulted"]
    told = [(each.committee.name, each.on.canonical) for each in found]
    assert told == [(fact["subject"], fact["date"]) for fact in wanted]
    assert all(fact["quote"] in each.found_in for fact, each in zip(wanted, found, strict=True))
    recommended, decided, noted = found
    assert (recommended.role, recommended.result) == (
        ConsultationRole.RECOMMENDATION,
        ConsultationResult.UNANIMOUS,
    )
    assert "für Sexarbeiter*innen und Zwangsprostitution zu sammeln" in recommended.resolution
    assert {each.result for each in (decided, noted)} == {None}
    assert {each.resolution for each in (decided, noted)} == {""}


def test_the_papers_make_one_line_from_the_motion_to_the_answer(loaded):
    """In the order of seed-systems L4, though the source dates neither the Vorlage nor the answer."""
    of = selectinload(Paper.consultations)
    loading = (of.selectinload(Consultation.committee), of.selectinload(Consultation.meeting))
    papers = loaded.scalars(select(Paper).options(*loading).order_by(Paper.id)).all()
    edges = {}
    for link in loaded.scalars(select(Link).order_by(Link.id)):
        edges.setdefault(link.from_id, []).append(link.to_id)
    told = [
        each.consultation.committee.name.split()[0] if each.consultation else each.paper.kind.value
        for each in stations(papers, edges)
    ]
    assert told == ["motion", "proposal", "Sozialausschuss", "Kreistag", "notification", "Sozialausschuss"]


def test_projects_and_their_phases_are_those_of_the_source(loaded):
    """What the source does not say of them stays empty: dates, leads, changed laws, levels but one."""
    wanted = {fact["subject"]: fact["quote"] for fact in FACTS if fact["part"] == "L8"}
    found = {each.title: each for each in loaded.scalars(select(Project))}
    assert found.keys() == wanted.keys()
    assert all(wanted[title] in each.found_in for title, each in found.items())
    assert {(each.lead_id, each.lead_name, each.laws) for each in found.values()} == {(None, "", "")}
    assert [title for title, each in found.items() if each.level] == ["Prostitutionsgesetz"]
    phases = select(ProjectStation, Project.title).join(ProjectStation.project).order_by(ProjectStation.id)
    told = [(title, each.kind.value, each.held_on.canonical) for each, title in loaded.execute(phases)]
    of_source = [fact for fact in FACTS if fact["part"] == "L8 phase"]
    assert told == [(fact["subject"], fact["row"], fact["date"]) for fact in of_source]
    sources = loaded.scalars(select(ProjectStation.found_in).order_by(ProjectStation.id)).all()
    assert all(fact["quote"] in said for fact, said in zip(of_source, sources, strict=True))


def test_appearances_and_mandates_are_those_of_the_source(loaded):
    """All three capacities, no date, no name of a person; who contributed experience is not said."""
    rows = loaded.execute(
        select(Appearance, Project.title).outerjoin(Appearance.project).order_by(Appearance.id)
    ).all()
    of_source = [fact for fact in FACTS if fact["part"] == "L8 appearance"]
    told = [(title or "", each.title, each.held_on.canonical) for each, title in rows]
    assert told == [(fact["row"], fact["subject"], fact["date"]) for fact in of_source]
    assert all(fact["quote"] in row[0].found_in for fact, row in zip(of_source, rows, strict=True))
    principal = aliased(Organisation)
    mandates = loaded.execute(
        select(Mandate, Appearance.title, Organisation.name, principal.name.label("behalf"))
        .join(Mandate.appearance)
        .join(Mandate.employer)
        .outerjoin(principal, principal.id == Mandate.principal_id)
        .order_by(Mandate.id)
    ).all()
    of_source = [fact for fact in FACTS if fact["part"] == "L8 mandate"]
    assert [(row[0].capacity.value, row.title) for row in mandates] == [
        (fact["row"], fact["subject"]) for fact in of_source
    ]
    assert all(fact["quote"] in row[0].found_in for fact, row in zip(of_source, mandates, strict=True))
    assert [(row[0].name, row.name, row.behalf) for row in mandates] == [
        ("damalige Leitung", "Dortmunder Mitternachtsmission", None),
        ("Leitung", "Dortmunder Mitternachtsmission", "KOK e.V."),
        ("Leitung", "Dortmunder Mitternachtsmission", "KOK e.V."),
    ]
    assert {row[0].person_id for row in mandates} == {None}


def test_procedures_are_names_of_others_with_their_source(loaded, sign_in):
    """Who agreed on them and who has adopted them is not said: no version, no step, no lead, no review."""
    found = {each.title: each for each in loaded.scalars(select(Procedure))}
    wanted = {fact["subject"]: fact for fact in FACTS if fact["part"] == "L9"}
    assert found.keys() == wanted.keys()
    assert all(f"»{wanted[title]['quote']}«" in each.source for title, each in found.items())
    assert {(each.is_external, each.lead_seat_id, each.review_on) for each in found.values()} == {
        (True, None, None)
    }
    assert loaded.scalars(select(ProcedureVersion)).all() == []
    one = found["Dortmunder Modell"]
    coordinator = loaded.scalars(
        select(Person).where(Person.email == "koordination@mitternachtsmission.example")
    ).one()
    page = sign_in(coordinator).get(f"/round-tables/{one.body_id}/procedures/{one.id}").text
    assert "von anderen vereinbart" in page
    assert "ist in der Quelle nicht genannt" in page


def test_only_what_is_said_is_coordinated(loaded):
    rows = loaded.execute(
        select(Body.name, Organisation.name)
        .join(Coordination, Coordination.body_id == Body.id)
        .join(Organisation, Organisation.id == Coordination.organisation_id)
    ).all()
    assert {row[1] for row in rows} == {"Dortmunder Mitternachtsmission"}
    assert len(rows) == 3


def test_people_are_functions(loaded):
    """The heads that a source names are not in the demo; nobody has a first or family name."""
    for person in loaded.scalars(select(Person)):
        assert person.name.split()[0].rstrip(".") in FUNCTIONS, person.name
        assert (person.email or "").endswith(".example")


FUNCTIONS = {
    "Befragte",
    "Delegation",
    "Koordination",
    "Lesezugriff",
    "Redaktion",
    "Stellv",
    "Stellvertretung",
    "Vertretung",
}
