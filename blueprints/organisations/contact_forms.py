"""The forms of contact points."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired

from blueprints.organisations.hours_fields import HoursField, land_field
from models.contact_points import ContactKind
from plumbing.forms import CONTACT, AddressField, LineField, TextField
from plumbing.versions import FactsForm, VersionedForm


class NewContactForm(FactsForm):
    """A desk, a hotline, a function."""

    name = LineField(
        lazy_gettext("Name or function"),
        120,
        [DataRequired()],
        description=lazy_gettext("For example “Duty desk, domestic violence”. No private numbers."),
    )
    kind = SelectField(
        lazy_gettext("For whom"),
        choices=lambda: [(kind.value, gettext(kind.label)) for kind in ContactKind],
        coerce=ContactKind,
    )
    phone = LineField(lazy_gettext("Telephone"), 60, meant=CONTACT)
    email = AddressField()
    website = LineField(lazy_gettext("Website"), 200)
    open_hours = HoursField()
    land = land_field()
    hours = TextField(lazy_gettext("Hours, in your own words"), 500, meant=CONTACT)
    note = TextField(lazy_gettext("Note"), 1000, meant=CONTACT)

    def facts(self) -> dict[str, Any]:
        """An empty address is none."""
        return super().facts() | {"email": self.email.data or None}


class ContactForm(NewContactForm, VersionedForm):
    """A contact point that is there already."""


class CheckForm(VersionedForm):
    """Checked today, unchanged: what the page showed is true."""
