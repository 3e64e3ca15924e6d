"""Finding a date: offered, answered by link and on the site, changed without losing answers, chosen."""

import contextvars
import re
import threading
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.meetings.dates import change_rules as date_change_rules
from blueprints.meetings.dates import rules as date_rules
from blueprints.meetings.dates.standing_queries import Dates
from blueprints.meetings.rules import record_meeting
from models.actors import Actor
from models.bodies import Body, BodyState, Bylaws
from models.date_findings import (
    DateAnswer,
    DateChoice,
    DateFinding,
    DateOption,
    Fits,
    Standing,
    Times,
    best_of,
)
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.meetings import Meeting, MeetingState
from models.organisations import Organisation
from models.outbox import Letter, LetterBytes, LetterKind
from models.people import Person
from models.rounds import AskedLink, AskedSeat, Channel, Round, RoundKind
from models.seats import Appointment, AppointmentRole
from plumbing.letters import render_waiting
from tests import build

TODAY = build.TODAY
DUE = date(2026, 9, 22)
DAYS = (date(2026, 10, 13), date(2026, 10, 14), date(2026, 10, 21))


def times(*days):
    return [Times(datetime(d.year, d.month, d.day, 10, tzinfo=BERLIN)) for d in days or DAYS]


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Wehr")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def post_out(house, app):
    """Letters that wait become bytes, as at a commit."""

    def render():
        with app.app_context():
            render_waiting(house)

    return render


@pytest.fixture
def asked(house, table, post_out):
    """Three dates are offered; gives the links' secrets by address."""
    date_rules.ask(house, table.body.id, times=times(), due_on=DUE, **by_coordinator(house, table))
    tokens = {each.letter.recipient: each.facts["token"] for each in house.info["unrendered"]}
    post_out()
    house.commit()
    return tokens


def by_coordinator(house, table, now=build.NOW):
    return {"by": build.actor(house, table.coordinator), "now": now}


def the_round(house):
    return house.query(Round).filter_by(kind=RoundKind.DATES).order_by(Round.id.desc()).first()


def options(house):
    return [each.id for each in house.query(DateOption).order_by(DateOption.starts_at)]


def asked_seat(house, table, place=0):
    seat = table.seats[place].id
    return house.query(AskedSeat).filter_by(round_id=the_round(house).id, seat_id=seat).one()


def url(house, table, rest=""):
    return f"/round-tables/{table.body.id}/date-findings/{the_round(house).id}{rest}"


def said(house, *words):
    """Fields of the form: a word for each date."""
    return {f"fits_{each}": word for each, word in zip(options(house), words, strict=True)}


def fitting(house, *words):
    return dict(zip(options(house), map(Fits, words), strict=True))


def lines(house, on=TODAY):
    house.expire_all()
    return Dates(house, the_round(house).id, on).lines(None)


def voices(house, place=0, on=TODAY):
    """What the institution says of each date, in words."""
    line = next(each for each in lines(house, on) if each.name.endswith(name_of(house, place)))
    return [line.fits[each].value if each in line.fits else "-" for each in options(house)]


def name_of(house, place):
    row = (
        house.query(AskedSeat)
        .filter_by(round_id=the_round(house).id)
        .order_by(AskedSeat.seat_id)
        .all()[place]
    )
    return row.name


def answer_by_link(client, house, token, *words, **more):
    return client.post(f"/r/{token}", data=said(house, *words) | more)


def test_the_best_of_an_institutions_answers_is_its_voice():
    assert best_of([]) is None
    assert best_of([Fits.NO]) is Fits.NO
    assert best_of([Fits.NO, Fits.PERHAPS]) is Fits.PERHAPS
    assert best_of([Fits.PERHAPS, Fits.YES, Fits.NO]) is Fits.YES


def typed(*days, **more):
    rows = {f"days-{place}-day": str(day) for place, day in enumerate(days)}
    return {"starts": "10:00", "ends": "12:00", "due_on": str(DUE), "note": "Raum noch offen"} | rows | more


def test_dates_are_offered_after_the_letter_was_shown(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}")
    assert f"/round-tables/{table.body.id}/date-findings/new" in page.text
    new = f"/round-tables/{table.body.id}/date-findings/new"
    page = coordinator.get(new)
    assert 'value="2026-09-15"' in page.text
    house.query(Organisation).filter_by(id=table.seats[0].organisation_id).one().mailbox = "post@amt.example"
    build.appointment(
        house, table.seats[1], build.person(house, "Ohne Adresse", email=None), AppointmentRole.DEPUTY
    )
    looked = coordinator.submit(page, **typed(*DAYS))
    assert looked.status_code == 200
    assert "Mittwoch, 14.10.2026, 10:00 bis 12:00" in looked.text
    assert "Dies ist noch keine Einladung" in looked.text
    for shown in (table.mains[0].email, table.deputies[2].email, "post@amt.example", "Ohne Adresse"):
        assert shown in looked.text
    assert house.query(Letter).count() == house.query(Round).count() == 0
    assert coordinator.submit(looked, "7 Nachrichten versenden").status_code == 303
    asking = the_round(house)
    assert (asking.kind, asking.due_on, asking.meeting_id) == (RoundKind.DATES, DUE, None)
    assert house.get_one(DateFinding, asking.id).note == "Raum noch offen"
    assert house.query(AskedSeat).count() == 3
    letters = house.query(Letter).all()
    assert {each.kind for each in letters} == {LetterKind.CONTENT}
    raw = house.get_one(LetterBytes, letters[0].id).raw.decode()
    for hidden in ("Wehr", "Raum noch offen", "text/calendar", table.mains[1].name):
        assert hidden not in raw
    assert letters[0].method == ""
    line = house.query(Entry).filter_by(gesture="ask-dates").one()
    assert line.facts == {"options": 3, "letters": 7}


