"""A name that an institution or a body will bear from a day ahead on: entered now, taken on its day."""

from datetime import date

from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from models.errors import RuleBroken
from models.typed_text import TypedLine
from models.words import N_


class ComingName(MappedAsDataclass, kw_only=True):
    """Columns of what is renamed: its next name, borne from `next_name_on` on; at most one is entered ahead.

    Until then every page says the present one; `flask deadlines run` makes it the name. Most statements that
    load an institution or a body do without these columns: pages that tell of the name ask for the group.
    """

    next_name: Mapped[str] = mapped_column(TypedLine(200), default="", deferred=True, deferred_group="coming")
    next_name_on: Mapped[date | None] = mapped_column(default=None, deferred=True, deferred_group="coming")

    def await_name(self, name: str, since: date) -> None:
        """Enter a name for a day ahead; a second one is refused (`RuleBroken`)."""
        if self.next_name_on is not None:
            raise RuleBroken(
                N_("Another name is entered for a day ahead already. Take it back first."), field="since"
            )
        self.next_name, self.next_name_on = name, since

    def take_name_back(self) -> None:
        """Forget the name that lies ahead; refused (`RuleBroken`) when there is none."""
        if self.next_name_on is None:
            raise RuleBroken(N_("No name is entered for a day ahead."))
        self.next_name, self.next_name_on = "", None
