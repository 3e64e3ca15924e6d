"""The demo shows every state of a table, opens its accounts, and is loaded once, where it harms nobody."""

from collections import Counter
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from blueprints.meetings.reply_queries import who_comes
from blueprints.office.demo.practice import INSTITUTIONS, TABLE
from blueprints.office.demo.practice_institutions import BECOMES, CITY, UMBRELLA
from blueprints.office.demo.practice_papers import COMMITTEE, COUNCIL
from blueprints.office.demo.practice_people import GAP
from blueprints.requests.path_queries import way_of
from blueprints.tables.concerns.queries import concerns
from models.accounts import Account
from models.adoptions import BINDING, CHOICES
from models.bodies import Body, Coordination, Office, OfficeKind
from models.concerns import ConcernKind
from models.editions import Edition, EditionKind, EditionReader
from models.files import File, broken_files
from models.guests import ItemGuest
from models.history import broken_links
from models.invitations import Invitation, SupportNeed
from models.letters import Dispatch, Letter, LetterState
from models.meetings import AgendaItem, Meeting, MeetingState
from models.minutes import Minutes, MinutesState
from models.organisations import Organisation, OrganisationKind
from models.outbox import LetterBytes
from models.papers import Paper, PaperKind
from models.people import Person
from models.procedures import REVIEW_WEEKS, Procedure, ProcedureVersion
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.shelf import ShelfDocument
from models.stances import Stance
from models.texts import TextVersion
from models.visibility import Visibility
from plumbing import clock
from tests import build


def text_of(answer):
    return answer.get_data(as_text=True)


def practice(house):
    return house.scalars(select(Body).where(Body.name == TABLE)).one()


def practice_meetings(house):
    found = select(Meeting).where(Meeting.body_id == practice(house).id).order_by(Meeting.starts_at)
    return house.scalars(found).all()


def person(house, address):
    return house.scalars(select(Person).where(Person.email == f"{address}@musterstadt.example")).one()


def test_everybody_signs_in_with_the_one_password_and_opens_the_overview(demo, new_client):
    """One coordinator is asked for a second factor besides, whose secret is told."""
    assert len(demo.addresses) == len(set(demo.addresses)) > 30
    asked = []
    for address in demo.addresses:
        client = new_client()
        page = client.get("/accounts/sign-in")
        answer = client.submit(page, "Anmelden", email=address, password=demo.password)
        assert answer.status_code in (302, 303), address
        if "second-step" in answer.location:
            asked.append(address)
            code = pyotp.TOTP(demo.secret).at(clock.now())
            answer = client.submit(client.get(answer.location), "Anmelden", proof=code)
            assert answer.status_code == 303
        assert client.get("/overview").status_code == 200, address
    assert asked == ["stellv-koordination@musterstadt.example"]


def test_it_loads_within_twenty_seconds(demo):
    """Of computing, while the other processor is busy, too."""
    assert demo.seconds < 20


def test_it_is_loaded_once(demo, app, house):
    before = house.scalars(select(Body.id)).all()
    house.commit()
    again = app.test_cli_runner().invoke(args=["demo"])
    assert again.exit_code == 1
    assert "not empty" in again.output
    assert house.scalars(select(Body.id)).all() == before


def test_whoever_has_rows_of_her_own_keeps_them(app, house):
    build.organisation(house, "Polizei")
    house.commit()
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 1
    assert house.scalars(select(Organisation.name)).all() == ["Polizei"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"SMTP_URL": "smtp://127.0.0.1:9"}, "mail server"),
        ({"BASE_URL": "https://tische.example"}, "BASE_URL"),
    ],
)
def test_it_refuses_where_it_would_do_harm(make_app, house, setting, words):
    house.commit()
    result = make_app(**setting).test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert words in result.output
    assert house.scalars(select(Account)).first() is None


def test_its_accounts_are_marked_and_have_addresses_that_do_not_exist(demo, house):
    accounts = house.scalars(select(Account)).all()
    assert {account.email for account in accounts} == set(demo.addresses)
    assert all(account.is_demo and account.email.endswith(".example") for account in accounts)
    assert len({account.password_hash for account in accounts}) == 1
    assert all((each.email or "").endswith(".example") for each in house.scalars(select(Person)))
    assert all(each.recipient.endswith(".example") for each in house.scalars(select(Letter)))


def test_every_role_is_there(demo, house):
    table = practice(house)
    offices = Counter(house.scalars(select(Office.kind).where(Office.body_id == table.id)))
    assert offices.keys() == set(OfficeKind)
    rows = house.execute(
        select(Organisation.kind, Appointment.role, Seat.kind)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .join(Appointment, Appointment.seat_id == Seat.id)
        .where(Seat.body_id == table.id)
    ).all()
    with_both = [
        kind
        for kind in OrganisationKind
        if {AppointmentRole.MAIN, AppointmentRole.DEPUTY} <= {row[1] for row in rows if row[0] is kind}
    ]
    assert OrganisationKind.POLICE in with_both
    assert len(with_both) >= 3
    assert SeatKind.ADVISORY in {row[2] for row in rows}
    assert house.scalars(select(ItemGuest)).first() is not None
    flags = {(each.is_admin, each.is_privacy_officer) for each in house.scalars(select(Account))}
    assert flags == {(False, False), (True, False), (False, True)}


