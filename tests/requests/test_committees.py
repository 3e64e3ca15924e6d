"""A committee's life: motions of groups, recommendations, adjournment, reports without a vote, terms."""

import pytest

from blueprints.requests import consultation_rules, session_rules
from models.body_life import ElectoralTerm
from models.consultations import Consultation, ConsultationResult, ConsultationRole, Recommendation
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.organisations import OrganisationKind
from models.paper_standing import PaperState, standing
from models.papers import Paper, PaperKind
from tests import build
from tests.requests.conftest import address, by, outside, words


def test_a_political_group_of_the_directory_moves_a_motion(house, table, coordinator):
    group = build.organisation(house, "Gruppe GRÜNE/UWG", kind=OrganisationKind.POLITICAL_GROUP)
    house.commit()
    answer = coordinator.submit(
        coordinator.get(address(table, "/new")),
        "Drucksache aufnehmen",
        title="Antrag",
        kind="motion",
        originator_id=str(group.id),
    )
    assert answer.status_code == 303
    assert house.query(Paper).one().originator_id == group.id
    page = coordinator.get(answer.location)
    assert f'href="/organisations/{group.id}"' in page.text
    assert "Gruppe GRÜNE/UWG" in words(page)


def test_a_committee_recommends_to_the_council_to_put_a_motion_off(
    house, table, committee, keep, coordinator
):
    council, paper = outside(house, "Kreistag"), keep("Antrag auf Beratung")
    house.commit()
    answer = coordinator.submit(
        coordinator.get(address(table, f"/{paper.id}/consultations/new")),
        "Speichern",
        committee_id=str(committee.id),
        held_on="23.09.2021",
        role="recommendation",
        result="unanimous",
        recommends="adjourn",
        recommends_to_id=str(council.id),
    )
    assert answer.status_code == 303
    page = words(coordinator.get(answer.location))
    assert "empfiehlt Kreistag, zu vertagen" in page
    assert "empfohlen, soweit bekannt nicht entschieden" in page, "a recommendation counts as a decision"
    found = house.query(Consultation).one()
    assert (found.recommends, found.recommends_to_id) == (Recommendation.ADJOURN, council.id)


BAD = {
    "recommended by the one that decides": {"role": "decision", "recommends": "adjourn"},
    "to a body, but nothing": {"role": "recommendation", "recommends_to_id": "council"},
    "to no body that there is": {
        "role": "recommendation", "recommends": "adjourn", "recommends_to_id": "98765"
    },
    "a vote on a report": {"role": "notice", "result": "unanimous"},
    "no such recommendation": {"role": "recommendation", "recommends": "x"},
}  # fmt: skip


def test_what_a_committee_cannot_do_is_refused_and_nothing_is_lost(
    house, table, committee, keep, coordinator
):
    council, paper = outside(house, "Kreistag"), keep()
    house.commit()
    for what, bad in BAD.items():
        data = {"committee_id": str(committee.id), "note": "Bemerkung Q", "visibility": "public"} | bad
        if data.get("recommends_to_id") == "council":
            data["recommends_to_id"] = str(council.id)
        answer = coordinator.post(address(table, f"/{paper.id}/consultations/new"), data=data)
        assert answer.status_code == 422, what
        assert "Bemerkung Q" in answer.text, what
    assert house.query(Consultation).count() == 0


def test_a_correction_is_judged_like_what_is_new(house, table, committee, keep, consult):
    found = consult(keep(), committee, role=ConsultationRole.DECISION)
    facts = {"committee_id": committee.id, "recommends": Recommendation.ADJOURN, "role": found.role}
    with pytest.raises(RuleBroken):
        consultation_rules.correct(
            house, found.paper_id, found.id, based_on=found.version, **facts, **by(house, table)
        )


STANDINGS = (
    ((), PaperState.OPEN),
    (((ConsultationRole.RECOMMENDATION, ConsultationResult.UNANIMOUS),), PaperState.RECOMMENDED),
    (((ConsultationRole.DECISION, ConsultationResult.ADJOURNED),), PaperState.PUT_OFF),
    (((ConsultationRole.NOTICE, ConsultationResult.NOTED),), PaperState.NOTED),
    (((ConsultationRole.DECISION, ConsultationResult.MAJORITY),), PaperState.DECIDED),
    (((ConsultationRole.DECISION, ConsultationResult.REJECTED),), PaperState.REJECTED),
    (
        (
            (ConsultationRole.DECISION, ConsultationResult.ADJOURNED),
            (ConsultationRole.DECISION, ConsultationResult.CARRIED),
        ),
        PaperState.DECIDED,
    ),
    (
        (
            (ConsultationRole.DECISION, ConsultationResult.ADJOURNED),
            (ConsultationRole.DECISION, None),
        ),
        PaperState.PUT_OFF,
    ),
)


def test_standing_of_a_paper_is_what_came_of_its_last_consultation():
    for steps, expected in STANDINGS:
        rows = []
        for number, (role, result) in enumerate(steps, 1):
            row = Consultation(paper_id=1, body_id=1, committee_id=2, role=role, result=result)
            row.id, row.held_on = number, FuzzyDate.parse(f"0{number}.03.2022")
            rows.append(row)
        assert standing(rows).state is expected, steps


def test_session_of_a_former_term_is_marked_so(house, table, committee, keep, consult, coordinator):
    house.add_all(
        ElectoralTerm(
            body_id=committee.id,
            label=label,
            since=FuzzyDate.parse(since),
            until=FuzzyDate.parse(until),
        )
        for label, since, until in (("2016–2021", "2016", "10/2021"), ("2021–2031", "11/2021", "2031"))
    )
    paper = keep()
    for day in ("23.09.2021", "08.09.2022"):
        held_on = FuzzyDate.parse(day)
        session = session_rules.record_session(
            house, committee.id, held_on=held_on, state=MeetingState.HELD, **by(house, table)
        )
        house.flush()
        consult(paper, committee, meeting_id=session.id)
    house.commit()
    page = words(coordinator.get(address(table, f"/{paper.id}")))
    assert "frühere Wahlperiode: 2016–2021" in page
    assert "frühere Wahlperiode: 2021–2031" not in page
    assert "2021–2031" in page


def test_case_16_the_same_number_of_two_issuers_is_two_papers(house, table, keep, coordinator):
    """domain.md 13, case 16: Drs. 18/1726 in two Landtage."""
    first, second = outside(house, "Landtag A"), outside(house, "Landtag B")
    printed = {"number": "Drs. 18/1726", "kind": PaperKind.PRINTED}
    one, other = (
        keep("Bericht A", issuer_id=first.id, **printed),
        keep("Bericht B", issuer_id=second.id, **printed),
    )
    house.commit()
    found = words(coordinator.get("/papers?q=18/1726"))
    assert "Bericht A" in found
    assert "Bericht B" in found
    assert "Bericht B" not in words(coordinator.get(f"/papers?q=18/1726&issuer={first.id}"))
    page = words(coordinator.get(address(table, f"/{one.id}")))
    assert "Eine andere Stelle" in page or "Landtag B" in page
    assert "mehr als einmal" not in page, "the number of another issuer is taken for the same"
    assert one.id != other.id
