"""The archive of a meeting: all papers that somebody may see and nothing else, its size told before."""

import io
import re
import zipfile
from contextlib import closing

import pytest

from blueprints.meetings import file_rules
from blueprints.minutes import extract_rules, zip_pages
from blueprints.minutes.pdf import made
from models.visibility import Visibility
from plumbing.zips import unique
from tests.minutes.test_reading import text_of

FILES = {
    "open_item": "Offen.txt",
    "named_item": "Vertraulich.txt",
    "guest_item": "Vortrag.txt",
    "own_item": "Intern.txt",
}


@pytest.fixture
def out(house, room):
    for item, name in FILES.items():
        row = getattr(room, item)
        level = {"named_item": Visibility.CONFIDENTIAL}.get(item, Visibility.INTERNAL)
        given = {"name": name, "content_type": "text/plain", "stream": io.BytesIO(name.encode())}
        made = file_rules.add_file(house, row.id, **given, visibility=level, by=room.by, now=room.after)
        if item == "open_item":
            again = given | {"stream": io.BytesIO(b"neuer")}
            file_rules.add_version(house, made.id, **again, by=room.by, now=room.after)
    room.written().circulate()
    extract_rules.send_extracts(house, room.meeting_id, by=room.by, now=room.after)
    house.commit()
    return room


def opened(client, room):
    answer = client.get(f"/meetings/{room.meeting_id}/papers.zip")
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data)
    assert "Unterlagen%20der%20Sitzung%20" in answer.headers["Content-Disposition"].replace("+", "%20")
    found = zipfile.ZipFile(io.BytesIO(answer.data))
    assert found.testzip() is None
    return {name: found.read(name) for name in found.namelist()}


@pytest.mark.parametrize(
    ("who", "files", "papers"),
    [
        ("coordinator", set(FILES.values()), 2),
        ("first", {"Offen.txt", "Vertraulich.txt", "Vortrag.txt"}, 2),
        ("second", {"Offen.txt", "Vortrag.txt"}, 2),
        ("guest", {"Vortrag.txt"}, 2),
    ],
)
def test_it_holds_what_this_person_may_see_and_nothing_else(house, out, sign_in, who, files, papers):
    people = {"first": out.table.mains[0], "second": out.table.mains[1], "guest": out.guest}
    found = opened(sign_in(people.get(who, out.coordinator)), out)
    assert {name.split(" - ")[0] + ".txt" for name in found if name.endswith(".txt")} == files
    texts = [text_of(content) for name, content in found.items() if name.endswith(".pdf")]
    assert len(texts) == papers
    assert any("Nur erste" in text for text in texts) == ("Vertraulich.txt" in files)
    assert any("Nachbesetzung" in text for text in texts) == ("Intern.txt" in files)


def test_level_and_version_stand_in_the_names_and_only_the_newest_file_is_in(house, out, sign_in):
    found = opened(sign_in(out.table.mains[0]), out)
    assert found["Offen - intern - Fassung 2.txt"] == b"neuer"
    assert "Vertraulich - vertraulich - Fassung 1.txt" in found
    (minutes,) = [name for name in found if name.startswith("Ergebnisprotokoll")]
    assert " - vertraulich - Fassung 1 vom " in minutes
    assert "Klient_innen" in minutes
    assert not [name for name in found if "/" in name or ".." in name]


def test_a_year_of_a_table_holds_each_meeting_in_a_folder_of_its_own(house, out, sign_in):
    client, year = sign_in(out.table.mains[1]), out.meeting.starts_at.year
    answer = client.get(f"/round-tables/{out.body_id}/years/{year}/papers.zip")
    found = zipfile.ZipFile(io.BytesIO(answer.data))
    assert found.testzip() is None
    of_meeting = opened(client, out)
    day = out.meeting.held_on.canonical
    assert {name: found.read(name) for name in found.namelist() if name.endswith(".txt")} == {
        f"{day}/{name}": content for name, content in of_meeting.items() if name.endswith(".txt")
    }
    assert set(found.namelist()) == {f"{day}/{name}" for name in of_meeting}
    assert f"/years/{year}/papers.zip" in client.get(f"/round-tables/{out.body_id}/years/{year}").text
    assert client.get(f"/round-tables/{out.body_id}/years/{year - 1}/papers.zip").status_code == 404
    stranger = sign_in(out.elsewhere.mains[0])
    assert stranger.get(f"/round-tables/{out.body_id}/years/{year}/papers.zip").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "first", "second", "reader"])
def test_the_year_tells_before_how_much_will_come(house, out, sign_in, who):
    """So whoever sees how much has arrived knows how much is still to come, and nothing of others."""
    people = {"first": out.table.mains[0], "second": out.table.mains[1], "reader": out.table.reader}
    client = sign_in(people.get(who, out.coordinator))
    year = f"/round-tables/{out.body_id}/years/{out.meeting.starts_at.year}"
    words = client.get(year).text
    archive = client.get(f"{year}/papers.zip").data
    names = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    files = len([name for name in names if name.endswith(".txt")])
    told = re.search(r"(\d+) Dokumente?, (\d+) Dateien?, zusammen etwa ([\d,]+) (kB|MB)\.", words)
    assert (int(told[1]), int(told[2])) == (len(names) - files, files)
    size = float(told[3].replace(",", ".")) * {"kB": 1e3, "MB": 1e6}[told[4]]
    assert size / 2 < len(archive) < size * 2


def test_the_papers_of_a_year_are_made_while_they_are_sent(house, out, sign_in, monkeypatch):
    """Whoever asks for a long archive sees that it comes: the first paper does not wait for the last."""
    making = []
    monkeypatch.setattr(zip_pages, "made", lambda edition: making.append(edition.kind) or made(edition))
    address = f"/round-tables/{out.body_id}/years/{out.meeting.starts_at.year}/papers.zip"
    with closing(sign_in(out.table.mains[1]).get(address, buffered=False)) as answer:
        assert answer.content_length is None
        pieces = iter(answer.response)
        begun = next(pieces)
        assert b"%PDF" in begun
        assert len(making) == 1
        found = zipfile.ZipFile(io.BytesIO(begun + b"".join(pieces)))
    assert len(making) == 2
    assert found.testzip() is None
    assert len([name for name in found.namelist() if name.endswith(".pdf")]) == 2


def test_for_other_tables_there_is_none(house, out, sign_in):
    for stranger in (out.elsewhere.coordinator, out.elsewhere.mains[0]):
        assert sign_in(stranger).get(f"/meetings/{out.meeting_id}/papers.zip").status_code == 404


def test_equal_names_get_a_number():
    names = ["a.txt", "A.txt", "b", "b", ".txt", ".txt"]
    assert unique(names) == ["a.txt", "A (2).txt", "b", "b (2)", ".txt", ".txt (2)"]
