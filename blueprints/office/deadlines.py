"""`flask deadlines run`: what is due today, as often as one likes with the same result."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from blueprints.decisions import closing_rules as decision_rules
from blueprints.lobbying import report_rules
from blueprints.meetings import due_rules, reply_rules
from blueprints.meetings.dates import change_rules as date_change_rules
from blueprints.meetings.topics import call_rules
from blueprints.minutes import approval_rules, notice_rules, retention_rules
from blueprints.organisations import name_rules
from blueprints.positions import lobby_reminder_rules, publishing_rules, signing_rules
from blueprints.procedures import partner_rules
from blueprints.procedures import reminder_rules as procedure_reminder_rules
from blueprints.procedures import review_rules as procedure_review_rules
from blueprints.requests import reminder_rules as request_reminder_rules
from blueprints.surveys import closing_rules as survey_rules
from blueprints.surveys import reminder_rules as survey_reminder_rules
from blueprints.surveys import retention_rules as survey_retention_rules
from blueprints.tables.checks import rules as check_rules
from blueprints.tables.departures import former_rules
from blueprints.tables.life import name_rules as body_name_rules
from blueprints.tasks import reminder_rules as task_reminder_rules
from models.accounts import AccountLink, SignInAttempt, SignInSession
from models.address_changes import AddressChange
from models.consequences import people_changed
from models.form_keys import FormKey
from models.imports import forget_old_imports
from models.invitations import AnswerLink, Invitation
from models.letters import forget_old_letters
from models.meetings import Meeting
from models.purged_passages import key_older
from models.rounds import AskedLink, AskedSeat, Round
from models.unclear_mail import forget_unclear_mails
from plumbing.language import gettext

FORM_KEYS_KEPT: Final = timedelta(days=7)
LINKS_KEPT: Final = timedelta(days=14)
"""Links end with their meeting or round; their hashes stay a while: an old link gets a clear answer."""

SIGN_IN_KEPT: Final = timedelta(days=90)
"""The security log (domain.md 7.3): attempts, sessions and one-time links, all without their secrets."""

Step = Callable[[Session, date, datetime], int]


def take_names(house: Session, today: date, now: datetime) -> int:
    """Names of institutions and bodies that were entered ahead and begin today."""
    return name_rules.take_names(house, today, now) + body_name_rules.take_names(house, today, now)


def follow_people(house: Session, today: date, now: datetime) -> int:
    """Ends, beginnings and dormancies that were set in advance and have come today."""
    return people_changed(house, None, now)


def remind(house: Session, today: date, now: datetime) -> int:
    return reply_rules.reminders_due(house, today, now)


def tell_coordinations(house: Session, today: date, now: datetime) -> int:
    return due_rules.tell_coordinations(house, today, now)


def remind_about_people(house: Session, today: date, now: datetime) -> int:
    return check_rules.remind_due(house, today, now)


def remind_about_dates(house: Session, today: date, now: datetime) -> int:
    return date_change_rules.remind_due(house, today, now)


def remind_about_tasks(house: Session, today: date, now: datetime) -> int:
    return task_reminder_rules.remind(house, today, now)


def remind_about_decisions(house: Session, today: date, now: datetime) -> int:
    return decision_rules.remind_due(house, today, now)


def remind_about_reports(house: Session, today: date, now: datetime) -> int:
    """Who spoke outside for the table reports back."""
    return report_rules.remind(house, today, now)


def remind_about_adoptions(house: Session, today: date, now: datetime) -> int:
    """Institutions that have not said whether they adopt a procedure."""
    return procedure_reminder_rules.remind_of_adoptions(house, today, now)


def remind_about_reviews(house: Session, today: date, now: datetime) -> int:
    """Procedures that are to be reviewed in eight weeks."""
    return procedure_reminder_rules.remind_of_reviews(house, today, now)


def close_adoptions(house: Session, today: date, now: datetime) -> int:
    """Procedures that were repealed, and versions that were replaced, from today on."""
    return procedure_review_rules.close_over(house, today, now)


def remind_about_signatures(house: Session, today: date, now: datetime) -> int:
    return signing_rules.remind_due(house, today, now)


def remind_about_requests(house: Session, today: date, now: datetime) -> int:
    """Replies to requests that are due in six or two weeks or three days."""
    return request_reminder_rules.remind(house, today, now)


def remind_about_surveys(house: Session, today: date, now: datetime) -> int:
    """Whoever has not answered a survey; of an anonymous one all."""
    return survey_reminder_rules.remind_due(house, today, now)


def close_surveys(house: Session, today: date, now: datetime) -> int:
    """Anonymous surveys whose last day has passed: who has answered what is forgotten that night."""
    return survey_rules.close_anonymous(house, today, now)


def announce_deletions(house: Session, today: date, now: datetime) -> int:
    """Surveys whose single answers go in two weeks."""
    return survey_retention_rules.announce(house, today, now)


def forget_answers(house: Session, today: date, now: datetime) -> int:
    """Single answers to surveys, a year after the release of the report."""
    return survey_retention_rules.forget_answers(house, today, now)


def remind_about_registers(house: Session, today: date, now: datetime) -> int:
    """Institutions whose check of the register of lobbying is open when a quarter ends."""
    return lobby_reminder_rules.remind(house, today, now)


def give_tasks_about_partners(house: Session, today: date, now: datetime) -> int:
    """Procedures that have lost an institution, its representative or a contact point."""
    return partner_rules.give_tasks(house, today, now, say=gettext)


def follow_withdrawals(house: Session, today: date, now: datetime) -> int:
    """Published positions that name an institution whose signature has been taken back by today."""
    return publishing_rules.follow_withdrawals(house, today, now)


def close_circulations(house: Session, today: date, now: datetime) -> int:
    """Circular decisions whose last day has passed."""
    return decision_rules.close_due(house, today, now)


def tell_of_ends(house: Session, today: date, now: datetime) -> int:
    """The one notice before the last day for objections to minutes."""
    return notice_rules.tell_of_ends(house, today, now)


def approve_minutes(house: Session, today: date, now: datetime) -> int:
    """Minutes whose period for objections has ended with none left."""
    return approval_rules.approve_due(house, today, now)


def remind_about_topics(house: Session, today: date, now: datetime) -> int:
    """Institutions that have not answered a call for topics."""
    return call_rules.remind_due(house, today, now)


def close_calls(house: Session, today: date, now: datetime) -> int:
    """Calls for topics whose last day has passed."""
    return call_rules.close_due(house, today, now)


def close_people_checks(house: Session, today: date, now: datetime) -> int:
    return check_rules.close_late(house, today, now)


def forget_contacts(house: Session, today: date, now: datetime) -> int:
    return former_rules.forget_contacts(house, today, now)


def forget_needs(house: Session, today: date, now: datetime) -> int:
    return reply_rules.forget_needs(house, today)


def forget_objections(house: Session, today: date, now: datetime) -> int:
    """Objections to minutes and drafts of them, a year after the approval."""
    return retention_rules.forget_objections(house, today, now)


def forget_letters(house: Session, today: date, now: datetime) -> int:
    return forget_old_letters(house, now)


def forget_mails(house: Session, today: date, now: datetime) -> int:
    """Mails that needed a look, settled or not."""
    return forget_unclear_mails(house, now)


def forget_form_keys(house: Session, today: date, now: datetime) -> int:
    """A form that has been open for a week has expired anyway."""
    return _deleted(house, FormKey, FormKey.used_at < now - FORM_KEYS_KEPT)


def forget_reply_links(house: Session, today: date, now: datetime) -> int:
    """Links to answers of meetings that are over, and of other rounds that are closed."""
    past = select(Meeting.id).where(Meeting.starts_at < now - LINKS_KEPT)
    old = select(Invitation.id).where(Invitation.meeting_id.in_(past))
    closed = select(Round.id).where(Round.closed_at < now - LINKS_KEPT)
    asked = select(AskedSeat.id).where(AskedSeat.round_id.in_(closed))
    return _deleted(house, AnswerLink, AnswerLink.invitation_id.in_(old)) + _deleted(
        house, AskedLink, AskedLink.asked_seat_id.in_(asked)
    )


def forget_survey_links(house: Session, today: date, now: datetime) -> int:
    """Links to surveys that have been closed for a while."""
    return survey_rules.forget_links(house, now - LINKS_KEPT)


def forget_task_links(house: Session, today: date, now: datetime) -> int:
    return task_reminder_rules.forget_links(house, today, now)


def forget_imports(house: Session, today: date, now: datetime) -> int:
    """Files that were imported: their lines hold names."""
    return forget_old_imports(house, now)


def forget_account_links(house: Session, today: date, now: datetime) -> int:
    return _deleted(house, AccountLink, AccountLink.expires_at < now - SIGN_IN_KEPT)


def forget_address_changes(house: Session, today: date, now: datetime) -> int:
    return _deleted(house, AddressChange, AddressChange.asked_at < now - SIGN_IN_KEPT)


def forget_sessions(house: Session, today: date, now: datetime) -> int:
    return _deleted(house, SignInSession, SignInSession.started_at < now - SIGN_IN_KEPT)


def forget_attempts(house: Session, today: date, now: datetime) -> int:
    return _deleted(house, SignInAttempt, SignInAttempt.tried_at < now - SIGN_IN_KEPT)


def key_passages(house: Session, today: date, now: datetime) -> int:
    """Passages that were purged before their hashes were keyed."""
    return key_older(house)


def _deleted(house: Session, cls: Any, which: ColumnElement[bool]) -> int:
    gone = house.execute(delete(cls).where(which))
    return int(getattr(gone, "rowcount", 0))


STEPS: Final[dict[str, Step]] = {
    "new names taken": take_names,
    "things brought in line with the seats": follow_people,
    "reminders posted": remind,
    "letters about deadlines posted": tell_coordinations,
    "reminders about people posted": remind_about_people,
    "reminders about possible dates posted": remind_about_dates,
    "reminders about topics posted": remind_about_topics,
    "calls for topics closed": close_calls,
    "reminders of tasks posted": remind_about_tasks,
    "reminders of reports back to tables posted": remind_about_reports,
    "reminders about circular decisions posted": remind_about_decisions,
    "reminders about replies to requests posted": remind_about_requests,
    "reminders about signatures posted": remind_about_signatures,
    "reminders about surveys posted": remind_about_surveys,
    "anonymous surveys closed": close_surveys,
    "reminders about the register of lobbying posted": remind_about_registers,
    "publications brought in line with signatures": follow_withdrawals,
    "circular decisions closed": close_circulations,
    "adoptions of what is over closed": close_adoptions,
    "reminders about adoptions posted": remind_about_adoptions,
    "tasks about lost partners of procedures given": give_tasks_about_partners,
    "reminders about reviews posted": remind_about_reviews,
    "notices about objections posted": tell_of_ends,
    "minutes approved by lapse of time": approve_minutes,
    "questions about people closed": close_people_checks,
    "contact data of former representatives deleted": forget_contacts,
    "support needs deleted": forget_needs,
    "objections to minutes and their drafts deleted": forget_objections,
    "deletions of answers to surveys announced": announce_deletions,
    "surveys whose single answers were deleted": forget_answers,
    "old letters deleted": forget_letters,
    "older hashes of purged passages keyed": key_passages,
    "old mails that needed a look deleted": forget_mails,
    "old reply links deleted": forget_reply_links,
    "old links to tasks deleted": forget_task_links,
    "old links to surveys deleted": forget_survey_links,
    "old imports deleted": forget_imports,
    "old account links deleted": forget_account_links,
    "old changes of address deleted": forget_address_changes,
    "old sessions deleted": forget_sessions,
    "old sign-in attempts deleted": forget_attempts,
    "old form keys deleted": forget_form_keys,
}
