"""Lines of the overview about requests: replies that one prepares, and what the coordination has to do."""

from blueprints.home.request_parts import Some
from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def request_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line of each kind; it leads to the request, or to all that are open."""
    return [_row(at, some, *_words(some)) for at in tables if at.politics for some in at.politics.requests]


def owes_request_rows(tables: list[AtTable]) -> list[Row]:
    """What one institution has to prepare."""
    return [
        _row(at, some, *_words(some))
        for at in tables
        if at.politics
        for some in at.politics.requests
        if some.kind == "mine"
    ]


def _words(some: Some) -> tuple[str, str, str]:
    """What is to be done, a word more about it, and what the button says."""
    num = some.count
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


def _row(at: AtTable, some: Some, title: str, detail: str, label: str) -> Row:
    return Row(
        due=some.due_on,
        title=title,
        detail=detail,
        table_name=at.table_name,
        hue=at.hue,
        action_label=label,
        url=address("requests.show", table_id=at.table_id, request_id=some.request_id)
        if some.request_id
        else address("requests.index", table=at.table_id, which="open"),
        primary=some.kind == "mine",
    )
