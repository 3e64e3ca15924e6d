"""Pages of the yearly question, made of several parts: before asking, by link, the ring of answers."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext

from blueprints.tables.checks import letters, queries, rules
from blueprints.tables.checks.queries import Asked, Recipient
from models.bodies import Body
from models.deadlines import BERLIN
from models.people_checks import PeopleAnswer
from models.rounds import Channel, Round
from plumbing import ring
from plumbing.clock import now, today
from plumbing.database import house, reading
from plumbing.letters import Rendered, preview
from plumbing.pages import german_day
from plumbing.sent_words import stopped_at
from plumbing.versions import form_page


def known_addresses(body: Body) -> list[str | None]:
    """Of all who can be asked: whether those who have answered are asked once more is said in the form."""
    return [each.address for each in queries.recipients(house(), body.id, today(), now())]


def ask_page(form: Any, body: Body) -> tuple[str, int]:
    """Who gets which letter, and who gets none."""
    known = queries.recipients(house(), body.id, today(), now())
    asked = [each for each in known if form.again.data or each.answered_at is None]
    reached = [each for each in asked if each.address]
    form.show(each.address for each in known)
    return form_page(
        "tables/checks/ask_people.html",
        form,
        body=body,
        hue=body.hue,
        reached=reached,
        stopped=stopped_at(body.id),
        unreached=[each for each in asked if not each.address],
        told=[each for each in known if each.answered_at is not None],
        running=queries.open_round(reading(), body.id),
        letter=_letter(form, body, reached[0]) if reached else None,
    )


def _letter(form: Any, body: Body, first: Recipient) -> Rendered:
    """As the first recipient gets it."""
    due_on = form.due_on.data or rules.proposed_due_on(body.bylaws, today())
    return preview(
        template=letters.ASK,
        to=first.address,
        name=first.name,
        language=first.language,
        salutation=first.salutation,
        kind=letters.KINDS[letters.ASK],
        facts=letters.facts(house(), house().get_one(Body, body.id), due_on, today()),
        now=now(),
    )


def answered_by(answer: PeopleAnswer) -> str:
    """Who gave it, in words: the person, the address of the link, or the coordination."""
    if answer.channel is Channel.LINK:
        return gettext("by the link to %(address)s", address=answer.address)
    if answer.channel is Channel.COORDINATION or answer.person is None:
        return gettext("recorded by the coordination")
    return answer.person.name


def close_page(form: Any, body: Body, asking: Round) -> tuple[str, int]:
    """Who has been asked and has not answered, before the question is closed."""
    asked = queries.asked_seats(reading(), asking.id)
    open_still = [each for each in asked if each.answer is None and each.seat.seat.holds_on(today())]
    return form_page(
        "tables/checks/close_people_check.html",
        form,
        body=body,
        hue=body.hue,
        asking=asking,
        silent=[each.seat.name for each in open_still if each.has_letter],
    )


def ring_of_answers(asked: list[Asked], asking: Round, on: date) -> ring.Ring:
    """In the order of the table beside it; who was not asked does not count as silent."""
    given = sum(each.answer is not None for each in asked)
    words = gettext("of %(n)d asked", n=sum(each.was_asked for each in asked))
    return ring.ring([_seat(each, asking, on) for each in asked], (str(given), words))


def _seat(each: Asked, asking: Round, on: date) -> ring.RingSeat:
    tone, label = _state(each, on)
    asked, answer = each.seat, each.answer
    day = german_day(answer.answered_at.astimezone(BERLIN).date()) if answer else ""
    url = url_for("tables.answer_people", table_id=asking.body_id, asked_id=asked.id)
    return ring.seat(
        name=asked.name, short=asked.organisation.called, tone=tone, label=label, detail=day, url=url
    )


def _state(each: Asked, on: date) -> tuple[ring.Tone, str]:
    if each.answer is not None:
        if each.answer.is_unchanged:
            return "yes", gettext("confirmed, all unchanged")
        return "perhaps", gettext("changes told")
    if not each.seat.seat.holds_on(on):
        return "void", gettext("no longer a member")
    if not each.was_asked:
        return "neutral", gettext("not asked: no address")
    return "open", gettext("no answer yet")
