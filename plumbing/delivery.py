"""The worker: takes one waiting letter after the other, hands it over, notes what became of it."""

import logging
import os
import secrets
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Final

from flask import current_app
from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from models.base import UtcDateTime
from models.enclosures import ending
from models.letters import deliver, wipe
from models.outbox import BLOCKING, Letter, LetterBytes, LetterKind, LetterState
from models.post_office import PostOffice, queue_of, reopen, set_waiting
from models.sending_pauses import stopped_with_its_table
from plumbing import clock, database
from plumbing.letter_copies import file_name_of
from plumbing.letters import masked
from plumbing.mail import ANSWER_TIMEOUT, Answer, Transport, Verdict, transport_for
from plumbing.processes import is_dead, process_name

LEASE: Final = timedelta(seconds=2 * ANSWER_TIMEOUT)
PATIENCE: Final = (0.5, 2, 5, 10, 30)
"""Seconds between tries to note a result: losing it would leave a letter in doubt."""
beside: Final[list[Callable[[], bool]]] = []
"""What the worker does between two looks for letters: a short piece of other work; whether there was any."""

log = logging.getLogger("letters")
_numbers = count(1)


@dataclass(frozen=True)
class Task:
    """A letter as it is handed over: plain values, so that no transaction is open meanwhile."""

    letter_id: int
    sender: str
    recipient: str
    raw: bytes
    file_name: str


def deliver_waiting(worker: "Worker | None" = None) -> Counter[str]:
    """Send all that is due; counts what became of it, by verdict."""
    worker = worker or Worker()
    counted: Counter[str] = Counter()
    if not something_to_do():
        return counted
    transport = open_transport()
    try:
        task = worker.first()
        while task is not None:
            answer = transport.hand_over(task.sender, task.recipient, task.raw, task.file_name)
            counted[answer.verdict.value] += 1
            task = worker.next(task, answer)
    finally:
        transport.close()
    return counted


