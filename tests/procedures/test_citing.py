"""Procedures are cited by decisions, surveys and items; each reader finds those that she may see."""

import re

import pytest

from blueprints.decisions import rules as decision_rules
from blueprints.surveys import rules as survey_rules
from models.citations import cite, cited, key_of
from models.decisions import Decision
from models.errors import RuleBroken
from models.links import linked_from
from models.meetings import AgendaItem, MeetingState
from models.surveys import Survey
from models.texts import TextVersion
from models.visibility import Visibility
from tests import build
from tests.decisions.conftest import Deciding
from tests.requests.conftest import words


@pytest.fixture
def named(house, decided):
    """A second procedure that only the first institution may see, in its first version."""
    other = type(decided)(house, decided.table)
    other.create(
        title="Vertraulich Quitte", visibility=Visibility.CONFIDENTIAL, seat_ids=[decided.table.seats[0].id]
    )
    other.begin()
    other.step(ends=True)
    other.consult()
    return other


def url_of(table, kind, thing):
    if kind is AgendaItem:
        return f"/meetings/{thing.meeting_id}/items/{thing.id}"
    room = "decisions" if kind is Decision else "surveys"
    return f"/round-tables/{table.body.id}/{room}/{thing.id}"


FORMS = {
    Decision: (
        "decisions/new",
        "Vorschlag speichern",
        {"title": "Nachtdienst", "wording": "Wir folgen ihr."},
    ),
    Survey: ("surveys/new", "Entwurf beginnen", {"title": "Nachtdienst"}),
    AgendaItem: ("", "Punkt speichern", {"title": "Nachtdienst"}),
}


@pytest.mark.parametrize("kind", FORMS)
def test_it_cites_the_address_in_force_and_a_version_and_each_reader_finds_her_own(
    house, decided, named, sign_in, kind
):
    table = decided.table
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED)
    house.commit()
    path, button, typed = FORMS[kind]
    where = (
        f"/meetings/{meeting.id}/items/new" if kind is AgendaItem else f"/round-tables/{table.body.id}/{path}"
    )
    chief = sign_in(table.coordinator)
    page = chief.get(where)
    chosen = [key_of(decided.about), key_of(decided.version()), key_of(named.version())]
    bad = chief.submit(page, button, **typed, cites=[*chosen, "procedure-987654"])
    assert bad.status_code == 422
    assert "Nachtdienst" in bad.text
    sent = chief.submit(page, button, **typed, cites=chosen)
    assert sent.status_code == 303
    made = house.query(kind).order_by(kind.id.desc()).first()
    assert {key_of(each) for each in cited(house, made)} == set(chosen)
    _put_out(house, decided, made)
    house.commit()
    for person, finds in ((table.mains[0], True), (table.mains[1], False)):
        shown = sign_in(person).get(url_of(table, kind, made))
        assert shown.status_code == 200
        assert "Vorgehen in der Nacht, Fassung 1" in words(shown)
        assert f'href="{decided.url()}"' in shown.text
        assert f'href="{decided.url("/versions/1")}"' in shown.text
        assert ("Quitte" in shown.text) is finds


def _put_out(house, decided, made):
    if isinstance(made, Decision):
        given = {"due_on": None, "based_on": made.version, **decided.chief()}
        decision_rules.put(house, decided.table.body.id, made.id, **given)
    if isinstance(made, Survey):
        made.retold, made.closed_at = True, build.NOW


def test_what_the_editor_does_not_see_stays_cited(house, decided, named):
    """Who keeps a thing may be kept from a procedure that it cites: she takes out only what she sees."""
    table = decided.table
    chosen = [key_of(decided.about), key_of(named.about)]
    given = {"title": "Nachtdienst", "cites": chosen, **decided.chief()}
    made = survey_rules.begin(house, table.body.id, **given)
    cite(house, made, [], table.body.id, build.actor(house, table.mains[1]))
    house.flush()
    assert [key_of(each) for each in cited(house, made)] == [key_of(named.about)]
    cite(house, made, [], table.body.id, build.actor(house, table.coordinator))
    house.flush()
    assert cited(house, made) == []


