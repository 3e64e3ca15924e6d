"""What the pages of planning a year show: each day with what stands against it, in plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, request
from flask_babel import gettext

from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.naming import slot_words
from blueprints.meetings.years import queries
from blueprints.meetings.years.forms import NONE, DaysForm, OneDay, YearForm
from blueprints.tables.people.queries import people_by_house
from models.bodies import Body
from models.fuzzy_dates import is_of_our_time
from models.guests import Slot
from models.meetings import Meeting
from models.year_plans import Outlook, outlook
from plumbing import clock
from plumbing.access import me
from plumbing.database import reading
from plumbing.forms import keys_of
from plumbing.language import chosen_language
from plumbing.pages import german_day, weekday

FROM_THIS_MONTH_ON = 7
"""In the second half of a year people plan the next one."""
OF_THE_DAYS = ("days-", "form_key", "csrf_token", "step")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One day of the plan: its form, what the calendar says, and which meetings are on it."""

    form: OneDay
    outlook: Outlook
    taken_by: Meeting | None
    notes: Sequence[str]
    number: int | None


def year_form(body: Body) -> YearForm:
    """The form as the table's template, its last meeting and the rhythm of the year before fill it."""
    today = clock.today()
    year = today.year + (today.month >= FROM_THIS_MONTH_ON)
    people = people_by_house(reading(), body.id)
    form = YearForm(
        year=year,
        **meeting_queries.proposal(reading(), body.id, keys_of(people)),
        **queries.rhythm_proposal(reading(), body.id, year),
    )
    form.offer(people)
    return form


def fresh_days(form: YearForm) -> DaysForm:
    """The days that the rhythm gives."""
    return _days_over([{"planned": day} for day in form.rhythm().days(clock.today())])


def changed_days(days: DaysForm) -> DaysForm:
    """The same plan with the days that were typed or chosen in place of the first ones."""
    return _days_over(
        [
            {"planned": row.day or row.first, "choice": None if row.day else NONE}
            for row in sorted(days.rows, key=lambda row: row.day or row.first)
        ]
    )


def _days_over(rows: list[dict[str, Any]]) -> DaysForm:
    days = DaysForm(formdata=None, days=rows)
    days.form_key.data = request.form.get("form_key", "") or days.form_key.data
    return days


def looked_at(body: Body, days: DaysForm, number: int | None) -> list[Row]:
    """What stands against each day; the form learns from it what may be chosen."""
    known = [row.planned.data for row in days.rows]
    if not known or not all(day and is_of_our_time(day) for day in known):
        abort(422)
    planned = [row.first for row in days.rows]
    first, last = date(min(planned).year, 1, 1), date(max(planned).year, 12, 31)
    own = queries.standing(reading(), body.id, first, last)
    others = queries.elsewhere(reading(), body.id, me(), first, last)
    return list(_rows(body, days, own, others, number))


def _rows(
    body: Body,
    days: DaysForm,
    own: Mapping[date, Meeting],
    others: Mapping[date, list[tuple[Meeting, str]]],
    number: int | None,
) -> list[Row]:
    today, language, rows = clock.today(), str(chosen_language()), []
    planned = [row.first for row in days.rows]
    for form in days.rows:
        day = form.first
        found = outlook(day, body.bylaws.land, today=today, taken=[*own, *planned], language=language)
        form.offer([] if day in own else list(_offered(found)), in_words(day))
        is_meeting = form.choice.data != NONE
        rows.append(
            Row(
                form=form,
                outlook=found,
                taken_by=own.get(day),
                notes=[*_notes(body, found), *(_elsewhere(*each) for each in others.get(day, ()))],
                number=number if is_meeting else None,
            )
        )
        number = number + 1 if number is not None and is_meeting else number
    return rows


def _offered(found: Outlook) -> Iterator[tuple[date, str]]:
    """The day itself, or those that are proposed in its place."""
    week = timedelta(weeks=1)
    if found.works:
        yield found.day, gettext("meeting on this day")
    for day in found.proposals:
        if day - found.day == week:
            yield day, gettext("%(day)s, a week later", day=in_words(day))
        elif found.day - day == week:
            yield day, gettext("%(day)s, a week earlier", day=in_words(day))
        else:
            yield day, gettext("%(day)s, the next working day", day=in_words(day))


def in_words(day: date) -> str:
    return f"{weekday(day)}, {german_day(day)}"


def _notes(body: Body, found: Outlook) -> Iterator[str]:
    """What does not close the day, but keeps people from coming."""
    if found.local_holiday:
        land, name = gettext(body.bylaws.land.label), found.local_holiday
        yield gettext("Public holiday in some places of %(land)s: %(name)s.", land=land, name=name)
    if found.bridges:
        yield gettext("Bridge day beside %(name)s.", name=found.bridges)
    if found.season:
        yield gettext(found.season)


def _elsewhere(meeting: Meeting, table: str) -> str:
    words = table
    if meeting.starts_at is not None:
        words = f"{table}, {slot_words(Slot(meeting.starts_at, meeting.ends_at))}"
    return gettext("On the same day: %(meeting)s", meeting=words)


def carried() -> list[tuple[str, str]]:
    """What was typed about the year, to travel hidden with its days."""
    typed = request.form.items(multi=True)
    return [(name, value) for name, value in typed if not name.startswith(OF_THE_DAYS)]