def deliver_forever(interval: float) -> None:
    """Look for letters every few seconds until asked to stop; the letter at hand is finished first."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    while not worker.stopping:
        try:
            counted = deliver_waiting(worker)
            is_busy = sum(piece() for piece in beside) > 0
        except DBAPIError:
            log.exception("the database does not answer; trying again")
        else:
            if counted:
                log.info("letters: %s", dict(counted))
            if is_busy:
                continue
        worker.rest(interval)


def open_transport() -> Transport:
    folder = Path(current_app.instance_path) / "letters"
    return transport_for(current_app.config["SMTP_URL"], folder, current_app.config["MAIL_FROM"])


def something_to_do() -> bool:
    """A look that takes no lock: whether a letter is due, or one was left behind."""
    unit = database.Work(database.engine(), writing=False)
    try:
        post_office = unit.house.get(PostOffice, 1) or PostOffice()
        left = Letter.state == LetterState.SENDING
        due = left if post_office.paused_at else or_(_due(), left)
        query = select(Letter.id).where(due).limit(1)
        held = post_office.held_since is not None and post_office.paused_at is None
        return held or unit.house.scalar(query, {"now": clock.now()}) is not None
    finally:
        unit.close()


class Worker:
    """One process that delivers. Each letter is one step, and each step one short transaction."""

    def __init__(self) -> None:
        process = process_name(os.getpid()) or f"{socket.gethostname()} {secrets.token_hex(8)}"
        self.name = f"{process}/{next(_numbers)}"
        self.stopping = False

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def first(self) -> Task | None:
        """Clear up what dead workers left behind, then take the first letter."""
        with database.job() as house:
            recover(house, clock.now(), self.name)
            return self._take(house, queue_of(house))

    def next(self, done: Task, answer: Answer) -> Task | None:
        """Note what became of one letter and take the next, in one transaction.

        The server's answer is not lost because the database is busy for a moment.
        """
        for pause in PATIENCE:
            try:
                return self._next(done, answer)
            except DBAPIError:
                time.sleep(pause)
        return self._next(done, answer)

    def _next(self, done: Task, answer: Answer) -> Task | None:
        with database.job() as house:
            post_office = settle(house, done.letter_id, answer, self.name, clock.now())
            return None if answer.ends_the_round or self.stopping else self._take(house, post_office)

    def _take(self, house: Session, post_office: PostOffice) -> Task | None:
        now = clock.now()
        if not _is_open(house, post_office, now):
            return None
        found = house.execute(_next_letter(), {"now": now}).first()
        if found is None:
            return None
        letter, raw, enclosure_id = found
        letter.take(self.name, now, LEASE)
        whole = raw + ending(house, enclosure_id)
        return Task(letter.id, letter.sender, letter.recipient, whole, file_name_of(letter))


@cache
def _due() -> ColumnElement[bool]:
    """Waiting, its time has come, its table's letters are not stopped, and no older letter of the same order
    is still under way; one in doubt keeps nobody waiting once its recipient was told by another way."""
    older = aliased(Letter)
    settled = (older.state == LetterState.UNKNOWN) & older.reached_by.is_not(None)
    blocked = exists().where(
        older.order_key == Letter.order_key, older.id < Letter.id, older.state.in_(BLOCKING), ~settled
    )
    its_time = Letter.next_try_at <= bindparam("now", type_=UtcDateTime())
    return (Letter.state == LetterState.QUEUED) & its_time & ~blocked & ~stopped_with_its_table()


@cache
def _next_letter() -> Select[Letter, bytes, int | None]:
    """The letter that has waited longest, with its bytes; one that another worker takes is passed over."""
    query = (
        select(Letter, LetterBytes.raw, LetterBytes.enclosure_id)
        .join(LetterBytes, LetterBytes.letter_id == Letter.id)
        .where(_due())
    )
    return query.order_by(Letter.next_try_at, Letter.id).limit(1).with_for_update(of=Letter, skip_locked=True)


def _is_open(house: Session, post_office: PostOffice, now: datetime) -> bool:
    """Whether letters may go. A held queue holds new letters too; when its time is up, one tries the way."""
    if post_office.paused_at is not None:
        return False
    if post_office.resume_at is not None and post_office.resume_at > now:
        if post_office.held_since is not None:
            set_waiting(house, LetterState.QUEUED, LetterState.HELD)
        return False
    if post_office.held_since is not None:
        set_waiting(house, LetterState.HELD, LetterState.QUEUED)
    return True


ONE: Final = select(Letter).where(Letter.id == bindparam("letter_id")).with_for_update()


def settle(house: Session, letter_id: int, answer: Answer, worker: str, now: datetime) -> PostOffice:
    """Write the answer into the letter and, where it concerns all, into the queue, which is returned."""
    letter, post_office = house.scalar(ONE, {"letter_id": letter_id}), queue_of(house)
    if letter is None or not _still_mine(letter, answer, worker):
        return post_office
    letter.note(answer.code, answer.enhanced, masked(answer.text))
    match answer.verdict:
        case Verdict.ACCEPTED:
            deliver(house, letter, now)
        case Verdict.REFUSED:
            letter.refuse(now)
        case Verdict.LATER:
            letter.postpone(now)
        case Verdict.DOUBT:
            letter.doubt(now)
        case Verdict.PAUSE:
            letter.postpone(now)
            house.add(post_office)
            post_office.back_off(answer.code, masked(answer.text), now)
        case Verdict.TROUBLE:
            letter.put_back(now)
            house.add(post_office)
            post_office.hold(answer.code, masked(answer.text), now)
            house.flush()
            set_waiting(house, LetterState.QUEUED, LetterState.HELD)
            log.critical("letters are held, the mail server does not accept us: %s", post_office.smtp_code)
    if answer.verdict in (Verdict.ACCEPTED, Verdict.REFUSED):
        reopen(house, post_office)
    if letter.state is LetterState.FAILED and letter.kind is LetterKind.ACCOUNT:
        wipe(house, letter)  # its secret is of no use to anybody; the person gets a new one
    return post_office


def _still_mine(letter: Letter, answer: Answer, worker: str) -> bool:
    """Whoever was thought dead may still report that it was taken; anything else comes too late."""
    if letter.state is LetterState.SENDING and letter.worker == worker:
        return True
    waiting = letter.state in (LetterState.QUEUED, LetterState.HELD, LetterState.UNKNOWN)
    return waiting and answer.verdict is Verdict.ACCEPTED


def recover(house: Session, now: datetime, worker: str = "") -> int:
    """Letters left in the middle are in doubt, by dead workers or by an error of this idle one; how many."""
    left = house.scalars(
        select(Letter).where(Letter.state == LetterState.SENDING).with_for_update(skip_locked=True)
    )
    dead = [letter for letter in left if letter.worker == worker or _is_left(letter, now)]
    for letter in dead:
        letter.note(None, "", "the worker ended while this letter was being sent")
        letter.doubt(now)
    house.flush()
    return len(dead)


def _is_left(letter: Letter, now: datetime) -> bool:
    lease_is_over = letter.lease_until is None or letter.lease_until < now
    return lease_is_over or is_dead((letter.worker or "").partition("/")[0])
