"""Views of drafts that are withdrawn and taken up again."""

from flask_babel import gettext

from blueprints.positions import abandoning_rules
from blueprints.positions.blueprint import OF_POSITION, Answer, bp
from blueprints.positions.pages import led_position
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import Passed, settled
from plumbing.versions import form_page


@bp.route(f"{OF_POSITION}/abandon", methods=["GET", "POST"])
@signed_in
def abandon(table_id: int, position_id: int) -> Answer:
    _, page = led_position(table_id, position_id)
    form = Form()

    def gesture() -> str:
        abandoning_rules.abandon(house(), position_id, by=me(), now=now())
        return gettext("The draft is withdrawn. It can be taken up again.")

    return settled(form, gesture, page["url"]) or form_page("positions/abandon.html", form, **page)


@bp.post(f"{OF_POSITION}/take-up")
@signed_in
def take_up(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    if found.abandoned_at is None:
        raise Passed(abandoning_rules.IS_NOT_WITHDRAWN, page["url"])
    abandoning_rules.take_up(house(), position_id, by=me(), now=now())
    return commit(page["url"])
