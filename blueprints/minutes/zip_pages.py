"""The archive of a meeting's papers: level and version stand in the names of the files."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from os.path import splitext

from flask import Response, abort
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from blueprints.meetings.years.queries import Year
from blueprints.minutes import zip_queries
from blueprints.minutes.documents import document_of
from blueprints.minutes.pdf import file_name, made
from models.deadlines import BERLIN
from models.editions import Edition
from models.files import File, chunks
from models.meetings import Meeting
from models.visibility import Visibility
from plumbing import zips
from plumbing.access import me
from plumbing.attachments import attached
from plumbing.database import reading

At = tuple[int, int, int, int, int, int]
Found = tuple[str, int | None, Callable[[Session], Iterator[bytes]], At]


def archive_of(meeting: Meeting) -> Response:
    """All that the reader may see of a meeting, in one file; 404 where there is nothing."""
    return _archive(gettext("Papers of the meeting %(day)s", day=_day(meeting)), _papers_of(meeting))


def archive_of_year(year: Year) -> Response:
    """The same of all meetings of a table in one year, a folder for each. Its papers are made while it is
    sent, one after the other: nobody waits for the last one before the first arrives (decision 0050)."""
    found = [
        (f"{_day(line.meeting)}/{name}", size, pieces, at)
        for line in year.lines
        for name, size, pieces, at in _papers_of(line.meeting, ahead=False)
    ]
    return _archive(gettext("Papers of the meetings %(year)s", year=year.year), found)


def _day(meeting: Meeting) -> str:
    return meeting.held_on.canonical.replace("/", "_")


def _papers_of(meeting: Meeting, *, ahead: bool = True) -> list[Found]:
    with force_locale("de"):
        mine = zip_queries.own_editions(reading(), meeting.id, me())
        editions = [_edition(each, ahead=ahead) for each in mine]
        return editions + [_file(*each) for each in zip_queries.own_files(reading(), meeting.id)]


def _archive(name: str, found: Sequence[Found]) -> Response:
    names = zips.unique([entry for entry, *_ in found])
    entries = [
        zips.Entry(name=each, size=size, pieces=pieces, at=at)
        for each, (_, size, pieces, at) in zip(names, found, strict=True)
    ]
    if not entries or zips.known_size(entries) > zips.LARGEST:
        abort(404)
    return attached(name + ".zip", "application/zip", zips.size_of(entries), partial(zips.stream, entries))


def _edition(edition: Edition, *, ahead: bool) -> Found:
    document = document_of(edition)
    name = _named(file_name(document), document.visibility, document.version)
    if not ahead:
        return name, None, lambda _: iter((made(edition),)), _at(edition.compiled_at)
    content = made(edition)
    return name, len(content), lambda _: iter((content,)), _at(edition.compiled_at)


def _file(file: File, number: int) -> Found:
    version = gettext("version %(number)s", number=number)
    name = _named(file.name, file.visibility, version)
    return name, file.size, partial(chunks, file_id=file.id), _at(file.uploaded_at)


def _named(name: str, level: Visibility, version: str) -> str:
    """`Konzept - intern - Fassung 2.pdf`, without signs that no file system takes."""
    stem, end = splitext(name)
    words = f"{stem} - {gettext(level.label)} - {version}{end}"
    return re.sub(r'[/\\:*?"<>|\x00-\x1f]+', "_", words).lstrip(". ")


def _at(moment: datetime) -> At:
    then = moment.astimezone(BERLIN)
    return then.year, then.month, then.day, then.hour, then.minute, then.second
