"""Pages around invitations: preview and sending, answering, who comes, moving, cancelling, reminding."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import DateField

from blueprints.meetings import invitation_queries, invitation_rules, link_queries, reply_rules
from blueprints.meetings.invitation_forms import AnswerForm, CancelForm, InviteForm, MoveForm, RemindForm
from blueprints.meetings.invitation_pages import (
    cancel_page,
    invite_page,
    looked_at,
    move_page,
    question_page,
    remind_page,
    silent_of,
    to_invite,
    to_remind,
    told_answer,
)
from blueprints.meetings.queries import meeting_for
from blueprints.meetings.routes import bp
from models.invitations import AnswerLink, InvitationKind
from models.meetings import Meeting, MeetingState
from models.rounds import Coming
from plumbing import clock
from plumbing.access import me, signed_in
from plumbing.database import commit, house, reading
from plumbing.gestures import settled
from plumbing.guarding import written_for
from plumbing.reply_door import replies
from plumbing.sent_words import stopped_at, told_sent


def own_meeting(meeting_id: int) -> Meeting:
    """The meeting as its coordination sees it; for everybody else it does not exist."""
    meeting = meeting_for(reading(), meeting_id)
    if meeting is None or not invitation_rules.may_invite(me(), meeting):
        abort(404)
    return meeting


def day(field: DateField) -> date:
    """The day of a field that has passed its validation."""
    assert field.data is not None
    return field.data


@bp.route("/meetings/<int:meeting_id>/invite", methods=["GET", "POST"])
@signed_in
def invite(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    if request.method == "GET" and meeting.state is MeetingState.INVITED:
        flash(gettext("The invitations have already been sent."), "hint")
        return redirect(url_for("meetings.show", meeting_id=meeting_id))
    form = InviteForm()

    def gesture() -> str:
        form.must_reach(each.address for each in to_invite(meeting))
        sent = invitation_rules.invite(house(), meeting_id, due_on=day(form.due_on), by=me(), now=clock.now())
        return told_sent(sent, meeting.body_id)

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or invite_page(form, meeting)


@bp.route("/meetings/<int:meeting_id>/move", methods=["GET", "POST"])
@signed_in
def move(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    form = MoveForm()

    def gesture() -> str:
        sent = invitation_rules.move(
            house(),
            meeting_id,
            **form.facts(),
            reason=form.reason.data or "",
            still_editing=form.still_editing.data,
            by=me(),
            now=clock.now(),
        )
        if form.still_editing.data:
            return gettext("Moved. The letters wait until you send them.")
        if stopped_at(meeting.body_id):
            return gettext("Moved.") + " " + told_sent(sent, meeting.body_id)
        return ngettext(
            "Moved. %(num)d letter goes out in two minutes; what you change until then is told in it, too.",
            "Moved. %(num)d letters go out in two minutes; what you change until then is told in them, too.",
            sent,
        )

    if looked_at(form, meeting):
        return move_page(form, meeting)
    return settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id)) or move_page(form, meeting)


@bp.post("/meetings/<int:meeting_id>/send-gathered")
@signed_in
def send_gathered(meeting_id: int) -> Response:
    meeting = own_meeting(meeting_id)
    sent = invitation_rules.send_gathered(house(), meeting_id, by=me(), now=clock.now())
    flash(told_sent(sent, meeting.body_id), "done")
    return commit(url_for("meetings.show", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    form = CancelForm()

    def gesture() -> str:
        sent = invitation_rules.cancel(
            house(), meeting_id, reason=form.reason.data or "", by=me(), now=clock.now()
        )
        return gettext("The meeting is cancelled.") + " " + told_sent(sent, meeting.body_id)

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or cancel_page(form, meeting)


@bp.route("/meetings/<int:meeting_id>/remind", methods=["GET", "POST"])
@signed_in
def remind(meeting_id: int) -> Any:
    meeting = own_meeting(meeting_id)
    if meeting.state is not MeetingState.INVITED or meeting.starts_at is None:
        abort(404)
    form = RemindForm()
    silent = silent_of(meeting)
    form.offer(to_remind(meeting, silent))

    def gesture() -> str:
        only = form.invitations()
        sent = invitation_rules.remind(house(), meeting_id, only=only, by=me(), now=clock.now())
        return told_sent(sent, meeting.body_id)

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or remind_page(form, meeting, silent)


@replies(AnswerLink.token_hash)
def reply_by_link(token: str) -> Any:
    question = link_queries.link_question(house(), token, clock.now())
    if question is None:
        return render_template("home/link_gone.html"), 404
    written_for(question.body_id)
    question = link_queries.told_by_link(question)
    form = AnswerForm(data=_as_data(question))
    form.offer(_choices(question), colleagues=_colleagues(question, by_link=True))

    def gesture() -> str:
        given = replace(_given(form), need=form.need.data or None)  # what is noted stays unless written anew
        reply_rules.answer_by_link(house(), token, given, now=clock.now())
        return told_answer(Coming(form.coming.data))

    done = settled(form, gesture, url_for("home.reply", token=token))
    return done or question_page("meetings/answer.html", form, question)


@bp.route("/meetings/<int:meeting_id>/replies/<int:invitation_id>", methods=["GET", "POST"])
@signed_in
def reply(meeting_id: int, invitation_id: int) -> Any:
    question = _own_question(meeting_id, invitation_id)
    form = AnswerForm(data=_as_data(question))
    institutions = invitation_queries.own_institutions(house(), meeting_id, me())
    form.offer(_choices(question), institutions, _colleagues(question))

    def gesture() -> str:
        chosen = form.invitations.data if "invitations" in form else None
        for each in chosen or [invitation_id]:
            reply_rules.answer(house(), each, _given(form), by=me(), now=clock.now())
        return told_answer(Coming(form.coming.data))

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or question_page("meetings/reply.html", form, question)


@bp.route("/meetings/<int:meeting_id>/replies/<int:invitation_id>/record", methods=["GET", "POST"])
@signed_in
def record_reply(meeting_id: int, invitation_id: int) -> Any:
    own_meeting(meeting_id)
    question = link_queries.question_of(house(), invitation_id)
    if question is None or question.meeting_id != meeting_id:
        abort(404)
    form = AnswerForm(data=_as_data(question))
    form.offer([(each, gettext(each.label)) for each, _ in _choices(question)], (), _colleagues(question))
    form.coming.label.text = gettext("What was the answer?")
    del form.need

    def gesture() -> str:
        reply_rules.record_reply(house(), invitation_id, _given(form), by=me(), now=clock.now())
        return gettext("The answer is recorded.")

    done = settled(form, gesture, url_for("meetings.show", meeting_id=meeting_id))
    return done or question_page("meetings/reply_record.html", form, question)


def _own_question(meeting_id: int, invitation_id: int) -> link_queries.LinkQuestion:
    mine = invitation_queries.own_invitations(house(), meeting_id, me())
    if invitation_id not in [each.id for each in mine]:
        abort(404)
    question = link_queries.question_of(house(), invitation_id)
    return question or abort(404)


def _choices(question: link_queries.LinkQuestion) -> list[tuple[Coming, str]]:
    words = [
        (Coming.YES, gettext("Yes, I will come")),
        (Coming.PERHAPS, gettext("Perhaps")),
        (Coming.SUBSTITUTE, gettext("Somebody else comes for us")),
        (Coming.NO, gettext("No, I cannot come")),
    ]
    return [each for each in words if not (question.is_guest and each[0] is Coming.SUBSTITUTE)]


def _colleagues(question: link_queries.LinkQuestion, *, by_link: bool = False) -> list[tuple[int, str]]:
    """Who may come instead. A link tells no names: the letter may have been passed on."""
    several = sum(1 for each in question.colleagues if each.kind is InvitationKind.DEPUTY) > 1
    return [
        (each.invitation_id, each.name if not by_link else _role(each, several))
        for each in question.colleagues
    ]


def _role(colleague: link_queries.Colleague, several: bool) -> str:
    if colleague.kind is InvitationKind.MAIN:
        return gettext("Our representative")
    return gettext("Our deputy no. %(number)s", number=colleague.number) if several else gettext("Our deputy")


def _as_data(question: link_queries.LinkQuestion) -> dict[str, Any] | None:
    """The answer so far, so that changing it is one click; after a move nothing is chosen."""
    if request.method == "POST":
        return None
    chosen = question.coming.value if question.coming and not question.moved else None
    return {
        "invitations": [question.invitation_id],
        "coming": chosen,
        "note": question.note,
        "instead": str(question.instead or ""),
        "substitute": "" if question.instead else question.substitute,
        "need": question.need,
    }


def _given(form: AnswerForm) -> reply_rules.Given:
    chosen = form.instead.data if "instead" in form else ""
    return reply_rules.Given(
        coming=Coming(form.coming.data),
        note=form.note.data or "",
        substitute=form.substitute.data or "",
        substitute_address=form.substitute_address.data or None,
        stand_in=int(chosen) if chosen else None,
        need=form.need.data or "" if "need" in form else None,
    )
