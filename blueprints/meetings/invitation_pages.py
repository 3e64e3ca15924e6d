"""What the pages around invitations show, made from plain values: ring, preview, proposals."""

from datetime import datetime
from typing import Any

from flask import request
from markupsafe import Markup

from blueprints.meetings import guest_queries, invitation_queries, invitation_rules, recipient_queries
from blueprints.meetings.delivery_queries import Delivery, lost_invitations
from blueprints.meetings.enclosing_queries import Enclosing
from blueprints.meetings.invitation_forms import MoveForm
from blueprints.meetings.link_queries import LinkQuestion
from blueprints.meetings.own_reply_queries import own_replies
from blueprints.meetings.queries import deadlines_of
from blueprints.meetings.recipient_queries import Recipient
from blueprints.meetings.reminded_queries import last_reminded
from blueprints.meetings.reply_queries import Answers, Line, WhoComes, silent_invitations
from blueprints.meetings.sending_pages import (
    REMINDER,
    Sending,
    Shown,
    addressed,
    bylaws_of,
    cancelling,
    institutions_of,
    invitation_letters,
    known_meeting,
    letter_preview,
    moving,
)
from blueprints.meetings.unsettled_pages import before_sending
from models.crossings import crossings
from models.errors import RuleBroken
from models.invitations import Invitation
from models.meetings import Meeting, MeetingState
from models.rounds import Coming, Voice
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.guarding import marked
from plumbing.language import gettext
from plumbing.pages import address, berlin_day, german_day
from plumbing.ring import Ring, Tone, ring, seat
from plumbing.sent_words import stopped_at
from plumbing.versions import form_page

TONES: dict[Voice, Tone] = {
    Voice.COMES: "yes",
    Voice.DEPUTY: "deputy",
    Voice.PERHAPS: "perhaps",
    Voice.DECLINED: "no",
    Voice.OPEN: "open",
    Voice.VOID: "void",
    Voice.DORMANT: "void",
}


def who_comes_ring(answers: WhoComes, is_open: bool = True) -> Ring:
    """The table from above: who comes to the meeting; when it is over, who had replied."""
    return ring(
        [_seat(line, is_open) for line in answers.lines],
        centre=(
            gettext("%(n)d of %(all)d", n=answers.coming, all=answers.asked),
            gettext("institutions come") if is_open else gettext("institutions had agreed"),
        ),
    )


def _seat(line: Line, is_open: bool) -> Any:
    details = [", ".join(line.who), *map(marked, line.notes)]
    if line.hint is not None:
        details.append(gettext("before the move: %(answer)s", answer=gettext(line.hint.label)))
    return seat(
        name=line.name,
        short=line.short,
        tone=TONES[line.voice],
        mark="…" if line.voice is Voice.DORMANT else "",
        label=gettext(line.voice.label)
        if is_open or line.voice is not Voice.OPEN
        else gettext("did not reply"),
        detail=Markup(" · ").join(part for part in details if part),
        url=address("organisations.show", organisation_id=line.organisation_id),
    )


def told_answer(coming: Coming) -> str:
    """What the person reads after answering: what was kept, and that it may be changed."""
    words = {
        Coming.YES: gettext("Thank you. We have noted that you will come."),
        Coming.NO: gettext("Thank you. We have noted that you cannot come."),
        Coming.PERHAPS: gettext("Thank you. We have noted “perhaps”. Please tell us as soon as you know."),
        Coming.SUBSTITUTE: gettext("Thank you. We have noted who comes instead."),
    }
    return words[coming] + " " + gettext("You can change your answer until the meeting.")


def question_page(template: str, form: Any, question: LinkQuestion) -> tuple[str, int]:
    """The question with what is asked; a guest is told for which item."""
    item = guest_queries.guest_item(house(), question, clock.today())
    return form_page(template, form, question=question, item=item)


def to_invite(meeting: Meeting) -> list[Recipient]:
    """Whom an invitation of today would reach, and who has no address."""
    return recipient_queries.recipients(house(), known_meeting(meeting), clock.today())


def invite_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    """Who gets what before anything is sent: the list, the letters as they will arrive, what is missing."""
    today = clock.today()
    if request.method == "GET" and meeting.starts_at:
        form.due_on.data = invitation_rules.proposed_due_on(meeting, bylaws_of(meeting), today)
    found = to_invite(meeting)
    reached = [each for each in found if each.address]
    form.show(each.address for each in reached)
    sendable = meeting.starts_at is not None and reached
    return form_page(
        "meetings/invite.html",
        form,
        meeting=meeting,
        stopped=stopped_at(meeting.body_id),
        reached=reached,
        institutions=institutions_of(reached),
        unreached=[each for each in found if not each.address],
        letters=invitation_letters(meeting, reached, due_on=form.due_on.data or today) if sendable else [],
        travelling=Enclosing(house(), meeting.id).for_members() if sendable else None,
        crossings=crossings(reading(), meeting.id) if sendable else [],
        **(before_sending(known_meeting(meeting)) if sendable else {}),
    )


