"""What a table contributed to a project with its state, who watches it, and mandates of the table itself."""

from datetime import timedelta

import pytest

from blueprints.lobbying import contact_rules, demand_rules, station_rules, watching_rules
from blueprints.positions import (
    publishing_rules,
    section_rules,
    signature_rules,
    signing_rules,
    submission_rules,
    version_rules,
)
from blueprints.positions import rules as position_rules
from models.appearance_words import AppearanceState, Capacity
from models.errors import RuleBroken
from models.history import Entry
from models.letters import Letter
from models.position_issues import SentBy
from models.position_texts import PositionSection
from models.positions import PositionKind
from models.project_phases import StationKind
from models.project_watches import ProjectWatch
from models.reminder_stops import stop_reminders
from models.signatures import AskedSigner, SignatureValue, SignOff
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.lobbying.conftest import address, by, words


@pytest.fixture
def signed_position(house, table):
    """`signed_position(project)` is a position on it that was signed, published and sent."""

    def made(project, title="Stellungnahme zum Entwurf"):
        chief = by(house, table)
        position = position_rules.begin(
            house, table.body.id, title=title, kind=PositionKind.STATEMENT, headings=["Eins"],
            project_id=project.id, **chief,
        )  # fmt: skip
        section = house.query(PositionSection).filter_by(position_id=position.id).one()
        given = {"heading": "Eins", "heading_based_on": section.version, "based_on": 0, "render": render}
        section_rules.write_section(house, section.id, markdown="Worte.", **given, **chief)
        version_rules.freeze_final(house, position.id, **chief)
        signing_rules.ask(house, position.id, due_on=build.TODAY + timedelta(days=9), **chief)
        about = house.query(SignOff).filter_by(position_id=position.id).one()
        own = table.seats[0].organisation_id
        asked = house.query(AskedSigner).filter_by(sign_off_id=about.id, organisation_id=own).one()
        member = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
        given = {"asked_id": asked.id, "sha256": about.sha256, "value": SignatureValue.SIGNS}
        signature_rules.sign(house, position.id, **given, **member)
        signing_rules.close(house, position.id, **chief)
        issue = publishing_rules.compile_issue(house, position.id, **chief)
        publishing_rules.publish(house, position.id, issue.id, **chief)
        sent = {"issue_id": issue.id, "addressee": "Landtag", "channel": SentBy.MAIL, "sent_on": build.TODAY}
        submission_rules.submit(house, position.id, **sent, **chief)
        return position

    return made


def test_a_project_shows_all_that_we_contributed_each_with_its_state(
    house, table, follow, note, give, signed_position, coordinator, sign_in
):
    project = follow()
    signed_position(project)
    give(
        note("Anhörung im Ausschuss", "02.12.2026", project_id=project.id, state=AppearanceState.ACCEPTED),
        table.mains[0],
    )
    chief = by(house, table)
    contact = {"counterpart": "Referatsleitung", "subject": "Gespräch", "project_id": project.id}
    contact_rules.note(house, table.body.id, **contact, **chief)
    hidden = contact | {"counterpart": "Verborgenes Büro", "visibility": Visibility.COORDINATION}
    contact_rules.note(house, table.body.id, **hidden, **chief)
    demand = {"wording": "Mehr Mittel am Abend", "project_id": project.id, "anyway": False}
    demand_rules.raise_demand(house, table.body.id, **demand, **chief)
    house.commit()
    shown = words(sign_in(table.mains[0]).get(address(table, f"/{project.id}")))
    for each in (
        "Stellungnahme zum Entwurf Stellungnahme ✓ veröffentlicht am",
        "Landtag: Stellungnahme zum Entwurf per E-Mail",
        "→ gesendet",
        "Anhörung im Ausschuss",
        "● zugesagt",
        "Referatsleitung: Gespräch",
        "Mehr Mittel am Abend Forderung 1 ○ erhoben",
    ):
        assert each in shown, each
    assert "Verborgenes Büro" not in shown
    assert "Verborgenes Büro" in words(coordinator.get(address(table, f"/{project.id}")))


