"""Somebody else comes for an institution: deputy or substitute, asked and told, in letters and calendars."""

import re
from contextlib import nullcontext
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest

from blueprints.meetings import invitation_rules, link_queries, reply_rules
from blueprints.meetings.invitation_queries import all_invitations, invitations
from blueprints.meetings.letters import issue_token
from blueprints.meetings.reply_rules import Given
from models.errors import RuleBroken
from models.invitations import Invitation, InvitationKind
from models.letters import Letter
from models.meetings import Meeting
from models.outbox import LetterBytes, LetterState
from models.rounds import Coming
from plumbing.letters import render_waiting
from tests import build
from tests.meetings.test_replying import DUE, invitation_of

SUBSTITUTE = {"substitute": "Kollegin der Fachstelle", "substitute_address": "Kollegin@musterstadt.example"}


@pytest.fixture
def table(house: Any) -> Any:
    return build.table(house)


@pytest.fixture
def meeting(house: Any, table: Any) -> Meeting:
    made = build.meeting(house, table.body)
    who = build.actor(house, table.coordinator)
    invitation_rules.invite(house, made.id, due_on=DUE, by=who, now=build.NOW)
    house.commit()
    for letter in house.query(Letter):
        letter.state = LetterState.ACCEPTED
    house.commit()
    return made


@pytest.fixture
def answer(house: Any, app: Any) -> Any:
    """An answer by link, with the letters that follow from it."""

    def do(invitation: Invitation, coming: Coming, **more: Any) -> None:
        token = issue_token(house, invitation, build.NOW)
        reply_rules.answer_by_link(house, token, Given(coming=coming, **more), now=build.NOW)
        with app.test_request_context():
            render_waiting(house)
        house.commit()

    return do


def written(house: Any, template: str) -> list[Letter]:
    return house.query(Letter).filter_by(template=f"meetings/{template}").order_by(Letter.id).all()


def calendar_of(house: Any, letter: Letter) -> str:
    mail = message_from_bytes(house.get_one(LetterBytes, letter.id).raw)
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode().replace("\r\n ", "")


def substitute_of(house: Any, meeting: Meeting) -> Invitation | None:
    found = [each for each in invitations(house, meeting.id) if each.kind is InvitationKind.SUBSTITUTE]
    return found[0] if found else None


def test_substitute_is_invited_as_delegated_and_whoever_named_her_is_told(house, table, meeting, answer):
    main = invitation_of(house, meeting, table.mains[0])
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    (to_her,), (to_main,) = written(house, "substitute"), written(house, "delegation")
    assert to_her.recipient == "Kollegin@musterstadt.example"
    assert f'DELEGATED-FROM="mailto:{main.address}"' in calendar_of(house, to_her)
    assert "PARTSTAT=NEEDS-ACTION;RSVP=TRUE" in calendar_of(house, to_her)
    told = calendar_of(house, to_main)
    assert to_main.recipient == main.address
    assert 'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Kollegin@musterstadt.example"' in told
    assert "RSVP" not in told
    assert (to_main.sequence, to_her.sequence) == (meeting.sequence, meeting.sequence)


def test_deputy_who_is_invited_already_is_asked_to_confirm(house, table, meeting, answer):
    main, deputy = (invitation_of(house, meeting, who) for who in (table.mains[0], table.deputies[0]))
    answer(main, Coming.SUBSTITUTE, stand_in=deputy.id)
    (asked,) = written(house, "stand_in")
    assert (asked.recipient, asked.invitation_id) == (deputy.address, deputy.id)
    entry = calendar_of(house, asked)
    assert "ROLE=REQ-PARTICIPANT" in entry
    assert f'DELEGATED-FROM="mailto:{main.address}"' in entry
    assert written(house, "delegation")[0].recipient == main.address
    assert len(invitations(house, meeting.id)) == len(all_invitations(house, meeting.id))
    assert substitute_of(house, meeting) is None


def test_deputy_who_comes_anyway_is_not_asked_again(house, table, meeting, answer):
    main, deputy = (invitation_of(house, meeting, who) for who in (table.mains[0], table.deputies[0]))
    answer(deputy, Coming.YES)
    answer(main, Coming.SUBSTITUTE, stand_in=deputy.id)
    assert written(house, "stand_in") == []


@pytest.mark.parametrize("coming", [Coming.YES, Coming.NO])
def test_substitute_whom_nobody_needs_any_more_is_taken_off(house, table, meeting, coming, answer):
    main = invitation_of(house, meeting, table.mains[0])
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    written(house, "substitute")[0].state = LetterState.ACCEPTED
    answer(main, coming)
    assert substitute_of(house, meeting) is None
    (off,) = written(house, "off_list")
    assert off.recipient == "Kollegin@musterstadt.example"
    assert (off.method, off.sequence) == ("CANCEL", meeting.sequence + 1)
    assert "STATUS" not in calendar_of(house, off)


def test_substitute_whose_letter_still_waits_hears_nothing_at_all(house, table, meeting, answer):
    main = invitation_of(house, meeting, table.mains[0])
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    answer(main, Coming.YES)
    assert written(house, "substitute")[0].state is LetterState.SUPERSEDED
    assert written(house, "off_list") == []


def test_substitute_who_has_answered_stays(house, table, meeting, answer):
    main = invitation_of(house, meeting, table.mains[0])
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    answer(substitute_of(house, meeting), Coming.YES)
    answer(main, Coming.YES)
    assert substitute_of(house, meeting) is not None


def test_substitute_who_is_named_again_gets_a_later_revision(house, table, meeting, answer):
    main = invitation_of(house, meeting, table.mains[0])
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    written(house, "substitute")[0].state = LetterState.ACCEPTED
    answer(main, Coming.NO)
    cancelled = written(house, "off_list")[0].sequence
    answer(main, Coming.SUBSTITUTE, **SUBSTITUTE)
    again = written(house, "substitute")[-1]
    assert again.sequence >= cancelled
    assert again.invitation_id == substitute_of(house, meeting).id


