"""Shape of what is chosen when an item goes to another meeting."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from plumbing.forms import Form


class CarryForm(Form):
    """Whether it is copied or moved, and where to."""

    way = RadioField(
        lazy_gettext("How"),
        choices=lambda: [("copy", gettext("copy")), ("move", gettext("move"))],
        default="copy",
    )
    to_meeting_id = SelectField(
        lazy_gettext("To the agenda of"),
        [InputRequired(lazy_gettext("Please choose a meeting."))],
        coerce=int,
    )

    def offer(self, meetings: list[tuple[int, str]], *, may_move: bool) -> None:
        """Where the minutes are out there is nothing to choose but to copy."""
        self.to_meeting_id.choices = meetings
        if not may_move:
            self.way.choices = [("copy", gettext("copy"))]
