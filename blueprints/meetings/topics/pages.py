"""Pages of topics, made of several parts: the backlog, one topic, the forms with their choices."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, request
from flask_babel import gettext

from blueprints.meetings.naming import meeting_name
from blueprints.meetings.queries import seats_to_name
from blueprints.meetings.recipient_queries import Recipient, of_seat_on
from blueprints.meetings.sending_pages import institutions_of
from blueprints.meetings.topics import call_queries, fate_rules, letters, queries, rules
from blueprints.meetings.topics.forms import (
    COORDINATION,
    DecideForm,
    EditTopicForm,
    SubmitTopicForm,
    TopicForm,
)
from blueprints.meetings.topics.queries import Which, Whole
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.queries import coordination_name
from models.bodies import Body
from models.letters import LetterKind
from models.meetings import Meeting
from models.topics import Topic
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.letters import Rendered, preview
from plumbing.pages import german_day
from plumbing.sent_words import stopped_at


def table_page(body: Body) -> dict[str, Any]:
    """The backlog with its filters, and the call that runs."""
    by, which = me(), asked_which()
    page = max(1, min(request.args.get("page", default=1, type=int), 100_000))
    seat_id = asked_seat()
    asking = queries.running_call(reading(), body.id, clock.today())
    return {
        "body": body,
        "hue": body.hue,
        "found": queries.backlog(reading(), body.id, which, by, page, seat_id=seat_id),
        "which": which,
        "choices": list(Which),
        "seat_id": seat_id,
        "seats": with_coordination(body.id, queries.submitting_seats(reading(), body.id, clock.today())),
        "asking": asking,
        "own_questions": call_queries.own_question(reading(), asking, by),
        "may_submit": rules.may_submit(by, body.id),
        "coordinates": by.coordinates_body(body.id),
    }


def asked_which() -> Which:
    """The choice in the address; whatever is none of them counts as what is open."""
    try:
        return Which(request.args.get("which", ""))
    except ValueError:
        return Which.OPEN


def asked_seat() -> int | None:
    """The institution in the address; what can be none counts as all."""
    found = request.args.get("seat_id", type=int)
    return found if found is not None and 0 <= found < 2**31 else None


def asked_meeting() -> int | None:
    """The meeting in the address, for whose call one came; what can be none counts as none."""
    found = request.args.get("meeting", type=int)
    return found if found is not None and 0 < found < 2**31 else None


def with_coordination(table_id: int, seats: list[tuple[int, str]]) -> list[tuple[int, str]]:
    name = coordination_name(house(), table_id, clock.today())
    label = gettext("Coordination (%(name)s)", name=name) if name else gettext("Coordination")
    return [*seats, (COORDINATION, label)]


def topic_page(found: Whole) -> dict[str, Any]:
    """One topic with what one may do about it."""
    topic, by = found.line.topic, me()
    return {
        "found": found,
        "line": found.line,
        "topic": topic,
        "body": found.body,
        "hue": found.body.hue,
        "may_edit": rules.may_edit_topic(by, topic),
        "may_decide": fate_rules.may_decide(by, topic, found.line.meeting),
        "inside": found.line.is_ours or by.coordinates_body(topic.body_id),
        "coordinates": topic.body_id in by.coordinates,
    }


def submitting(by_seats: list[int], table_id: int) -> list[tuple[int, str]]:
    """For whom one may submit: one's own institutions, or, for the coordination, all of them and itself."""
    seats = queries.submitting_seats(reading(), table_id, clock.today())
    if me().coordinates_body(table_id):
        return with_coordination(table_id, seats)
    return [(seat, name) for seat, name in seats if seat in by_seats]


def submit_form(table_id: int) -> SubmitTopicForm:
    """A new topic: for one's own institution and, where topics are called for, for that meeting."""
    own = rules.own_seats(me(), table_id)
    asking = queries.running_call(reading(), table_id, clock.today())
    wished = asked_meeting() or (asking.meeting_id if asking else None)
    first = own[0] if own else COORDINATION
    form = SubmitTopicForm(seat_id=first, meeting_id=wished)
    _offer(form, table_id, submitting(own, table_id))
    return form