def test_what_was_changed_after_it_was_shown_is_shown_again(house, table, coordinator):
    new = f"/round-tables/{table.body.id}/date-findings/new"
    looked = coordinator.submit(coordinator.get(new), **typed(*DAYS))
    again = coordinator.submit(looked, "6 Nachrichten versenden", **{"days-0-day": "2026-10-15"})
    assert again.status_code == 200
    assert "Donnerstag, 15.10.2026" in again.text
    assert house.query(Round).count() == 0
    assert coordinator.submit(again, "6 Nachrichten versenden").status_code == 303


def test_holidays_weekends_and_other_meetings_are_pointed_out(house, table, coordinator):
    """German Unity Day 2026 is a Saturday; the second table is hers, too, the third is not."""
    mine = build.table(house, 1, name="Netzwerk Nebenan", by=table.coordinator)
    foreign = build.table(house, 1, name="Fremder Tisch")
    for each in (mine, foreign):
        build.meeting(house, each.body, starts_at=datetime(2026, 10, 14, 14, tzinfo=BERLIN))
    new = f"/round-tables/{table.body.id}/date-findings/new"
    page = coordinator.submit(coordinator.get(new), **typed(date(2026, 10, 3), DAYS[1], date(2026, 11, 1)))
    assert "Feiertag: Tag der Deutschen Einheit; Samstag" in page.text
    assert "Feiertag: Allerheiligen; Sonntag" in page.text
    assert "Sitzung „Netzwerk Nebenan“ um 14:00 Uhr" in page.text
    assert "Fremder Tisch" not in page.text
    assert "schon bis zum 18.09.2026 hinausgehen" in page.text


