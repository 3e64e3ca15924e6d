"""Shape of what is typed for a calendar feed."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import DataRequired

from models.feeds import FeedKind
from plumbing.forms import LineField
from plumbing.versions import FactsForm


class FeedForm(FactsForm):
    """`kind` offers what there is for the person; the choices are handed in."""

    kind = RadioField(
        lazy_gettext("What the calendar shows"),
        coerce=FeedKind,
        default=FeedKind.MEETINGS,
    )
    device = LineField(
        lazy_gettext("For which device or program"),
        80,
        [DataRequired(lazy_gettext("Please name the device, so that you know this address again."))],
        description=lazy_gettext("For example “Outlook at work” or “phone”. Only you see this."),
    )

    def offer(self, kinds: list[FeedKind]) -> "FeedForm":
        """Ask for the kind only where there is a choice."""
        if len(kinds) == 1:
            self._fields.pop("kind")
            return self
        words = {
            FeedKind.MEETINGS: gettext("My meetings"),
            FeedKind.DEADLINES: gettext("Deadlines of the coordination"),
        }
        self.kind.choices = [(kind.value, words[kind]) for kind in kinds]
        return self
