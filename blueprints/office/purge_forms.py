"""The form in which a passage is chosen that is taken out for good."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from models.purging import LONGEST
from plumbing.forms import Form, LineField


class PurgeForm(Form):
    """A passage, picked from what the guard has marked or typed; the guard does not ask about it again."""

    is_guarded = False
    picked = RadioField(lazy_gettext("Marked passages"), [Optional()], default="", validate_choice=False)
    passage = LineField(
        lazy_gettext("Exactly this passage"),
        LONGEST,
        description=lazy_gettext("As it was written, with its signs for bold and italic words."),
    )

    everywhere = BooleanField(
        lazy_gettext("Everywhere at this table"),
        description=lazy_gettext("Also in replies, tasks, topics, reasons and all other meetings."),
    )

    for_ever = BooleanField(
        lazy_gettext("Never let it be written again at this table"),
        description=lazy_gettext(
            "Only a checksum is kept. Leave it out for words that are needed elsewhere."
        ),
        default=True,
    )

    def offer(self, marked: Iterable[str]) -> None:
        choices: list[Any] = [(each, each) for each in dict.fromkeys(marked)]
        self.picked.choices = [*choices, ("", gettext("another passage"))]

    @property
    def chosen(self) -> str:
        """What was typed counts over what was picked."""
        return str(self.passage.data or self.picked.data or "")
