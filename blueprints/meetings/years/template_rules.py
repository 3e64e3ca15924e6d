"""The template of a table's meetings: changed alone, or with the coming meetings that still say the same."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.rules import formal_items, locked_body
from blueprints.meetings.slot_rules import shift_slots
from blueprints.meetings.years.template_queries import Reached, reach
from models.actors import Actor
from models.bodies import Bylaws
from models.errors import RuleBroken
from models.history import record
from models.meeting_templates import Aspect, Template
from models.meetings import Meeting
from models.versions import must_be
from models.words import N_

COLUMNS = {
    "starts": "usual_starts",
    "ends": "usual_ends",
    "place": "usual_place",
    "online_url": "usual_online_url",
    "agenda_template": "agenda_template",
}


def change_template(
    house: Session,
    table_id: int,
    *,
    based_on: int | None,
    with_meetings: Collection[int] = (),
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Change the template, and with it these meetings: exactly those that would follow, or none.

    Who was invited, and what was changed on a meeting by hand, is left as it is.
    """
    locked_body(house, table_id, by)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table_id).with_for_update()).one()
    must_be(bylaws, based_on)
    house.execute(select(Meeting.id).where(Meeting.body_id == table_id).with_for_update())
    with house.no_autoflush:
        old = Template.of(bylaws)
        keep_template(house, bylaws, facts, by=by, now=now)
        new = Template.of(bylaws)
        found = reach(house, table_id, old, new, now)
    if with_meetings and set(with_meetings) != set(found.ids):
        raise RuleBroken(N_("Meanwhile other meetings would change. Please look at the list again."))
    for each in found.follow if with_meetings else ():
        _take_over(house, each, new)
        changed = [aspect.value for aspect in each.aspects]
        record(house, "edit", each.meeting, by=by, now=now, changed=changed, template=bylaws.id)


def keep_template(house: Session, bylaws: Bylaws, facts: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Note what the template says; a line of the history only where that is something new."""
    names = [COLUMNS[name] for name, value in facts.items() if getattr(bylaws, COLUMNS[name]) != value]
    for name, value in facts.items():
        if COLUMNS[name] in names:
            setattr(bylaws, COLUMNS[name], value)
    Template.of(bylaws).judge()
    bylaws.judge()
    if names:
        record(house, "edit", bylaws, by=by, now=now, changed=names)


def _take_over(house: Session, reached: Reached, new: Template) -> None:
    meeting = reached.meeting
    if Aspect.TIMES in reached.aspects:
        starts_at, ends_at = new.on(meeting) or (None, None)
        assert starts_at is not None
        assert meeting.starts_at is not None
        shift_slots(house, meeting, starts_at - meeting.starts_at)
        meeting.set_time(starts_at, ends_at)
    if Aspect.PLACE in reached.aspects:
        meeting.place, meeting.online_url = new.place, new.online_url
    if Aspect.AGENDA in reached.aspects:
        _arrange(house, meeting, list(new.agenda))


def _arrange(house: Session, meeting: Meeting, titles: list[str]) -> None:
    """Give an untouched agenda the items of the template; those of the same title stay the same rows."""
    rest = list(meeting.items)
    for wanted in formal_items(meeting, titles):
        same = next((item for item in rest if item.title == wanted.title), None)
        if same is None:
            house.add(wanted)
        else:
            rest.remove(same)
            same.place = wanted.place
    for item in rest:
        house.delete(item)
