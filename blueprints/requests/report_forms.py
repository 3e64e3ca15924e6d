"""The forms of reports: their texts, judgements, objections to one's own line, the release."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired

from blueprints.requests.request_forms import ReleaseForm
from plumbing.forms import Choices, LineField, TextField, id_or_none
from plumbing.versions import FactsForm, VersionedForm


class ReportForm(VersionedForm):
    """The texts of a report; results, silences and the note on what nobody reports stand there anyway."""

    title = LineField(lazy_gettext("Title"), 200, [DataRequired(lazy_gettext("Please give a title."))])
    addressee = LineField(lazy_gettext("Addressee"), 200)
    occasion = TextField(lazy_gettext("Occasion and resolution"), 8000)
    method = TextField(lazy_gettext("Method and those asked"), 8000)
    limits = TextField(lazy_gettext("Limits of what can be said"), 8000)
    proposal = TextField(lazy_gettext("Proposal"), 8000)


class AssessmentForm(FactsForm):
    """A judgement with whose it is."""

    text = TextField(
        lazy_gettext("Assessment"), 4000, [DataRequired(lazy_gettext("Please say what the judgement is."))]
    )
    author = LineField(
        lazy_gettext("Whose assessment is it"),
        200,
        [DataRequired(lazy_gettext("Please say whose judgement it is."))],
        description=lazy_gettext("An institution or a function, no name of a person."),
    )


class ObjectionForm(FactsForm):
    """What is not right in one's own line."""

    seat_id = SelectField(lazy_gettext("For which institution"), coerce=int)
    text = TextField(
        lazy_gettext("What is not right"),
        2000,
        [DataRequired(lazy_gettext("Please say what is not right."))],
        description=lazy_gettext("Nothing about clients."),
    )

    def offer(self, seats: Choices) -> None:
        self.seat_id.choices = seats


class AnswerObjectionForm(FactsForm):
    """What becomes of an objection."""

    answer = TextField(lazy_gettext("Answer"), 2000, [DataRequired(lazy_gettext("Please answer."))])


class ReleaseReportForm(ReleaseForm):
    """Who releases the report, when, and whether the table agreed."""

    decision_id = SelectField(
        lazy_gettext("Agreed by decision"),
        coerce=id_or_none,
        description=lazy_gettext("Where the table wants to agree: put the question to it first."),
    )

    def offer(self, decisions: Choices) -> None:
        none = ("", gettext("no decision of the table"))
        self.decision_id.choices = [none, *((str(key), name) for key, name in decisions)]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "based_on"}


class CorrectReportForm(ReleaseReportForm):
    """A further version: what is corrected."""

    reason = TextField(
        lazy_gettext("What is corrected, and why"),
        1000,
        [DataRequired(lazy_gettext("Please say what is corrected, and why."))],
        description=lazy_gettext("It is printed with the version. Nothing about clients."),
    )
