"""What members learn of a draft, what is shown before letters go, whom to call now, and repeals set ahead."""

from datetime import datetime, timedelta

import pytest

from blueprints.meetings.drafting.queries import Group, proposals
from blueprints.procedures import comment_rules, paper_rules, reminder_rules, review_rules, version_rules
from blueprints.procedures.own_rules import follow
from blueprints.procedures.paper import data_of
from models.contact_points import ContactKind, ContactPoint
from models.deadlines import BERLIN
from models.letters import Letter
from models.opening_hours import hours_in
from models.procedure_steps import StepContact
from models.rounds import Round
from models.topics import TopicState
from models.visibility import Visibility
from plumbing.paper import pdf
from tests import build
from tests.procedures.conftest import DUE
from tests.requests.conftest import words

UNTIL = build.TODAY + timedelta(days=14)


def test_members_get_a_letter_and_a_line_on_their_overview(house, drafted, sign_in):
    chief, member = sign_in(drafted.table.coordinator), sign_in(drafted.table.mains[0])
    house.commit()
    page = chief.get(drafted.url("/versions/1/consult"))
    shown = words(page)
    assert "6 Personen und Postfächer aus 3 Institutionen erhalten diese Nachricht" in shown
    assert "Kommentare erbeten bis" in shown
    assert "Vorgehen in der Nacht" not in shown.split("Kommentare erbeten bis")[1], "no title in the letter"
    sent = chief.submit(
        page, "Zur Kommentierung vorlegen und 6 Nachrichten senden", comments_until=UNTIL.isoformat()
    )
    told = words(chief.get(sent.location))
    assert "Die Fassung liegt zur Kommentierung vor. 6 Nachrichten sind unterwegs." in told
    letters = house.query(Letter).filter_by(template="procedures/consultation").all()
    people = [*drafted.table.mains, *drafted.table.deputies]
    assert {each.recipient for each in letters} == {each.email for each in people}
    overview = member.get("/overview")
    assert "Entwurf einer Absprache liegt zur Kommentierung vor" in words(overview)
    assert f'href="{drafted.url("/versions/1")}"' in overview.text
    assert "zur Kommentierung vor" not in words(chief.get("/overview"))
    given = {"step_key": None, "seat_id": drafted.table.seats[0].id, "text": "Gut so.", "proposal": ""}
    comment_rules.comment(house, *drafted.place, 1, **given, **drafted.by(drafted.table.mains[0]))
    house.commit()
    assert "zur Kommentierung vor" not in words(member.get("/overview"))
    assert "zur Kommentierung vor" in words(sign_in(drafted.table.mains[1]).get("/overview"))


def test_a_consultation_is_told_once_for_each_last_day_and_only_to_who_may_see_it(house, drafted):
    drafted.about.visibility = Visibility.COORDINATION
    given = {"comments_until": UNTIL, **drafted.chief()}
    assert version_rules.consult(house, *drafted.place, 1, **given) == 0
    drafted.about.visibility = Visibility.INTERNAL
    assert version_rules.consult(house, *drafted.place, 1, **given) == 6
    assert version_rules.consult(house, *drafted.place, 1, **given) == 0
    assert version_rules.consult(house, *drafted.place, 1, **given | {"comments_until": DUE}) == 6


def test_the_decision_shows_the_letter_and_who_gets_it(house, drafted, sign_in):
    house.commit()
    page = sign_in(drafted.table.coordinator).get(drafted.url("/versions/1/decide"))
    shown = words(page)
    assert "6 Personen und Postfächer aus 3 Institutionen erhalten diese Nachricht" in shown
    assert "Annahme: bitte antworten Sie bis" in shown
    assert drafted.table.mains[2].email in shown


def test_what_changed_is_read_as_text_and_not_as_it_was_typed(house, drafted, sign_in):
    def word(number, markdown, based_on):
        given = {"markdown": markdown, "based_on": based_on, "render": str}
        version_rules.word(house, *drafted.place, number, **given, **drafted.chief())

    word(1, "# Grundsatz\n\nAlle handeln **gemeinsam**.\n\nBleibt gleich *so*.", 0)
    drafted.decide()
    drafted.begin()
    word(2, "# Grundsatz\n\nAlle handeln **schnell**.\n\nBleibt gleich *so*.", 1)
    house.commit()
    page = sign_in(drafted.table.coordinator).get(drafted.url("/changes"))
    assert "<del>gemeinsam</del>" in page.text
    assert "<ins>schnell</ins>" in page.text
    assert "<em>so</em>" in page.text
    assert "**" not in page.text
    assert "# Grundsatz" not in page.text


@pytest.fixture
def at_night(house, drafted, stop_clock):
    """`at_night(hour)`: the first step names an office with hours, the second one an emergency line."""
    of = drafted.table.seats[0].organisation_id
    office = {"name": "Amt am Tag", "phone": "0231 555 0100", "open_hours": hours_in("Mo–Fr 8–16")}
    line = {"name": "Bereitschaft", "phone": "0231 555 0199", "open_hours": hours_in("rund um die Uhr")}
    given = {"organisation_id": of, "kind": ContactKind.PUBLIC}
    one, other = (build.added(house, ContactPoint(**given, **facts)) for facts in (office, line))
    drafted.step("Anrufen", contact_id=one.id, after=0, otherwise="Dann die Bereitschaft.")
    drafted.step("Nachts anrufen", contact_id=other.id, after=1)
    drafted.decide()

    def made(hour):
        stop_clock(datetime(2026, 9, 1, hour, 0, tzinfo=BERLIN))
        return drafted

    return made


