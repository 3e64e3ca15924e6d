"""What an item is about, in words and as ways to it."""

from typing import NamedTuple

from blueprints.meetings.drafting.about_queries import About, about
from blueprints.meetings.naming import meeting_name
from models.citations import Reference, references_of_each
from models.decisions import Decision
from models.meetings import AgendaItem
from models.minutes import Minutes
from models.requests import ExternalRequest
from models.tasks import Task
from models.topics import Topic
from plumbing.database import reading
from plumbing.language import gettext, word
from plumbing.pages import address


class Way(NamedTuple):
    """`about` says what it is, `words` are the link."""

    about: str
    words: str
    url: str
    state: str = ""


def ways_of(item_id: int) -> list[Way]:
    """Ways to all that an item is about."""
    ways = [way for each in about(reading(), item_id) if (way := _way(each))]
    agreed = references_of_each(reading(), AgendaItem.__tablename__, [item_id]).get(item_id, ())
    return [*ways, *map(_procedure, agreed)]


def _procedure(cited: Reference) -> Way:
    ids = {"table_id": cited.table_id, "procedure_id": cited.procedure_id}
    url = address("procedures.show", **ids)
    if cited.number:
        url = address("procedures.version", number=cited.number, **ids)
    return Way(gettext("Procedure"), gettext(cited.message, **cited.facts), url)


def _way(each: About) -> Way | None:
    thing, meeting = each.thing, each.meeting
    if isinstance(thing, AgendaItem) and meeting is not None:
        url = address("meetings.item", meeting_id=meeting.id, item_id=thing.id)
        said = gettext("stands again on the agenda of") if each.later else gettext("goes back to")
        return Way(said, f"{meeting_name(meeting)}: {thing.title}", url)
    if isinstance(thing, Minutes) and meeting is not None:
        url = address("minutes.show", meeting_id=meeting.id)
        return Way(gettext("Minutes"), meeting_name(meeting), url)
    if isinstance(thing, Decision):
        url = address("decisions.show", table_id=thing.body_id, decision_id=thing.id)
        return Way(gettext("Decision"), thing.title, url)
    if isinstance(thing, Task):
        url = address("tasks.show", task_id=thing.id)
        return Way(gettext("Task"), thing.title, url, word(thing.state))
    if isinstance(thing, Topic):
        url = address("meetings.topic", topic_id=thing.id)
        return Way(gettext("Topic"), thing.title, url)
    if isinstance(thing, ExternalRequest):
        url = address("requests.show", table_id=thing.body_id, request_id=thing.id)
        return Way(gettext("Request"), thing.title, url)
    return None