def test_rows_may_have_times_of_their_own_and_more_rows_come_with_a_click(house, table, coordinator):
    new = f"/round-tables/{table.body.id}/date-findings/new"
    page = coordinator.get(new)
    assert page.text.count('type="date"') == 6
    more = coordinator.submit(page, "Weitere Zeilen", **typed(*DAYS))
    assert more.text.count('type="date"') == 11
    assert 'value="2026-10-21"' in more.text
    own = {"days-1-starts": "14:00", "days-2-ends": "13:00"}
    looked = coordinator.submit(more, "Nachricht und Empfänger*innen anzeigen", **own)
    for words in ("13.10.2026, 10:00 bis 12:00", "14.10.2026, 14:00", "21.10.2026, 10:00 bis 13:00"):
        assert words in looked.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"days-0-day": "", "days-1-day": "", "days-2-day": ""}, "mindestens einen Termin"),
        ({"days-1-day": "", "days-2-day": ""}, "2 bis 20 Termine"),
        ({"days-1-day": "2026-10-13"}, "steht doppelt da"),
        ({"days-0-day": "bald"}, "days-0-day-error"),
        ({"days-0-day": "2026-08-03"}, "Der 03.08.2026 liegt in der Vergangenheit"),
        ({"starts": ""}, "Bitte geben Sie eine Uhrzeit"),
        ({"ends": "09:00"}, "Das Ende muss nach dem Beginn liegen"),
        ({"days-2-day": "2027-03-28", "days-2-starts": "02:30"}, "days-2-starts-error"),
        ({"due_on": ""}, "due_on-error"),
        ({"due_on": "2026-08-31"}, "letzte Tag für Antworten liegt in der Vergangenheit"),
        ({"due_on": "2026-10-13"}, "muss vor dem ersten Termin liegen"),
        ({"note": "x" * 1001}, "note-error"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(house, table, coordinator, wrong, told):
    new = f"/round-tables/{table.body.id}/date-findings/new"
    answer = coordinator.post(new, data=typed(*DAYS) | wrong)
    if answer.status_code == 200:  # its shape is right: it is shown first
        shown = re.search(r'name="shown" type="hidden" value="(\w+)"', answer.text)[1]
        answer = coordinator.post(new, data=typed(*DAYS) | wrong | {"shown": shown})
    assert answer.status_code == 422
    assert told in answer.text
    assert house.query(Round).count() == 0


def test_by_the_link_exactly_this_question_is_answered(house, table, asked, client):
    token = asked[table.mains[0].email]
    page = client.get(f"/r/{token}")
    assert page.status_code == 200
    assert "Mittwoch, 14.10.2026, 10:00" in page.text
    assert name_of(house, 0) in page.text
    for hidden in ("Runder Tisch Wehr", name_of(house, 1), table.mains[1].name, "/date-findings/"):
        assert hidden not in page.text
    assert house.query(DateAnswer).count() == 0
    assert house.query(AskedLink).filter_by(token_hash=token).count() == 0
    sent = client.submit(page, "Antwort absenden", **said(house, "yes", "no", "perhaps"), note="Erst ab elf")
    assert (sent.status_code, sent.location) == (303, f"/r/{token}")
    given = house.query(DateAnswer).one()
    assert (given.channel, given.person_id, given.note) == (Channel.LINK, table.mains[0].id, "Erst ab elf")
    assert voices(house) == ["yes", "no", "perhaps"]
    again = client.get(f"/r/{token}")
    assert again.text.count(" checked") == 3
    client.submit(again, "Alle Termine passen")
    assert voices(house) == ["yes", "yes", "yes"]
    assert [each.counts for each in Dates(house, the_round(house).id, TODAY).changes()] == [True, False]
    line = house.query(Entry).filter_by(subject="date_answer").order_by(Entry.id).first()
    assert line.facts["said"] == dict(zip(map(str, options(house)), ("yes", "no", "perhaps"), strict=True))


def test_a_robot_that_opens_and_prefetches_changes_nothing(house, table, asked, client):
    for token in asked.values():
        assert client.get(f"/r/{token}").status_code == 200
        assert client.open(f"/r/{token}", method="HEAD").status_code == 200
    house.expire_all()
    assert house.query(DateAnswer).count() == 0


def test_the_link_fills_in_no_note_typed_after_signing_in(house, table, asked, client, sign_in):
    own = sign_in(table.mains[0])
    page = own.get(url(house, table, f"/answers/{asked_seat(house, table).id}"))
    assert own.submit(page, **said(house, "yes", "yes", "no"), note="Nur nach Feierabend").status_code == 303
    assert "Nur nach Feierabend" not in client.get(f"/r/{asked[table.mains[0].email]}").text


@pytest.mark.parametrize("wrong", [{}, {"fits_0": "yes"}, "bad", "part"])
def test_incomplete_answers_are_refused_and_kept(house, table, asked, client, wrong):
    first, _, third = options(house)
    data = (
        {"bad": {f"fits_{first}": "vielleicht"}, "part": {f"fits_{first}": "no"}}.get(wrong, wrong)
        if isinstance(wrong, str)
        else wrong
    )
    answer = client.post(f"/r/{asked[table.mains[0].email]}", data=data | {"note": "Bitte nicht dienstags"})
    assert answer.status_code == 422
    assert "Bitte nicht dienstags" in answer.text
    assert f"fits_{third}-error" in answer.text
    assert answer.text.count(" checked") == (wrong == "part")
    assert house.query(DateAnswer).count() == 0


def test_main_or_deputy_suffices_and_each_sees_what_the_other_has_said(house, table, asked, client, sign_in):
    answer_by_link(client, house, asked[table.mains[0].email], "no", "no", "perhaps")
    page = client.get(f"/r/{asked[table.deputies[0].email]}")
    assert "jemand aus Ihrer Institution: nein" in page.text
    assert table.mains[0].name not in page.text, "a letter may have been passed on"
    assert " checked" not in page.text
    answer_by_link(client, house, asked[table.deputies[0].email], "yes", "no", "no")
    assert voices(house) == ["yes", "no", "perhaps"]
    answer_by_link(client, house, asked[table.deputies[1].email], "no", "no", "no")
    assert voices(house, 1) == ["no", "no", "no"]
    standing = {each.name: each.standing for each in lines(house)}
    assert list(standing.values()).count(Standing.ALL) == 2
    assert standing[name_of(house, 2)] is Standing.NONE


def at_once(app, *posts):
    """Send these at the same moment, each as (path, fields); gives the codes in the order of the posts."""
    app.config["WTF_CSRF_ENABLED"] = False
    barrier, codes = threading.Barrier(len(posts)), {}

    def send(place, path, data):
        barrier.wait()
        codes[place] = FlaskClient(app, app.response_class).post(path, data=data).status_code

    senders = [
        threading.Thread(target=contextvars.copy_context().run, args=(send, place, *post))
        for place, post in enumerate(posts)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return [codes[place] for place in range(len(posts))]


def test_answers_in_the_same_second_make_one_voice(house, table, asked, make_app):
    main, deputy = (f"/r/{asked[person.email]}" for person in (table.mains[0], table.deputies[0]))
    yes, no = said(house, "yes", "yes", "yes"), said(house, "no", "no", "no")
    house.commit()
    assert at_once(make_app(), (main, yes), (deputy, no), (main, no), (deputy, yes)) == [303] * 4
    rows = house.query(DateAnswer).order_by(DateAnswer.id).all()
    last = {each.person_id: each.id for each in rows}.values()
    fits = house.query(DateChoice).filter(DateChoice.answer_id.in_(last)).all()
    assert len(rows) == 4
    assert {each.answered_at for each in rows} == {build.NOW}
    assert voices(house) == [best_of(each.fits for each in fits).value] * 3


def test_no_answer_slips_in_behind_the_end(house, table, asked, make_app, post_out):
    """While the closing is not yet committed, the answer waits; then it is told that it is late."""
    post = (f"/r/{asked[table.mains[0].email]}", said(house, "yes", "no", "no"))
    app, codes = make_app(), []
    house.commit()
    given = (house, table.body.id, the_round(house).id)
    date_change_rules.close_without(*given, reason="Nein", **by_coordinator(house, table))
    post_out()
    sender = threading.Thread(
        target=contextvars.copy_context().run, args=(lambda: codes.extend(at_once(app, post)),)
    )
    sender.start()
    sender.join(0.3)
    assert codes == []
    house.commit()
    sender.join()
    assert codes == [422]
    assert house.query(DateAnswer).count() == 0


def test_the_answer_of_somebody_who_left_does_not_count(house, table, asked, client):
    token = asked[table.mains[0].email]
    answer_by_link(client, house, token, "yes", "yes", "yes")
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    main.ends_on = TODAY - timedelta(days=1)
    house.commit()
    assert voices(house) == ["-", "-", "-"]
    assert client.get(f"/r/{token}").status_code == 404
    assert answer_by_link(client, house, token, "no", "no", "no").status_code == 404
    assert not Dates(house, the_round(house).id, TODAY).changes()[0].counts


def test_a_seat_that_ends_meanwhile_is_void_and_shown_so(house, table, asked, client, coordinator):
    token = asked[table.mains[0].email]
    answer_by_link(client, house, token, "yes", "yes", "yes")
    table.seats[0].ends_on = TODAY - timedelta(days=1)
    build.dormancy(house, table.seats[1])
    house.commit()
    assert {each.standing for each in lines(house)} == {Standing.VOID, Standing.DORMANT, Standing.NONE}
    page = coordinator.get(url(house, table)).text
    assert "nicht mehr Mitglied" in page
    assert "<s>ja</s>" in page
    counts = Dates(house, the_round(house).id, TODAY)
    assert [len(each.yes) for each in counts.counts(counts.lines())] == [0, 0, 0]
    assert client.get(f"/r/{token}").status_code == 404


def test_the_deadline_is_over_at_midnight_in_berlin(house, table, asked, client, stop_clock, sign_in):
    token = asked[table.mains[0].email]
    stop_clock(datetime(2026, 9, 22, 23, 59, tzinfo=BERLIN))
    assert answer_by_link(client, house, token, "yes", "yes", "yes").status_code == 303
    stop_clock(datetime(2026, 9, 23, 0, 0, tzinfo=BERLIN))
    page = client.get(f"/r/{token}")
    assert "Der letzte Tag für Antworten war der 22.09.2026" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]
    assert answer_by_link(client, house, token, "no", "no", "no").status_code == 422
    assert voices(house) == ["yes", "yes", "yes"]
    late = sign_in(table.mains[1])
    assert (
        "<form"
        not in late.get(url(house, table, f"/answers/{asked_seat(house, table, 1).id}"))
        .text.split("<main")[1]
        .split("</main")[0]
    )
    path = url(house, table, f"/answers/{asked_seat(house, table, 1).id}/record")
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(path)
    sent = coordinator.submit(page, "Antwort vermerken", **said(house, "no", "yes", "no"), note="am Telefon")
    assert sent.status_code == 303
    given = house.query(DateAnswer).order_by(DateAnswer.id.desc()).first()
    assert (given.channel, given.person_id) == (Channel.COORDINATION, table.mains[1].id)
    assert given.recorded_by_id == table.coordinator.id
    shown = coordinator.get(url(house, table)).text
    assert f"{table.mains[1].name}, von der Koordination vermerkt" in re.sub(r"\s+", " ", shown)


def test_the_coordination_records_for_one_person_or_the_whole_institution(
    house, table, asked, client, coordinator
):
    answer_by_link(client, house, asked[table.mains[0].email], "yes", "yes", "yes")
    path = url(house, table, f"/answers/{asked_seat(house, table).id}/record")
    page = coordinator.get(path)
    assert page.text.count(" checked") == 3
    coordinator.submit(page, "Antwort vermerken", **said(house, "no", "no", "no"))
    assert voices(house) == ["no", "no", "no"]
    coordinator.submit(
        coordinator.get(path), "Antwort vermerken", **said(house, "no", "yes", "no"), person_id=""
    )
    assert voices(house) == ["no", "yes", "no"]
    foreign = {"person_id": str(table.mains[1].id)}
    assert coordinator.post(path, data=said(house, "yes", "yes", "yes") | foreign).status_code == 422
    assert voices(house) == ["no", "yes", "no"]


def test_one_person_for_two_institutions_answers_twice(house, table, sign_in, post_out):
    """domain.md 13, case 1."""
    second = build.appointment(house, build.seat(house, table.body), table.mains[0])
    date_rules.ask(house, table.body.id, times=times(), due_on=DUE, **by_coordinator(house, table))
    post_out()
    assert house.query(Letter).filter_by(recipient=table.mains[0].email).count() == 2
    client = sign_in(table.mains[0])
    page = client.get(url(house, table))
    assert page.text.count("Antworten für Institution") == 2
    mine = house.query(AskedSeat).filter_by(seat_id=second.seat_id).one()
    client.post(url(house, table, f"/answers/{mine.id}"), data=said(house, "yes", "no", "no"))
    assert [each.fits for each in lines(house) if each.seat_id == table.seats[0].id] == [{}]
    assert len(lines(house)) == 4


def test_a_later_date_is_asked_alone_and_the_answers_stay(house, table, asked, client, coordinator):
    token = asked[table.mains[0].email]
    answer_by_link(client, house, token, "yes", "no", "perhaps")
    path = url(house, table, "/options/add")
    looked = coordinator.submit(coordinator.get(path), **{"days-0-day": "2026-10-28", "starts": "09:00"})
    assert "Mittwoch, 28.10.2026, 09:00" in looked.text
    letter = looked.text.split('<pre class="letter">')[1].split("</pre>")[0]
    assert "14.10.2026" not in letter
    assert coordinator.submit(looked, "Hinzufügen und 6 Nachrichten versenden").status_code == 303
    assert house.query(Letter).filter_by(template="meetings/dates_added").count() == 6
    assert voices(house) == ["yes", "no", "perhaps", "-"]
    assert {each.standing for each in lines(house)} == {Standing.PART, Standing.NONE}
    page = client.get(f"/r/{token}")
    assert "Es gibt weitere Termine" in page.text
    assert page.text.count(" checked") == 3
    client.submit(page, "Antwort absenden", **{f"fits_{options(house)[-1]}": "yes"})
    assert voices(house) == ["yes", "no", "perhaps", "yes"]
    for wrong in ("2026-10-14T10:00", "2026-08-03T10:00", "2026-09-20T10:00"):
        day, at = wrong.split("T")
        with pytest.raises(RuleBroken):
            date_change_rules.add_dates(
                house,
                table.body.id,
                the_round(house).id,
                times=[Times(datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=BERLIN))],
                **by_coordinator(house, table),
            )


