"""Lines of the overview about what begins: a table that is still empty, a coordination that passes on."""

from blueprints.home.rows import Row
from blueprints.tables.concerns.queries import ToAsk
from blueprints.tables.handovers.queries import UnderWay
from models.handovers import HandoverPoint
from plumbing.language import gettext
from plumbing.pages import address, german_day


def empty_table_row(table: ToAsk) -> Row:
    return Row(
        due=None,
        title=gettext("Your table is still empty"),
        detail=gettext("Check the bylaws, admit or import institutions, plan the first meeting"),
        table_name=table.table_name,
        hue=table.hue,
        action_label=gettext("Begin"),
        url=address("tables.show", table_id=table.table_id),
        primary=True,
    )


def handover_row(change: UnderWay) -> Row:
    day = german_day(change.starts_on)
    whose = {"table_id": change.table_id, "coordination_id": change.coordination_id}
    if not change.is_mine:
        return Row(
            due=change.starts_on,
            title=gettext("You coordinate from %(day)s on", day=day),
            detail=gettext("%(institution)s takes over the coordination", institution=change.institution),
            table_name=change.table_name,
            hue=change.hue,
            action_label=gettext("Checklist"),
            url=address("tables.handover_ahead", **whose),
        )
    points = {"done": change.done, "all": len(HandoverPoint)}
    return Row(
        due=change.starts_on,
        title=gettext("Handover of the coordination to %(who)s", who=change.institution),
        detail=gettext("%(done)d of %(all)d points gone through", **points),
        table_name=change.table_name,
        hue=change.hue,
        action_label=gettext("Checklist"),
        url=address("tables.handover", **whose),
    )
