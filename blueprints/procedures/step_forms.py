"""The form of a step, and of its contact point alone."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, SelectField
from wtforms import Form as Part
from wtforms.validators import DataRequired

from blueprints.procedures.forms import NO_CLIENTS, Choices, words_of
from models.guarding import Kind
from models.organisations import OrganisationKind
from models.procedure_steps import MOST_BRANCHES, WORDS
from plumbing.forms import Groups, LineField, ManyField, Rows, TextField, grouped, id_or_none
from plumbing.versions import FactsForm, VersionedForm


def kind_or_none(value: Any) -> OrganisationKind | None:
    """The kind that a choice stands for; the empty choice is none."""
    return OrganisationKind(value) if value else None


class BranchPart(Part):
    """One branch: a condition and the step to which it leads."""

    condition = LineField(lazy_gettext("If"), 200)
    to = SelectField(lazy_gettext("then on with"), coerce=id_or_none, choices=list)


class StepForm(FactsForm):
    """What a step says, whom it names, and what comes then."""

    trigger = TextField(
        lazy_gettext("When? Trigger or condition"),
        1000,
        description=lazy_gettext("When this step begins. Nothing about clients."),
    )
    seat_id = SelectField(lazy_gettext("Who acts?"), coerce=id_or_none)
    category = SelectField(lazy_gettext("or whoever is of this kind"), coerce=kind_or_none)
    action = TextField(
        lazy_gettext("What is done?"),
        2000,
        [DataRequired(lazy_gettext("Please say what is done."))],
        description=NO_CLIENTS,
    )
    time_limit = LineField(
        lazy_gettext("Until when?"), 160, description=lazy_gettext("For example: at once; within 24 hours.")
    )
    contact_id = SelectField(
        lazy_gettext("Contact point"),
        coerce=id_or_none,
        description=lazy_gettext(
            "From the contact points of the institutions; they are corrected there, not here."
        ),
    )
    otherwise = TextField(
        lazy_gettext("If nobody is reached"), 1000, meant=(Kind.PHONE, Kind.MAIL), description=NO_CLIENTS
    )
    with_consent = TextField(lazy_gettext("What may be passed on with consent"), 2000)
    without_consent = TextField(lazy_gettext("What may be passed on without consent"), 2000)
    legal_basis = LineField(lazy_gettext("Legal basis"), 200)
    documents = TextField(
        lazy_gettext("Documents"), 1000, description=lazy_gettext("Forms, leaflets, letters.")
    )
    offer_ids = ManyField(lazy_gettext("Help offers to refer to"), coerce=int)
    note = TextField(lazy_gettext("Remark"), 2000, description=NO_CLIENTS)
    ends = BooleanField(
        lazy_gettext("The procedure ends here"),
        description=lazy_gettext("Without branches and without this mark the next step follows."),
    )
    branches = Rows(FormField(BranchPart), lazy_gettext("Branches"), min_entries=2, max_entries=MOST_BRANCHES)

    def offer(self, seats: Choices, contacts: Groups, offers: Choices, steps: list[tuple[int, str]]) -> None:
        """Institutions, contact points, help offers, and the other steps by their keys."""
        self.seat_id.choices = [
            ("", gettext("not said")),
            *((str(key), name) for key, name in seats),
        ]
        self.category.choices = [("", gettext("not said")), *words_of(OrganisationKind)]
        self.contact_id.choices = grouped(("", gettext("no contact point")), contacts)
        self.offer_ids.choices = offers
        if len(self.branches) < MOST_BRANCHES and self.branches[-1].to.data:
            self.branches.append_entry()
        targets = [("", gettext("no branch")), *((str(key), words) for key, words in steps)]
        for each in self.branches:
            each.to.choices = targets

    def facts(self) -> dict[str, Any]:
        given = {name: getattr(self, name).data or "" for name in WORDS}
        given |= {name: getattr(self, name).data for name in ("seat_id", "category", "ends", "contact_id")}
        return given | {
            "offer_ids": self.offer_ids.data or [],
            "branches": [(each.condition.data or "", each.to.data) for each in self.branches if each.to.data],
        }


class EditStepForm(StepForm, VersionedForm):
    """A step as it stands."""


class ContactForm(FactsForm):
    """Another contact point for a step."""

    contact_id = SelectField(lazy_gettext("Contact point"), coerce=id_or_none)

    def offer(self, contacts: Groups) -> None:
        self.contact_id.choices = grouped(("", gettext("no contact point")), contacts)
