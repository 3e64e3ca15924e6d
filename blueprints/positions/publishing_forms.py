"""Shape of what is typed about submissions of a position."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from blueprints.positions.forms import base
from models.lobby_checks import LobbyResult
from models.position_issues import SentBy
from plumbing.date_fields import DayField
from plumbing.forms import CONTACT, LineField, TextField
from plumbing.versions import FactsForm, VersionedForm


class PublishForm(FactsForm):
    """The issue that was shown, and no other."""

    issue_id = base()

    def show_anew(self, issue_id: int) -> None:
        """After a refusal the newest issue stands on the page: the next click is about that one."""
        if self.form_errors:
            self.issue_id.data, self.issue_id.raw_data = issue_id, None


class SubmissionForm(FactsForm):
    """Which issue goes to whom and how."""

    issue_id = SelectField(lazy_gettext("Which issue?"), coerce=int)
    addressee = LineField(
        lazy_gettext("Addressee"),
        200,
        [InputRequired(lazy_gettext("Please name the addressee."))],
        description=lazy_gettext("A body: ministry, committee, parliamentary group."),
    )
    function = LineField(
        lazy_gettext("For the attention of"),
        200,
        description=lazy_gettext("A person by her function, for example the chair of the committee."),
    )
    address = TextField(
        lazy_gettext("Address for the letter"),
        500,
        description=lazy_gettext("Street and place."),
        meant=CONTACT,
    )
    channel = SelectField(
        lazy_gettext("By which way?"),
        choices=lambda: [(each.value, gettext(each.label)) for each in SentBy],
        coerce=SentBy,
    )
    sent_on = DayField(
        lazy_gettext("Sent on"), [Optional()], description=lazy_gettext("Empty as long as it is prepared.")
    )

    def offer(self, issues: Sequence[tuple[int, str]]) -> None:
        self.issue_id.choices = issues


class FollowUpForm(SubmissionForm, VersionedForm):
    """And what became of it."""

    received_on = DayField(lazy_gettext("Receipt confirmed on"), [Optional()])
    reference = LineField(
        lazy_gettext("Their reference"),
        100,
        description=lazy_gettext("The number under which the addressee keeps or publishes it."),
    )
    answered_on = DayField(lazy_gettext("Answered on"), [Optional()])
    answer = TextField(lazy_gettext("What was answered"), 4000)


class LobbyForm(VersionedForm):
    """How far an institution's check of the Lobbyregister is."""

    result = RadioField(
        lazy_gettext("Has your institution to enter this position in the lobby register?"),
        choices=lambda: [(each.value, gettext(each.label)) for each in LobbyResult],
        coerce=LobbyResult,
        default=LobbyResult.TO_CHECK,
    )
    reason = TextField(
        lazy_gettext("Reason"),
        1000,
        description=lazy_gettext("Needed if it need not be entered, for example: a purely local matter."),
    )
    number = LineField(
        lazy_gettext("Number of the statement"),
        40,
        description=lazy_gettext("As the register gives it (SG …)."),
    )
    entered_on = DayField(lazy_gettext("Entered on"), [Optional()])
