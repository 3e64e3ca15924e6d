"""The part of a table's bylaws that its meetings begin with: their usual times, place and agenda."""

from datetime import time

from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from models.typed_text import TypedLine, TypedText


class UsualMeetings(MappedAsDataclass, kw_only=True):
    """Columns of the bylaws: the template of the table's meetings, in Berlin's clock time.

    What is empty says nothing. models/meeting_templates.py tells which meetings still follow it.
    """

    usual_starts: Mapped[time | None] = mapped_column(default=None)
    usual_ends: Mapped[time | None] = mapped_column(default=None)
    usual_place: Mapped[str] = mapped_column(TypedLine(200), default="")
    usual_online_url: Mapped[str] = mapped_column(TypedLine(300), default="")
    agenda_template: Mapped[str] = mapped_column(TypedText(2000), default="")

    @property
    def agenda_titles(self) -> list[str]:
        """The formal items every agenda begins with, one a line."""
        return titles_in(self.agenda_template)


def titles_in(text: str) -> list[str]:
    """The titles of items, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