def test_the_page_of_a_project_asks_as_often_for_much_as_for_little(
    house, table, follow, note, give, signed_position, coordinator, statements
):
    project, chief = follow(), by(house, table)

    def contribute(number):
        signed_position(project, title=f"Stellungnahme {number}")
        give(note(f"Anhörung {number}", project_id=project.id), table.mains[0])
        facts = {"counterpart": f"Büro {number}", "project_id": project.id}
        contact_rules.note(house, table.body.id, **facts, **chief)
        given = {"wording": f"Forderung nach {number} Räumen", "project_id": project.id, "anyway": True}
        demand_rules.raise_demand(house, table.body.id, **given, **chief)

    def asked():
        house.commit()
        counts = []
        for place in (address(table, f"/{project.id}"), "/projects", "/appearances", *OTHERS):
            path = place.format(table=table.body.id)
            coordinator.get(path)
            with statements() as seen:
                assert coordinator.get(path).status_code == 200
            counts.append(len(seen))
        return counts

    contribute(0)
    few = asked()
    for number in range(1, 9):
        contribute(number)
    assert asked() == few
    assert max(few) <= 26


OTHERS = ("/round-tables/{table}/political-contacts", "/round-tables/{table}/demands")


def test_whoever_watches_a_project_learns_that_something_was_noted(
    house, table, follow, enter, sign_in, coordinator
):
    project = follow()
    member, other = sign_in(table.mains[0]), sign_in(table.mains[1])
    page = member.get(address(table, f"/{project.id}"))
    assert member.submit(page, "Beobachten").status_code == 303
    assert "Nicht mehr beobachten" in words(member.get(address(table, f"/{project.id}")))
    assert "Nicht mehr beobachten" not in words(other.get(address(table, f"/{project.id}")))
    assert "Beispielgesetz" in words(member.get("/projects?watched=mine"))
    assert "Beispielgesetz" not in words(other.get("/projects?watched=mine"))
    enter(project, StationKind.CABINET, "01.10.2026")
    enter(project, StationKind.HEARING, "12.12.2026")
    house.commit()
    letter = house.query(Letter).filter_by(template="lobbying/project_moved").one()
    assert letter.recipient == table.mains[0].email, "one a day, however much is noted"
    page = member.get(address(table, f"/{project.id}"))
    assert member.submit(page, "Nicht mehr beobachten").status_code == 303
    house.expire_all()
    assert house.query(ProjectWatch).count() == 0
    gestures = [each.gesture for each in house.query(Entry).filter_by(subject="project").order_by(Entry.id)]
    assert gestures == ["keep", "watch", "end-watch"]


def test_nobody_is_written_to_who_may_not_see_it_any_more_or_wants_no_reminders(house, table, follow, enter):
    project = follow()
    for who in (table.mains[0], table.mains[1], table.coordinator):
        watching_rules.watch(house, project.id, **(by(house, table) | {"by": build.actor(house, who)}))
    stop_reminders(house, table.mains[1].email, build.NOW)
    enter(project, StationKind.CABINET, "01.10.2026")
    assert _told(house) == [table.mains[0].email], "not who noted it, not who wants no reminders"
    project.visibility = Visibility.COORDINATION
    later = {"now": build.NOW + timedelta(days=1), "by": build.actor(house, table.coordinator)}
    station_rules.add(house, project.id, kind=StationKind.HEARING, **later)
    assert len(_told(house)) == 1


def _told(house):
    house.flush()
    return [each.letter.recipient for each in house.info["unrendered"]]


def test_somebody_speaks_for_the_round_table_itself(house, table, note, coordinator):
    appearance = note(state=AppearanceState.ACCEPTED)
    house.commit()
    place = f"/round-tables/{table.body.id}/appearances/{appearance.id}"
    assert "aber noch niemand ist entsandt" in words(coordinator.get(place))
    assert "wo die Entsendung beschlossen wurde" in words(coordinator.get(place))
    form = coordinator.get(f"{place}/mandates/new")
    given = {"person_id": str(table.mains[0].id), "capacity": "order", "for_table": "y"}
    assert coordinator.submit(form, "Speichern", **given, principal_name="Verband").status_code == 422
    assert coordinator.submit(form, "Speichern", **given | {"capacity": "own"}).status_code == 422
    assert coordinator.submit(form, "Speichern", **given).status_code == 303
    shown = words(coordinator.get(place))
    assert "im Auftrag von Runder Tisch Musterstadt" in shown
    assert "ist nicht beteiligt und bleibt neutral" in shown
    assert "aber noch niemand ist entsandt" not in shown


def test_for_the_table_and_for_somebody_else_is_refused(house, table, note, give):
    appearance = note()
    for bad in ({"principal_name": "Verband"}, {"capacity": Capacity.OWN}):
        facts = {"name": "Leitung", "for_table": True, "principal_name": ""} | bad
        with pytest.raises(RuleBroken):
            give(appearance, **facts)
