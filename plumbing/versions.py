"""Forms that change a row: they carry the version they started from and show what has changed since."""

from typing import Any, Final, NamedTuple

from flask import render_template
from flask_babel import gettext
from wtforms import FieldList, FileField, FormField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from models.errors import RuleBroken
from models.versions import ChangedMeanwhile
from plumbing.forms import Form

NO_FACTS: Final = ("form_key", "csrf_token", "looked_at")
"""What travels hidden in a form and is nothing that a rule wants to know."""


class Difference(NamedTuple):
    """One field that says something else now than what was typed."""

    label: str
    now: str
    typed: str


class FactsForm(Form):
    """A form whose fields are what the rules want to know."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.data.items() if name not in NO_FACTS}


class VersionedForm(FactsForm):
    """A form over one row. `based_on` travels hidden; a save over a newer version is refused once."""

    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    differences: list[Difference] = []  # noqa: RUF012 - replaced, never appended to

    def refuse(self, broken: RuleBroken, current: "VersionedForm | None" = None) -> None:
        """`current` is the form as the row fills it now: the next save starts from that version."""
        super().refuse(broken)
        if isinstance(broken, ChangedMeanwhile) and current is not None:
            self.based_on.data, self.based_on.raw_data = current.based_on.data, None
            self.differences = list(self._against(current))

    def _against(self, current: "VersionedForm") -> list[Difference]:
        hidden = ("based_on", "form_key", "csrf_token")
        pairs = [(field, current[field.name]) for field in self if field.name not in hidden]
        return [
            Difference(field.label.text, words(other), words(field))
            for field, other in pairs
            if words(other) != words(field)
        ]


def words(field: Any) -> str:
    """What a reader sees in a field: the words of a choice, not its value."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(label) for _, label, chosen, *_ in field.iter_choices() if chosen)
    if field.type == "BooleanField":
        return "✓" if field.data else "–"
    if isinstance(field, FieldList):
        return "\n".join(filter(None, (_row(each) for each in field)))
    return str(field._value()).replace("\r\n", "\n")


def _row(part: Any) -> str:
    """A part of a list in one line; nothing for an empty one, and nothing of what travels hidden."""
    if not isinstance(part, FormField):
        return words(part)
    shown = (each for each in part if not isinstance(each.widget, HiddenInput))
    return ", ".join(filter(None, map(words, shown)))


def ask_for_files_again(form: Form) -> None:
    """Browsers keep what was typed, not the file that was chosen: it would be missing without a word."""
    for field in form:
        if isinstance(field, FileField) and field.data and not field.errors:
            field.errors = [gettext("Please choose the file again, it has not been kept.")]


def form_page(template: str, form: Form, **facts: Any) -> tuple[str, int]:
    """The page of a form: 200 as it is opened, 422 where something is wrong, 409 over a newer version."""
    if form.errors:
        ask_for_files_again(form)
    code = 409 if getattr(form, "differences", None) else 422 if form.errors else 200
    return render_template(template, form=form, **facts), code
