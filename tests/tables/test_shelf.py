"""The shelf of a body: who may read what lies there, and what becomes of it."""

import email
import email.policy
from io import BytesIO

import pytest

from blueprints.tables.shelf import level_rules, wording_rules
from blueprints.tables.shelf import rules as shelf_rules
from models.bodies import Office, OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.files import File, FileChunk
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.meetings import MeetingState
from models.outbox import Letter, LetterBytes
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.texts import Text, TextVersion
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build

PAPER = b"%PDF-1.7\nVorlage\n"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3)


def address(table, rest=""):
    return f"/round-tables/{table.body.id}/documents{rest}"


def given(house, person):
    return {"by": build.actor(house, person), "now": build.NOW}


def put(house, table, title="Vorlage", *, by=None, release=True, **facts):
    words = {"visibility": Visibility.INTERNAL, "seat_ids": [], "kind": DocumentKind.PAPER} | facts
    who = given(house, by or table.coordinator)
    upload = {"name": "vorlage.pdf", "content_type": "application/pdf", "stream": BytesIO(PAPER)}
    document = shelf_rules.put(house, table.body.id, title=title, upload=upload, **words, **who)
    if release:
        shelf_rules.release(house, document.id, **who)
    house.flush()
    return document


def test_coordination_puts_a_document_here_and_releases_it(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/new"))
    answer = coordinator.submit(
        page,
        title="Bericht an den Ausschuss",
        kind="report",
        dated="Herbst 2021",
        issuer="Verwaltung",
        reference="V-SOZ/21/148",
        visibility="internal",
        upload=(BytesIO(PAPER), "bericht.pdf"),
    )
    assert answer.status_code == 303
    document = house.query(ShelfDocument).one()
    assert (document.state, document.dated) == (DocumentState.DRAFT, FuzzyDate.parse("Herbst 2021"))
    member = sign_in(table.mains[0])
    where = address(table, f"/{document.id}")
    assert member.get(where).status_code == 404
    assert coordinator.submit(coordinator.get(where + "/release")).status_code == 303
    text = member.get(where).text
    for word in ("Bericht an den Ausschuss", "V-SOZ/21/148", "Herbst 2021", "Verwaltung", "bericht.pdf"):
        assert word in text
    file = house.query(File).one()
    download = member.get(f"/files/{file.id}")
    assert download.data == PAPER
    assert download.headers["Content-Disposition"].startswith("attachment")


BAD_DOCUMENTS = {
    "no title": {"title": ""},
    "an over-long title": {"title": "x" * 201},
    "no such kind": {"kind": "x"},
    "no such level": {"visibility": "x"},
    "a date that nobody understands": {"dated": "damals"},
    "an over-long number": {"reference": "x" * 61},
    "confidential to nobody": {"visibility": "confidential"},
    "confidential to somebody else": {"visibility": "confidential", "seat_ids": ["987654"]},
    "a program": {"upload": (b"MZ\x90\x00", "a.exe")},
    "a page": {"upload": (b"<!doctype html><script>", "a.txt")},
    "nothing in it": {"upload": (b"", "a.pdf")},
}


def test_bad_document_is_refused(house, table, coordinator):
    for what, bad in BAD_DOCUMENTS.items():
        data = {"title": "Vorlage", "kind": "paper", "visibility": "internal", "note": "Notiz"} | bad
        if "upload" in bad:
            content, name = bad["upload"]
            data["upload"] = (BytesIO(content), name)
        answer = coordinator.post(address(table, "/new"), data=data)
        assert answer.status_code == 422, what
        assert "Notiz" in answer.text, what
    assert house.query(ShelfDocument).count() == house.query(File).count() == 0


def test_a_chosen_file_is_asked_for_again_where_something_else_was_wrong(house, table, coordinator):
    data = {"title": "", "kind": "paper", "visibility": "internal", "upload": (BytesIO(b"Text"), "a.txt")}
    answer = coordinator.post(address(table, "/new"), data=data)
    assert answer.status_code == 422
    assert "Bitte wählen Sie die Datei erneut" in answer.text
    without = {"title": "", "kind": "paper", "visibility": "internal"}
    assert "Datei erneut" not in coordinator.post(address(table, "/new"), data=without).text


LEVELS = {
    Visibility.PUBLIC: {"coordinator", "named", "member", "reader"},
    Visibility.INTERNAL: {"coordinator", "named", "member", "reader"},
    Visibility.CONFIDENTIAL: {"coordinator", "named"},
    Visibility.COORDINATION: {"coordinator"},
}


@pytest.mark.parametrize("level", Visibility)
def test_each_reader_finds_what_the_level_leaves(house, table, sign_in, level):
    seats = [table.seats[0].id] if level is Visibility.CONFIDENTIAL else []
    document = put(house, table, "Kieselstein", visibility=level, seat_ids=seats)
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    people = {
        "coordinator": table.coordinator,
        "named": table.mains[0],
        "member": table.mains[1],
        "reader": table.reader,
        "guest": build.item_guest(house, build.agenda_item(house, meeting)),
        "stranger": build.table(house, 1).mains[0],
    }
    house.refresh(document, ["files"])
    file = document.files[0].id
    for role, person in people.items():
        client = sign_in(person)
        sees = role in LEVELS[level]
        assert client.get(address(table, f"/{document.id}")).status_code == (200 if sees else 404), role
        assert client.get(f"/files/{file}").status_code == (200 if sees else 404), role
        for page in (f"/round-tables/{table.body.id}", address(table)):
            assert ("Kieselstein" in client.get(page).text) is sees, (role, page)


def test_guest_of_an_item_finds_no_shelf(house, table, sign_in):
    put(house, table, visibility=Visibility.PUBLIC)
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    guest = sign_in(build.item_guest(house, build.agenda_item(house, meeting)))
    assert guest.get(address(table)).status_code == 404
    page = guest.get(f"/round-tables/{table.body.id}")
    assert page.status_code == 200
    assert "/documents" not in page.text


def test_everybody_reads_public_documents_of_a_public_body(house, table, sign_in):
    table.body.visibility = Visibility.PUBLIC
    shown, kept = put(house, table, visibility=Visibility.PUBLIC), put(house, table)
    stranger = sign_in(build.person(house))
    assert stranger.get(address(table, f"/{shown.id}")).status_code == 200
    assert stranger.get(address(table, f"/{kept.id}")).status_code == 404
    assert "1 Dokument" in stranger.get(address(table)).text


def test_shelf_is_sorted_filtered_and_paged(house, table, sign_in):
    for number in range(25):
        put(house, table, f"Papier {number:02}", dated=FuzzyDate.of_year(2000 + number))
    put(house, table, "Undatiert")
    put(house, table, "Brief", kind=DocumentKind.LETTER, dated=FuzzyDate.of_year(1999))
    member = sign_in(table.mains[0])
    first, second = member.get(address(table)).text, member.get(address(table) + "?page=2").text
    assert first.index("Papier 24") < first.index("Papier 05")
    assert "Papier 04" not in first
    assert second.index("Papier 04") < second.index("Brief") < second.index("Undatiert")
    letters = member.get(address(table) + "?kind=letter").text
    assert "Brief" in letters
    assert "Papier" not in letters[letters.index("<main") :]
    for odd in ("?page=0", "?page=99999999999999", "?page=x", "?kind=x", "?archived=2"):
        assert member.get(address(table) + odd).status_code == 200, odd


def test_shelf_and_table_ask_as_often_for_many_documents_as_for_few(house, table, sign_in, statements):
    def asked(page):
        member.get(page)
        with statements() as seen:
            assert member.get(page).status_code == 200
        return len(seen)

    put(house, table)
    member = sign_in(table.mains[0])
    pages = (address(table), f"/round-tables/{table.body.id}")
    few = [asked(page) for page in pages]
    for _ in range(40):
        put(house, table)
    assert [asked(page) for page in pages] == few


def test_newer_file_replaces_the_one_before(house, table, coordinator, sign_in):
    document = put(house, table)
    page = coordinator.get(address(table, f"/{document.id}/file"))
    assert coordinator.submit(page, upload=(BytesIO(PAPER + b"2"), "neu.pdf")).status_code == 303
    text = sign_in(table.mains[0]).get(address(table, f"/{document.id}")).text
    assert text.index("neu.pdf") < text.index("vorlage.pdf")
    assert house.query(File).count() == 2
    refused = coordinator.post(address(table, f"/{document.id}/file"), data={})
    assert refused.status_code == 422


def test_what_is_said_about_a_document_is_corrected(house, table, coordinator):
    document = put(house, table)
    opened = coordinator.get(address(table, f"/{document.id}/edit"))
    assert coordinator.submit(opened, title="Vorlage 2").status_code == 303
    stale = coordinator.submit(opened, title="Vorlage 3", form_key="another")
    assert stale.status_code == 409
    assert "Vorlage 2" in stale.text
    house.refresh(document)
    assert document.title == "Vorlage 2"


def test_archived_document_lies_apart_and_comes_back(house, table, coordinator, sign_in):
    old, new = put(house, table, "Alte Fassung"), put(house, table, "Neue Fassung")
    page = coordinator.get(address(table, f"/{old.id}/archive"))
    assert coordinator.submit(page, replaced_by_id=str(new.id)).status_code == 303
    house.refresh(old)
    assert old.state is DocumentState.REPLACED
    member = sign_in(table.mains[0])
    assert "Alte Fassung" not in member.get(address(table)).text
    assert "Alte Fassung" in member.get(address(table) + "?archived=1").text
    assert "Neue Fassung" in member.get(address(table, f"/{old.id}")).text
    assert coordinator.submit(coordinator.get(address(table, f"/{old.id}/bring-back"))).status_code == 303
    house.refresh(old)
    assert (old.state, old.replaced_by_id) == (DocumentState.RELEASED, None)


def test_gestures_that_do_not_fit_the_state_are_refused(house, table, coordinator):
    draft, shown = put(house, table, release=False), put(house, table)
    empty = shelf_rules.put(
        house,
        table.body.id,
        title="leer",
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload=None,
        **given(house, table.coordinator),
    )
    for document, gesture, data in (
        (draft, "archive", {"replaced_by_id": ""}),
        (draft, "bring-back", {}),
        (shown, "release", {}),
        (shown, "bring-back", {}),
        (shown, "archive", {"replaced_by_id": "987654"}),
        (empty, "release", {}),
    ):
        assert coordinator.post(address(table, f"/{document.id}/{gesture}"), data=data).status_code == 422


def test_deleted_document_leaves_its_hashes(house, table, coordinator):
    document = put(house, table)
    sha256 = house.query(File).one().sha256
    assert coordinator.submit(coordinator.get(address(table, f"/{document.id}/remove"))).status_code == 303
    for cls in (ShelfDocument, File, FileChunk):
        assert house.query(cls).count() == 0
    line = house.query(Entry).filter_by(subject="file", gesture="remove").one()
    assert line.facts["sha256"] == sha256


# Levels


@pytest.fixture
def deputy(house, table):
    person = build.person(house)
    build.office(house, table.body, person, OfficeKind.DEPUTY_COORDINATION)
    return person


def test_stricter_level_holds_at_once(house, table, deputy, sign_in):
    document = put(house, table)
    client = sign_in(deputy)
    page = client.get(address(table, f"/{document.id}/level"))
    assert client.submit(page, visibility="coordination").status_code == 303
    house.refresh(document)
    assert document.visibility is Visibility.COORDINATION


@pytest.mark.parametrize(("answer", "level"), [("yes", Visibility.INTERNAL), ("no", Visibility.COORDINATION)])
def test_wider_level_waits_for_its_owner(house, table, deputy, coordinator, sign_in, answer, level):
    document = put(house, table, visibility=Visibility.COORDINATION)
    client = sign_in(deputy)
    page = client.get(address(table, f"/{document.id}/level"))
    assert client.submit(page, visibility="internal").status_code == 303
    house.refresh(document)
    assert (document.visibility, document.lower_to) == (Visibility.COORDINATION, "internal")
    told = house.query(Letter).filter_by(template="tables/document_consent").one()
    raw = email.message_from_bytes(house.get_one(LetterBytes, told.id).raw, policy=email.policy.default)
    words = raw.get_body(("plain",)).get_content()
    assert told.recipient == table.coordinator.email
    assert address(table, f"/{document.id}") in words
    assert document.title not in words + raw["Subject"]
    assert sign_in(table.mains[0]).get(address(table, f"/{document.id}")).status_code == 404
    where = address(table, f"/{document.id}/consent")
    assert client.post(where, data={"agreed": "yes"}).status_code == 404
    assert coordinator.post(where, data={"agreed": "perhaps"}).status_code == 422
    page = coordinator.get(address(table, f"/{document.id}"))
    assert coordinator.submit(page, "Antworten", agreed=answer).status_code == 303
    house.refresh(document)
    assert (document.visibility, document.lower_to) == (level, None)


def test_overview_asks_the_owner_for_her_consent_until_she_answers(house, table, deputy, sign_in, statements):
    document = put(house, table, visibility=Visibility.COORDINATION)
    asked = {"visibility": Visibility.INTERNAL, "seat_ids": ()}
    level_rules.set_level(house, document.id, based_on=document.version, **asked, **given(house, deputy))
    house.commit()
    owner = sign_in(table.coordinator)
    told = "Dürfen mehr Personen ein Dokument von Ihnen lesen?"
    owner.get("/overview")
    with statements() as seen:
        page = owner.get("/overview").text
    assert told in page
    assert address(table, f"/{document.id}") in page
    assert len(seen) <= 6
    assert told not in sign_in(deputy).get("/overview").text
    level_rules.consent(house, document.id, agreed=False, **given(house, table.coordinator))
    house.commit()
    assert told not in owner.get("/overview").text


def test_owner_lowers_a_level_alone_and_successors_do_when_she_is_gone(house, table, deputy):
    document = put(house, table, visibility=Visibility.COORDINATION)
    lowered = {"visibility": Visibility.INTERNAL, "seat_ids": ()}
    mine = given(house, table.coordinator)
    assert level_rules.set_level(house, document.id, based_on=document.version, **lowered, **mine)
    other = put(house, table, by=deputy, visibility=Visibility.COORDINATION)
    house.query(Office).filter_by(person_id=deputy.id).one().ends_on = build.TODAY.replace(day=1, month=8)
    house.flush()
    assert level_rules.set_level(house, other.id, based_on=other.version, **lowered, **mine)


def test_confidential_document_names_more_institutions_by_its_owner_only(house, table, deputy):
    first, second = table.seats[0].id, table.seats[1].id
    document = put(house, table, visibility=Visibility.CONFIDENTIAL, seat_ids=[first])
    house.refresh(document, ["audience"])
    wider = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [first, second]}
    with pytest.raises(RuleBroken, match="names further institutions"):
        level_rules.set_level(house, document.id, based_on=document.version, **wider, **given(house, deputy))
    mine = given(house, table.coordinator)
    assert level_rules.set_level(house, document.id, based_on=document.version, **wider, **mine)
    house.refresh(document, ["audience"])
    assert {each.seat_id for each in document.audience} == {first, second}


