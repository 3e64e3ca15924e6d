"""Shape of what is typed around invitations and answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TimeField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from models.rounds import Coming
from plumbing.clock import BERLIN
from plumbing.date_fields import DayField
from plumbing.forms import AddressField, Form, LineField, ManyField, TextField
from plumbing.looked_at import LookedAtForm


class InviteForm(LookedAtForm):
    """The last day for replies; all else follows from the table's bylaws."""

    due_on = DayField(_l("Last day for replies"), [InputRequired(_l("Please give a day."))])


class MoveForm(InviteForm):
    """A new day, time or place."""

    day = DayField(_l("New day"), [InputRequired(_l("Please give a day."))])
    starts = TimeField(_l("Beginning"), [InputRequired(_l("Please give a time, for example 10:00."))])
    ends = TimeField(_l("End"), [Optional()])
    place = LineField(_l("Place"), 200)
    reason = LineField(
        _l("Reason"), 300, description=_l("Stands on the meeting's page only, not in the letter.")
    )
    still_editing = BooleanField(
        _l("Not yet: I will change more."),
        description=_l(
            "The letters wait until you send them; of several changes each recipient gets one. "
            "Otherwise they go out in two minutes."
        ),
    )

    def facts(self) -> dict[str, Any]:
        """What the move is, once the form has its shape: what is typed is Berlin's time."""
        day, starts, due_on = self.day.data, self.starts.data, self.due_on.data
        assert day is not None
        assert starts is not None
        assert due_on is not None
        return {
            "starts_at": datetime.combine(day, starts, BERLIN),
            "ends_at": datetime.combine(day, self.ends.data, BERLIN) if self.ends.data else None,
            "place": self.place.data or "",
            "due_on": due_on,
        }


class CancelForm(Form):
    reason = LineField(
        _l("Reason"),
        300,
        [DataRequired(_l("Please give a reason."))],
        description=_l("Stands on the meeting's page only, not in the letter."),
    )


class RemindForm(Form):
    """Whom of the silent: each institution with all its people, ticked unless one thinks better of it."""

    who = ManyField(
        _l("Whom do you remind?"),
        [DataRequired(_l("Please choose whom to remind."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, silent: Sequence[tuple[str, str]]) -> None:
        """By default all; what a form sends is the ids of the invitations, with commas."""
        self.who.choices = list(silent)
        if not self.is_submitted():
            self.who.data = [value for value, _ in silent]

    def invitations(self) -> set[int]:
        return {int(each) for value in self.who.data or () for each in value.split(",")}


class AddLateForm(Form):
    """Who is invited after all."""

    who = ManyField(
        _l("Whom do you invite?"),
        [DataRequired(_l("Please choose whom to invite."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, missing: Sequence[tuple[str, str]]) -> None:
        self.who.choices = list(missing)


class AnswerForm(Form):
    """One answer to one invitation. Guests have no substitute: their choices are handed in.

    Whoever acts for several institutions says for which; for all others there is nothing to choose.
    """

    invitations = ManyField(
        _l("For which institution?"),
        [DataRequired(_l("Please choose for which institution you answer."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    coming = RadioField(_l("Will you come?"), [InputRequired(_l("Please choose an answer."))])
    instead = RadioField(_l("Who comes instead"), default="")
    substitute = LineField(_l("Name or function of somebody else"), 120)
    substitute_address = AddressField(
        _l("E-mail address of the substitute"),
        description=_l("If you give it, she or he gets an invitation with a calendar entry."),
    )
    note = TextField(_l("Note to the coordination"), 1000, description=_l("Please no details about clients."))
    need = TextField(
        _l("What do you need to take part?"),
        500,
        description=_l(
            "For example sign language. Only the coordination sees it; it goes 14 days after the meeting."
        ),
    )

    def offer(
        self,
        choices: list[tuple[Coming, Any]],
        institutions: Sequence[tuple[int, str]] = (),
        colleagues: Sequence[tuple[int, str]] = (),
    ) -> None:
        """`colleagues` may come instead; whoever answers for several institutions names somebody by hand."""
        self.coming.choices = [(coming.value, word) for coming, word in choices]
        self.invitations.choices = list(institutions)
        self.instead.choices = [(str(key), name) for key, name in colleagues] + [("", _l("Somebody else"))]
        if len(institutions) < 2:
            del self.invitations
        if len(institutions) > 1 or not colleagues:
            del self.instead
