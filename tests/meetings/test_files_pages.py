"""The ways of files through the site: up within limits, down as something to save, seen by level."""

import gc
import io

import pytest
from sqlalchemy import func, select

from blueprints.meetings import invitation_rules
from blueprints.meetings.enclosing_queries import Enclosing
from models.files import LARGEST, File, FileChunk, broken_files
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1500


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house)
    for person in (made.coordinator, made.reader, *made.mains, *made.deputies):
        person.language = "en"
    return made


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body)


@pytest.fixture
def item(house, meeting):
    return build.agenda_item(house, meeting)


def invite(house, table, meeting):
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def upload(client, item, data=PDF, name="Papier.pdf", **fields):
    page = client.get(f"/meetings/{item.meeting_id}/items/{item.id}/files/new")
    return client.submit(page, "Add the file", upload=(io.BytesIO(data), name), **fields)


def test_a_file_goes_up_and_comes_down_whole(house, coordinator, item):
    answer = upload(coordinator, item, name="Bericht für Klient*innen.pdf")
    assert answer.status_code == 303
    file = house.scalars(select(File)).one()
    assert (file.size, file.name, file.content_type) == (
        len(PDF),
        "Bericht für Klient*innen.pdf",
        "application/pdf",
    )
    assert "Bericht für Klient*innen.pdf" in words(coordinator.get(answer.headers["Location"]))
    came = coordinator.get(f"/files/{file.id}")
    assert came.data == PDF
    assert came.headers["Content-Type"] == "application/pdf"
    assert came.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert came.headers["X-Content-Type-Options"] == "nosniff"
    assert came.headers["Cache-Control"] == "no-store"
    assert came.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Bericht%20f%C3%BCr%20Klient%2Ainnen.pdf" in came.headers["Content-Disposition"]
    assert not list(broken_files(house))


def test_the_browsers_word_for_the_type_counts_for_nothing(house, coordinator, item):
    url = f"/meetings/{item.meeting_id}/items/{item.id}/files/new"
    sent = {"upload": (io.BytesIO(b"<html><script>"), "a.pdf", "application/pdf"), "visibility": "internal"}
    assert coordinator.post(url, data=sent).status_code == 422
    sent = {"upload": (io.BytesIO(PDF), "a.pdf", "text/html"), "visibility": "internal"}
    assert coordinator.post(url, data=sent).status_code == 303
    assert house.scalars(select(File.content_type)).one() == "application/pdf"


def test_bad_uploads_are_told_and_keep_nothing(house, coordinator, item):
    for data, name, told in (
        (b"", "leer.pdf", "empty"),
        (b"MZ\x90\x00", "a.exe", "kind of file"),
        (b"<html>", "a.html", "kind of file"),
        (b"<svg/>", "a.svg", "kind of file"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "Archives"),
        (PDF, "a.docx", "Please rename"),
        (PDF, "", "choose a file"),
    ):
        answer = upload(coordinator, item, data, name)
        assert answer.status_code == 422, name
        assert told in words(answer), (name, words(answer))
    assert upload(coordinator, item, visibility="secret").status_code == 422
    assert upload(coordinator, item, visibility="confidential").status_code == 422
    for cls in (File, FileChunk):
        assert house.scalar(select(func.count()).select_from(cls)) == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_the_limit_is_25_mib_to_the_byte(house, coordinator, item):
    largest = b"%PDF-" + bytes(LARGEST - 5)
    assert upload(coordinator, item, largest, "groß.pdf").status_code == 303
    refused = upload(coordinator, item, largest + b"0", "zu groß.pdf")
    assert refused.status_code == 422
    assert "at most 25 MB" in words(refused)
    too_long = upload(coordinator, item, largest + bytes(2 * 1024 * 1024), "viel zu groß.pdf")
    assert too_long.status_code == 413
    assert house.scalars(select(File.size)).all() == [LARGEST]
    gc.collect()  # the test client leaves its temporary files open: they are let go of here


def test_one_name_stands_once_on_an_item(house, meeting, coordinator, item):
    assert upload(coordinator, item).status_code == 303
    again = upload(coordinator, item, name="PAPIER.pdf")
    assert again.status_code == 422
    assert "already has a file with this name" in words(again)
    assert upload(coordinator, build.agenda_item(house, meeting)).status_code == 303


def test_paths_in_names_lead_nowhere(house, coordinator, item):
    upload(coordinator, item, name="../../etc/x\u202efdp.pdf")
    assert house.scalars(select(File.name)).one() == "xfdp.pdf"