def test_a_withdrawn_date_keeps_its_answers_and_is_struck(house, table, asked, client, coordinator):
    token = asked[table.mains[0].email]
    answer_by_link(client, house, token, "yes", "no", "perhaps")
    first, second, third = options(house)
    path = url(house, table, f"/options/{first}/withdraw")
    page = coordinator.get(path)
    assert "Bisher: 1 ja, 0 vielleicht, 0 nein, 2 ohne Antwort" in page.text
    assert coordinator.submit(page, "Termin zurückziehen").status_code == 303
    assert voices(house) == ["yes", "no", "perhaps"]
    shown = coordinator.get(url(house, table)).text
    assert "<s>Dienstag, 13.10.2026, 10:00 Uhr</s>" in shown
    assert "<s>ja</s>" in shown
    asked_page = client.get(f"/r/{token}").text
    assert f"fits_{first}" not in asked_page
    assert "Nicht mehr zur Wahl:" in asked_page
    assert (
        client.post(f"/r/{token}", data={f"fits_{second}": "yes", f"fits_{third}": "yes"}).status_code == 303
    )
    assert voices(house) == ["yes", "yes", "yes"]
    refused = coordinator.post(url(house, table, f"/options/{second}/withdraw"))
    assert refused.status_code == 422
    assert "Zwei Termine müssen bleiben" in refused.text
    assert coordinator.post(path).status_code == 422
    line = house.query(Entry).filter_by(gesture="withdraw-date").one()
    assert line.facts == {"option": first}