def move_page(form: MoveForm, meeting: Meeting) -> tuple[str, int]:
    """The letters are shown as soon as the new date is known, before anything is sent."""
    if request.method == "GET" and meeting.starts_at:
        start = meeting.starts_at.astimezone(clock.BERLIN)
        form.day.data, form.starts.data = start.date(), start.time()
        form.ends.data = meeting.ends_at.astimezone(clock.BERLIN).time() if meeting.ends_at else None
        form.place.data, form.due_on.data = meeting.place, meeting.replies_due_on
    is_known = request.method == "POST" and not form.errors
    sending = moving(meeting, form.facts() if is_known else None)
    due = _due_then(form, meeting) if is_known else {}
    due["stopped"] = stopped_at(meeting.body_id)
    return form_page("meetings/move.html", form, meeting=meeting, sending=sending, **due)


def _due_then(form: MoveForm, meeting: Meeting) -> dict[str, Any]:
    """The deadlines of the new date, which move along with it."""
    assert form.day.data is not None
    due = deadlines_of(form.day.data, bylaws_of(meeting), form.due_on.data)
    upcoming = due.upcoming(clock.today(), invited=True)
    return {"deadlines": due, "upcoming": upcoming, "invited_at": meeting.invited_at}


def looked_at(form: MoveForm, meeting: Meeting) -> bool:
    """Whether the letters are only to be shown; what would be refused is said already then.

    A new day brings its own last day for replies, unless another one was typed.
    """
    if "look" not in request.form:
        return False
    if form.validate_on_submit():
        day = form.day.data
        if day and day != meeting.held_on.day and form.due_on.data == meeting.replies_due_on:
            form.due_on.data = invitation_rules.due_before(day, bylaws_of(meeting), clock.today())
            form.due_on.raw_data = None
        try:
            invitation_rules.check_move(meeting, **form.facts(), now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
    return True


def cancel_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    """Whoever may have had the invitation is told; from all others it is taken back."""
    invited = meeting.state is MeetingState.INVITED
    sending = cancelling(meeting) if invited else Sending()
    stopped = stopped_at(meeting.body_id) if sending.told else ""
    return form_page("meetings/cancel.html", form, meeting=meeting, sending=sending, stopped=stopped)


def silent_of(meeting: Meeting) -> list[Invitation]:
    """Whom a reminder would reach."""
    return silent_invitations(house(), known_meeting(meeting), on=clock.today())


def to_remind(meeting: Meeting, silent: list[Invitation]) -> list[tuple[str, str]]:
    """One choice for each institution, or guest: its people, and when they were last reminded."""
    reminded = last_reminded(house(), meeting.id)
    found: dict[object, list[Invitation]] = {}
    for each in silent:
        found.setdefault(each.seat_id or (each.id,), []).append(each)
    names = invitation_queries.institutions_of(house(), silent)
    return [
        (",".join(str(each.id) for each in mine), _reminded(names.get(mine[0].id, ""), mine, reminded))
        for mine in found.values()
    ]


def _reminded(institution: str, mine: list[Invitation], reminded: dict[int, datetime]) -> str:
    people = ", ".join(dict.fromkeys(each.name for each in mine))
    words = f"{institution}: {people}" if institution and institution != people else people
    last = max((reminded[each.id] for each in mine if each.id in reminded), default=None)
    if last is None:
        return gettext("%(who)s – not reminded yet", who=words)
    return gettext("%(who)s – last reminded on %(day)s", who=words, day=german_day(berlin_day(last)))


def remind_page(form: Any, meeting: Meeting, silent: list[Invitation]) -> tuple[str, int]:
    reached = addressed(silent)
    letter = letter_preview(meeting, REMINDER)
    lost = lost_invitations(house(), meeting.id)
    return form_page(
        "meetings/remind.html",
        form,
        meeting=meeting,
        stopped=stopped_at(meeting.body_id) if reached else "",
        reached=reached,
        institutions=institutions_of(reached),
        unreached=[each.name for each in silent if each.id in lost],
        letters=[Shown(gettext("The letter as it will arrive"), letter)],
    )


def who_comes_part(meeting: Meeting) -> dict[str, Any]:
    """What the meeting's page shows of the answers, and what is asked of its reader."""
    by = me()
    coordinates = meeting.body_id in by.coordinates
    found = Answers(house(), meeting, with_letters=coordinates)
    answers = found.who_comes(clock.today(), by)
    shown = answers if coordinates or meeting.body_id in by.member_of else None
    return {
        "answers": shown,
        "answers_ring": who_comes_ring(shown, meeting.is_open) if shown else None,
        "delivery": found.delivery,
        "rests_until": _rests_until(found.delivery),
        "own_replies": own_replies(found, by),
        "recordable": found.recordable() if by.coordinates_body(meeting.body_id) else [],
        "at_limit": found.at_limit() if coordinates and meeting.is_open else [],
        "changes": found.changes() if coordinates else [],
        "silent": answers.silent if answers else 0,
        "may_remind": by.coordinates_body(meeting.body_id)
        and meeting.state is MeetingState.INVITED
        and bool(answers and answers.silent),
    }


def _rests_until(delivery: Delivery | None) -> datetime | None:
    """When the letters go that rest after a change, as long as that lies ahead."""
    until = delivery.rests_until if delivery else None
    return until if until is not None and until > clock.now() else None
