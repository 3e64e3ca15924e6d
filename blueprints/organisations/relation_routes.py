"""The pages on which relations between institutions are stated."""

from typing import Any

from flask import abort, url_for

from blueprints.accounts.doors import coordinators
from blueprints.organisations import queries, relation_queries, relation_rules
from blueprints.organisations.relation_forms import NewRelationForm, RelationForm
from blueprints.organisations.routes import Answer, bp, found
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.relations import Relation
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.versions import form_page


@bp.route("/<int:organisation_id>/relations/new", methods=["GET", "POST"])
@coordinators
def add_relation(organisation_id: int) -> Answer:
    organisation = found(organisation_id)
    form = NewRelationForm()
    form.offer(
        queries.to_choose(reading(), today(), organisation_id), relation_queries.bodies_to_choose(reading())
    )
    if form.validate_on_submit():
        try:
            relation_rules.add_relation(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id, _anchor="relations"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/add_relation.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/relations/<int:relation_id>/edit", methods=["GET", "POST"])
@coordinators
def edit_relation(organisation_id: int, relation_id: int) -> Answer:
    organisation, relation = found(organisation_id), _relation(organisation_id, relation_id)
    form = _form_over(relation)
    if form.validate_on_submit():
        try:
            relation_rules.edit_relation(house(), relation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id, _anchor="relations"))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(relation, formdata=None))
    return form_page("organisations/edit_relation.html", form, organisation=organisation, relation=relation)


@bp.route("/<int:organisation_id>/relations/<int:relation_id>/remove", methods=["GET", "POST"])
@coordinators
def remove_relation(organisation_id: int, relation_id: int) -> Answer:
    organisation, relation = found(organisation_id), _relation(organisation_id, relation_id)
    form = Form()
    if form.validate_on_submit():
        relation_rules.remove_relation(house(), relation_id, by=me(), now=now())
        return commit(url_for(".show", organisation_id=organisation_id, _anchor="relations"))
    return form_page("organisations/remove_relation.html", form, organisation=organisation, relation=relation)


def _relation(organisation_id: int, relation_id: int) -> Relation:
    return relation_queries.relation(reading(), organisation_id, relation_id) or abort(404)


def _form_over(relation: Relation, **given: Any) -> RelationForm:
    """The form as the row fills it; a relation without an end still holds."""
    facts = {
        "wording": relation.wording,
        "source": relation.source,
        "since": relation.since,
        "until": relation.until or FuzzyDate.unknown(),
    }
    return RelationForm(data=facts, based_on=relation.version, **given)