def test_more_time_is_told_to_the_silent_only(house, table, asked, client, sign_in, stop_clock):
    answer_by_link(client, house, asked[table.deputies[0].email], "yes", "no", "perhaps")
    path = url(house, table, "/extend")
    stop_clock(datetime(2026, 9, 24, 9, tzinfo=BERLIN))
    coordinator = sign_in(table.coordinator)
    for wrong in ("", "2026-09-22", "2026-09-23", "2026-10-13"):
        assert coordinator.post(path, data={"due_on": wrong}).status_code == 422
    page = coordinator.get(path)
    assert table.mains[0].email not in page.text
    assert coordinator.submit(page, due_on="2026-10-06").status_code == 303
    told = {each.recipient for each in house.query(Letter).filter_by(template="meetings/dates_extended")}
    assert told == {each.email for each in (*table.mains[1:], *table.deputies[1:])}
    house.expire_all()
    assert the_round(house).due_on == date(2026, 10, 6)
    line = house.query(Entry).filter_by(gesture="extend-dates").one()
    assert line.facts == {"before": "2026-09-22", "due_on": "2026-10-06", "letters": 4}
    assert answer_by_link(client, house, asked[table.mains[1].email], "yes", "no", "no").status_code == 303


def test_only_the_silent_are_reminded_once_a_day(house, table, asked, client, sign_in, stop_clock):
    answer_by_link(client, house, asked[table.mains[0].email], "yes", "no", "perhaps")
    stop_clock(build.NOW + timedelta(days=2))
    coordinator = sign_in(table.coordinator)
    path = url(house, table, "/remind")
    page = coordinator.get(path)
    assert table.mains[0].email not in page.text
    assert coordinator.submit(page, "4 Erinnerungen versenden").status_code == 303
    coordinator.post(path)
    letters = house.query(Letter).filter_by(template="meetings/dates_reminder").all()
    assert {each.recipient for each in letters} == {
        each.email for each in (*table.mains[1:], *table.deputies[1:])
    }
    assert len(letters) == 4
    assert {each.kind for each in letters} == {LetterKind.REMINDER}
    stop_clock(datetime(2026, 9, 23, 9, tzinfo=BERLIN))
    assert sign_in(table.coordinator).post(path).status_code == 422


