"""The forms of imports: a file, the choices for doubtful lines."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileRequired
from wtforms import Form as PlainForm
from wtforms import IntegerField, SelectField
from wtforms.validators import Optional

from models.guarding import Kind
from models.imports import Outcome
from plumbing.forms import CONTACT, Form, UploadField, choices

JUDGED_BY_LINE = (*CONTACT, Kind.PROTECTED)
"""What the guard leaves to the import: it refuses a line with a protected address, and forgets it."""


class FileForm(Form):
    """A table with lines to import."""

    upload = UploadField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Please choose a file."))],
        meant=JUDGED_BY_LINE,
        description=lazy_gettext("XLSX (Excel) or CSV, at most 10,000 lines and 10 MB."),
    )


class ChoicesForm(Form):
    """What was decided on doubtful lines: one field for each, named after the line."""

    PREFIX = "line-"

    def decided(self, sent: Any) -> dict[int, str]:
        """The choices by line; what is no number of a line says nothing."""
        found = {}
        for name, value in sent.items():
            number = name.removeprefix(self.PREFIX)
            if name.startswith(self.PREFIX) and number.isdecimal() and len(number) < 10:
                found[int(number)] = value[:20]
        return found


class FilterForm(PlainForm):
    """Which lines of an import are shown; it travels in the address."""

    outcome = SelectField(
        lazy_gettext("Lines"),
        choices=lambda: [("", lazy_gettext("all lines")), *choices(Outcome)],
        coerce=lambda value: Outcome(value) if value else None,
    )
    page = IntegerField(validators=[Optional()])
