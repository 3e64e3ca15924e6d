"""The page of a call for topics: before it goes out, and how far the answers have come."""

from typing import Any

from flask import request
from flask_babel import gettext

from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.sending_pages import Shown, bylaws_of, institutions_of, known_meeting
from blueprints.meetings.topics import call_queries, call_rules, letters
from blueprints.meetings.topics.forms import CallForm
from models.meetings import Meeting
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.letters import Rendered, sample
from plumbing.sent_words import stopped_at


def call_page(form: CallForm, meeting: Meeting) -> dict[str, Any]:
    asking = call_queries.latest_call(reading(), meeting.id)
    running = asking is not None and asking.closed_at is None
    may_call = call_rules.may_call(me(), meeting) and not running
    facts = {
        "meeting": meeting,
        "hue": meeting.body.hue,
        "asking": asking,
        "running": running,
        "asked": call_queries.asked_of(reading(), asking, clock.today()) if asking else [],
        "may_call": may_call,
        "may_note": meeting_rules.may_note_topics(me(), meeting) and not running,
    }
    return facts | (_before(form, meeting) if may_call else {"letters": [], "reached": [], "unreached": []})


def addresses(meeting: Meeting) -> list[str | None]:
    """Whom the call would reach now; nobody as long as there is no day for which to call."""
    if meeting.held_on.day is None:
        return []
    found = call_rules.reached_by(house(), known_meeting(meeting), clock.today())
    return [each.address for each in found]


def _before(form: CallForm, meeting: Meeting) -> dict[str, Any]:
    """Who would get the letter, and the letter with the day that the bylaws make or that was typed."""
    today = clock.today()
    if request.method == "GET":
        form.due_on.data = call_rules.proposed_due_on(meeting, bylaws_of(meeting), today)
    found = call_rules.reached_by(house(), known_meeting(meeting), today)
    reached = [each for each in found if each.address]
    form.show(each.address for each in reached)
    letter = _letter(meeting, form) if reached and form.due_on.data else None
    return {
        "proposed": call_rules.proposed_due_on(meeting, bylaws_of(meeting), today),
        "reached": reached,
        "unreached": [each for each in found if not each.address],
        "institutions": institutions_of(reached),
        "stopped": stopped_at(meeting.body_id),
        "letters": [Shown(gettext("The letter as it will arrive"), letter)] if letter else [],
    }


def _letter(meeting: Meeting, form: CallForm) -> Rendered:
    return sample(
        template=letters.CALL,
        facts=letters.call_facts(house(), known_meeting(meeting), form.due_on.data, clock.now()),
        meeting_id=meeting.id,
    )
