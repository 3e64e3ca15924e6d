"""Lines of the overview about the sending of letters: tables whose coordination has it stopped."""

from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext
from plumbing.pages import address


def stopped_rows(tables: list[AtTable]) -> list[Row]:
    """Nobody should forget that nothing goes out: one line for each such table, for its coordination."""
    return [
        Row(
            due=None,
            title=gettext("The sending is stopped"),
            detail=gettext("Letters of this table wait until you let them go on"),
            table_name=each.table_name,
            hue=each.hue,
            action_label=gettext("To the sending"),
            url=address("office.index") + "#sending",
        )
        for each in tables
        if each.stopped
    ]
