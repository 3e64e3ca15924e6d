"""Views of projects that somebody watches for herself."""

from blueprints.lobbying import watching_rules
from blueprints.lobbying.blueprint import OF_PROJECT, Answer, bp
from blueprints.lobbying.pages import seen_project
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house


@bp.post(f"{OF_PROJECT}/watch")
@signed_in
def watch_project(table_id: int, project_id: int) -> Answer:
    _, page = seen_project(table_id, project_id)
    watching_rules.watch(house(), project_id, by=me(), now=now())
    return commit(page["url"])


@bp.post(f"{OF_PROJECT}/end-watch")
@signed_in
def end_project_watch(table_id: int, project_id: int) -> Answer:
    _, page = seen_project(table_id, project_id)
    watching_rules.end_watch(house(), project_id, by=me(), now=now())
    return commit(page["url"])
