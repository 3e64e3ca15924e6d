"""What is shown before a survey goes out: who gets the letter, and the letter; and before it ends."""

from datetime import date, timedelta
from typing import Any, Final

from flask import abort, request
from flask_babel import gettext

from blueprints.meetings.recipient_queries import Recipient
from blueprints.surveys import letters, reminder_rules, respondent_queries
from blueprints.surveys.draft_pages import drafted_survey
from blueprints.surveys.forms import AskMoreForm, DueForm, OpenForm
from blueprints.surveys.pages import kept_survey, reminder_words
from blueprints.surveys.respondent_queries import Askable
from blueprints.tables.letter_queries import letter_facts
from models.surveys import Survey
from plumbing import clock
from plumbing.database import house
from plumbing.letters import sample
from plumbing.looked_at import LookedAtForm
from plumbing.sent_words import stopped_at

USUAL: Final = timedelta(weeks=3)
"""So long institutions have, if nothing else is said."""


def opening(table_id: int, survey_id: int) -> tuple[OpenForm, dict[str, Any]]:
    """The form with recipients and letter; all members are asked unless they are left out."""
    found, page = drafted_survey(table_id, survey_id)
    if found.retold:
        abort(404)
    today = clock.today()
    seats = respondent_queries.askable(house(), found, today)
    usual = [each.seat_id for each in seats if not each.is_guest and not each.sleeps]
    form = OpenForm(based_on=found.version, due_on=today + USUAL, seat_ids=usual)
    form.offer([(each.seat_id, _words(each, found)) for each in seats if not each.sleeps])
    chosen = form.seat_ids.data if request.method == "POST" else usual
    shown = _recipients(found, seats, chosen or [], today)
    return form, page | shown | {"letters": _letters(found, form.due_on.data, shown["reached"])}


def _words(seat: Askable, found: Survey) -> str:
    words = seat.name if seat.body_id == found.body_id else f"{seat.name} ({seat.table_name})"
    return gettext("%(name)s, standing guest", name=words) if seat.is_guest else words


def _recipients(found: Survey, seats: list[Askable], chosen: list[int], today: date) -> dict[str, Any]:
    """Who gets a letter, who is asked and has no address, who sleeps and is not asked."""
    bodies = respondent_queries.body_ids(found)
    people = respondent_queries.people_of(house(), bodies, chosen, today)
    reached = [each for each in people if each.address]
    others = respondent_queries.outside(house(), found)
    linked = [letters.as_recipient(each) for each in others if each.email]
    with_address = {each.seat_id for each in reached}
    institutions = {each.seat_id: each.organisation_id for each in seats}
    return {
        "reached": reached + linked,
        "institutions": len({institutions[each.seat_id] for each in reached if each.seat_id}) + len(linked),
        "outside": [each.name for each in others],
        "unreached": [
            each.name for each in seats if each.seat_id in chosen and each.seat_id not in with_address
        ]
        + [each.name for each in others if not each.email],
        "asleep": [each.name for each in seats if each.sleeps],
        "stopped": stopped_at(found.body_id),
        "count": len(reached) + len(linked),
    }


def _letters(
    found: Survey, due_on: date | None, reached: list[Recipient], template: str = letters.OPENED
) -> list[Any]:
    """The letter as it will arrive at the first of them, once there is somebody to get it and a day."""
    if due_on is None or not reached:
        return []
    facts = {
        "survey_id": found.id,
        "due_on": due_on,
        "anonymous": found.anonymous,
        "institution": reached[0].institution,
        "by_link": reached[0].seat_id is None,
    }
    said = letter_facts(house(), found.body_id, clock.today()) | facts
    return [(gettext("The letter as it will arrive"), sample(template=template, facts=said))]


def extended_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """A survey that is out and not closed, for its coordination."""
    found, page = kept_survey(table_id, survey_id)
    return (found, page) if page["phase"] in ("open", "overdue") else abort(404)


def extending(table_id: int, survey_id: int) -> tuple[DueForm, dict[str, Any]]:
    """The form for another last day with those who are told, and the letter."""
    found, page = extended_survey(table_id, survey_id)
    today = clock.today()
    form = DueForm(due_on=max(found.due_on or today, today) + timedelta(weeks=1))
    reached = letters.reached(house(), found, letters.EXTENDED, today)
    return form, page | _told(found, reached, form.due_on.data, letters.EXTENDED)


def _told(found: Survey, reached: list[Recipient], due_on: date | None, template: str) -> dict[str, Any]:
    """Who gets a letter, and the letter."""
    return {
        "reached": reached,
        "institutions": len({each.institution for each in reached}),
        "letters": _letters(found, due_on, reached, template),
        "stopped": stopped_at(found.body_id) if reached else "",
    }


def running_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """A survey that takes answers today, for its coordination."""
    found, page = kept_survey(table_id, survey_id)
    return (found, page) if page["takes"] else abort(404)


def reminding(table_id: int, survey_id: int) -> tuple[LookedAtForm, dict[str, Any]]:
    """The silent that a reminder would reach, and those that have no address."""
    found, page = running_survey(table_id, survey_id)
    only = reminder_rules.silent(house(), found, clock.today())
    reached = letters.reached(house(), found, letters.REMIND, clock.today(), only)
    return LookedAtForm(), page | _told(found, reached, found.due_on, letters.REMIND) | {
        "reminders": reminder_words(found)
    }


def asking_more(table_id: int, survey_id: int) -> tuple[AskMoreForm, dict[str, Any]]:
    """Members that are not asked yet: those admitted since are proposed. Nobody left: there is no page. It
    lists whom the letter would reach at each of them, so that whoever is chosen has been looked at."""
    found, page = running_survey(table_id, survey_id)
    today = clock.today()
    seats = respondent_queries.not_asked(house(), found, today) or abort(404)
    known = respondent_queries.organisations_of(house(), found)
    form = AskMoreForm(seat_ids=[each.seat_id for each in seats if each.organisation_id not in known])
    form.seat_ids.choices = [(each.seat_id, _words(each, found)) for each in seats]
    left = [each.seat_id for each in seats]
    people = respondent_queries.people_of(house(), respondent_queries.body_ids(found), left, today)
    reached = [each for each in people if each.address]
    return form, page | _told(found, reached, found.due_on, letters.OPENED)


def unclosed_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """The same, or one that took place elsewhere and is being recorded."""
    found, page = kept_survey(table_id, survey_id)
    is_recorded = found.retold and page["phase"] == "draft"
    return (found, page) if is_recorded or page["phase"] in ("open", "overdue") else abort(404)


def reopening(table_id: int, survey_id: int) -> tuple[DueForm, dict[str, Any]]:
    """One that may be opened again: closed, not anonymous, and without a released report. With those who are
    told, and the letter; of what is only recorded nobody is."""
    found, page = kept_survey(table_id, survey_id)
    if page["phase"] not in ("closed", "evaluated") or found.anonymous:
        abort(404)
    if found.retold:
        form = DueForm()
        del form.due_on
        return form, page | _told(found, [], None, letters.REOPENED)
    form = DueForm(due_on=clock.today() + timedelta(weeks=1))
    reached = letters.reached(house(), found, letters.REOPENED, clock.today())
    return form, page | _told(found, reached, form.due_on.data, letters.REOPENED)