def test_the_practice_table_is_marked_and_mixes_with_nothing_real(demo, house):
    table = practice(house)
    assert table.is_practice
    assert "Übung" in table.name
    seats = house.scalars(select(Seat).where(Seat.body_id == table.id)).all()
    names = set(house.scalars(select(Organisation.name).where(Organisation.source == "")))
    assert names == {name for name, *_ in (*INSTITUTIONS, GAP)} | {CITY, UMBRELLA, BECOMES}
    assert len(seats) == len(INSTITUTIONS) + 1 == 10
    ours = {seat.organisation_id for seat in seats}
    group = house.scalars(select(Body).where(Body.parent_id == table.id)).one()
    assert group.is_practice
    others = select(Seat.organisation_id).where(Seat.body_id.not_in((table.id, group.id)))
    assert not ours & set(house.scalars(others))
    elsewhere = select(Coordination.organisation_id).where(Coordination.body_id.not_in((table.id, group.id)))
    assert not ours & set(house.scalars(elsewhere))
    marked = {each.name for each in house.scalars(select(Body)) if each.is_practice}
    assert marked == {table.name, group.name, COMMITTEE, COUNCIL}
    assert all("(Übung)" in name for name in (COMMITTEE, COUNCIL))


def test_its_papers_hide_a_station_and_share_a_number(demo, house, read_as):
    """The line of stations goes on behind the draft that only the coordination sees."""
    table, lines = practice(house), {}
    for who in ("koordination", "polizei"):
        actor = build.actor(house, person(house, who), on=clock.today())
        reading = read_as(actor)
        start = reading.scalars(select(Paper).where(Paper.kind == PaperKind.PROPOSAL)).one()
        found = reading.get_one(Paper, start.id)
        lines[who] = [
            (each.paper.kind.value, each.on.canonical) for each in way_of(house, reading, found).stations
        ]
    assert len(lines["koordination"]) == 8
    assert len(lines["polizei"]) == 6
    assert "statement" in dict(lines["koordination"])
    assert "statement" not in dict(lines["polizei"])
    assert "printed" in dict(lines["polizei"])
    numbers = house.scalars(select(Paper.number).where(Paper.body_id == table.id, Paper.number != "")).all()
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_its_meetings_stand_in_three_states(demo, house):
    *earlier, held, invited = practice_meetings(house)[:4]
    planned = practice_meetings(house)[4:]
    assert {each.state for each in (*earlier, held)} <= {MeetingState.MINUTED, MeetingState.CLOSED}
    assert invited.state is MeetingState.INVITED
    assert {each.state for each in planned} == {MeetingState.SCHEDULED}
    assert held.ends_at < clock.now() < invited.starts_at < planned[0].starts_at
    minutes = house.scalars(select(Minutes).where(Minutes.meeting_id == held.id)).one()
    assert minutes.state is MinutesState.CIRCULATED
    assert minutes.objections_until > clock.today()
    assert len(house.scalars(select(Edition).where(Edition.meeting_id == held.id)).all()) > 2


def test_its_last_minutes_were_corrected_and_two_institutions_have_taken_note(demo, house):
    held = next(each for each in practice_meetings(house)[::-1] if each.state is MeetingState.MINUTED)
    versions = house.scalars(
        select(Edition).where(
            Edition.meeting_id == held.id, Edition.whole, Edition.kind == EditionKind.MINUTES
        )
    ).all()
    assert sorted(each.version for each in versions) == [1, 2]
    newest = max(versions, key=lambda each: each.version)
    assert "Donnerstagabend" in newest.content
    noted = select(func.count(EditionReader.id)).where(EditionReader.taken_note_at.is_not(None))
    assert house.scalar(noted) == 2


