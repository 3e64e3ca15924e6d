"""What the page of minutes says about objections to them and about their approval."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from blueprints.minutes import (
    approval_rules,
    correcting_rules,
    note_taking_queries,
    objection_queries,
    objector_queries,
    queries,
)
from blueprints.minutes.objection_queries import Raised
from blueprints.minutes.sent_queries import Sent
from models.edition_lives import Life, life_of_minutes
from models.editions import Edition, EditionKind
from models.meetings import Meeting
from models.minutes import Minutes
from plumbing.access import me
from plumbing.clock import today
from plumbing.database import house, reading
from plumbing.language import chosen_language
from plumbing.pages import german_day

State = tuple[str, str, str, str]
"""Mark, word, what comes next, tone: as components/badge.html takes them."""


def approval_facts(edition: Edition, sent: Sent | None, versions: Sequence[Edition]) -> dict[str, Any]:
    """For an edition of minutes; nothing for an agenda. `sent`: for the coordination only; `versions`: all
    that its reader was sent."""
    if edition.kind is not EditionKind.MINUTES:
        return {
            "approval": None,
            "life": None,
            "may_object": frozenset(),
            "raised": [],
            "to_decide": None,
            "may_approve": False,
            "to_take_in": 0,
            "own_note": None,
            "taken_note": None,
        }
    minutes = queries.minutes_of(reading(), edition.meeting_id)
    waits = minutes is not None and _is_over(minutes)
    raised = objection_queries.raised(reading(), minutes, me()) if minutes else []
    life = life_of_minutes(edition, minutes, versions)
    return {
        "approval": _state(minutes, life, raised) if minutes else None,
        "life": life,
        "may_object": objector_queries.places_to_record(edition, sent.by_seat.values())
        if sent
        else objector_queries.places_to_object(house(), edition, me(), today()),
        "object_words": _object_words(edition),
        "raised": raised,
        "to_decide": None
        if life.replaced_on
        else next((each.id for each in raised if each.may_decide), None),
        "may_correct": correcting_rules.may_correct(me(), edition.body_id),
        "to_take_in": sent.decided_since([(each.belongs_into_text, each.ended_at) for each in raised])
        if sent
        else 0,
        "own_note": note_taking_queries.own_note(reading(), edition, me()),
        "taken_note": sent.taken_note if sent else None,
        "extracts_owed": sent.owed if sent else [],
        "handed_over": sent.handed_over if sent else [],
        "may_approve": waits and approval_rules.may_approve(me(), edition.body_id),
    }


def _object_words(edition: Edition) -> str:
    if me().coordinates_body(edition.body_id):
        return gettext("Record an objection to the minutes")
    return gettext("Raise an objection")


def _is_over(minutes: Minutes) -> bool:
    """Whether the last day has passed and nobody has approved them yet."""
    until = minutes.objections_until
    return until is not None and until < today() and minutes.approved_at is None


def _state(minutes: Minutes, life: Life, raised: Sequence[Raised]) -> State | None:
    """Of this version; None while the period runs and the reader knows of no objection, or where it only
    lacks the nightly run: the document's own words say it."""
    if life.approved_on is not None:
        told = _since(minutes)
        if life.corrects_approved:
            told += "; " + gettext("corrected on %(day)s", day=german_day(life.issued_on))
        return "✓", gettext("approved"), told, "yes"
    if life.replaced_on is not None:
        day = german_day(life.replaced_on)
        told = gettext("by version %(number)s on %(day)s", number=life.replaced_by, day=day)
        return "–", gettext("replaced"), told, "void"
    if not _is_over(minutes):
        return _running(minutes, raised)
    if not objection_queries.kept_from_lapse(house(), minutes):
        return None
    return (
        "→",
        gettext("circulated"),
        gettext("objections have been raised; the next meeting decides on the minutes"),
        "open",
    )


def _running(minutes: Minutes, raised: Sequence[Raised]) -> State | None:
    """What comes next for whoever knows of an objection: silence approves these minutes no longer."""
    if minutes.objections_until is None or not any(each.keeps_from_lapse for each in raised):
        return None
    day = german_day(minutes.objections_until)
    if any(each.outcome is None for each in raised if each.keeps_from_lapse):
        told = gettext(
            "an objection waits for the coordination’s decision; further ones until %(day)s", day=day
        )
    else:
        told = gettext(
            "further objections until %(day)s; then the next meeting decides on the minutes", day=day
        )
    return "→", gettext("circulated"), told, "open"


def _since(minutes: Minutes) -> str:
    assert minutes.approved_on is not None
    if minutes.approved_in_id is None:
        day = german_day(minutes.approved_on)
        return gettext("because the period for objections ended on %(day)s, closed", day=day)
    meeting = house().get(Meeting, minutes.approved_in_id)
    words = meeting.held_on.words(chosen_language()) if meeting else german_day(minutes.approved_on)
    return gettext("in the meeting of %(day)s, closed", day=words)
