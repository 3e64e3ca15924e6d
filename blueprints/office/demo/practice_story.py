"""What happened at the practice table, in the order of time, through the same rules as on the site."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings import file_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.settling import rules as settling_rules
from blueprints.minutes import approval_rules, circulation_rules, correction_rules, rules
from blueprints.office.demo import (
    practice,
    practice_appearances,
    practice_corrected,
    practice_dates,
    practice_decisions,
    practice_import,
    practice_institutions,
    practice_letters,
    practice_mails,
    practice_objections,
    practice_offers,
    practice_papers,
    practice_people,
    practice_positions,
    practice_procedures,
    practice_projects,
    practice_published,
    practice_requests,
    practice_room,
    practice_seats,
    practice_signatures,
    practice_silence,
    practice_surveys,
    practice_tasks,
    practice_topics,
    practice_words,
    practice_years,
)
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import (
    HELD_ANSWERS,
    INVITED_ANSWERS,
    add_items,
    at,
    give_answers,
    invite,
    plan,
    plan_next_year,
    working_day,
)
from models.imprints import Imprint
from models.item_outcomes import ItemOutcome
from models.letters import Letter, LetterState
from models.meetings import AgendaItem, Meeting
from models.minutes import AttendanceState, attendances
from models.visibility import Visibility
from plumbing.markdown import render
from plumbing.uploads import accepted

OPERATOR: Final = "Stadtverwaltung Musterstadt\nRathausplatz 1, Musterstadt\n(Übungsdaten, frei erfunden)"
INVENTED: Final = "Stelle für Datenschutz der Stadtverwaltung Musterstadt (Übungsdaten)"
BEGUN: Final = 90
"""So many days before today the practice table's first meeting is planned."""
INVITED_BEFORE: Final = 5
"""So many days before today the second meeting's invitations went out."""
REFUSED_AT: Final = f"jugendhilfe-stellvertretung@{practice.DOMAIN}"
IN_DOUBT_AT: Final = f"ordnungsamt@{practice.DOMAIN}"


def tell(house: Session, today: date) -> Practice:
    """Load the practice table and lead it to today."""
    table = practice.load(house, at(today - timedelta(days=BEGUN), 8))
    practice_institutions.tell(house, table, today)
    practice_years.look_back(house, table, today)
    went_out(house, practice_people.look_back(house, table, today))
    practice_silence.tell(house, table, today, went_out)
    practice_procedures.tell(house, table, today, went_out)
    held = _first_meeting(house, table, today)
    _second_meeting(house, table, today)
    _minutes_in_doubt(house, held)
    _corrected(house, practice_corrected.tell(house, table, held, today))
    day = working_day(today, 80)
    planned = plan(house, table, day, today - timedelta(days=3), number=13)
    add_items(house, table, planned, practice_words.PLANNED_AGENDA, today - timedelta(days=3))
    spoken_of = select(AgendaItem).where(AgendaItem.meeting_id == held.id, AgendaItem.text != "")
    item = house.scalars(spoken_of.order_by(AgendaItem.place).limit(1)).one()
    practice_topics.load(house, table, planned, item, today)
    plan_next_year(house, table, today)
    practice_offers.load(house, table, today)
    practice_import.load(house, table, today)
    practice_people.load(house, table, today)
    practice_seats.load(house, table, today)
    practice_dates.load(house, table, today)
    practice_papers.load(house, table, today)
    projects = practice_projects.load(house, table, today)
    practice_appearances.load(house, table, projects, today)
    practice_positions.load(house, table, today)
    practice_signatures.tell(house, table, today)
    practice_surveys.tell(house, table, today)
    practice_requests.tell(house, table, today)
    approval_rules.approve_due(house, today, at(today, 0, 5))
    practice_published.tell(house, table, today)
    house.add(Imprint(operator=OPERATOR, contact=f"rathaus@{practice.DOMAIN}", privacy_officer=INVENTED))
    return table


