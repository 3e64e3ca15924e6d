"""Letters of the practice table that went out in the past: none of them is sent."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.letters import Letter, LetterState, deliver
from plumbing import clock
from plumbing.letters import render_waiting


def render(house: Session, when: datetime) -> None:
    """Letters become finished bytes, as at a commit of that day."""
    with clock.frozen(when):
        render_waiting(house)


def went_out(house: Session, when: datetime, *, of: str = "", but: str = "") -> None:
    """Note waiting letters as delivered, without sending any; `of` is a folder of templates, others wait;
    `but` is one recipient's that waits."""
    render(house, when)
    ours = Letter.template.startswith(of), Letter.recipient != but
    for letter in house.scalars(select(Letter).where(Letter.state == LetterState.QUEUED, *ours)):
        deliver(house, letter, when)
    house.flush()