@pytest.mark.parametrize(("hour", "closed"), [(3, True), (10, False)])
def test_the_first_number_stands_on_top_and_says_whether_it_is_closed_now(
    house, at_night, sign_in, hour, closed
):
    procedure = at_night(hour)
    page = sign_in(procedure.table.mains[0]).get(procedure.url())
    shown = words(page)
    top = shown.index("Zuerst anrufen: Amt am Tag")
    assert top < shown.index("Schritte")
    assert ("jetzt geschlossen" in shown) is closed
    assert ("Jetzt erreichbar: Bereitschaft" in shown) is closed
    told = page.text.count('<span class="no-print"><span class="tag">jetzt geschlossen')
    assert told == page.text.count("jetzt geschlossen"), "on paper the next morning it would be untrue"
    assert 'href="tel:02315550100"' in page.text


def test_where_no_hours_are_kept_nothing_is_said_about_them(house, at_night, sign_in):
    procedure = at_night(3)
    for each in house.query(ContactPoint):
        each.open_hours = ()
    house.commit()
    shown = words(sign_in(procedure.table.mains[0]).get(procedure.url()))
    assert "jetzt geschlossen" not in shown
    assert "Jetzt erreichbar" not in shown


def test_the_papers_show_the_way_as_a_picture_and_say_that_a_contact_is_gone(house, at_night, app):
    procedure = at_night(10)
    gone = house.query(StepContact).order_by(StepContact.step_id.desc()).first()
    gone.contact_id = None
    house.flush()
    edition = paper_rules.compile_paper(house, *procedure.place, 1, **procedure.chief())
    with app.test_request_context():
        said = data_of(edition)
    assert any("von ihrer Institution gelöscht" in each["contact"] for each in said["steps"])
    assert [each["alt"] for each in said["pictures"]] == [
        "Die Schritte 1 bis 4 als Weg; die Liste der Schritte sagt dasselbe."
    ]
    assert said["pictures"][0]["svg"].count("<circle") == 5, "one ring more where it ends"
    with app.test_request_context():
        for kind in ("print/procedure", "print/pocket_card"):
            assert pdf(kind, said).startswith(b"%PDF-")


def test_a_long_way_is_cut_into_pictures_that_fit_a_page(house, agreeing, app):
    agreeing.begin()
    for number in range(24):
        agreeing.step(f"Schritt {number} <b> & mehr", ends=number == 23)
    edition = paper_rules.compile_paper(house, *agreeing.place, 1, **agreeing.chief())
    with app.test_request_context():
        said = data_of(edition)
        assert len(said["pictures"]) == 3
        assert pdf("print/procedure", said).startswith(b"%PDF-")


def test_a_repeal_set_ahead_ends_what_is_asked_on_its_day(house, decided):
    asking = house.get_one(Round, decided.version().round_id)
    about = decided.about
    about.review_on = build.TODAY + timedelta(days=10)
    house.flush()
    day = build.TODAY + timedelta(days=30)
    given = {"based_on": about.version, "repealed_on": day, "reason": "", **decided.chief()}
    review_rules.repeal(house, *decided.place, **given)
    assert asking.closed_at is None
    meeting = build.meeting(house, decided.table.body, in_days=20)
    assert [each.group for each in proposals(house, meeting)].count(Group.PROCEDURES) == 1
    reminder_rules.remind_of_reviews(house, build.TODAY, build.NOW)
    assert about.reminded_on == about.review_on
    late = build.meeting(house, decided.table.body, in_days=40)
    assert [each for each in proposals(house, late) if each.group is Group.PROCEDURES] == []
    assert review_rules.close_over(house, day - timedelta(days=1), build.NOW) == 0
    assert review_rules.close_over(house, day, build.NOW) == 1
    assert asking.closed_at is not None
    assert review_rules.close_over(house, day, build.NOW) == 0


def test_what_ends_before_its_review_is_not_reviewed(house, decided, sign_in):
    about = decided.about
    about.review_on, about.repealed_on = build.TODAY + timedelta(days=20), build.TODAY + timedelta(days=10)
    house.commit()
    reminder_rules.remind_of_reviews(house, build.TODAY, build.NOW)
    assert about.reminded_on is None
    chief = sign_in(decided.table.coordinator)
    assert "zu überprüfen" not in words(chief.get("/overview"))
    assert "Nächste Überprüfung" not in words(chief.get(decided.url()))


def test_items_that_field_reports_became_are_narrowed_with_the_procedure(house, decided):
    given = {"step_key": 1, "seat_id": decided.table.seats[0].id, "text": "Ging nicht."}
    topic = review_rules.report(house, *decided.place, 1, **given, **decided.by(decided.table.mains[0]))
    item = build.agenda_item(house, build.meeting(house, decided.table.body), visibility=Visibility.INTERNAL)
    topic.meeting_id, topic.decided_at = item.meeting_id, build.NOW
    topic.state, topic.item_id = TopicState.ACCEPTED, item.id
    about = decided.about
    about.visibility = Visibility.COORDINATION
    follow(house, about, **decided.chief())
    assert item.visibility is Visibility.COORDINATION


def test_who_has_adopted_is_listed_once(house, decided, sign_in):
    decided.adopt(0)
    house.commit()
    page = sign_in(decided.table.coordinator).get(decided.url("/versions/1"))
    assert page.text.count("<table") == 2, "the answers, and which version applies between whom"
