"""Long files: short steps, a crash in the middle, the worker, rights that end, files that are forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.office.deadlines import STEPS
from blueprints.organisations import rules
from blueprints.tables.imports import steps as import_steps
from blueprints.tables.imports import worker as import_worker
from blueprints.tables.imports.waiting import work_off_waiting
from models.bodies import Office
from models.history import broken_links
from models.imports import Import, ImportLine
from models.organisations import Organisation
from models.people import Person
from plumbing import delivery
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes, state, upload

PLACE = "/round-tables/directory/imports/new/institutions"


@pytest.fixture
def slow(monkeypatch):
    """One step for each look, and few lines for each step."""
    monkeypatch.setattr(import_worker, "A_LOOK", 0.0)
    monkeypatch.setattr(import_steps, "CHECKED_AT_ONCE", 4)
    monkeypatch.setattr(import_steps, "WRITTEN_AT_ONCE", 4)
    monkeypatch.setattr(import_steps, "UNDONE_AT_ONCE", 4)
    kept = import_worker.work_off
    monkeypatch.setattr(import_worker, "work_off", lambda number, seconds=0.0: kept(number, seconds))
    monkeypatch.setattr("blueprints.tables.imports.routes.work_off", lambda number: kept(number, 0.0))


def file_of(count):
    rows = ((f"Stelle {number:03}", "Polizei") for number in range(count))
    return csv_of(("Name", "Art der Institution"), *rows)


def made(house):
    house.expire_all()
    return house.query(Organisation).filter(Organisation.name.startswith("Stelle ")).count()


def test_long_file_is_worked_off_by_continuing_without_script(house, keeper, slow):
    address = imported(keeper, PLACE, file_of(10))
    page = keeper.get(address)
    assert "4 von 10 Zeilen sind geprüft" in page.text
    assert "<progress" in page.text
    for _ in range(2):
        assert keeper.submit(keeper.get(address), "Weiter").status_code == 303
    assert state(house, address) == "checked"
    assert keeper.submit(keeper.get(address), "10 Zeilen importieren").status_code == 303
    assert "4 von 10 Zeilen sind geschrieben" in keeper.get(address).text
    for _ in range(2):
        keeper.submit(keeper.get(address), "Weiter")
    assert (state(house, address), made(house)) == ("done", 10)
    keeper.post(f"{address}/undo")
    assert "4 von 10 Zeilen sind zurückgenommen" in keeper.get(address).text
    for _ in range(3):
        keeper.post(f"{address}/continue")
    assert (state(house, address), made(house)) == ("undone", 0)
    assert not list(broken_links(house))


def test_worker_goes_on_beside_its_letters(app, house, keeper, slow):
    address = imported(keeper, PLACE, file_of(10))
    assert work_off_waiting in delivery.beside
    with app.app_context():
        while work_off_waiting():
            pass
    assert state(house, address) == "checked"


def test_step_that_is_killed_is_taken_again_and_nothing_doubled(house, keeper, slow, monkeypatch, app):
    address = imported(keeper, PLACE, file_of(10))
    with app.app_context():
        while work_off_waiting():
            pass
    keeper.post(f"{address}/run")
    assert made(house) == 4
    kept, calls = rules.record, []

    class Killed(BaseException):
        pass

    def dying(*args, **facts):
        calls.append(args)
        if len(calls) == 3:
            raise Killed
        return kept(*args, **facts)

    monkeypatch.setattr(rules, "record", dying)
    house.commit()
    with app.app_context(), pytest.raises(Killed):
        work_off_waiting()
    assert made(house) == 4
    house.commit()
    monkeypatch.undo()
    with app.app_context():
        while work_off_waiting():
            pass
    assert (state(house, address), made(house)) == ("done", 10)


def test_import_stops_when_its_starter_has_lost_the_right(house, table, keeper, slow, app):
    address = imported(keeper, PLACE, file_of(10))
    office = house.query(Office).filter_by(person_id=table.coordinator.id).one()
    office.ends_on = build.TODAY - timedelta(days=1)
    house.commit()
    with app.app_context():
        work_off_waiting()
    assert state(house, address) == "stopped"
    assert keeper.get(address).status_code == 404


def test_no_other_coordination_sees_a_file(house, table, keeper, sign_in):
    other = sign_in(build.table(house, 1).coordinator)
    address = imported(keeper, PLACE, file_of(2))
    own = imported(keeper, f"/round-tables/{table.body.id}/imports/new/people", csv_of(("Name",), ("Wer",)))
    for each in (address, own):
        assert other.get(each).status_code == 404
        for step in ("run", "continue", "choices", "undo", "discard"):
            assert other.post(f"{each}/{step}").status_code == 404
    assert "liste.csv" not in other.get("/round-tables/directory/exchange").text
    assert made(house) == 0


def test_discarded_file_leaves_no_line(house, keeper):
    address = imported(keeper, PLACE, file_of(3))
    assert keeper.submit(keeper.get(f"{address}/discard"), "Verwerfen").status_code == 303
    house.expire_all()
    assert (house.query(Import).count(), house.query(ImportLine).count(), made(house)) == (0, 0, 0)


def test_written_file_cannot_be_discarded_nor_a_waiting_one_undone(house, keeper):
    address = imported(keeper, PLACE, file_of(3))
    assert keeper.post(f"{address}/undo").status_code == 404
    keeper.post(f"{address}/run")
    assert keeper.post(f"{address}/run").status_code == 422
    assert keeper.post(f"{address}/discard").status_code == 422
    assert made(house) == 3


def test_files_are_forgotten_after_thirty_days(house, keeper):
    imported(keeper, PLACE, file_of(3))
    forget = STEPS["old imports deleted"]
    day = build.TODAY + timedelta(days=29)
    assert forget(house, day, build.NOW + timedelta(days=29)) == 0
    assert forget(house, day, build.NOW + timedelta(days=31)) == 1
    assert house.query(ImportLine).count() == 0


def test_too_many_files_at_once_are_refused(house, keeper, slow):
    for _ in range(3):
        imported(keeper, PLACE, file_of(6))
    answer = upload(keeper, PLACE, file_of(6))
    assert answer.status_code == 422
    assert house.query(Import).count() == 3


def test_history_holds_no_name_of_a_file(house, table, keeper):
    content = csv_of(("Name",), ("Auffallender Name",))
    address = imported(keeper, f"/round-tables/{table.body.id}/imports/new/people", content)
    keeper.post(f"{address}/run")
    assert outcomes(house, address) == ["new"]
    assert house.scalar(select(Person).where(Person.name == "Auffallender Name"))
    page = keeper.get("/office/history").text
    assert "hat eine Datei importiert" in page
    assert "Auffallender" not in page
    assert "liste.csv" not in page


def test_statements_of_a_dry_run_do_not_grow_with_its_lines(app, house, keeper, statements, monkeypatch):
    costs = []
    for count in (5, 400):
        monkeypatch.setattr("blueprints.tables.imports.routes.work_off", lambda number: None)
        imported(keeper, PLACE, file_of(count))
        with app.app_context(), statements() as seen:
            work_off_waiting()
        costs.append(len(seen))
    assert costs[1] <= costs[0] + 2