def test_reminders_go_out_by_themselves_on_the_days_of_the_bylaws(house, table, asked, post_out):
    """Due on Tuesday, 22 September: seven working days before is Friday 11, three is Thursday 17."""
    date_rules.answer_by_link(
        house, asked[table.mains[0].email], fitting(house, "yes", "no", "no"), now=build.NOW
    )

    def run(day):
        sent = date_change_rules.remind_due(house, day, build.NOW + (day - TODAY))
        post_out()
        return sent

    assert [run(day) for day in (TODAY, date(2026, 9, 10))] == [0, 0]
    assert [run(date(2026, 9, 11)), run(date(2026, 9, 11)), run(date(2026, 9, 12))] == [4, 0, 0]
    house.get_one(Body, table.body.id).state = BodyState.DORMANT
    assert run(date(2026, 9, 17)) == 0
    house.get_one(Body, table.body.id).state = BodyState.ACTIVE
    assert [run(date(2026, 9, 18)), run(date(2026, 9, 23))] == [4, 0]


def test_the_winner_becomes_a_meeting_and_goes_on_to_the_invitation(house, table, asked, client, coordinator):
    answer_by_link(client, house, asked[table.mains[0].email], "yes", "yes", "no")
    answer_by_link(client, house, asked[table.mains[1].email], "no", "perhaps", "no")
    page = coordinator.get(url(house, table))
    assert "passt den meisten" in page.text.split("14.10.2026")[1].split("</tr>")[0]
    second = options(house)[1]
    page = coordinator.get(url(house, table, f"/options/{second}/choose"))
    for words in (f"Vielleicht: {name_of(house, 1)}", f"Ohne Antwort: {name_of(house, 2)}"):
        assert words in page.text
    first = coordinator.get(url(house, table, f"/options/{options(house)[0]}/choose"))
    assert f"Können nicht: {name_of(house, 1)}" in first.text
    sent = coordinator.submit(page, "Sitzung festlegen", place="Rathaus, Raum 5")
    meeting = house.query(Meeting).one()
    assert sent.location == f"/meetings/{meeting.id}/invite"
    assert (meeting.state, meeting.place) == (MeetingState.SCHEDULED, "Rathaus, Raum 5")
    assert meeting.starts_at == datetime(2026, 10, 14, 10, tzinfo=BERLIN)
    assert "6 Nachrichten versenden" in coordinator.get(sent.location).text
    house.expire_all()
    assert the_round(house).closed_at == build.NOW
    shown = coordinator.get(url(house, table)).text
    assert f"/meetings/{meeting.id}" in shown
    assert "Ausgewählt: Mittwoch, 14.10.2026, 10:00 Uhr" in shown
    after = client.get(f"/r/{asked[table.mains[2].email]}")
    assert "Der Termin steht fest: Mittwoch, 14.10.2026, 10:00 Uhr" in after.text
    assert answer_by_link(client, house, asked[table.mains[2].email], "yes", "yes", "yes").status_code == 422
    again = coordinator.post(url(house, table, f"/options/{options(house)[0]}/choose"))
    assert (again.status_code, house.query(Meeting).count()) == (302, 1)
    assert house.query(Entry).filter_by(gesture="choose-date").one().facts == {
        "option": second,
        "meeting": meeting.id,
    }


def test_the_winner_becomes_the_day_of_a_meeting_that_had_none(house, table, asked, coordinator):
    """Its number, its agenda and its chair stay; the only one that waits for a day is meant first."""
    facts = {"held_on": FuzzyDate(year=2026, month=10), "number": 13, "chair": "Frau Vorsitz"}
    waiting = record_meeting(house, table.body.id, place="Altes Amt", **facts, **by_coordinator(house, table))
    waiting.minute_taker_id = build.person(house, "Protokoll von außen").id
    house.commit()
    assert "Termin finden" in coordinator.get(f"/meetings/{waiting.id}").text
    path = url(house, table, f"/options/{options(house)[1]}/choose")
    page = coordinator.get(path)
    assert "13. Sitzung (Oktober 2026)" in page.text
    assert 'name="chair"' not in page.text
    assert 'value="Altes Amt"' in page.text
    assert 'name="chair"' in coordinator.get(f"{path}?meeting=new").text
    assert coordinator.get(f"{path}?meeting=4711").status_code == 404
    sent = coordinator.submit(page, "Sitzung festlegen", place="Neues Amt")
    assert sent.location == f"/meetings/{waiting.id}/invite"
    house.expire_all()
    meeting = house.query(Meeting).one()
    assert (meeting.state, meeting.number, meeting.chair) == (MeetingState.SCHEDULED, 13, "Frau Vorsitz")
    assert (meeting.starts_at, meeting.place) == (datetime(2026, 10, 14, 10, tzinfo=BERLIN), "Neues Amt")
    assert the_round(house).closed_at == build.NOW
    assert house.get(DateOption, options(house)[1]).meeting_id == waiting.id


def test_a_date_goes_to_no_meeting_that_has_one_and_to_none_of_another_table(house, table, asked):
    by, option = by_coordinator(house, table), options(house)[0]
    elsewhere = build.table(house, 1)
    taken = build.meeting(house, table.body)
    other = record_meeting(
        house, elsewhere.body.id, held_on=FuzzyDate.unknown(), **by_coordinator(house, elsewhere)
    )
    for meeting, refusal in ((taken, RuleBroken), (other, NotAllowed)):
        with pytest.raises(refusal):
            date_change_rules.choose(
                house, table.body.id, the_round(house).id, option, meeting_id=meeting.id, **by
            )


