"""The invitation by post: who gets it on paper, the letters as one PDF, the note that they were posted."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext, ngettext

from blueprints.minutes import by_post_paper, by_post_queries, by_post_rules, queries
from blueprints.minutes.by_post_forms import PRINT, TAKE_BACK, ByPostForm
from blueprints.minutes.by_post_queries import Addressee
from blueprints.minutes.routes import bp
from models.errors import RuleBroken
from models.meetings import Meeting
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/meetings/<int:meeting_id>/letters-by-post", methods=["GET", "POST"])
@signed_in
def by_post(meeting_id: int) -> Any:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    by_post_rules.may_send_by_post(me(), meeting, now()) or abort(404)
    found = by_post_queries.addressees(house(), house().get_one(Meeting, meeting_id), today())
    form = ByPostForm(on=today(), to=[each.key for each in found if _is_wanted(each)])
    form.to.choices = [(each.key, _called(each)) for each in found]
    if form.validate_on_submit():
        if request.form.get("step", PRINT) == PRINT:
            return _letters(meeting, [each for each in found if each.key in (form.to.data or [])])
        try:
            flash(_noted(meeting_id, form), "done")
            return commit(url_for(".by_post", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"hints": {each.key: _hint(each) for each in found}, "unknown": _without_address(found)}
    return form_page("minutes/by_post.html", form, meeting=meeting, found=found, **page)


def _is_wanted(to: Addressee) -> bool:
    """Whom no letter has reached; an empty seat has nobody to write to."""
    return not to.reached and not to.posted_on and bool(to.person)


def _noted(meeting_id: int, form: ByPostForm) -> str:
    """Note the letters as posted, or take such a note back; says what was done."""
    keys = form.to.data or []
    if request.form.get("step") == TAKE_BACK:
        gone = by_post_rules.take_back_notes(house(), meeting_id, keys, by=me(), now=now())
        return ngettext("%(num)d note is taken back.", "%(num)d notes are taken back.", gone)
    on = form.on.data or today()
    noted = by_post_rules.note_letters(house(), meeting_id, keys, on, by=me(), now=now())
    return ngettext("%(num)d letter is noted.", "%(num)d letters are noted.", noted)


def _letters(meeting: Meeting, chosen: list[Addressee]) -> Any:
    sender = by_post_paper.Sender(
        meeting=meeting,
        table=meeting.name_then or meeting.body.name,
        organisation=by_post_queries.coordinating(house(), meeting.body_id, today()),
        at=now(),
    )
    return by_post_paper.letters(sender, chosen)


def _without_address(found: list[Addressee]) -> list[Addressee]:
    """Institutions whose postal address could still be entered, by whoever keeps the directory."""
    unknown = [each for each in found if each.organisation_id and not each.address and not each.is_protected]
    return unknown if me().is_coordinator else []


def _called(to: Addressee) -> str:
    return ", ".join(part for part in (to.institution, to.person) if part)


def _hint(to: Addressee) -> str:
    """What the coordination should know of this recipient before it prints."""
    if to.is_protected:
        address = gettext(
            "The address is protected and not stored: the window stays blank, please write it by hand."
        )
    elif not to.address:
        address = gettext("No postal address is kept: the window stays blank.")
    else:
        address = ", ".join(line.strip() for line in to.address.splitlines() if line.strip())
    nobody = "" if to.person else gettext("Nobody fills this seat.")
    reached = "" if to.reached or not to.person else gettext("Not reached by mail.")
    posted = gettext("Posted on %(day)s.", day=f"{to.posted_on:%d.%m.%Y}") if to.posted_on else ""
    agenda = "" if to.edition else gettext("No agenda was made for this recipient.")
    return " ".join(part for part in (nobody, reached, posted, agenda, address) if part)