@pytest.fixture
def asked(house, drafted, sign_in):
    """The table is asked whether it agrees on the version; all three institutions have said yes."""
    drafted.consult()
    house.commit()
    chief = sign_in(drafted.table.coordinator)
    way = re.search(
        r'href="(/round-tables/[^"]*/decisions/new[?]cites=[^"]*)"', chief.get(drafted.url()).text
    )
    sent = chief.submit(chief.get(way.group(1)), "Vorschlag speichern")
    assert sent.status_code == 303
    made = house.query(Decision).one()
    deciding = Deciding(house, drafted.table)
    deciding.decision_id = made.id
    deciding.put()
    for place in range(3):
        deciding.cast(place)
    deciding.close()
    house.commit()
    return chief


def test_a_version_follows_from_the_decision_of_the_table(house, drafted, asked, sign_in):
    decision = house.query(Decision).one()
    assert "Vorgehen in der Nacht" in decision.title
    page = asked.get(drafted.url("/versions/1/decide"))
    assert "Beschluss 1/2026: Absprache „Vorgehen in der Nacht“, Fassung 1" in words(page)
    assert asked.submit(page, "Beschluss vermerken und fragen").status_code == 303
    version = drafted.version()
    assert (version.decided_on, version.decided_in) == (decision.decided_on, "Beschluss 1/2026")
    assert [each.thing for each in linked_from(house, version)] == [decision]
    shown = sign_in(drafted.table.mains[0]).get(drafted.url())
    assert f"/decisions/{decision.id}" in shown.text
    assert version.sha256[:16] in house.query(TextVersion).filter_by(text_id=decision.text_id).one().markdown


def test_what_changed_since_the_table_agreed_is_not_what_it_agreed_to(house, drafted, asked):
    page = asked.get(drafted.url("/versions/1/decide"))
    drafted.step("Hineingeschoben", after=0)
    house.commit()
    late = asked.submit(page, "Beschluss vermerken und fragen")
    assert late.status_code == 422
    assert "inzwischen geändert" in words(late)
    again = asked.submit(late, "Beschluss vermerken und fragen")
    assert again.status_code == 422
    assert "eine andere Prüfsumme" in words(again)
    assert not drafted.version().is_decided
    other = asked.submit(again, "Beschluss vermerken und fragen", decision_id="")
    assert other.status_code == 303


BAD = {
    "a decision of another day": ({"decided_on": "2026-08-01"}, "Dieser Beschluss ist vom"),
    "one that is not there": ({"decision_id": "987654"}, "Auswahl"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_decision_that_does_not_fit_is_refused(house, drafted, asked, what):
    typed, told = BAD[what]
    page = asked.get(drafted.url("/versions/1/decide"))
    bad = asked.submit(page, "Beschluss vermerken und fragen", decided_in="Bleibt stehen", **typed)
    assert bad.status_code == 422
    assert told in words(bad)
    assert "Bleibt stehen" in bad.text
    assert not drafted.version().is_decided


def test_only_what_came_about_and_is_seen_is_a_decision_on_a_version(house, drafted):
    drafted.consult()
    proposed = Deciding(house, drafted.table).propose()
    for decision_id in (proposed.id, 987654):
        with pytest.raises(RuleBroken) as refused:
            drafted.decide(decision_id=decision_id)
        assert refused.value.field == "decision_id"


def test_the_title_of_what_not_all_may_read_is_no_question_to_all(house, drafted, sign_in):
    """Members who don't see a procedure would read its title in the register."""
    drafted.about.visibility = Visibility.COORDINATION
    drafted.consult()
    house.commit()
    chief = sign_in(drafted.table.coordinator)
    assert "/decisions/new" not in chief.get(drafted.url()).text
    form = chief.get(f"/round-tables/{drafted.table.body.id}/decisions/new?cites={key_of(drafted.version())}")
    assert 'value="Absprache' not in form.text