def test_somebody_of_another_institution_cannot_stand_in(house, table, meeting, answer):
    main, other = (invitation_of(house, meeting, who) for who in table.mains[:2])
    with pytest.raises(RuleBroken, match="choose who comes"):
        answer(main, Coming.SUBSTITUTE, stand_in=other.id)
    with pytest.raises(RuleBroken, match="choose who comes"):
        answer(main, Coming.SUBSTITUTE, stand_in=main.id)


def test_page_offers_the_deputy_and_the_link_tells_no_name(
    house, table, meeting, client, sign_in, stop_clock
):
    stop_clock(build.NOW)
    main, deputy = (invitation_of(house, meeting, who) for who in (table.mains[0], table.deputies[0]))
    url = f"/r/{issue_token(house, main, build.NOW)}"
    page = client.get(url)
    assert deputy.name not in page.text
    assert "Unsere Stellvertretung" in page.text
    assert client.submit(page, coming="substitute", instead=str(deputy.id)).status_code == 303
    assert re.search(
        rf'value="{deputy.id}"[^>]*checked|checked[^>]*value="{deputy.id}"', client.get(url).text
    )
    own = sign_in(table.mains[0]).get(f"/meetings/{meeting.id}/replies/{main.id}")
    assert deputy.name in own.text


def test_foreign_choice_is_refused_beside_the_field(house, table, meeting, client, stop_clock):
    stop_clock(build.NOW)
    main, other = (invitation_of(house, meeting, who) for who in table.mains[:2])
    url = f"/r/{issue_token(house, main, build.NOW)}"
    refused = client.post(url, data={"coming": "substitute", "instead": str(other.id)})
    assert refused.status_code == 422
    assert written(house, "delegation") == []


def named(number: int) -> dict[str, str]:
    return {"substitute": f"Kollegin {number}", "substitute_address": f"kollegin{number}@musterstadt.example"}


def test_a_link_writes_to_few_others_and_the_coordination_sees_it(
    house, table, meeting, client, sign_in, stop_clock
):
    """Three a day for the links of an institution, a fourth is refused beside its field."""
    stop_clock(build.NOW)
    main, deputy = (invitation_of(house, meeting, who) for who in (table.mains[0], table.deputies[0]))
    url, other = (f"/r/{issue_token(house, each, build.NOW)}" for each in (main, deputy))
    at_table = sign_in(table.coordinator)
    warned = f"{table.seats[0].organisation.name}: Über die Links"
    for number in (1, 2):
        assert client.submit(client.get(url), coming="substitute", **named(number)).status_code == 303
    assert warned not in at_table.get(f"/meetings/{meeting.id}").text
    assert client.submit(client.get(other), coming="substitute", **named(3)).status_code == 303
    assert warned in at_table.get(f"/meetings/{meeting.id}").text
    assert warned not in sign_in(table.mains[0]).get(f"/meetings/{meeting.id}").text
    for refused in (
        client.submit(client.get(each), coming="substitute", **named(4)) for each in (url, other)
    ):
        assert refused.status_code == 422
        assert 'id="substitute_address-error"' in refused.text
        assert "heute schon 3-mal" in refused.text
        assert 'value="Kollegin 4"' in refused.text
    assert len(written(house, "substitute")) == 3
    assert client.submit(client.get(url), coming="substitute", note="Neu", **named(2)).status_code == 303
    assert client.submit(client.get(url), coming="no").status_code == 303
    own = sign_in(table.mains[0])
    page = own.get(f"/meetings/{meeting.id}/replies/{main.id}")
    assert own.submit(page, coming="substitute", **named(4)).status_code == 303


def test_one_link_names_somebody_a_few_times_only_whatever_the_day(house, table, meeting, client, stop_clock):
    main = invitation_of(house, meeting, table.mains[0])
    url = f"/r/{issue_token(house, main, build.NOW)}"
    for number in range(5):
        stop_clock(build.NOW + timedelta(days=number))
        assert client.submit(client.get(url), coming="substitute", **named(number)).status_code == 303
    stop_clock(build.NOW + timedelta(days=6))
    refused = client.submit(client.get(url), coming="substitute", **named(9))
    assert (refused.status_code, len(written(house, "substitute"))) == (422, 5)
    assert "schon 5-mal" in refused.text


def test_what_a_link_may_show_costs_no_further_statement(house, table, meeting, answer, statements):
    main, deputy = (invitation_of(house, meeting, who) for who in (table.mains[0], table.deputies[0]))
    token = issue_token(house, main, build.NOW)
    answer(main, Coming.SUBSTITUTE, stand_in=deputy.id)
    deputy.withdrawn_at = build.NOW
    house.commit()
    asked = link_queries.link_question(house, token, build.NOW)
    with statements() as seen:
        shown = link_queries.told_by_link(asked)
    assert seen == []
    assert (asked.substitute, shown.substitute) == (deputy.name, "")


def test_a_calendar_reply_names_others_no_more_often_than_a_link(house, table, meeting, answer):
    main = invitation_of(house, meeting, table.mains[0])
    when = {"starts_at": meeting.starts_at, "by": None, "now": build.NOW}
    answer(main, Coming.SUBSTITUTE, **named(0))
    for number in (1, 2, 3):
        given = Given(coming=Coming.SUBSTITUTE, **named(number))
        with nullcontext() if number < 3 else pytest.raises(RuleBroken, match="3 times today"):
            reply_rules.answer_by_calendar(house, main, given, answered_at=build.NOW, **when)
            house.flush()