def _first_meeting(house: Session, table: Practice, today: date) -> Meeting:
    """Held sixteen days ago, its minutes sent out six days ago."""
    planned_on, day = today - timedelta(days=BEGUN), working_day(today, -18)
    meeting = plan(house, table, day, planned_on, number=11)
    items = add_items(house, table, meeting, practice_words.HELD_AGENDA, planned_on)
    tokens = invite(house, table, meeting, day - timedelta(days=21))
    went_out(house, at(day - timedelta(days=21), 9, 1))
    practice_mails.come_back(house, meeting, at(day - timedelta(days=21), 9, 4))
    give_answers(house, table, meeting, HELD_ANSWERS, tokens)
    items |= add_items(house, table, meeting, practice_words.HELD_ADDED, day - timedelta(days=4))
    by = table.actor(house, "koordination", day)
    meeting_rules.hold(house, meeting.id, by=by, now=at(day, 12, 30))
    practice_tasks.tell(house, table, meeting, items, today, went_out)
    practice_decisions.tell(house, table, meeting, items, today, went_out)
    _write_minutes(house, table, meeting, items, today)
    practice_objections.tell(house, table, meeting, today)
    went_out(house, at(today - timedelta(days=2), 11), but=IN_DOUBT_AT)
    return meeting


def _write_minutes(
    house: Session, table: Practice, meeting: Meeting, items: dict[str, AgendaItem], today: date
) -> None:
    written, sent = at(today - timedelta(days=8), 14), at(today - timedelta(days=6), 9)
    by = table.actor(house, "koordination", sent.date())
    minutes = rules.begin(house, meeting.id, by=by, now=written)
    for key, words in practice_words.HELD_MINUTES.items():
        rules.write_item(
            house, items[key].id, words, based_on=0, by=by, now=written + timedelta(minutes=20), render=render
        )
    put_off = items["flyer"].id
    settling_rules.settle_item(house, put_off, outcome=ItemOutcome.PUT_OFF, by=by, now=written)
    silent = [each for each in attendances(house, minutes.id) if each.state is AttendanceState.OPEN]
    absent = {each.id: (AttendanceState.ABSENT, each.names) for each in silent}
    rules.note_attendance(house, meeting.id, absent, by=by, now=written + timedelta(minutes=30))
    practice_room.tell(house, minutes, meeting, items, by)
    rules.confirm(house, meeting.id, by=by, now=sent - timedelta(hours=1))
    circulation_rules.circulate(house, meeting.id, by=by, now=sent)
    went_out(house, sent + timedelta(minutes=1), but=IN_DOUBT_AT)


def _second_meeting(house: Session, table: Practice, today: date) -> None:
    """In two and a half weeks; the invitations went out five days ago, and the answers are mixed."""
    planned_on, invited_on = today - timedelta(days=30), today - timedelta(days=INVITED_BEFORE)
    meeting = plan(house, table, working_day(today, 17), planned_on, number=12)
    items = add_items(house, table, meeting, practice_words.INVITED_AGENDA, planned_on)
    by = table.actor(house, "koordination", planned_on)
    stream = BytesIO(practice_words.FILE.encode())
    name, content_type = accepted(stream, practice_words.FILE_NAME)
    file_rules.add_file(
        house,
        items["contacts"].id,
        name=name,
        content_type=content_type,
        stream=stream,
        visibility=Visibility.INTERNAL,
        by=by,
        now=at(planned_on, 10),
    )
    tokens = invite(house, table, meeting, invited_on)
    practice_letters.render(house, at(invited_on, 9))
    _refuse_one(house, meeting, at(invited_on, 9, 1))
    give_answers(house, table, meeting, INVITED_ANSWERS, tokens)
    practice_mails.arrive(house, meeting, at(today - timedelta(days=1), 11))
    practice_room.prepare(house, table, meeting, items, today)


def _corrected(house: Session, when: datetime) -> None:
    """The letters about the corrected version have arrived."""
    went_out(house, when, of=correction_rules.CORRECTED)


def _refuse_one(house: Session, meeting: Meeting, when: datetime) -> None:
    """One address is refused, so that the office has something to show."""
    letter = house.scalars(
        select(Letter).where(Letter.meeting_id == meeting.id, Letter.recipient == REFUSED_AT)
    ).one()
    letter.note(550, "5.1.1", "5.1.1 Übung: dieses Postfach gibt es nicht")
    letter.refuse(when)
    house.flush()


def _minutes_in_doubt(house: Session, meeting: Meeting) -> None:
    """One letter of the minutes broke off while it was being sent: somebody has to ask."""
    letter = house.scalars(
        select(Letter).where(Letter.meeting_id == meeting.id, Letter.state == LetterState.QUEUED)
    ).one()
    letter.note(None, "", "Übung: Verbindung beim Senden abgebrochen")
    letter.doubt(letter.created_at + timedelta(minutes=1))
    house.flush()
