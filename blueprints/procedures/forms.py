"""The forms of a procedure's header, its annexes, its versions and their wording."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from models.procedure_comments import CommentAnswer
from models.procedure_words import LegalForm
from models.procedures import REVIEW_MONTHS
from models.visibility import Visibility
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, ManyField, TextField, id_or_none
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm, VersionedForm

Choices = list[tuple[int, str]]
NO_CLIENTS = lazy_gettext("Nothing about clients.")


def words_of(kind: Any) -> list[tuple[str, str]]:
    """All values of an enum with their words in the language of the page."""
    return [(each.value, gettext(each.label)) for each in kind]


class ProcedureForm(FactsForm):
    """What a procedure is for, who carries it, and who may read it."""

    title = LineField(
        lazy_gettext("Title of the procedure"), 200, [DataRequired(lazy_gettext("Please give a title."))]
    )
    scope = TextField(
        lazy_gettext("What it is for"),
        4000,
        description=lazy_gettext("For which situations and for whom it holds. Nothing about clients."),
    )
    scope_limits = TextField(
        lazy_gettext("Where responsibility ends"),
        4000,
        description=lazy_gettext("What it does not hold for, and who is responsible there."),
    )
    capacity_note = TextField(lazy_gettext("What capacity does not cover"), 2000)
    legal_form = RadioField(
        lazy_gettext("Legal form"),
        choices=lambda: words_of(LegalForm),
        coerce=LegalForm,
        default=LegalForm.INFORMAL,
    )
    legal_basis = TextField(lazy_gettext("Legal basis"), 1000)
    addressees = TextField(lazy_gettext("Addressees"), 1000)
    source = LineField(
        lazy_gettext("Where it is found"),
        300,
        description=lazy_gettext("Needed for a procedure of others: the source in words or an address."),
    )
    lead_seat_id = SelectField(lazy_gettext("In the lead"), coerce=id_or_none)
    core_ids = ManyField(lazy_gettext("Core parties"), coerce=int)
    review_months = IntegerField(
        lazy_gettext("Reviewed after so many months"),
        [InputRequired(), NumberRange(1, 60)],
        default=REVIEW_MONTHS,
    )
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: words_of(Visibility),
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    contacts_visibility = RadioField(
        lazy_gettext("Who may see the contact points in it"),
        choices=lambda: words_of(Visibility),
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    seat_ids = ManyField(lazy_gettext("Named institutions"), coerce=int)

    def offer(self, seats: Choices, full: Choices) -> None:
        """All seats of the table, and those of its full members: only they adopt."""
        self.lead_seat_id.choices = [
            ("", gettext("the coordination")),
            *((str(key), name) for key, name in seats),
        ]
        self.seat_ids.choices, self.core_ids.choices = seats, full


class NewProcedureForm(ProcedureForm):
    """A procedure is written down, or one of others is named."""

    is_external = BooleanField(
        lazy_gettext("Others agreed on it; here it is only named"),
        description=lazy_gettext("Then it has a source, but no steps and no adoption."),
    )


class EditProcedureForm(ProcedureForm, VersionedForm):
    """What is said about a procedure, as it stands."""


class AnnexForm(FactsForm):
    """A document of the shelf becomes an annex."""

    document_id = SelectField(lazy_gettext("Document on the shelf"), coerce=int)

    def offer(self, documents: Choices) -> None:
        self.document_id.choices = documents


class TakeAnnexOutForm(FactsForm):
    """Which document is no annex any more."""

    document_id = SelectField(choices=list, coerce=int, validate_choice=False)


class WordingForm(Form):
    """The wording of a version, beside its steps."""

    markdown = TextField(
        lazy_gettext("Wording"),
        100_000,
        description=lazy_gettext(
            "Preamble, principles, duties: what no step says. Headings with #, lists with -. "
            "Nothing about clients."
        ),
    )
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ConsultForm(LookedAtForm, FactsForm):
    """Until when the members may comment, and who was shown to get a letter."""

    comments_until = DayField(
        lazy_gettext("Last day for comments"), [InputRequired(lazy_gettext("Please give a day."))]
    )


class MoveForm(Form):
    """A step changes places with its neighbour."""

    way = HiddenField()


class CommentForm(FactsForm):
    """What somebody says to a version in consultation."""

    step_key = SelectField(lazy_gettext("On which step?"), coerce=id_or_none)
    seat_id = SelectField(lazy_gettext("For which institution?"), coerce=id_or_none)
    text = TextField(
        lazy_gettext("Comment"),
        2000,
        [DataRequired(lazy_gettext("Please write the comment."))],
        description=NO_CLIENTS,
    )
    proposal = TextField(lazy_gettext("Proposed wording"), 2000)

    def offer(self, steps: Choices, institutions: list[tuple[str, str]]) -> None:
        self.step_key.choices = [
            ("", gettext("on the whole")),
            *((str(key), words) for key, words in steps),
        ]
        self.seat_id.choices = institutions


class AnswerCommentForm(VersionedForm):
    """What those who draft made of a comment."""

    answer = RadioField(
        lazy_gettext("What became of it?"),
        choices=lambda: words_of(CommentAnswer),
        coerce=CommentAnswer,
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    answer_note = TextField(
        lazy_gettext("Why?"),
        1000,
        description=lazy_gettext("Needed unless it was taken over as it is."),
    )
