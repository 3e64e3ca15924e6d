"""What the pages of a date finding show: before asking, how far it has come, what a change would send."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from flask import request
from flask_babel import gettext

from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.dates import letters, rules
from blueprints.meetings.dates.change_rules import reachable, silent_recipients
from blueprints.meetings.dates.forms import AnswerDatesForm, ChosenForm, DaysForm, FindDateForm
from blueprints.meetings.dates.hints import warnings
from blueprints.meetings.dates.queries import Finding, acting
from blueprints.meetings.dates.question_queries import Question
from blueprints.meetings.dates.standing_queries import Dates, Given, Line, best
from blueprints.meetings.forms import PLACES
from blueprints.meetings.naming import date_words, short_date
from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.meetings.sending_pages import Shown, institutions_of
from blueprints.tables.letter_queries import letter_facts
from models.bodies import Body
from models.date_findings import Fits, Standing, Times
from models.deadlines import Land, counted_back
from models.letters import LetterKind
from models.meetings import Meeting
from models.rounds import Channel, Round
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.forms import Groups
from plumbing.letters import Rendered, sample
from plumbing.pages import address, berlin_day, german_day
from plumbing.sent_words import stopped_at
from plumbing.versions import form_page

TONES: Final[dict[Fits | None, ring.Tone]] = {
    Fits.YES: "yes",
    Fits.PERHAPS: "perhaps",
    Fits.NO: "no",
    None: "open",
}
STANDINGS: Final[dict[Standing, ring.Tone]] = {
    Standing.ALL: "yes",
    Standing.PART: "perhaps",
    Standing.NONE: "open",
    Standing.VOID: "void",
    Standing.DORMANT: "void",
}


class Status(NamedTuple):
    """In which state a finding is, and what comes then."""

    mark: str
    word: str
    next: str | None
    tone: str


def find_page(form: FindDateForm, body: Body, *, shown: bool) -> tuple[str, int]:
    """The dates; once they have their shape also who gets which letter, and what speaks against a day."""
    if request.method == "GET":
        last = meeting_queries.proposal(reading(), body.id, ())
        form.starts.data, form.ends.data = last.get("starts"), last.get("ends")
        form.due_on.data = rules.proposed_due_on(body.bylaws, clock.today())
    found: list[Recipient] = []
    letter = None
    if shown:
        days = [each.day for each in form.times()]
        found = asked_today(house(), body.id, clock.today(), first=min(days), last=max(days))
        times = letters.times_of(form.times())
        letter = _letter(body.id, letters.ASK, due_on=form.due_on.data, times=times)
    return form_page(
        "meetings/dates/find_date.html",
        form,
        body=body,
        shown=shown,
        stopped=stopped_at(body.id),
        hints=hints(body.bylaws.land, form.times()) if shown else [],
        latest=_invitation_due(body, form.times()) if shown else None,
        **_reach(found, letter),
    )


def hints(land: Land, times: Sequence[Times]) -> list[tuple[str, list[str]]]:
    """What speaks against some of the days, each in words."""
    against = warnings(reading(), land, [each.day for each in times])
    told = [(date_words(each.starts_at, each.ends_at), against[each.day]) for each in times]
    return [(words, found) for words, found in told if found]


def _invitation_due(body: Body, times: Sequence[Times]) -> Any:
    """By when the invitation to the first of the dates has to go out."""
    return counted_back(min(each.day for each in times), body.bylaws.notice_days, body.bylaws.land)


def _reach(found: Sequence[Recipient], letter: Rendered | None) -> dict[str, Any]:
    reached = [each for each in found if each.address]
    return {
        "reached": reached,
        "unreached": [each for each in found if not each.address],
        "institutions": institutions_of(reached),
        "letters": [Shown(gettext("The letter as it will arrive"), letter)] if letter and reached else [],
    }


def _letter(body_id: int, template: str, **facts: Any) -> Rendered:
    """As a recipient gets it, its secret masked."""
    return sample(
        template=template,
        kind=letters.KINDS.get(template, LetterKind.CONTENT),
        facts=letter_facts(house(), body_id, clock.today()) | facts,
    )


def sending(found: Finding, template: str, *, only_silent: bool, **facts: Any) -> dict[str, Any]:
    """Who would get a letter of a running finding, and the letter."""
    asking, today = house().get_one(Round, found.asking.id), clock.today()
    if only_silent:
        to = silent_recipients(house(), asking, today)
    else:
        to = reachable(house(), asking, Dates(house(), asking.id, today), today)
    said = letters.facts_of(house(), asking, clock.now(), **facts)
    return _reach(to, _letter(found.body.id, template, **said)) | {"stopped": stopped_at(found.body.id)}


def finding_page(found: Finding) -> dict[str, Any]:
    """How far it has come: names, notes and ways for the coordination, and to each of its own institution."""
    by, today = me(), clock.today()
    dates = Dates(house(), found.asking.id, found.day(today))
    coordinates = found.body.id in by.coordinates
    lines = dates.lines(None if coordinates else by.seat_ids)
    counts = dates.counts(lines)
    return {
        "found": found,
        "body": found.body,
        "hue": found.body.hue,
        "lines": lines,
        "counts": counts,
        "best": best(counts),
        "own": [each for each in lines if each.seat_id in by.seat_ids],
        "chosen": next((each for each in dates.options if each.meeting_id), None),
        "takes_answers": found.takes_answers(today),
        "is_open": found.asking.closed_at is None,
        "status": _status(found, dates),
        "ring": _ring(lines),
        "coordinates": coordinates,
        "may_change": by.coordinates_body(found.body.id) and found.asking.closed_at is None,
        "silent": sum(each.standing in (Standing.PART, Standing.NONE) for each in lines),
        "changes": dates.changes() if coordinates else [],
        "tones": TONES,
        "marks": {fits: ring.MARKS[tone] for fits, tone in TONES.items()},
        "given_by": given_by,
        "words": {each.id: date_words(each.starts_at, each.ends_at) for each in dates.options},
        "short": {each.id: short_date(each.starts_at) for each in dates.options},
    }


def _status(found: Finding, dates: Dates) -> Status:
    asking = found.asking
    if asking.closed_at is not None:
        day = german_day(berlin_day(asking.closed_at))
        if any(each.meeting_id for each in dates.options):
            return Status("✓", gettext("date fixed"), gettext("on %(day)s", day=day), "yes")
        return Status("×", gettext("closed without a date"), gettext("on %(day)s", day=day), "void")
    due = german_day(asking.due_on)
    if found.takes_answers(clock.today()):
        return Status("~", gettext("answers until %(day)s", day=due), None, "perhaps")
    return Status(
        "?", gettext("answers were due by %(day)s", day=due), gettext("the coordination decides now"), "open"
    )


def _ring(lines: list[Line]) -> ring.Ring:
    sitting = [each for each in lines if each.standing not in (Standing.VOID, Standing.DORMANT)]
    answered = sum(each.standing is Standing.ALL for each in sitting)
    seats = [
        ring.seat(
            name=each.name,
            short=each.short,
            tone=STANDINGS[each.standing],
            label=gettext(each.standing.label),
            url=address("organisations.show", organisation_id=each.organisation_id),
        )
        for each in lines
    ]
    return ring.ring(seats, (str(answered), gettext("of %(n)d answered", n=len(sitting))))


def given_by(given: Given) -> str:
    """Who gave an answer, and how: by the link, on the site, written down by the coordination."""
    who = given.name or gettext("the institution as a whole")
    day = german_day(berlin_day(given.answered_at))
    if given.name is None:
        who = gettext("somebody of your institution")
    elif given.channel is Channel.LINK and not given.name:
        who = given.address
    return gettext("%(who)s, %(way)s, %(day)s", who=who, way=gettext(given.channel.label), day=day)


def answer_form(asked: Question, *, record: bool = False) -> AnswerDatesForm:
    """A choice for each date that is offered, filled in with what was said last."""
    words = {each.option_id: date_words(each.starts_at, each.ends_at) for each in asked.offered}
    return AnswerDatesForm.over(asked.offered, words, _people(asked) if record else ())


def _people(asked: Question) -> list[tuple[Any, str]]:
    """Whose answer may be recorded."""
    people = [
        (each.person_id, f"{each.person.name} ({gettext(each.role.label)})")
        for each in acting(house(), asked.seat_id, clock.today())
    ]
    return [*people, ("", gettext("the institution as a whole"))]


def acting_first(seat_id: int) -> int | None:
    """Whose answer is most likely recorded: the representative's, else a deputy's; else the institution's."""
    return next((each.person_id for each in acting(house(), seat_id, clock.today())), None)


def chosen_form(meeting: Meeting | None, proposal: dict[str, Any], people: Groups) -> ChosenForm:
    """What is asked when a date is chosen: all about a new meeting, else only where it takes place."""
    if meeting is None:
        form = ChosenForm(**proposal)
        form.offer(people)
        return form
    place = (meeting.place, meeting.online_url)
    known = dict(zip(PLACES, place, strict=True)) if any(place) else proposal
    form = ChosenForm(**{name: known.get(name) for name in PLACES})
    form.keep_all_else()
    return form


def add_page(form: DaysForm, found: Finding, *, shown: bool) -> tuple[str, int]:
    facts: dict[str, Any] = {"letters": [], "reached": [], "unreached": [], "institutions": 0}
    if shown:
        times = letters.times_of(form.times())
        facts = sending(found, letters.ADDED, only_silent=False, times=times)
    told = hints(found.bylaws.land, form.times()) if shown else []
    return form_page("meetings/dates/add_dates.html", form, found=found, shown=shown, hints=told, **facts)
