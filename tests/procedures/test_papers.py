"""Papers of a version, what changed between two of them, and the life of what is in force."""

from dataclasses import replace
from datetime import timedelta

import pytest

from blueprints.procedures import paper_rules, reminder_rules, review_rules
from blueprints.procedures.own_rules import follow
from blueprints.procedures.paper import data_of
from models.contact_points import ContactKind, ContactPoint
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.letters import Letter
from models.links import LinkKind, link
from models.procedure_words import VersionState
from models.shelf import ShelfDocument
from models.topics import Topic
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import words

DAY = timedelta(days=1)


@pytest.fixture
def calling(house, drafted):
    """The first step names a contact point that members may see; the version is in force."""
    facts = {"name": "Bereitschaft Quitte", "phone": "0231 555 0199", "kind": ContactKind.INTERNAL}
    organisation_id = drafted.table.seats[1].organisation_id
    point = build.added(house, ContactPoint(organisation_id=organisation_id, **facts))
    drafted.step("Anrufen", contact_id=point.id, after=0, trigger="Jemand ruft um Hilfe.")
    drafted.decide()
    drafted.adopt(0)
    return drafted


def test_a_contact_that_the_reader_may_not_see_is_not_on_the_card(house, calling, sign_in):
    """The card comes from an edition of its own readers, and everybody can check it."""
    for level, seen in ((Visibility.INTERNAL, True), (Visibility.COORDINATION, False)):
        calling.about.contacts_visibility = level
        house.flush()
        member = sign_in(calling.table.mains[0])
        page = member.get(calling.url("/versions/1/papers"))
        sent = member.submit(page, "Papiere erstellen")
        assert sent.status_code == 303
        edition = house.query(Edition).order_by(Edition.id.desc()).first()
        assert ("0231 555 0199" in edition.content, "Quitte" in edition.content) == (seen, seen)
    for kind in ("card", "document"):
        answer = member.get(f"{sent.location}/{kind}.pdf")
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-"), kind
    assert member.get(f"{sent.location}/else").status_code == 404
    assert sign_in(calling.table.mains[1]).get(sent.location).status_code == 404
    again = paper_rules.compile_paper(house, *calling.place, 1, **calling.by(calling.table.mains[0]))
    assert again.id == edition.id


def test_a_paper_with_contacts_is_gone_for_whoever_may_not_see_them_today(house, calling, sign_in):
    made = paper_rules.compile_paper(house, *calling.place, 1, **calling.by(calling.table.mains[0]))
    assert "0231 555 0199" in made.content
    member, address = sign_in(calling.table.mains[0]), calling.url(f"/papers/{made.id}")
    assert member.get(address).status_code == 200
    calling.about.contacts_visibility = Visibility.COORDINATION
    house.flush()
    for each in ("", "/card.pdf", "/document.pdf"):
        assert member.get(address + each).status_code == 404, each


def test_papers_for_all_readers_say_what_a_reader_sees_whoever_makes_them(house, calling):
    """Somebody reads here and coordinates elsewhere, where internal contact points are open to her."""
    seat = calling.table.seats[1]
    house.query(ContactPoint).one().organisation_id = build.organisation(house, "Fremde Stelle").id
    house.flush()
    reader = replace(build.actor(house, calling.table.reader), coordinates=frozenset({seat.body_id + 1000}))
    given = {"by": reader, "now": build.NOW}
    made = paper_rules.compile_paper(house, *calling.place, 1, **given)
    assert made.for_readers
    assert "Quitte" not in made.content


def test_whoever_coordinated_a_dissolved_table_compiles_for_the_coordination(house, calling):
    calling.begin()
    body_id = calling.table.body.id
    past = replace(build.actor(house, calling.table.coordinator), dissolved=frozenset({body_id}))
    made = paper_rules.compile_paper(house, *calling.place, 2, by=past, now=build.NOW)
    assert (made.whole, made.for_readers) == (True, False)


def test_what_changed_between_two_versions_is_said_by_word_and_step(house, calling, sign_in):
    calling.begin()
    calling.step("Ein Gespräch anbieten", 2, after=1)
    calling.decide(2)
    calling.adopt(0, number=2)
    shown = sign_in(calling.table.mains[0]).get(calling.url("/changes?from=1&to=2"))
    assert "Neuer Schritt 2" in words(shown)
    assert "Ein Gespräch anbieten" in shown.text
    assert "Bereitschaft Quitte" not in shown.text
    member = sign_in(calling.table.mains[0])
    assert member.get(calling.url("/changes?from=2&to=9")).status_code == 404


def test_it_is_reviewed_replaced_and_repealed(house, calling):
    about, chief = calling.about, calling.chief()
    review_rules.begin_review(house, *calling.place, **chief)
    assert calling.version().state_on(about, build.TODAY) is VersionState.UNDER_REVIEW
    review_rules.check_unchanged(house, *calling.place, note="", **chief)
    assert calling.version().state_on(about, build.TODAY) is VersionState.IN_FORCE
    assert about.review_on == build.TODAY.replace(year=build.TODAY.year + 1)
    with pytest.raises(RuleBroken):
        review_rules.replace_version(house, *calling.place, 1, replaced_on=build.TODAY, **chief)
    calling.begin()
    calling.step("Neu", 2, after=1)
    calling.decide(2)
    calling.adopt(0, number=2)
    review_rules.replace_version(house, *calling.place, 1, replaced_on=build.TODAY, **chief)
    assert calling.version().state_on(about, build.TODAY) is VersionState.REPLACED
    with pytest.raises(RuleBroken):
        calling.adopt(1)
    later = {"based_on": about.version, "repealed_on": build.TODAY + DAY, "reason": "Neue Zuständigkeit"}
    review_rules.repeal(house, *calling.place, **later, **chief)
    assert calling.version(2).state_on(about, build.TODAY) is VersionState.IN_FORCE
    assert calling.version(2).state_on(about, build.TODAY + DAY) is VersionState.REPEALED
    about.must_live(build.TODAY)
    with pytest.raises(RuleBroken):
        about.must_live(build.TODAY + DAY)