def test_closed_without_a_date_all_are_told_that_they_may_free_the_days(
    house, table, asked, client, coordinator
):
    path = url(house, table, "/close")
    assert coordinator.post(path, data={"reason": ""}).status_code == 422
    page = coordinator.get(path)
    assert coordinator.submit(page, reason="Zu wenige können").status_code == 303
    letters = house.query(Letter).filter_by(template="meetings/dates_closed").all()
    assert len(letters) == 6
    raw = house.get_one(LetterBytes, letters[0].id).raw.decode()
    assert "Zu wenige" not in raw
    after = client.get(f"/r/{asked[table.mains[0].email]}")
    assert "Zu wenige können" in after.text
    assert "Ohne Termin beendet: Zu wenige können" in coordinator.get(url(house, table)).text
    for gesture in ("/close", "/extend", "/remind", "/options/add", f"/options/{options(house)[0]}/withdraw"):
        assert coordinator.get(url(house, table, gesture)).status_code == 302
    with pytest.raises(RuleBroken):
        date_change_rules.remind(house, table.body.id, the_round(house).id, **by_coordinator(house, table))


def test_members_see_the_voices_names_and_notes_only_of_their_own(house, table, asked, client, sign_in):
    answer_by_link(client, house, asked[table.mains[0].email], "yes", "no", "no", note="Nur vormittags")
    own, other = sign_in(table.deputies[0]), sign_in(table.mains[1])
    for page in (own.get(url(house, table)), other.get(url(house, table))):
        assert page.status_code == 200
        assert name_of(house, 0) in page.text
        assert page.text.count("</span>ja</span>") == 1
        assert "passt den meisten" in page.text
        assert "Auswählen" not in page.text
    assert "Nur vormittags" in own.get(url(house, table)).text
    assert table.mains[0].name in own.get(url(house, table)).text
    assert "Nur vormittags" not in other.get(url(house, table)).text
    assert table.mains[0].name not in other.get(url(house, table)).text
    stranger = sign_in(build.table(house, 1).mains[0])
    for client_ in (sign_in(table.reader), stranger):
        assert client_.get(url(house, table)).status_code == 404


def test_one_answers_for_ones_own_institution_only(house, table, asked, sign_in):
    first, second = (asked_seat(house, table, place).id for place in (0, 1))
    deputy = sign_in(table.deputies[0])
    assert deputy.get(url(house, table, f"/answers/{second}")).status_code == 404
    assert (
        deputy.post(url(house, table, f"/answers/{second}"), data=said(house, "yes", "no", "no")).status_code
        == 404
    )
    assert deputy.get(url(house, table, f"/answers/{first}/record")).status_code == 404
    page = deputy.get(url(house, table, f"/answers/{first}"))
    assert deputy.submit(page, "Antwort absenden", **said(house, "yes", "no", "no")).status_code == 303
    given = house.query(DateAnswer).one()
    assert (given.channel, given.person_id) == (Channel.SITE, table.deputies[0].id)
    reader = Actor(person_id=table.reader.id, name="")
    with pytest.raises(NotAllowed):
        date_rules.answer(house, first, fitting(house, "no", "no", "no"), by=reader, now=build.NOW)


def test_the_overview_names_what_is_owed_and_what_is_waited_for(
    house, table, asked, client, sign_in, coordinator, stop_clock
):
    first = asked_seat(house, table).id
    deputy = sign_in(table.deputies[0])
    assert f"/answers/{first}" in deputy.get("/overview").text
    assert "3 Antworten zur Terminfindung fehlen" in coordinator.get("/overview").text
    owes = f"/organisations/{table.seats[0].organisation_id}/owes"
    assert f"/answers/{first}" in deputy.get(owes).text
    assert f"/answers/{first}/record" in coordinator.get(owes).text
    answer_by_link(client, house, asked[table.mains[0].email], "yes", "no", "no")
    assert f"/answers/{first}" not in deputy.get("/overview").text
    assert f"/answers/{first}" not in coordinator.get(owes).text
    assert "2 Antworten zur Terminfindung fehlen" in coordinator.get("/overview").text
    build.dormancy(house, table.seats[1], date(2026, 10, 1))
    assert "1 Antwort zur Terminfindung fehlt" in coordinator.get("/overview").text
    stop_clock(datetime(2026, 9, 23, 9, tzinfo=BERLIN))
    coordinator = sign_in(table.coordinator)
    assert "Termin auswählen oder Frist verlängern" in coordinator.get("/overview").text
    assert "Welche Termine passen?" not in sign_in(table.mains[2]).get("/overview").text


def test_a_sleeping_institution_is_neither_asked_nor_reminded(house, table, post_out):
    build.dormancy(house, table.seats[0], ends_on=date(2026, 9, 30))
    build.dormancy(house, table.seats[1], date(2026, 10, 1))
    date_rules.ask(house, table.body.id, times=times(), due_on=DUE, **by_coordinator(house, table))
    post_out()
    seats = {each.seat_id for each in house.query(AskedSeat)}
    assert seats == {table.seats[0].id, table.seats[2].id}


def test_the_table_is_named_only_where_it_has_switched_that_on(house, table, post_out, client):
    house.query(Bylaws).filter_by(body_id=table.body.id).one().names_in_subject = True
    date_rules.ask(house, table.body.id, times=times(), due_on=DUE, **by_coordinator(house, table))
    token = house.info["unrendered"][0].facts["token"]
    house.get_one(Person, table.mains[1].id)
    post_out()
    raw = house.query(LetterBytes).first().raw.decode()
    assert "Wehr" in raw
    assert "Runder Tisch Wehr" in client.get(f"/r/{token}").text


