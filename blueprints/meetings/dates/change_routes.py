"""Changing a running date finding: more dates, fewer, more time, reminding, closing without a date."""

from flask import flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings.dates import change_rules, letters
from blueprints.meetings.dates.forms import CloseForm, DaysForm, ExtendForm
from blueprints.meetings.dates.pages import add_page, finding_page, sending
from blueprints.meetings.dates.routes import option_of, running
from blueprints.meetings.forms import ConfirmForm
from blueprints.meetings.routes import Answer, bp
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.gestures import settled
from plumbing.sent_words import told_sent
from plumbing.versions import form_page

OF_ONE = "/round-tables/<int:table_id>/date-findings/<int:round_id>"


def page_of(table_id: int, round_id: int) -> str:
    return url_for("meetings.date_finding", table_id=table_id, round_id=round_id)


@bp.route(f"{OF_ONE}/options/add", methods=["GET", "POST"])
@coordinators
def add_dates(table_id: int, round_id: int) -> Answer:
    found = running(table_id, round_id)
    form = DaysForm()
    if "more" in request.form:
        form.more()
        return add_page(form, found, shown=False)
    valid = form.validate_on_submit()
    if valid and form.is_as_shown() and "look" not in request.form:
        try:
            times = form.times()
            sent = change_rules.add_dates(house(), table_id, round_id, times=times, by=me(), now=now())
            flash(told_sent(sent, table_id), "done")
            return commit(page_of(table_id, round_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return add_page(form, found, shown=valid)


@bp.route(f"{OF_ONE}/options/<int:option_id>/withdraw", methods=["GET", "POST"])
@coordinators
def withdraw_date(table_id: int, round_id: int, option_id: int) -> Answer:
    found = running(table_id, round_id)
    facts = finding_page(found)
    count, form = option_of(facts, option_id), ConfirmForm()

    def gesture() -> str:
        change_rules.withdraw_date(house(), table_id, round_id, option_id, by=me(), now=now())
        return gettext("The date is offered no longer. Its answers stay.")

    done = settled(form, gesture, page_of(table_id, round_id))
    return done or form_page("meetings/dates/withdraw_date.html", form, count=count, **facts)


@bp.route(f"{OF_ONE}/extend", methods=["GET", "POST"])
@coordinators
def extend_dates(table_id: int, round_id: int) -> Answer:
    found = running(table_id, round_id)
    form = ExtendForm()

    def gesture() -> str:
        due_on = form.due_on.data
        assert due_on is not None
        sent = change_rules.extend(house(), table_id, round_id, due_on=due_on, by=me(), now=now())
        return told_sent(sent, table_id)

    done = settled(form, gesture, page_of(table_id, round_id))
    due_on = form.due_on.data or found.asking.due_on
    told = sending(found, letters.EXTENDED, only_silent=True, due_on=due_on)
    return done or form_page("meetings/dates/extend_dates.html", form, found=found, **told)


@bp.route(f"{OF_ONE}/remind", methods=["GET", "POST"])
@coordinators
def remind_dates(table_id: int, round_id: int) -> Answer:
    found = running(table_id, round_id)
    form = ConfirmForm()

    def gesture() -> str:
        sent = change_rules.remind(house(), table_id, round_id, by=me(), now=now())
        return told_sent(sent, table_id)

    done = settled(form, gesture, page_of(table_id, round_id))
    told = sending(found, letters.REMIND, only_silent=True)
    return done or form_page("meetings/dates/remind_dates.html", form, found=found, **told)


@bp.route(f"{OF_ONE}/close", methods=["GET", "POST"])
@coordinators
def close_dates(table_id: int, round_id: int) -> Answer:
    found = running(table_id, round_id)
    form = CloseForm()

    def gesture() -> str:
        reason = form.reason.data or ""
        close = change_rules.close_without
        return told_sent(close(house(), table_id, round_id, reason=reason, by=me(), now=now()), table_id)

    done = settled(form, gesture, page_of(table_id, round_id))
    told = sending(found, letters.CLOSED, only_silent=False)
    return done or form_page("meetings/dates/close_dates.html", form, found=found, **told)
