"""The ring of a table: each seat with its kind, and where nobody is named."""

from collections.abc import Sequence
from datetime import date

from blueprints.tables.queries import Member
from models.seats import SeatKind
from plumbing import ring
from plumbing.language import gettext, ngettext
from plumbing.pages import address, german_day

MARKS: dict[SeatKind, tuple[str, ring.Tone]] = {
    SeatKind.VOTING: ("●", "neutral"),
    SeatKind.ADVISORY: ("○", "neutral"),
    SeatKind.GUEST: ("△", "neutral"),
}


def ring_of(members: Sequence[Member], on: date) -> ring.Ring:
    """The seats in the order of the table beside it."""
    held = sum(member.seat.holds_on(on) for member in members)
    words = ngettext("institution", "institutions", held)
    return ring.ring([_seat(member, on) for member in members], (str(held), words))


def _seat(member: Member, on: date) -> ring.RingSeat:
    seat = member.seat
    mark, tone = MARKS[seat.kind]
    label = gettext(seat.kind.label)
    if not seat.holds_on(on) and seat.starts_on:
        mark, tone, label = "", "perhaps", gettext("from %(day)s", day=german_day(seat.starts_on))
    elif member.sleeps is not None:
        mark, tone, label = "…", "void", gettext("dormant")
    elif member.main is None:
        mark, tone, label = "", "open", gettext("%(kind)s, no representative named", kind=label)
    return ring.seat(
        name=seat.organisation.name,
        short=seat.organisation.called,
        mark=mark,
        tone=tone,
        label=label,
        url=address("organisations.show", organisation_id=seat.organisation_id),
    )
