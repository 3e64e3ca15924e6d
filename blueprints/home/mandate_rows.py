"""Lines of the overview about mandates: reports back to the table, and people who have left."""

from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def mandate_rows(tables: list[AtTable]) -> list[Row]:
    """For each table a line of what one owes, and one of what its coordination has to check."""
    owed = [_to_report(each) for each in tables if each.politics and each.politics.to_report]
    return owed + [_to_check(each) for each in tables if each.politics and each.politics.to_check]


def _to_report(at: AtTable) -> Row:
    about = at.politics
    assert about is not None
    return Row(
        due=about.report_due_on,
        title=ngettext(
            "Report back to the table on an appearance",
            "Report back to the table on %(num)d appearances",
            about.to_report,
        ),
        detail=gettext("You were there with a mandate"),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Report"),
        url=address("lobbying.appearance", table_id=at.table_id, appearance_id=about.reports_of),
        primary=True,
    )


def _to_check(at: AtTable) -> Row:
    about = at.politics
    assert about is not None
    return Row(
        due=None,
        title=ngettext(
            "Check a mandate: the person has left the employer",
            "Check %(num)d mandates: the people have left their employers",
            about.to_check,
        ),
        detail=gettext("It goes on, or it lapses"),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Check"),
        url=address("lobbying.appearance", table_id=at.table_id, appearance_id=about.checks_of),
    )
