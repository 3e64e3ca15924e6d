"""A version of a procedure as a question to the table."""

from dataclasses import dataclass

from flask_babel import gettext

from models.citations import SHORT, about_of, checksum_of, citable, key_of
from models.procedures import ProcedureVersion
from models.visibility import Visibility
from plumbing.database import reading


@dataclass(frozen=True, kw_only=True)
class ToDecide:
    """The question whether a table agrees on a version. Its wording names the checksum of what is meant."""

    key: str
    title: str
    wording: str


def version_to_decide(key: str, table_id: int) -> ToDecide | None:
    """The version that an address names, as a question to the table. Of one that not everybody at the table
    may read there is none: members who don't see it would read its title."""
    found = next((each for each in citable(reading(), table_id) if key_of(each) == key), None)
    if not isinstance(found, ProcedureVersion):
        return None
    about = about_of(found)
    if about.visibility not in (Visibility.PUBLIC, Visibility.INTERNAL):
        return None
    said = {"title": about.title, "number": found.number, "sum": checksum_of(reading(), found)[:SHORT]}
    return ToDecide(
        key=key,
        title=gettext("Procedure “%(title)s”, version %(number)s", **said)[:200],
        wording=gettext(
            "The table agrees on the procedure “%(title)s” in version %(number)s "
            "(checksum of wording and steps: %(sum)s).",
            **said,
        ),
    )
