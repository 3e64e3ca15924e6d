"""Lines of the overview about requests: replies, lines of reports to check, what a coordination has to do."""

from typing import Final

from blueprints.home.report_parts import KINDS as OF_REPORTS
from blueprints.home.request_parts import Some
from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext, ngettext
from plumbing.pages import address

OWED: Final = ("mine", "lines")
"""What one's own institutions have to do."""


def request_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line of each kind; it leads to the request, or to all that are open."""
    return [_row(at, some, *_words(some)) for at in tables if at.politics for some in at.politics.requests]


def owes_request_rows(tables: list[AtTable]) -> list[Row]:
    """What one institution has to prepare, and to check."""
    return [
        _row(at, some, *_words(some))
        for at in tables
        if at.politics
        for some in at.politics.requests
        if some.kind in OWED
    ]


def _words(some: Some) -> tuple[str, str, str]:
    """What is to be done, a word more about it, and what the button says."""
    num = some.count
    if some.kind in OF_REPORTS:
        return _of_report(some)
    if some.kind == "mine":
        words = ngettext("Prepare the reply to a request", "Prepare the replies to %(num)d requests", num)
        return words, gettext("You have the lead"), gettext("Look")
    if some.kind == "new":
        words = ngettext(
            "A request needs somebody in the lead", "%(num)d requests need somebody in the lead", num
        )
        return words, gettext("Nobody prepares the reply yet"), gettext("Assign")
    if some.kind == "drafted":
        words = ngettext(
            "Release a reply to a request and hand it over",
            "Release replies to %(num)d requests and hand them over",
            num,
        )
        return words, gettext("A reply is drafted"), gettext("Look")
    words = ngettext(
        "The reply to a request is being prepared", "Replies to %(num)d requests are being prepared", num
    )
    return words, gettext("Waiting for whoever has the lead"), gettext("Look")


def _of_report(some: Some) -> tuple[str, str, str]:
    """The same of reports whose lines are shown to those who answered."""
    num = some.count
    if some.kind == "lines":
        words = ngettext("Check your own line in a report", "Check your own lines in %(num)d reports", num)
        return words, gettext("You can object until this day"), gettext("Check")
    if some.kind == "objected":
        words = ngettext("Answer an objection to a report", "Answer objections to %(num)d reports", num)
        return words, gettext("The report can be released after that"), gettext("Answer")
    words = ngettext("The lines of a report are being checked", "Lines of %(num)d reports are checked", num)
    return words, gettext("Whoever answered can object until this day"), gettext("Look")


def _row(at: AtTable, some: Some, title: str, detail: str, label: str) -> Row:
    return Row(
        due=some.due_on,
        title=title,
        detail=detail,
        table_name=at.table_name,
        hue=at.hue,
        action_label=label,
        url=_url(at, some),
        primary=some.kind in OWED,
    )


def _url(at: AtTable, some: Some) -> str:
    if some.request_id is None:
        return address("requests.index", table=at.table_id, which="open")
    endpoint = "requests.report" if some.kind in OF_REPORTS else "requests.show"
    return address(endpoint, table_id=at.table_id, request_id=some.request_id)