def test_letters_are_written_in_the_language_of_their_reader(house, table, coordinator):
    house.get_one(Person, table.mains[0].id).language = "en"
    new = f"/round-tables/{table.body.id}/date-findings/new"
    looked = coordinator.submit(coordinator.get(new), **typed(*DAYS))
    coordinator.submit(looked, "6 Nachrichten versenden")
    letter = house.query(Letter).filter_by(recipient=table.mains[0].email).one()
    raw = house.get_one(LetterBytes, letter.id).raw.decode()
    assert "Wednesday, 14 October 2026, 10:00 to 12:00" in raw
    assert "not an invitation yet" in raw


@pytest.mark.parametrize("state", ["running", "overdue", "chosen", "closed"])
def test_only_the_coordination_of_the_table_offers_dates_while_they_run(
    house, table, asked, sign_in, stop_clock, state
):
    """Both are gestures in two steps, so the table of gestures can't try them."""
    asking, given = the_round(house), (house, table.body.id, the_round(house).id)
    if state == "overdue":
        stop_clock(datetime(2026, 9, 23, 9, tzinfo=BERLIN))
    if state == "chosen":
        date_change_rules.choose(*given, options(house)[0], **by_coordinator(house, table))
    if state == "closed":
        date_change_rules.close_without(*given, reason="Nein", **by_coordinator(house, table))
    asking_path = url(house, table, "/options/add")
    add = {"days-0-day": "2026-10-28", "starts": "09:00"}
    for person in (table.mains[0], table.deputies[1], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        for path in (asking_path, f"/round-tables/{table.body.id}/date-findings/new"):
            assert client.get(path).status_code == 404
            assert client.post(path, data=typed(*DAYS) | add).status_code == 404
    coordinator = sign_in(table.coordinator)
    looked = coordinator.post(asking_path, data=add)
    shown = re.search(r'name="shown" type="hidden" value="(\w+)"', looked.text)
    again = coordinator.post(asking_path, data=add | {"shown": shown[1] if shown else ""})
    assert again.status_code == {"running": 303, "overdue": 422}.get(state, 302)
    house.expire_all()
    assert len(options(house)) == 3 + (state == "running")
    assert asking.id == the_round(house).id


def test_a_dissolved_table_finds_no_dates(house, table, asked):
    house.get_one(Body, table.body.id).state = BodyState.DISSOLVED
    with pytest.raises(NotAllowed):
        date_rules.ask(house, table.body.id, times=times(), due_on=DUE, **by_coordinator(house, table))
    with pytest.raises(NotAllowed):
        date_change_rules.remind(house, table.body.id, the_round(house).id, **by_coordinator(house, table))


def test_only_one_may_win_and_no_date_stands_twice(house, table, asked):
    """The last door is the database."""
    first = house.get_one(DateOption, options(house)[0])
    same = {"round_id": first.round_id, "starts_at": first.starts_at, "added_at": build.NOW}
    with pytest.raises(Exception, match=r"(?i)unique"):
        build.added(house, DateOption(**same))
    house.rollback()
    build.added(house, DateOption(**same, withdrawn_at=build.NOW))
    meetings = [build.meeting(house, table.body).id for _ in range(2)]
    both = house.query(DateOption).filter(DateOption.withdrawn_at.is_(None)).order_by(DateOption.id).limit(2)
    for option, meeting in zip(both.all(), meetings, strict=True):
        option.meeting_id = meeting
    with pytest.raises(Exception, match=r"(?i)unique"):
        house.flush()


def test_pages_ask_as_often_for_many_as_for_few(
    house, table, asked, coordinator, client, sign_in, statements
):
    main = sign_in(table.mains[0])
    token = asked[table.mains[0].email]
    first = options(house)[0]
    pages = [
        *(
            (coordinator, url(house, table, rest))
            for rest in ("", "/remind", "/options/add", f"/options/{first}/choose")
        ),
        (coordinator, f"/round-tables/{table.body.id}"),
        (coordinator, "/overview"),
        (main, url(house, table)),
        (main, "/overview"),
        (client, f"/r/{token}"),
    ]

    def count(browser, page):
        browser.get(page)
        with statements() as seen:
            assert browser.get(page).status_code == 200
        return len(seen)

    answer_by_link(client, house, token, "yes", "no", "no")
    few = [count(*each) for each in pages]
    asking = the_round(house)
    for place in range(12):
        day = datetime(2026, 11, 2, 10, tzinfo=BERLIN) + timedelta(days=place)
        build.added(house, DateOption(round_id=asking.id, starts_at=day, added_at=build.NOW))
    for _ in range(12):
        seat = build.seat(house, table.body)
        build.appointment(house, seat)
        facts = {"round_id": asking.id, "seat_id": seat.id, "organisation_id": seat.organisation_id}
        new = build.added(house, AskedSeat(**facts, name=f"Institution {build.number()}"))
        given = {"asked_seat_id": new.id, "seat_id": seat.id, "channel": Channel.LINK}
        row = build.added(house, DateAnswer(**given, answered_at=build.NOW, address="a@b.example"))
        for option in options(house):
            build.added(house, DateChoice(answer_id=row.id, option_id=option, fits=Fits.YES))
    assert [count(*each) for each in pages] == few
    assert few[0] <= 6