def test_files_are_seen_by_level_and_lost_with_the_right(house, table, meeting, coordinator, sign_in):
    open_item = build.agenda_item(house, meeting)
    secret = build.agenda_item(house, meeting, seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL)
    upload(coordinator, open_item, name="intern.pdf")
    upload(coordinator, open_item, name="koordination.pdf", visibility="coordination")
    upload(coordinator, secret, name="vertraulich.pdf", visibility="confidential")
    ids = {file.name: file.id for file in house.scalars(select(File))}
    guest = build.item_guest(house, open_item)
    clients = {
        "named": sign_in(table.mains[0]),
        "member": sign_in(table.mains[1]),
        "reader": sign_in(table.reader),
        "guest": sign_in(guest),
        "stranger": sign_in(build.table(house).mains[0]),
    }

    def codes():
        return {
            who: [client.get(f"/files/{ids[name]}").status_code for name in sorted(ids)]
            for who, client in clients.items()
        }

    assert codes() == {name: [404] * 3 for name in clients}
    invite(house, table, meeting)
    assert codes() == {
        "named": [200, 404, 200],
        "member": [200, 404, 404],
        "reader": [200, 404, 404],
        "guest": [200, 404, 404],
        "stranger": [404, 404, 404],
    }
    secret.visibility = Visibility.COORDINATION
    house.commit()
    assert codes()["named"] == [200, 404, 404]
    page = words(clients["member"].get(f"/meetings/{meeting.id}/items/{open_item.id}"))
    assert "intern.pdf" in page
    assert "koordination.pdf" not in page
    assert "1 paper" in words(clients["member"].get(f"/meetings/{meeting.id}"))


def test_a_file_is_deleted_after_a_sentence_and_by_the_coordination_only(
    house, table, meeting, coordinator, item, sign_in
):
    upload(coordinator, item)
    invite(house, table, meeting)
    file = house.scalars(select(File.id)).one()
    url = f"/files/{file}/remove"
    for other in (table.mains[0], build.coordinator_of(house, build.body(house))):
        client = sign_in(other)
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    page = coordinator.get(url)
    assert "deleted for good" in words(page)
    assert coordinator.submit(page, "Delete").status_code == 303
    assert house.scalar(select(func.count()).select_from(FileChunk)) == 0
    assert coordinator.get(f"/files/{file}").status_code == 404


def test_nobody_gets_a_file_without_signing_in(house, coordinator, item, client):
    upload(coordinator, item)
    file = house.scalars(select(File.id)).one()
    answer = client.get(f"/files/{file}")
    assert answer.status_code == 302
    assert PDF not in answer.data


def renew(client, file_id, data, name="neu.pdf"):
    page = client.get(f"/files/{file_id}/new-version")
    return client.submit(page, "Add the new version", upload=(io.BytesIO(data), name))


def test_another_version_takes_the_place_and_the_earlier_one_stays(house, table, meeting, coordinator, item):
    upload(coordinator, item, visibility="public")
    first = house.scalars(select(File)).one()
    assert renew(coordinator, first.id, PDF + b"2").status_code == 303
    second = house.scalars(select(File).where(File.id > first.id)).one()
    assert (second.name, second.visibility) == ("Papier.pdf", Visibility.PUBLIC)
    assert coordinator.get(f"/files/{first.id}").data == PDF
    assert coordinator.get(f"/files/{second.id}").data == PDF + b"2"
    told = words(coordinator.get(f"/meetings/{meeting.id}/items/{item.id}"))
    assert "1 earlier version" in told
    assert "1 paper" in words(coordinator.get(f"/meetings/{meeting.id}"))
    found = Enclosing(house, meeting.id).for_members()
    assert found.ids == (second.id,)
    remove = coordinator.get(f"/files/{second.id}/remove")
    coordinator.submit(remove, "Delete")
    assert Enclosing(house, meeting.id).for_members().ids == (first.id,)


def test_a_version_is_of_the_same_kind_and_the_coordinations(
    house, table, meeting, coordinator, item, sign_in
):
    upload(coordinator, item)
    file = house.scalars(select(File)).one()
    for data, name, told in ((b"Zahlen\n", "neu.txt", "same kind"), (b"", "leer.pdf", "empty")):
        answer = renew(coordinator, file.id, data, name)
        assert answer.status_code == 422
        assert told in words(answer)
    invite(house, table, meeting)
    for person in (table.mains[0], table.reader, build.person(house)):
        assert sign_in(person).get(f"/files/{file.id}/new-version").status_code == 404
    assert upload(coordinator, item).status_code == 422
    assert house.scalar(select(func.count()).select_from(File)) == 1
