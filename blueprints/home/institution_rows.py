"""Lines about institutions: what one owes, and whose seat is to be settled."""

from blueprints.home.owes_queries import MissingReply
from blueprints.home.rows import Row
from blueprints.tables.departures.queries import Outlasting
from plumbing.language import chosen_language, gettext
from plumbing.pages import address, german_day


def missing_reply_row(missing: MissingReply) -> Row:
    """A reply that an institution owes, on its own page."""
    meeting = missing.meeting
    endpoint, label = {
        "reply": ("meetings.reply", gettext("Reply")),
        "record": ("meetings.record_reply", gettext("Record the answer")),
        "look": ("meetings.show", gettext("Look")),
    }[missing.way]
    asked = {} if missing.way == "look" else {"invitation_id": missing.invitation_id}
    return Row(
        due=missing.due_on,
        title=gettext("Reply to the invitation"),
        detail=gettext("Meeting on %(day)s", day=meeting.held_on.words(chosen_language())),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=label,
        url=address(endpoint, meeting_id=meeting.id, **asked),
        primary=missing.way == "reply",
    )


def outlasting_row(seat: Outlasting) -> Row:
    """An institution at one's table has ended: its seat is to be settled."""
    day = german_day(seat.ended_on)
    return Row(
        due=seat.ended_on,
        title=gettext("Check the seat of %(name)s", name=seat.institution),
        detail=gettext("Successor from %(day)s on: %(names)s", names=seat.became, day=day)
        if seat.became
        else gettext("Ends on %(day)s without a successor", day=day),
        table_name=seat.table_name,
        hue=seat.hue,
        action_label=gettext("Settle"),
        url=address("tables.settle_seat", table_id=seat.body_id, seat_id=seat.seat_id),
    )