def submit_page(body: Body) -> dict[str, Any]:
    """The call that runs, and for which of one's institutions “nothing” would answer it."""
    asking = queries.running_call(reading(), body.id, clock.today(), asked_meeting())
    return {
        "body": body,
        "hue": body.hue,
        "asking": asking,
        "own_questions": call_queries.own_question(reading(), asking, me()),
    }


def edit_form(found: Whole, **given: Any) -> EditTopicForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    topic = found.line.topic
    form = EditTopicForm(
        obj=_Plain(topic),
        seat_id=topic.seat_id or COORDINATION,
        seat_ids=[seat for seat, _ in found.named],
        guests=[{"name": each.name, "function": each.function, "email": each.email} for each in found.guests],
        based_on=topic.version,
        **given,
    )
    own = [(topic.seat_id or COORDINATION, found.line.institution or gettext("Coordination"))]
    _offer(form, topic.body_id, own)
    return form


class _Plain:
    """What a form may read of a topic: its own words, none of what hangs on it."""

    def __init__(self, topic: Topic) -> None:
        for name in ("title", "aim", "text", "minutes_planned", "visibility", "meeting_id"):
            setattr(self, name, getattr(topic, name))


def _offer(form: TopicForm, table_id: int, institutions: list[tuple[int, str]]) -> None:
    named = seats_to_name(reading(), table_id, clock.today())
    meetings = queries.meetings_ahead(reading(), table_id)
    form.offer(institutions, named, [(str(each.id), meeting_name(each)) for each in meetings])


def decide_form(found: Whole, **given: Any) -> DecideForm:
    """What may become of it; each meeting says until when its agenda takes topics."""
    topic = found.line.topic
    meetings = queries.meetings_ahead(reading(), topic.body_id)
    known = [each.id for each in meetings]
    bylaws = queries.bylaws_of(reading(), topic.body_id) or abort(404)
    days = fate_rules.closing_days(house(), meetings, bylaws)
    still_open = (each.id for each in meetings if not fate_rules.has_closed(each, days, clock.today()))
    chosen = topic.meeting_id if topic.meeting_id in known else next(still_open, None)
    reached = [each for each in found.guests if each.email]
    form = DecideForm(
        meeting_id=chosen, guest_ids=[each.id for each in reached], based_on=topic.version, **given
    )
    guests = [(each.id, ", ".join(filter(None, (each.name, each.function, each.email)))) for each in reached]
    form.offer([(str(each.id), _with_deadline(each, days.get(each.id))) for each in meetings], guests)
    if not any(fate_rules.is_late(topic, day) for day in days.values()):
        form.ask_nothing_of_lateness()
    return form


def _with_deadline(meeting: Meeting, closes: date | None) -> str:
    """The meeting's name, and until when its agenda takes topics."""
    name = meeting_name(meeting)
    if closes is None:
        return name
    if closes < clock.today():
        return gettext("%(name)s (agenda closed on %(day)s)", name=name, day=german_day(closes))
    return gettext("%(name)s (topics until %(day)s)", name=name, day=german_day(closes))


def _letter(table_id: int, topic: Topic, to: Sequence[Recipient]) -> Rendered:
    """To the first of the institution's people: that something was decided, and where it stands."""
    facts = letter_facts(house(), table_id, clock.today()) | {"topic_id": topic.id}
    return preview(
        template=letters.DECIDED,
        to=to[0].address or "",
        name=to[0].name,
        language=to[0].language,
        salutation=to[0].salutation,
        kind=LetterKind.CONTENT,
        facts=facts,
        now=clock.now(),
    )


def decide_page(found: Whole) -> dict[str, Any]:
    """The topic, how many letters will tell of the decision, and who has no address."""
    topic = found.line.topic
    told = of_seat_on(house(), topic.seat_id, clock.today()) if topic.seat_id else []
    reached = [each for each in told if each.address and each.person_id != me().person_id]
    return topic_page(found) | {
        "reached": reached,
        "letter": _letter(found.body.id, topic, reached) if reached else None,
        "institutions": institutions_of(reached),
        "stopped": stopped_at(found.body.id) if reached else "",
        "without_address": [each for each in found.guests if not each.email],
    }
