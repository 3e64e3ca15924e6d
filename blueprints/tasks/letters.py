"""Letters about tasks: given, changed, due, overdue. They name occasion, deadline and link, no title."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.tasks.recipient_queries import Recipient
from models.letters import Letter, LetterKind, post
from models.tasks import Task, TaskLink

ASSIGNED: Final = "tasks/assigned"
CHANGED: Final = "tasks/changed"
DUE: Final = "tasks/due"
OVERDUE: Final = "tasks/overdue"
DIGEST: Final = "tasks/digest"
KINDS: Final = {
    ASSIGNED: LetterKind.CONTENT,
    CHANGED: LetterKind.CONTENT,
    DUE: LetterKind.REMINDER,
    OVERDUE: LetterKind.REMINDER,
    DIGEST: LetterKind.REMINDER,
}


def purpose_of(task: Task) -> str:
    return f"task-{task.id}-{task.version}"


def send(
    house: Session,
    body_id: int,
    to: Recipient,
    *,
    template: str,
    purpose: str,
    said: dict[str, Any],
    now: datetime,
) -> Letter:
    """One letter to one recipient; the same purpose a second time is not sent again."""
    return post(
        house,
        template=template,
        to=to.address,
        name=to.name,
        language=to.language,
        salutation=to.salutation,
        kind=KINDS[template],
        facts=said,
        body_id=body_id,
        organisation_id=to.organisation_id,
        person_id=to.person_id,
        purpose=purpose,
        now=now,
    )


def sent(house: Session, template: str, body_ids: Sequence[int]) -> set[tuple[str, str]]:
    """What has been posted of a template at these bodies, by purpose and address: no link is made twice."""
    ours = (Letter.template == template) & Letter.body_id.in_(body_ids)
    return {
        (purpose, address.lower())
        for purpose, address in house.execute(select(Letter.purpose, Letter.recipient).where(ours))
    }


def issue_link(house: Session, task: Task, to: Recipient, now: datetime) -> str:
    """A new secret for one task and one address; only its hash is kept."""
    token, hashed = TaskLink.new_token()
    house.add(
        TaskLink(
            token_hash=hashed,
            task_id=task.id,
            seat_id=to.seat_id,
            address=to.address,
            person_id=to.person_id,
            issued_at=now,
        )
    )
    return token


def end_links(house: Session, task: Task) -> None:
    """Another institution has it: the links of the one before lead nowhere any more."""
    gone = delete(TaskLink).where(TaskLink.task_id == task.id)
    house.execute(gone.execution_options(synchronize_session=False))