def test_only_who_keeps_the_shelf_changes_it(house, table, sign_in):
    document = put(house, table)
    gestures = ("edit", "file", "release", "archive", "bring-back", "remove", "level", "wording", "force")
    for person in (table.mains[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        assert client.get(address(table, "/new")).status_code == 404
        for gesture in gestures:
            where = address(table, f"/{document.id}/{gesture}")
            assert client.get(where).status_code == 404
            assert client.post(where, data={"title": "x"}).status_code == 404
    outside = given(house, table.mains[0])
    with pytest.raises(NotAllowed):
        put(house, table, by=table.mains[0])
    with pytest.raises(NotAllowed):
        shelf_rules.remove(house, document.id, **outside)
    with pytest.raises(NotAllowed):
        wording_rules.write_wording(house, document.id, "x", based_on=0, render=render, **outside)


# Bylaws as a text


@pytest.fixture
def bylaws(house, table):
    return shelf_rules.put(
        house,
        table.body.id,
        title="Geschäftsordnung",
        kind=DocumentKind.BYLAWS,
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload=None,
        **given(house, table.coordinator),
    )


def test_bylaws_are_written_put_into_force_and_compared(house, table, bylaws, coordinator, sign_in):
    where, member = address(table, f"/{bylaws.id}"), sign_in(table.mains[0])
    page = coordinator.get(where + "/wording")
    assert coordinator.submit(page, markdown="Der Tisch tagt zweimal im Jahr.").status_code == 303
    assert member.get(where).status_code == 404
    page = coordinator.get(where + "/force")
    assert coordinator.submit(page, in_force_on="2026-08-01").status_code == 303
    assert "zweimal" in member.get(where).text
    page = coordinator.get(where + "/wording")
    assert coordinator.submit(page, markdown="Der Tisch tagt viermal im Jahr.").status_code == 303
    assert "viermal" not in member.get(where).text
    assert member.get(where + "/wordings/2").status_code == 404
    page = coordinator.get(where + "/force")
    assert coordinator.submit(page, in_force_on="2026-10-01").status_code == 303
    text = member.get(where + "/wordings/2").text
    assert "<del>zweimal</del><ins>viermal</ins>" in text
    assert "zweimal" in member.get(where).text, "until October the older wording applies"
    versions = house.query(TextVersion).order_by(TextVersion.number).all()
    assert all(each.frozen_at for each in versions)


def test_bad_day_in_force_is_refused(house, table, bylaws, coordinator):
    where = address(table, f"/{bylaws.id}")
    assert coordinator.get(where + "/force").status_code == 404
    coordinator.submit(coordinator.get(where + "/wording"), markdown="Eins")
    coordinator.submit(coordinator.get(where + "/force"), in_force_on="2026-08-01")
    again = coordinator.post(where + "/force", data={"number": "1", "in_force_on": "2026-09-01"})
    assert again.status_code == 422
    coordinator.submit(coordinator.get(where + "/wording"), markdown="Zwei")
    for bad in ({"in_force_on": "2026-08-01"}, {"in_force_on": ""}, {"number": "1"}, {"number": "x"}):
        data = {"number": "2", "in_force_on": "2026-09-01"} | bad
        assert coordinator.post(where + "/force", data=data).status_code == 422, bad


def test_two_writers_of_bylaws_lose_nothing(house, table, bylaws, coordinator, deputy, sign_in):
    where = address(table, f"/{bylaws.id}/wording")
    opened = coordinator.get(where)
    other = sign_in(deputy)
    assert other.submit(other.get(where), markdown="Von der Stellvertretung").status_code == 303
    refused = coordinator.submit(opened, markdown="Von der Koordination")
    assert refused.status_code == 409
    assert "Von der Stellvertretung" in refused.text
    assert "Von der Koordination" in refused.text
    assert coordinator.submit(refused, markdown="Von beiden").status_code == 303
    for odd in ("-1", "99", "x", str(2**40)):
        data = {"markdown": "x", "based_on": odd}
        assert coordinator.post(where, data=data).status_code == 422, odd


def test_wording_that_was_in_force_is_not_deleted_a_draft_is(house, table, bylaws, coordinator):
    where = address(table, f"/{bylaws.id}")
    coordinator.submit(coordinator.get(where + "/wording"), markdown="Eins")
    coordinator.submit(coordinator.get(where + "/force"), in_force_on="2026-08-01")
    assert coordinator.post(where + "/remove", data={}).status_code == 422
    draft = shelf_rules.put(
        house,
        table.body.id,
        title="Entwurf",
        kind=DocumentKind.BYLAWS,
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload=None,
        **given(house, table.coordinator),
    )
    wording_rules.write_wording(
        house, draft.id, "Zwei", based_on=0, render=render, **given(house, table.coordinator)
    )
    shelf_rules.remove(house, draft.id, **given(house, table.coordinator))
    assert house.query(Text).count() == 1


def test_texts_of_minutes_stay_with_those_who_write_them(house, table, bylaws, read_as):
    wording_rules.write_wording(
        house, bylaws.id, "Eins", based_on=0, render=render, **given(house, table.coordinator)
    )
    text = Text(body_id=table.body.id)
    house.add(text)
    house.flush()
    house.add(
        TextVersion(
            text_id=text.id,
            number=1,
            markdown="Protokoll",
            html="",
            sha256="",
            author_id=table.coordinator.id,
            created_at=build.NOW,
            frozen_at=build.NOW,
        )
    )
    member = read_as(build.actor(house, table.mains[0]))
    assert member.query(TextVersion).count() == 0