def test_its_next_year_is_planned_on_second_wednesdays(demo, house):
    numbers = {each.number: each.held_on.day for each in practice_meetings(house)}
    days = [numbers[number] for number in (14, 15, 16, 17)]
    assert [day.month for day in days] == [3, 6, 9, 12]
    assert {(day.weekday(), (day.day - 1) // 7) for day in days} == {(2, 1)}
    assert {day.year for day in days} == {clock.today().year + 1}


def test_its_procedure_shows_every_state_of_adoption(demo, house):
    said = {each.value for each in house.query(Stance)}
    assert set(CHOICES) <= said
    assert house.query(Stance).filter(Stance.provisional, Stance.value.in_(BINDING)).count()
    about = house.query(Procedure).filter(Procedure.title.startswith("Übung")).one()
    numbers = {each.number for each in house.query(ProcedureVersion).filter_by(procedure_id=about.id)}
    assert numbers == {1, 2}
    assert about.review_on <= clock.today() + timedelta(weeks=REVIEW_WEEKS)


def test_the_answers_are_mixed(demo, house):
    invited = practice_meetings(house)[3]
    by = build.actor(house, person(house, "koordination"), on=clock.today())
    answers = who_comes(house, invited.id, on=clock.today(), by=by)
    assert Counter(line.voice.value for line in answers.lines) == {
        "comes": 4,
        "deputy": 2,
        "perhaps": 1,
        "declined": 1,
        "open": 1,
    }
    assert house.scalars(select(SupportNeed)).one().meeting_id == invited.id


def test_one_institution_has_been_silent_three_times(demo, house):
    table = practice(house)
    found = {(each.kind, each.institution) for each in concerns(house, {table.id}, clock.today())}
    assert (ConcernKind.SILENT, "Jugendhilfeträger Musterstadt") in found


def test_letters_of_the_past_were_not_sent_and_those_of_the_invitation_are_files(demo, house, tmp_path):
    states = Counter(house.scalars(select(Letter.state)))
    assert states.keys() == {
        LetterState.ACCEPTED,
        LetterState.FAILED,
        LetterState.UNKNOWN,
        LetterState.BOUNCED,
    }
    invited = practice_meetings(house)[3]
    mine = select(Letter).where(Letter.meeting_id == invited.id, Letter.state == LetterState.ACCEPTED)
    files = list((tmp_path / "letters").glob("*.eml"))
    assert len(files) == len(house.scalars(mine).all()) > 9
    kept = house.scalars(select(LetterBytes.letter_id)).all()
    assert len(kept) == states[LetterState.FAILED] + states[LetterState.UNKNOWN]
    assert all(each.sent_on <= clock.today() for each in house.scalars(select(Dispatch)))


def test_a_reply_link_of_a_letter_opens_its_question(demo, tmp_path, new_client):
    letter = next(iter((tmp_path / "letters").glob("*.eml"))).read_text()
    token = letter.replace("=\n", "").split("http://localhost/r/")[1][:43]
    assert "Musterstadt" in text_of(new_client().get(f"/r/{token}"))


def test_confidential_items_are_seen_by_those_they_name(demo, house, sign_in):
    invited = practice_meetings(house)[3]
    items = house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == invited.id)).all()
    secret = next(item for item in items if item.visibility is Visibility.CONFIDENTIAL)
    for who, sees in (("polizei", True), ("frauenhaus", True), ("jugendamt", False), ("gast", False)):
        page = text_of(sign_in(person(house, who)).get(f"/meetings/{invited.id}"))
        assert (secret.title in page) is sees, who


def test_the_guest_sees_one_item(demo, house, sign_in):
    invited = practice_meetings(house)[3]
    guest = sign_in(person(house, "gast"))
    page = text_of(guest.get(f"/meetings/{invited.id}"))
    assert "Bericht: Material für Erzieher*innen" in page
    assert "Ansprechstellen der Institutionen" not in page


def test_real_pages_say_where_their_facts_come_from(demo, house, sign_in):
    network = house.scalars(select(Body).where(Body.name.startswith("Netzwerk"))).one()
    coordinator = house.scalars(select(Person).where(Person.name.contains("Koordination Netzwerk"))).one()
    page = text_of(sign_in(coordinator).get(f"/round-tables/{network.id}"))
    assert "in der Quelle nicht genannt" in page
    assert "in der ersten Sitzung des Netzwerkes häusliche Gewalt" in page
    for words in ("Herbst 2021", "Frühjahr 2022", "22.06.2022", "coronabedingt"):
        assert words in page


def test_nobody_is_a_person_with_a_name(demo, house):
    functions = ("Vertretung", "Stellvertretung", "Koordination", "Stellv.", "Lesezugriff", "Fachreferat",
                 "Datenschutz", "Systemadministration", "Delegation", "Redaktion", "Befragte")  # fmt: skip
    assert all(each.name.startswith(functions) for each in house.scalars(select(Person)))
    assert not any(each.function for each in house.scalars(select(Person)))


def test_history_and_files_are_proven(demo, house):
    assert list(broken_links(house)) == []
    assert list(broken_files(house)) == []
    on_items = house.scalars(select(File.name).where(File.item_id.is_not(None))).all()
    assert on_items == ["Liste der Ansprechstellen (Übung).csv"]


def test_the_practice_shelf_has_documents_of_every_level_and_two_wordings(demo, house):
    found = house.scalars(select(ShelfDocument).where(ShelfDocument.body_id == practice(house).id)).all()
    assert {each.visibility for each in found} == set(Visibility)
    assert all("Übung" in each.title or "Übungstisch" in each.title for each in found)
    wordings = house.scalars(select(TextVersion).where(TextVersion.in_force_on.is_not(None))).all()
    assert len(wordings) == 2
    everywhere = house.scalars(select(ShelfDocument.body_id)).all()
    assert len(everywhere) == len(found), "the sources name no document on a shelf"


def test_the_nightly_run_deletes_no_support_need_on_the_first_day(demo, app, house):
    house.commit()
    result = app.test_cli_runner().invoke(args=["deadlines", "run"])
    assert result.exit_code == 0, result.output
    assert "support needs deleted: 0" in result.output


def test_invitations_of_real_bodies_are_none(demo, house):
    meetings = {meeting.id for meeting in practice_meetings(house)}
    assert {each.meeting_id for each in house.scalars(select(Invitation))} <= meetings
