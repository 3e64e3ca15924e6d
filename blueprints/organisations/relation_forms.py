"""The forms of relations between institutions."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from blueprints.organisations.forms import Choices, number_or_none
from models.fuzzy_dates import FuzzyDate
from models.relations import RelationKind
from plumbing.date_fields import FUZZY_HINT, FuzzyField
from plumbing.forms import LineField
from plumbing.versions import FactsForm, VersionedForm

BACK = "back:"


def sentences() -> list[tuple[str, str]]:
    """What this institution is to the other, then what the other is to it."""
    there = [(kind.value, gettext(kind.label)) for kind in RelationKind]
    back = [(BACK + kind.value, gettext(kind.label_back)) for kind in RelationKind]
    return there + [each for each in back if each[1] not in dict(there).values()]


class RelationFacts(FactsForm):
    """What was said about a relation, and from when until when it holds."""

    wording = LineField(
        lazy_gettext("In whose words"),
        300,
        description=lazy_gettext("As it was said, word for word: working together is not a membership."),
    )
    source = LineField(lazy_gettext("Source"), 200)
    since = FuzzyField(lazy_gettext("Since"), description=FUZZY_HINT)
    until = FuzzyField(lazy_gettext("Until"), description=lazy_gettext("Empty while it holds."))

    def facts(self) -> dict[str, Any]:
        until: FuzzyDate = self.until.data
        return super().facts() | {"until": until if until.is_known else None}


class NewRelationForm(RelationFacts):
    """A relation to an institution or a body."""

    kind = SelectField(lazy_gettext("This institution"), choices=sentences)
    other_id = SelectField(lazy_gettext("Other institution"), coerce=number_or_none)
    body_id = SelectField(lazy_gettext("or body"), coerce=number_or_none)

    def offer(self, organisations: Choices, bodies: Choices) -> None:
        self.other_id.choices = [("", gettext("please choose")), *organisations]
        self.body_id.choices = [("", gettext("none")), *bodies]

    def facts(self) -> dict[str, Any]:
        chosen = self.kind.data
        kind = RelationKind(chosen.removeprefix(BACK))
        return super().facts() | {"kind": kind, "is_reverse": chosen.startswith(BACK)}


class RelationForm(RelationFacts, VersionedForm):
    """The words and dates of a relation; its ends stay."""
