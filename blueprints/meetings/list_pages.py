"""What is shown before the list of the invited changes, and before a Nachtrag goes out."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext

from blueprints.meetings import addendum_rules, invitation_queries, list_rules
from blueprints.meetings.enclosing_queries import Enclosing, last_carried
from blueprints.meetings.recipient_queries import Recipient
from blueprints.meetings.sending_pages import (
    ADDENDUM,
    OFF_LIST,
    Shown,
    addressed,
    institutions_of,
    invitation_letters,
    known_meeting,
    letter_preview,
)
from models.addenda import addenda
from models.crossings import crossings
from models.invitations import Invitation
from models.meetings import Meeting
from plumbing import clock
from plumbing.database import house, reading
from plumbing.sent_words import stopped_at
from plumbing.versions import form_page


def not_on_list(meeting: Meeting) -> list[Recipient]:
    """Who could be invited late."""
    return list_rules.missing(house(), known_meeting(meeting), clock.today())


def may_be_added(missing: Iterable[Recipient]) -> list[tuple[str, str]]:
    """Whom a form offers to invite late, and as what."""
    return [
        (each.form_value, f"{each.institution}: {each.name} ({gettext(each.kind.label)})") for each in missing
    ]


def standing_of(meeting: Meeting) -> dict[int, Invitation]:
    """The invitations on the list by their ids."""
    return {each.id: each for each in invitation_queries.invitations(house(), meeting.id)}


def invited_page(form: Any, meeting: Meeting, missing: Sequence[Recipient]) -> tuple[str, int]:
    """Who stands on the list and why, who does not, and the letter that whoever is added gets."""
    standing = invitation_queries.invitations(house(), meeting.id)
    return form_page(
        "meetings/invited.html",
        form,
        meeting=meeting,
        stopped=stopped_at(meeting.body_id),
        standing=list(zip(standing, addressed(standing), strict=True)),
        missing=missing,
        letters=invitation_letters(meeting, missing) if missing else [],
    )


def take_off_page(form: Any, meeting: Meeting, invitation: Invitation) -> tuple[str, int]:
    letter = letter_preview(meeting, OFF_LIST)
    return form_page(
        "meetings/take_off.html",
        form,
        meeting=meeting,
        stopped=stopped_at(meeting.body_id),
        reached=addressed([invitation]),
        letters=[Shown(gettext("The letter as it will arrive"), letter)],
    )


def to_tell(meeting: Meeting) -> list[Invitation]:
    """Whom an addendum of now concerns."""
    known = known_meeting(meeting)
    return addendum_rules.concerned(house(), known, addenda(house(), known, clock.now()))


def addendum_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    """What has changed, whom it concerns, and the letter."""
    known = known_meeting(meeting)
    found = addenda(house(), known, clock.now())
    reached = addressed(addendum_rules.concerned(house(), known, found))
    form.show(each.address for each in reached)
    number = found[0].content["addendum"]
    travelling = Enclosing(house(), meeting.id, since=last_carried(house(), known)).for_members()
    letter = letter_preview(meeting, ADDENDUM, addendum_of=clock.today(), enclosed=travelling.names)
    return form_page(
        "meetings/addendum.html",
        form,
        meeting=meeting,
        stopped=stopped_at(meeting.body_id),
        number=number,
        changes=next(each.changes for each in found if each.audience.whole),
        reached=reached,
        institutions=institutions_of(reached),
        travelling=travelling,
        crossings=crossings(reading(), meeting.id),
        letters=[Shown(gettext("The letter as it will arrive"), letter)],
    )
