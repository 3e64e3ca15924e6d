"""What should be settled before the invitations go out, in words, each with the way to settle it."""

from dataclasses import dataclass

from flask_babel import gettext

from blueprints.meetings import agenda_queries
from blueprints.meetings.unsettled_queries import Lack, Unsettled, unsettled
from models.meetings import Meeting
from plumbing import clock
from plumbing.database import house
from plumbing.pages import address, german_day


@dataclass(frozen=True, kw_only=True)
class ToSettle:
    """One line before the dispatch: whose, what is the matter, and where it is settled."""

    institution: str
    words: str
    label: str = ""
    url: str = ""


def before_sending(meeting: Meeting) -> dict[str, list[ToSettle]]:
    """`unsettled`: what waits for the coordination; `instead`: who has a successor on the meeting's day."""
    found = unsettled(house(), meeting, clock.today())
    agenda = [] if agenda_queries.has_items(house(), meeting.id) else [_no_agenda(meeting)]
    return {
        "unsettled": agenda + [_line(each, meeting) for each in found if each.lack is not Lack.INSTEAD],
        "instead": [_line(each, meeting) for each in found if each.lack is Lack.INSTEAD],
    }


def _no_agenda(meeting: Meeting) -> ToSettle:
    return ToSettle(
        institution=gettext("Agenda"),
        words=gettext("It has no item yet, and is frozen as invited."),
        label=gettext("Add an item"),
        url=address("meetings.add_item", meeting_id=meeting.id),
    )


def _line(found: Unsettled, meeting: Meeting) -> ToSettle:
    facts = {
        "day": german_day(found.day) if found.day else "",
        "name": found.name,
        "successor": found.successor,
    }
    words = {
        Lack.CEASES: gettext(
            "The institution will have ceased on %(day)s. Who takes its seat is not settled.", **facts
        ),
        Lack.LEAVES: gettext("The membership ends on %(day)s: the institution is not invited.", **facts),
        Lack.VACANT: gettext(
            "%(name)s acts only until %(day)s, and nobody is named for the day of the meeting. The "
            "invitation still goes to whoever acts now.",
            **facts,
        ),
        Lack.HEADLESS: gettext(
            "%(name)s is the representative only until %(day)s, and no successor is named. Only the deputies "
            "are invited.",
            **facts,
        ),
        Lack.UNREACHED: gettext("Nobody is named, and there is no function mailbox: no invitation goes out."),
        Lack.INSTEAD: gettext("%(name)s acts until %(day)s; invited is %(successor)s.", **facts),
    }
    label, url = _way(found, meeting.body_id)
    return ToSettle(institution=found.institution, words=words[found.lack], label=label, url=url)


def _way(found: Unsettled, table_id: int) -> tuple[str, str]:
    if found.lack is Lack.CEASES:
        return gettext("Settle the seat"), address(
            "tables.settle_seat", table_id=table_id, seat_id=found.seat_id
        )
    if found.lack is Lack.UNREACHED:
        return gettext("Name somebody"), address("tables.appoint", table_id=table_id, seat_id=found.seat_id)
    if found.lack in (Lack.VACANT, Lack.HEADLESS) and found.appointment_id:
        ids = {"table_id": table_id, "appointment_id": found.appointment_id}
        return gettext("Enter the successor"), address("tables.succeed", **ids)
    return gettext("To the seat"), address("tables.seat", table_id=table_id, seat_id=found.seat_id)
