"""A warning before words cross a line: the title of an item that some readers may not know of."""

import pytest

from blueprints.meetings import invitation_rules
from blueprints.minutes import rules as minutes_rules
from models.crossings import Place, crossings, repeats
from models.files import File
from models.meetings import MeetingState
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.pages import Page, text

CONFIDENTIAL = {"visibility": Visibility.CONFIDENTIAL}


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body)


@pytest.fixture
def secret(house, table, meeting):
    return build.agenda_item(
        house, meeting, "Schutzkonzept bei Gefährdung", seats=table.seats[:2], **CONFIDENTIAL
    )


def found(house, meeting):
    return [(each.number, each.place, each.secret_number) for each in crossings(house, meeting.id)]


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("Siehe SCHUTZKONZEPT  bei Gefährdung.", True),
        ("Siehe „Schutzkonzept bei Gefährdung“", True),
        ("Siehe Schutzkonzept", False),
        ("Schutzkonzept bei Gefährdungen", False),
        ("", False),
    ],
)
def test_a_title_is_found_as_whole_words_however_it_is_written(words, same):
    assert repeats(words, "Schutzkonzept bei Gefährdung") is same


def test_a_short_title_is_not_looked_for():
    assert not repeats("Die Lage ist ruhig.", "Lage")


def test_the_title_of_a_confidential_item_is_found_wherever_it_stands_with_a_wider_one(
    house, table, meeting, secret
):
    by = build.actor(house, table.coordinator)
    item = build.agenda_item(
        house, meeting, "Ansprechstellen", text="Anders als Schutzkonzept bei Gefährdung"
    )
    build.agenda_item(house, meeting, "Nach dem Schutzkonzept bei Gefährdung")
    build.added(
        house,
        File(
            item_id=item.id,
            name="Schutzkonzept_bei_Gefährdung.pdf",
            content_type="application/pdf",
            uploaded_at=build.NOW,
        ),
    )
    minutes_rules.begin(house, meeting.id, by=by, now=build.NOW)
    minutes_rules.write_item(
        house,
        item.id,
        "Wie beim Schutzkonzept bei Gefährdung.",
        based_on=0,
        by=by,
        now=build.NOW,
        render=render,
    )
    assert found(house, meeting) == [
        ("1", Place.TEXT, "V 1"),
        ("1", Place.FILE, "V 1"),
        ("1", Place.MINUTES, "V 1"),
        ("2", Place.TITLE, "V 1"),
    ]


def test_those_who_may_know_of_it_are_told_nothing_new(house, table, meeting, secret):
    words = {"text": "Wie beim Schutzkonzept bei Gefährdung", **CONFIDENTIAL}
    build.agenda_item(house, meeting, "Für dieselben", seats=table.seats[:1], **words)
    build.agenda_item(
        house, meeting, "Für die Koordination", visibility=Visibility.COORDINATION, text=words["text"]
    )
    assert found(house, meeting) == []
    build.agenda_item(house, meeting, "Für andere", seats=table.seats[1:], **words)
    assert found(house, meeting) == [("V 3", Place.TEXT, "V 1")]


def test_what_another_open_item_is_called_too_gives_nothing_away(house, meeting, secret):
    build.agenda_item(house, meeting, "Schutzkonzept bei Gefährdung")
    build.agenda_item(house, meeting, "Rückblick", text="Schutzkonzept bei Gefährdung")
    assert [number for number, *_ in found(house, meeting)] == ["1"]


def test_the_coordination_is_warned_before_anything_is_sent(
    house, table, meeting, secret, sign_in, stop_clock
):
    stop_clock(build.NOW)
    by = build.actor(house, table.coordinator)
    item = build.agenda_item(house, meeting, "Ansprechstellen", text="Wie beim Schutzkonzept bei Gefährdung")
    house.commit()
    browser = sign_in(table.coordinator)

    def warned(path):
        page = Page(browser.get(f"/meetings/{meeting.id}{path}").get_data(as_text=True))
        return "den nicht alle kennen dürfen" in text(page.all("main")[0])

    assert warned(f"/items/{item.id}")
    assert warned("/invite")
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    build.agenda_item(house, meeting, "Nachgetragen")
    house.commit()
    assert warned("/addendum")
    meeting.state = MeetingState.HELD
    minutes_rules.begin(house, meeting.id, by=by, now=build.NOW)
    house.commit()
    assert warned("/minutes/circulate")
    assert warned("/minutes/confirm")
    item.text = ""
    house.commit()
    assert not warned("/minutes/circulate")


def test_a_member_is_not_told_that_words_cross_a_line(house, table, meeting, secret, sign_in):
    item = build.agenda_item(house, meeting, "Ansprechstellen", text="Wie beim Schutzkonzept bei Gefährdung")
    meeting.state = MeetingState.INVITED
    house.commit()
    shown = sign_in(table.mains[2]).get(f"/meetings/{meeting.id}/items/{item.id}").get_data(as_text=True)
    assert "den nicht alle kennen dürfen" not in shown
    assert "V 1" not in shown
