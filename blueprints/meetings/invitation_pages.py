"""What the pages around invitations show, made from plain values: ring, preview, proposals."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext

from blueprints.meetings import invitation_queries, invitation_rules, recipient_queries
from blueprints.meetings.letters import calendar_event, common_facts
from blueprints.meetings.reply_queries import Answers, Line, WhoComes
from models.bodies import Bylaws
from models.invitations import InvitationKind
from models.letters import LetterKind
from models.meetings import Meeting, MeetingState
from models.rounds import Coming, Voice
from plumbing import clock
from plumbing.access import me
from plumbing.database import house
from plumbing.letters import Rendered, preview
from plumbing.ring import Ring, Tone, ring, seat
from plumbing.versions import form_page

TONES: dict[Voice, Tone] = {
    Voice.COMES: "yes",
    Voice.DEPUTY: "deputy",
    Voice.PERHAPS: "perhaps",
    Voice.DECLINED: "no",
    Voice.OPEN: "open",
    Voice.VOID: "void",
}


def who_comes_ring(answers: WhoComes) -> Ring:
    """The table from above: who comes to the meeting."""
    return ring(
        [_seat(line) for line in answers.lines],
        centre=(
            gettext("%(n)d of %(all)d", n=answers.coming, all=answers.asked),
            gettext("institutions come"),
        ),
    )


def _seat(line: Line) -> Any:
    details = [", ".join(line.who), *line.notes]
    if line.hint is not None:
        details.append(gettext("before the move: %(answer)s", answer=gettext(line.hint.label)))
    return seat(
        name=line.name,
        short=line.short,
        tone=TONES[line.voice],
        label=gettext(line.voice.label),
        detail=" · ".join(part for part in details if part),
        url=url_for("organisations.show", organisation_id=line.organisation_id),
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


def bylaws_of(meeting: Meeting) -> Bylaws:
    found = recipient_queries.bylaws(house(), meeting.body_id)
    assert found is not None
    return found


def invite_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    """Who gets what before anything is sent: the list, the letter as it will arrive, what is missing."""
    today = clock.today()
    if request.method == "GET" and meeting.starts_at:
        form.due_on.data = invitation_rules.proposed_due_on(meeting, bylaws_of(meeting), today)
    found = recipient_queries.recipients(house(), house().get_one(Meeting, meeting.id), today)
    reached = [each for each in found if each.address]
    return form_page(
        "meetings/invite.html",
        form,
        meeting=meeting,
        reached=reached,
        institutions=len({each.seat_id for each in reached if each.seat_id}),
        unreached=[each for each in found if not each.address],
        letter=letter_preview(meeting, "meetings/invitation", form.due_on.data)
        if meeting.starts_at
        else None,
    )


def letter_preview(meeting: Meeting, template: str, due_on: Any, **more: Any) -> Rendered:
    """The letter as the first recipient gets it, its secret masked."""
    known = house().get_one(Meeting, meeting.id)
    bylaws = bylaws_of(meeting)
    facts = common_facts(house(), known, bylaws) | {"due_on": due_on or clock.today()} | more
    reminder = template == "meetings/reminder"
    event = None if reminder else calendar_event(house(), known, bylaws, InvitationKind.MAIN)
    return preview(
        template=template,
        to="vertretung@institution.example",
        name=gettext("representative"),
        kind=LetterKind.REMINDER if reminder else LetterKind.CALENDAR,
        facts=facts,
        meeting_id=meeting.id,
        calendar=event,
        now=clock.now(),
    )


def move_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    if request.method == "GET" and meeting.starts_at:
        start = meeting.starts_at.astimezone(clock.BERLIN)
        form.day.data, form.starts.data = start.date(), start.time()
        form.ends.data = meeting.ends_at.astimezone(clock.BERLIN).time() if meeting.ends_at else None
        form.place.data, form.due_on.data = meeting.place, meeting.replies_due_on
    standing = invitation_queries.invitations(house(), meeting.id)
    return form_page("meetings/move.html", form, meeting=meeting, reached=len(standing))


def remind_page(form: Any, meeting: Meeting) -> tuple[str, int]:
    silent = invitation_rules.silent_invitations(
        house(), house().get_one(Meeting, meeting.id), on=clock.today()
    )
    return form_page(
        "meetings/remind.html",
        form,
        meeting=meeting,
        reached=[(each.name, each.address) for each in silent],
        institutions=len({each.seat_id for each in silent if each.seat_id}),
        letter=letter_preview(meeting, "meetings/reminder", meeting.replies_due_on),
    )


def who_comes_part(meeting: Meeting) -> dict[str, Any]:
    """What the meeting's page shows of the answers, and what is asked of its reader."""
    by = me()
    found = Answers(house(), meeting)
    coordinates = by.coordinates_body(meeting.body_id)
    answers = found.who_comes(clock.today(), by)
    shown = answers if coordinates or meeting.body_id in by.member_of else None
    return {
        "answers": shown,
        "answers_ring": who_comes_ring(shown) if shown else None,
        "own_replies": found.own(by),
        "recordable": found.recordable() if coordinates else [],
        "changes": found.changes() if coordinates else [],
        "silent": answers.silent if answers else 0,
        "may_remind": coordinates
        and meeting.state is MeetingState.INVITED
        and bool(answers and answers.silent),
    }
