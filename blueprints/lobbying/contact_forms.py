"""The forms of contacts with politics."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from blueprints.lobbying.appearance_forms import optional
from models.political_contacts import Addressed, ContactWay, RegisterCheck
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import Choices, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm


class ContactForm(FactsForm):
    """Who of us was in contact with whom, and about what."""

    held_on = FuzzyField(lazy_gettext("Date"), description=FUZZY_HINT)
    way = SelectField(lazy_gettext("How"), choices=lambda: choices(ContactWay), coerce=ContactWay)
    addressed = SelectField(lazy_gettext("Addressed"), choices=lambda: choices(Addressed), coerce=Addressed)
    counterpart = LineField(
        lazy_gettext("With whom, by function"),
        200,
        description=lazy_gettext("For example: head of division in the ministry; no private details."),
    )
    organisation_id = SelectField(lazy_gettext("Institution that spoke"), coerce=id_or_none)
    project_id = SelectField(lazy_gettext("Project"), coerce=id_or_none)
    subject = LineField(lazy_gettext("What it was about"), 200)
    note = TextField(
        lazy_gettext("What came of it"), 2000, description=lazy_gettext("Nothing about clients.")
    )
    register_check = RadioField(
        lazy_gettext("Register of lobbying"),
        choices=lambda: choices(RegisterCheck),
        coerce=RegisterCheck,
        default=RegisterCheck.TO_CHECK,
    )
    register_note = LineField(
        lazy_gettext("Reason, or number in the register"),
        200,
        description=lazy_gettext("For example: purely local matter; or the numbers RV… and SG… as printed."),
    )
    registered_on = DayField(lazy_gettext("Entered on"), [Optional()])
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: choices((Visibility.INTERNAL, Visibility.COORDINATION)),
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )

    def offer(self, institutions: Choices, projects: Choices) -> None:
        self.organisation_id.choices = optional(institutions)
        self.project_id.choices = optional(projects)


class EditContactForm(ContactForm, VersionedForm):
    """A contact as it is noted."""
