"""What every meeting of a table begins with: times, place, agenda; and which meetings still say that."""

import enum
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Self

from models.bodies import Bylaws
from models.errors import RuleBroken
from models.meetings import BERLIN, AgendaItem, ItemKind, Meeting, is_web_address
from models.usual_meetings import titles_in
from models.visibility import Visibility
from models.words import N_


class Aspect(enum.Enum):
    """A part of the template that a meeting keeps or has changed on its own."""

    TIMES = "times"
    PLACE = "place"
    AGENDA = "agenda"

    @property
    def label(self) -> str:
        return ASPECT_WORDS[self]


ASPECT_WORDS = {
    Aspect.TIMES: N_("times"),
    Aspect.PLACE: N_("place"),
    Aspect.AGENDA: N_("agenda"),
}


@dataclass(frozen=True, kw_only=True)
class Template:
    """The template of a table's meetings; what is empty says nothing."""

    starts: time | None = None
    ends: time | None = None
    place: str = ""
    online_url: str = ""
    agenda: tuple[str, ...] = ()

    @classmethod
    def of(cls, bylaws: Bylaws) -> Self:
        return cls(
            starts=bylaws.usual_starts,
            ends=bylaws.usual_ends,
            place=bylaws.usual_place,
            online_url=bylaws.usual_online_url,
            agenda=tuple(bylaws.agenda_titles),
        )

    @classmethod
    def saying(cls, agenda_template: str, **facts: Any) -> Self:
        """As it is typed."""
        return cls(agenda=tuple(titles_in(agenda_template)), **facts)

    def judge(self) -> None:
        """Refuse times that are none, and a way into the meeting that is no address of the web."""
        if self.ends is not None and self.starts is None:
            raise RuleBroken(N_("Please give a beginning, too."), field="starts")
        if self.starts is not None and self.ends is not None and self.ends <= self.starts:
            raise RuleBroken(N_("The end must lie after the beginning."), field="ends")
        if len(self.agenda) > 30 or any(len(title) > 200 for title in self.agenda):
            raise RuleBroken(N_("At most 30 lines of at most 200 characters."), field="agenda_template")
        if self.online_url and not is_web_address(self.online_url):
            raise RuleBroken(
                N_("Please give an address that begins with https:// or http://."), field="online_url"
            )

    def says(self, aspect: Aspect) -> tuple[object, ...]:
        """What it says about one aspect; empty where it says nothing."""
        if aspect is Aspect.TIMES:
            return (self.starts, self.ends) if self.starts else ()
        if aspect is Aspect.PLACE:
            return (self.place, self.online_url) if self.place or self.online_url else ()
        return self.agenda

    def is_kept_by(self, meeting: Meeting, aspect: Aspect) -> bool:
        """Whether the meeting says just that; an agenda only as long as nobody has worked on it."""
        if aspect is Aspect.AGENDA:
            items = sorted(meeting.items, key=lambda item: item.place)
            return tuple(item.title for item in items) == self.agenda and all(map(_is_untouched, items))
        if aspect is Aspect.PLACE:
            return (meeting.place, meeting.online_url) == (self.place, self.online_url)
        return (_clock(meeting.starts_at), _clock(meeting.ends_at)) == (self.starts, self.ends)

    def on(self, meeting: Meeting) -> tuple[datetime, datetime | None] | None:
        """Its times on the day of a meeting; None where one of them is not known."""
        day = meeting.held_on.day
        if day is None or self.starts is None:
            return None
        ends = datetime.combine(day, self.ends, BERLIN) if self.ends else None
        return datetime.combine(day, self.starts, BERLIN), ends


def _clock(at: datetime | None) -> time | None:
    return at.astimezone(BERLIN).time() if at else None


def _is_untouched(item: AgendaItem) -> bool:
    """A formal item as the template made it. Guests and files of the item are loaded by whoever asks."""
    plain = item.kind is ItemKind.FORMAL and item.visibility is Visibility.INTERNAL
    said = item.text or item.minutes_planned or item.submitter_id or item.source
    return plain and not said and not item.guests
