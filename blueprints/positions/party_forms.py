"""Shape of what is typed when somebody from elsewhere is to take part."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from blueprints.positions.forms import Choices
from plumbing.forms import AddressField, LineField, id_or_none
from plumbing.versions import FactsForm


class TableForm(FactsForm):
    """Another table."""

    body_id = SelectField(
        lazy_gettext("Table"), [InputRequired(lazy_gettext("Please choose a table."))], coerce=id_or_none
    )

    def offer(self, tables: Choices) -> None:
        self.body_id.choices = [("", gettext("please choose")), *tables]


class DelegateForm(FactsForm):
    """A person of an institution outside."""

    organisation_id = SelectField(
        lazy_gettext("Institution"),
        [InputRequired(lazy_gettext("Please choose an institution."))],
        coerce=id_or_none,
    )
    name = LineField(
        lazy_gettext("Name"),
        120,
        [InputRequired(lazy_gettext("Please give a name."))],
        description=lazy_gettext("A name, or the function only."),
    )
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField(
        lazy_gettext("Official e-mail address"), [InputRequired(lazy_gettext("Please give an address."))]
    )
    same = RadioField(
        lazy_gettext("Is it the same person?"),
        choices=lambda: [
            ("yes", gettext("Yes, the same person; only the name is spelled otherwise")),
            ("no", gettext("No, somebody else with the same mailbox")),
        ],
        validate_choice=False,
    )
    may_sign = BooleanField(lazy_gettext("May sign for the institution"))
    send = BooleanField(lazy_gettext("Send a link to set up an account, if there is none yet"), default=True)

    def offer(self, institutions: Choices) -> None:
        self.organisation_id.choices = [("", gettext("please choose")), *institutions]

    def facts(self) -> dict[str, Any]:
        """What the rules want to know; who it is goes together."""
        given = super().facts()
        person = {name: given.pop(name) for name in ("name", "function", "email")}
        same = {"yes": True, "no": False}.get(given.pop("same") or "")
        return {**given, "person": {**person, "same": same}}
