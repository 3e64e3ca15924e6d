"""The letters of surveys: occasion, deadline and link; never a title, a question or an answer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient
from blueprints.surveys.respondent_queries import asked_seats, body_ids, outside, people_of
from blueprints.tables.letter_queries import letter_facts
from blueprints.tables.rules import day_of
from models.invitations import InvitationKind
from models.letters import Letter, LetterKind, post
from models.reminder_stops import stopped
from models.respondent_links import RespondentLink
from models.rounds import AskedLink
from models.surveys import Respondent, Survey

OPENED: Final = "surveys/opened"
ASKED_BACK: Final = "surveys/asked_back"
REMIND: Final = "surveys/reminder"
EXTENDED: Final = "surveys/extended"
REOPENED: Final = "surveys/reopened"
RECORDED: Final = "surveys/recorded"


def tell(
    house: Session,
    about: Survey,
    *,
    template: str,
    purpose: str,
    now: datetime,
    only: Collection[int] | None = None,
    **facts: Any,
) -> int:
    """One letter for each address of the asked seats, which leads to the page behind the sign-in, and one
    with a link of its own for each respondent outside; none twice for one purpose. `only`: of these
    respondents. Returns how many."""
    seats = asked_seats(house, about, only)
    people = people_of(house, body_ids(about), seats, day_of(now))
    others = _linked(house, about, only)
    wanted = _wanted(house, template, [*(each.address for each in people), *(each.email for each in others)])
    sent = _sent(house, about)
    facts = letter_facts(house, about.body_id, day_of(now)) | {
        "survey_id": about.id,
        "due_on": about.due_on,
        "anonymous": about.anonymous,
        "by_link": False,
        **facts,
    }
    letters = 0
    for each in people:
        key = f"survey-{about.id}-{each.seat_id}-{purpose}"
        if each.address and each.address.lower() in wanted and (key, each.address.lower()) not in sent:
            _post(house, about, each, template, key, now, facts)
            letters += 1
    for one in others:
        key = f"survey-{about.id}-r{one.id}-{purpose}"
        if one.email and one.email.lower() in wanted and (key, one.email.lower()) not in sent:
            linked = facts | {"token": _link(house, one, now), "by_link": True}
            _post(house, about, as_recipient(one), template, key, now, linked)
            letters += 1
    return letters


def reached(
    house: Session, about: Survey, template: str, on: date, only: Collection[int] | None = None
) -> list[Recipient]:
    """Whom a letter of this kind reaches today, as the page before sending lists them."""
    people = people_of(house, body_ids(about), asked_seats(house, about, only), on)
    found = [*people, *(as_recipient(each) for each in _linked(house, about, only))]
    wanted = _wanted(house, template, [each.address for each in found])
    return [each for each in found if each.address and each.address.lower() in wanted]


def _linked(house: Session, about: Survey, only: Collection[int] | None) -> list[Respondent]:
    """Those outside who are asked and have an address for a link."""
    asked = [each for each in outside(house, about) if each.email and each.asked_at]
    return [each for each in asked if only is None or each.id in only]


def _wanted(house: Session, template: str, addresses: Sequence[str | None]) -> set[str]:
    """Those that want this kind of letter, in small letters."""
    known = {each.lower() for each in addresses if each}
    return known - stopped(house, known) if template == REMIND else known


def as_recipient(outsider: Respondent) -> Recipient:
    """One outside, as the list of those who get a letter shows everybody."""
    return Recipient(
        kind=InvitationKind.MAILBOX,
        name=outsider.name,
        institution=outsider.name,
        address=outsider.email,
    )


def _post(
    house: Session,
    about: Survey,
    to: Recipient,
    template: str,
    purpose: str,
    now: datetime,
    facts: dict[str, Any],
) -> None:
    post(
        house,
        template=template,
        kind=LetterKind.REMINDER if template == REMIND else LetterKind.CONTENT,
        **to.addressed,
        facts=facts | {"institution": to.institution},
        body_id=about.body_id,
        purpose=purpose,
        now=now,
    )


def _link(house: Session, to: Respondent, now: datetime) -> str:
    """A fresh secret for one letter; the ones before it go on leading to the same answer."""
    token, hashed = AskedLink.new_token()
    house.add(RespondentLink(token_hash=hashed, respondent_id=to.id, address=to.email or "", issued_at=now))
    return token


def last_reminded(house: Session, about: Survey) -> datetime | None:
    """When the last reminder of it was written."""
    ours = (Letter.body_id == about.body_id) & Letter.purpose.startswith(f"survey-{about.id}-")
    return house.scalar(select(func.max(Letter.created_at)).where(ours, Letter.template == REMIND))


def _sent(house: Session, about: Survey) -> set[tuple[str, str]]:
    """The purposes of this survey's letters that have been posted, each with its recipient."""
    ours = (Letter.body_id == about.body_id) & Letter.purpose.startswith(f"survey-{about.id}-")
    rows = house.execute(select(Letter.purpose, Letter.recipient).where(ours))
    return {(row.purpose, row.recipient.lower()) for row in rows}