def test_a_repeal_set_ahead_is_set_anew_or_taken_back_and_locks_nobody(house, calling, sign_in):
    chief = sign_in(calling.table.coordinator)
    page = chief.get(calling.url("/repeal"))
    given = {"reason": "Neue Zuständigkeit"}
    assert chief.submit(page, "Außer Kraft setzen", repealed_on="2099-01-01", **given).status_code == 422
    for days in (300, 200):
        day = build.TODAY + days * DAY
        page = chief.get(calling.url("/repeal"))
        assert (
            chief.submit(page, "Außer Kraft setzen", repealed_on=day.isoformat(), **given).status_code == 303
        )
        house.expire_all()
        assert calling.about.repealed_on == day
    stale = page
    calling.adopt(1)
    assert chief.submit(stale, "Außer Kraft setzen", taken_back="y").status_code in (409, 422)
    page = chief.get(calling.url("/repeal"))
    assert chief.submit(page, "Außer Kraft setzen", taken_back="y").status_code == 303
    house.expire_all()
    assert (calling.about.repealed_on, calling.about.repeal_reason) == (None, "")


def test_the_card_carries_the_remark_and_says_what_nobody_has_checked(house, drafted, app):
    facts = {"name": "Bereitschaft Quitte", "phone": "0231 555 0199", "kind": ContactKind.CRISIS}
    organisation_id = drafted.table.seats[1].organisation_id
    point = build.added(house, ContactPoint(organisation_id=organisation_id, **facts))
    drafted.step("Anrufen", contact_id=point.id, after=0, note="Nie auf Band sprechen.")
    made = paper_rules.compile_paper(house, *drafted.place, 1, **drafted.chief())
    with app.test_request_context():
        step = data_of(made)["steps"][0]
    assert "Nie auf Band sprechen." in [value for _, value in step["brief"]]
    assert "nie geprüft · " in step["contact"]
    point.checked_on, point.checked_by_id = build.TODAY, drafted.table.coordinator.id
    made = paper_rules.compile_paper(house, *drafted.place, 1, **drafted.chief())
    with app.test_request_context():
        assert "bitte" not in data_of(made)["steps"][0]["contact"]


def test_a_step_that_did_not_work_becomes_a_topic(house, calling, sign_in):
    member = sign_in(calling.table.mains[0])
    page = member.get(calling.url("/versions/1/report"))
    bad = member.submit(page, "Als Thema einreichen", text="Klientin, geboren am 03.04.1998")
    assert bad.status_code == 422
    sent = member.submit(page, "Als Thema einreichen", text="Es nahm niemand ab.")
    assert sent.status_code == 303
    topic = house.query(Topic).one()
    assert topic.text == "Es nahm niemand ab."
    given = {"step_key": 1, "seat_id": None, "text": "x", **calling.by(calling.table.reader)}
    with pytest.raises(NotAllowed):
        review_rules.report(house, *calling.place, 1, **given)


def test_field_reports_and_own_rules_follow_a_procedure_that_is_narrowed(house, calling):
    given = {"step_key": 1, "seat_id": calling.table.seats[0].id, "text": "Es nahm niemand ab."}
    review_rules.report(house, *calling.place, 1, **given, **calling.by(calling.table.mains[0]))
    stance = calling.adopt(1, "own-rule")
    owner = {"owner_id": calling.table.mains[1].id, "put_at": build.NOW, "visibility": Visibility.INTERNAL}
    document = build.added(house, ShelfDocument(body_id=calling.table.body.id, title="Quitte", **owner))
    other = build.added(house, ShelfDocument(body_id=calling.table.body.id, title="Birne", **owner))
    link(house, LinkKind.CITES, stance, document)
    calling.about.visibility = Visibility.COORDINATION
    follow(house, calling.about, **calling.chief())
    house.flush()
    assert house.query(Topic).one().visibility is Visibility.COORDINATION
    assert document.visibility is Visibility.COORDINATION
    assert other.visibility is Visibility.INTERNAL


def test_reminders_go_once_and_only_to_the_silent(house, calling):
    calling.about.lead_seat_id = calling.table.seats[1].id
    half = build.TODAY + 15 * DAY
    now = build.NOW + 15 * DAY
    first = reminder_rules.remind_of_adoptions(house, half, now)
    assert first
    assert reminder_rules.remind_of_adoptions(house, half, now) == 0
    told = house.query(Letter).filter_by(template="procedures/adoption_reminder").all()
    assert calling.table.mains[0].email not in {each.recipient for each in told}
    due = calling.about.review_on - timedelta(weeks=8)
    assert reminder_rules.remind_of_reviews(house, due - DAY, build.NOW) == 0
    assert reminder_rules.remind_of_reviews(house, due, build.NOW)
    assert reminder_rules.remind_of_reviews(house, due, build.NOW) == 0
