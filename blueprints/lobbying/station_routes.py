"""The phases and dates of a project: noted or proposed, taken over, corrected, taken out."""

from typing import Any

from flask import abort
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.lobbying import queries, station_rules
from blueprints.lobbying.blueprint import OF_PROJECT, OF_STATION, Answer, bp
from blueprints.lobbying.forms import EditStationForm, StationForm
from blueprints.lobbying.pages import kept_project, project_page, seen_project
from blueprints.lobbying.rules import may_keep
from blueprints.lobbying.station_words import called
from models.errors import RuleBroken
from models.project_phases import Ladder
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_PROJECT}/stations/new", methods=["GET", "POST"])
@signed_in
def add_station(table_id: int, project_id: int) -> Answer:
    found, page = seen_project(table_id, project_id)
    if not station_rules.may_enter(me(), table_id):
        abort(404)
    form, keeps = _offered(StationForm(), found.ladder), may_keep(me(), table_id)

    def gesture() -> str:
        station_rules.add(house(), project_id, **form.facts(), by=me(), now=now())
        return (
            gettext("The entry is noted.") if keeps else gettext("The entry is proposed to the coordination.")
        )

    shown = page | {"keeps": keeps}
    return settled(form, gesture, page["url"]) or form_page("lobbying/add_station.html", form, **shown)


@bp.route(f"{OF_STATION}/edit", methods=["GET", "POST"])
@coordinators
def correct_station(table_id: int, project_id: int, station_id: int) -> Answer:
    project, page = kept_project(table_id, project_id)
    found = queries.station(reading(), project_id, station_id) or abort(404)
    form = _form_over(found, project.ladder)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"by": me(), "now": now()}
            station_rules.correct(house(), project_id, station_id, **form.facts(), **given)
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, _form_over(found, project.ladder, formdata=None))
    return form_page("lobbying/correct_station.html", form, found=found, **page)


@bp.post(f"{OF_STATION}/take-over")
@coordinators
def take_station_over(table_id: int, project_id: int, station_id: int) -> Answer:
    project, page = kept_project(table_id, project_id)
    form = Form()

    def gesture() -> str:
        station_rules.take_over(house(), project_id, station_id, by=me(), now=now())
        return gettext("The proposed entry is taken over.")

    shown = project_page(project)
    return settled(form, gesture, page["url"]) or form_page("lobbying/project.html", form, **shown)


@bp.route(f"{OF_STATION}/remove", methods=["GET", "POST"])
@coordinators
def remove_station(table_id: int, project_id: int, station_id: int) -> Answer:
    _, page = kept_project(table_id, project_id)
    found = queries.station(reading(), project_id, station_id) or abort(404)
    form, page = Form(), page | {"found": found, "name": called(found)}

    def gesture() -> str:
        station_rules.remove(house(), project_id, station_id, by=me(), now=now())
        return gettext("The entry is taken out.")

    return settled(form, gesture, page["url"]) or form_page("lobbying/remove_station.html", form, **page)


def _form_over(found: Any, ladder: Ladder, **given: Any) -> Any:
    return _offered(EditStationForm(obj=found, based_on=found.version, **given), ladder)


def _offered(form: StationForm, ladder: Ladder) -> Any:
    form.offer(ladder)
    return form
