"""Shape of the template of a table's meetings."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import TimeField
from wtforms.validators import Optional, ValidationError

from blueprints.meetings.forms import said
from plumbing.forms import LineField, TextField
from plumbing.versions import VersionedForm

FIELDS = ("starts", "ends", "place", "online_url", "agenda_template")


class TemplateForm(VersionedForm):
    """What the meetings of a table usually say. Empty: nothing is usual."""

    starts = TimeField(lazy_gettext("Beginning"), [Optional()])
    ends = TimeField(lazy_gettext("End"), [Optional()])
    place = LineField(lazy_gettext("Place"), 200)
    online_url = LineField(
        lazy_gettext("Link for taking part online"),
        300,
        description=lazy_gettext("It stands on the pages of the meetings only, never in a mail."),
    )
    agenda_template = TextField(
        lazy_gettext("Items with which every agenda begins"), 2000, description=lazy_gettext("One a line.")
    )

    def validate_ends(self, field: Any) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(gettext("The end must lie after the beginning."))

    def facts(self) -> dict[str, Any]:
        return said(self, *FIELDS)
