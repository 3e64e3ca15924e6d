"""The forms of a shelf: documents, their files, levels and wordings."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileRequired
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from models.guarding import Kind
from models.shelf import DocumentKind
from models.texts import LONGEST
from models.visibility import Visibility
from plumbing.date_fields import DayField, FuzzyField
from plumbing.forms import (
    UPLOAD_HINT,
    Choices,
    Form,
    LineField,
    ManyField,
    TextField,
    UploadField,
    choices,
    id_or_none,
)
from plumbing.versions import FactsForm, VersionedForm


class DocumentForm(FactsForm):
    """What is said about a document."""

    title = LineField(
        lazy_gettext("Title"),
        200,
        [DataRequired()],
        description=lazy_gettext("Short, and nothing about clients."),
    )
    kind = SelectField(
        lazy_gettext("Kind of document"), choices=lambda: choices(DocumentKind), coerce=DocumentKind
    )
    dated = FuzzyField(
        lazy_gettext("Date"), description=lazy_gettext("The date on the document, as exactly as it is known.")
    )
    issuer = LineField(lazy_gettext("Issued by"), 160)
    reference = LineField(
        lazy_gettext("Number as printed"),
        60,
        meant=(Kind.FILE_NUMBER,),
        description=lazy_gettext("For example V-SOZ/21/148."),
    )
    note = TextField(lazy_gettext("Note"), 2000)


class LevelFields(Form):
    """Who may read a document."""

    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: choices(Visibility),
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    seat_ids = ManyField(lazy_gettext("Named institutions"), coerce=int)

    def offer(self, seats: Choices) -> None:
        self.seat_ids.choices = seats


class NewDocumentForm(DocumentForm, LevelFields):
    """A document is put on the shelf."""

    upload = UploadField(lazy_gettext("File"), description=UPLOAD_HINT)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "upload"}


class EditDocumentForm(DocumentForm, VersionedForm):
    """A document as it is."""


class LevelForm(LevelFields, VersionedForm):
    """Another level."""


class VersionForm(Form):
    """A newer file of the same document."""

    upload = UploadField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Please choose a file."))],
        description=UPLOAD_HINT,
    )


class ArchiveForm(FactsForm):
    """A document is put aside."""

    replaced_by_id = SelectField(lazy_gettext("Replaced by"), coerce=id_or_none)

    def offer(self, documents: Choices) -> None:
        self.replaced_by_id.choices = [("", gettext("no other document")), *documents]


class ConsentForm(FactsForm):
    """The owner answers."""

    agreed = RadioField(
        lazy_gettext("Your answer"),
        choices=lambda: [("yes", gettext("I agree")), ("no", gettext("It stays as it is"))],
    )

    def facts(self) -> dict[str, Any]:
        return {"agreed": self.agreed.data == "yes"}


class WordingForm(Form):
    """The wording of bylaws, over the version it started from."""

    markdown = TextField(
        lazy_gettext("Wording"), LONGEST, description=lazy_gettext("Markdown: # heading, - list, **bold**.")
    )
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def validate_based_on(self, field: IntegerField) -> None:
        if field.data is not None and not 0 <= field.data < 2**31:
            raise ValidationError(gettext("This text was opened from a version that does not exist."))


class InForceForm(FactsForm):
    """The day from which a wording applies."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    in_force_on = DayField(lazy_gettext("In force from"), [InputRequired()])
