"""The forms of requests and replies: what is asked, who has the lead, what was answered, by whom, when."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from blueprints.requests.forms import FoundInField
from models.guarding import Kind
from models.requests import LEVELS, ReplyWay
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import Choices, Groups, LineField, TextField, choices, grouped, id_or_none
from plumbing.versions import FactsForm, VersionedForm

COORDINATION = 0
"""Stands for the coordination among the institutions that may have the lead."""


class RequestForm(FactsForm):
    """What is asked, by whom, of whom, until when."""

    title = LineField(
        lazy_gettext("What is asked, in a few words"),
        200,
        [DataRequired(lazy_gettext("Please say in a few words what is asked."))],
    )
    committee_id = SelectField(lazy_gettext("Asked by the body"), coerce=id_or_none)
    organisation_id = SelectField(lazy_gettext("or by the institution"), coerce=id_or_none)
    asker = LineField(
        lazy_gettext("or by a function"),
        160,
        description=lazy_gettext("A function, no name: “chair of the committee”. May stand beside a body."),
    )
    asked_on = FuzzyField(lazy_gettext("Asked on"), description=FUZZY_HINT)
    addressee = LineField(
        lazy_gettext("Asked of whom"),
        200,
        description=lazy_gettext("As the request says: the administration, the round table."),
    )
    wording = TextField(lazy_gettext("Wording"), 5000, description=lazy_gettext("Word for word."))
    due_meeting_id = SelectField(lazy_gettext("Reply due for the session"), coerce=id_or_none)
    due_on = DayField(lazy_gettext("or by a day"), [Optional()])
    follows_id = SelectField(lazy_gettext("Further question to"), coerce=id_or_none)
    note = TextField(lazy_gettext("Remark"), 2000, description=lazy_gettext("Nothing about clients."))
    found_in = FoundInField()
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: [each for each in choices(Visibility) if Visibility(each[0]) in LEVELS],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )

    def offer(self, bodies: Choices, institutions: Choices, sessions: Groups, earlier: Choices) -> None:
        none = ("", gettext("not chosen"))
        self.committee_id.choices = [none, *((str(key), name) for key, name in bodies)]
        self.organisation_id.choices = [none, *((str(key), name) for key, name in institutions)]
        self.due_meeting_id.choices = grouped(("", gettext("none of these")), sessions)
        self.follows_id.choices = [
            ("", gettext("no other request")), *((str(key), name) for key, name in earlier)
        ]  # fmt: skip


class EditRequestForm(RequestForm, VersionedForm):
    """A request as it is registered."""


class AssignForm(VersionedForm):
    """Who has the lead."""

    seat_id = SelectField(lazy_gettext("In the lead"), coerce=int)
    appointment_id = SelectField(
        lazy_gettext("Person, if she is known"),
        coerce=id_or_none,
        description=lazy_gettext("The institution stays responsible, also when this person leaves."),
    )

    def offer(self, seats: Choices, people: Groups) -> None:
        self.seat_id.choices = seats
        self.appointment_id.choices = grouped(("", gettext("nobody named")), people)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"seat_id": self.seat_id.data or None}


class WithdrawRequestForm(FactsForm):
    """No reply is wanted any more."""

    withdrawn_on = DayField(
        lazy_gettext("Withdrawn on"), [InputRequired(lazy_gettext("Please give the day."))]
    )
    withdrawn_note = TextField(
        lazy_gettext("Why, or where it can be read"),
        1000,
        description=lazy_gettext("Nothing about clients."),
    )


class TieForm(FactsForm):
    """What the request comes from, or what it led to."""

    belonging = SelectField(
        lazy_gettext("Belongs to the request"),
        coerce=str,
        validators=[DataRequired(lazy_gettext("Please choose what belongs to it."))],
    )

    def offer(self, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        self.belonging.choices = grouped(("", gettext("please choose")), groups)

    def facts(self) -> dict[str, Any]:
        return {"thing": thing_of(self.belonging.data)}


class UntieForm(FactsForm):
    """What was said to belong to it."""

    belonging = SelectField(choices=list, coerce=str, validate_choice=False, validators=[InputRequired()])

    def facts(self) -> dict[str, Any]:
        return {"thing": thing_of(self.belonging.data)}


def thing_of(value: str | None) -> tuple[str, int]:
    """A table and an id as one choice sends them; what is none names nothing."""
    name, _, key = (value or "").rpartition("-")
    return (name, int(key)) if key.isascii() and key.isdigit() and len(key) < 10 else ("", 0)


def releasing_function() -> LineField:
    """Who released a reply or a report."""
    return LineField(
        lazy_gettext("Released by the function"),
        160,
        [DataRequired(lazy_gettext("Please name the function that released it."))],
        description=lazy_gettext("A function, no name: leadership of the county administration."),
    )


class ReleaseForm(VersionedForm):
    """Who released a reply or a report, and when."""

    released_by = releasing_function()
    released_on = DayField(
        lazy_gettext("Released on"), [InputRequired(lazy_gettext("Please give the day of the release."))]
    )


class ReplyForm(FactsForm):
    """A reply: its words or its paper, to whom, by which way."""

    channel = RadioField(
        lazy_gettext("By which way"),
        choices=lambda: choices(ReplyWay),
        coerce=ReplyWay,
        default=ReplyWay.MAIL,
    )
    addressee = LineField(
        lazy_gettext("To whom"), 200, [DataRequired(lazy_gettext("Please say to whom the reply goes."))]
    )
    text = TextField(
        lazy_gettext("Words of the reply"),
        8000,
        description=lazy_gettext("Of an oral reply what was said, in brief. Nothing about clients."),
    )
    paper_id = SelectField(lazy_gettext("Paper of the reply"), coerce=id_or_none)
    report_edition_id = SelectField(lazy_gettext("Version of the report"), coerce=id_or_none)
    closes = BooleanField(
        lazy_gettext("This reply settles the request"),
        default=True,
        description=lazy_gettext("Leave it out where more is to follow, as a paper after an oral report."),
    )

    def offer(self, papers: Choices, reports: Choices) -> None:
        self.paper_id.choices = [("", gettext("no paper")), *((str(key), name) for key, name in papers)]
        none = ("", gettext("no report"))
        self.report_edition_id.choices = [none, *((str(key), name) for key, name in reports)]


class EditReplyForm(ReplyForm, VersionedForm):
    """A reply that is drafted."""


class GivenReplyForm(ReplyForm):
    """A reply that was given already."""

    released_by = releasing_function()
    sent_on = DayField(lazy_gettext("Given on"), [InputRequired(lazy_gettext("Please give the day."))])


class HandOverForm(VersionedForm):
    """When, how and to whom a reply went out."""

    sent_on = DayField(lazy_gettext("Handed over on"), [InputRequired(lazy_gettext("Please give the day."))])
    channel = RadioField(
        lazy_gettext("By which way"),
        choices=lambda: choices(ReplyWay),
        coerce=ReplyWay,
        default=ReplyWay.MAIL,
    )
    addressee = LineField(
        lazy_gettext("To whom"), 200, [DataRequired(lazy_gettext("Please say to whom the reply goes."))]
    )


class NotedForm(FactsForm):
    """When the addressee took note of a reply."""

    noted_on = DayField(
        lazy_gettext("Taken note of on"), [InputRequired(lazy_gettext("Please give the day."))]
    )
    reference = LineField(
        lazy_gettext("Addressee's reference"),
        100,
        meant=(Kind.FILE_NUMBER,),
        description=lazy_gettext("The number under which the addressee keeps it, as of a paper."),
    )
