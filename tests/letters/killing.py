"""Killing workers while they deliver, and counting what came of it. The benchmarks use it too."""

import multiprocessing
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import Engine, and_, exists, select
from sqlalchemy.orm import aliased

from models.letters import Letter, LetterKind, LetterState, post
from plumbing import clock, database
from tests.databases import TestHouseSession
from tests.letters.post_office import Mailroom, Server, cancelling, invitation, notice
from tests.letters.worker import work

ENDED = (LetterState.ACCEPTED, LetterState.UNKNOWN, LetterState.SUPERSEDED)
METHOD = re.compile(rb"text/calendar;[^\r]*method=(\w+)")
NURSERY = multiprocessing.get_context("forkserver")
"""Its one process loads everything once; workers are forked from it, so that they deliver at once."""
NURSERY.set_forkserver_preload(["tests.letters.worker"])


@dataclass
class Count:
    """What reached the server and what the database says.

    `doubled`: letters that came twice; in silence: more often than the database has doubts to show, or
    letters whose content was to wait for a person. `out_of_order`: an invitation came after its
    cancellation, or stays in a calendar without one.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    doubled_in_silence: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    doubts: int = 0
    in_doubt: int = 0
    in_doubt_but_arrived: int = 0
    behind_doubt: int = 0
    different_bytes: int = 0


class Coordination:
    """Somebody who goes on inviting and calling off while the workers are killed; for an app context."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.written, self.invited = chance, 0, list[int]()

    def write(self, number: int) -> None:
        """Half of them invitations, half of them notices whose content waits for a person in doubt."""
        with database.job() as house:
            for each in range(self.written, self.written + number):
                words = invitation if each % 2 else notice
                self.invited += [each] * (each % 2)
                post(house, **words(**_to(each), purpose=f"n{each}", now=clock.now()))
        self.written += number

    def call_off(self, number: int) -> None:
        """Some that were invited, whatever has become of their letters."""
        with database.job() as house:
            for each in self.chance.sample(self.invited, number):
                self.invited.remove(each)
                words = invitation(**_to(each), calendar=cancelling(), purpose="cancel", now=clock.now())
                post(house, **words | {"template": "meetings/cancellation"})


def _to(number: int) -> dict[str, str]:
    return {"to": f"p{number}@b.example", "order_key": f"x{number}"}


def start_worker(engine: Engine, server: Server, folder: Path) -> ForkServerProcess:
    url = engine.url.render_as_string(hide_password=False)
    worker = NURSERY.Process(target=work, args=(url, server.url, str(folder)), daemon=True)
    worker.start()
    return worker


def kill_while_delivering(
    engine: Engine,
    server: Server,
    room: Mailroom,
    folder: Path,
    *,
    kills: int,
    workers: int = 1,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Kill -9 one worker after the other at random moments, most of them at work, some at their start; new
    ones take their place and end the work. `between` happens before each kill."""
    dice = random.Random(kills)
    running = [start_worker(engine, server, folder) for _ in range(workers)]
    try:
        for _ in range(kills):
            between()
            if dice.random() < 0.8:
                _wait(partial(_got_on, engine, room, len(room.taken)), 30)
            time.sleep(dice.uniform(0, 0.03))
            victim = running.pop(dice.randrange(workers))
            victim.kill()
            victim.join()
            running.append(start_worker(engine, server, folder))
        _wait(lambda: _finished(engine), 120)
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.join(10)
            worker.kill()
            worker.join()


def _got_on(engine: Engine, room: Mailroom, since: int) -> bool:
    return len(room.taken) > since or _finished(engine)


def _wait(until: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the workers did not get on")
        time.sleep(0.01)


def _finished(engine: Engine) -> bool:
    """Nothing is under way: what still waits stands behind a letter in doubt, until a person settles that."""
    older = aliased(Letter)
    doubtful = and_(
        older.order_key == Letter.order_key, older.id < Letter.id, older.state == LetterState.UNKNOWN
    )
    left = select(Letter.id).where(Letter.state.not_in(ENDED), ~exists().where(doubtful))
    with TestHouseSession(engine) as session:
        found = session.scalar(left.limit(1))
        session.rollback()
    return found is None


def count(engine: Engine, room: Mailroom) -> Count:
    """Compare what the server has with what the database says."""
    copies = Counter(_message_id(raw) for _, _, raw in room.taken)
    found = Count(out_of_order=_out_of_order(room))
    found.different_bytes = len({raw for _, _, raw in room.taken}) - len(copies)
    invited = {recipient for _, recipient, raw in room.taken if _method(raw) == "REQUEST"}
    with TestHouseSession(engine) as session:
        for letter in session.scalars(select(Letter).order_by(Letter.id)):
            arrived = copies[letter.message_id]
            found.doubts += letter.doubts
            if letter.state is LetterState.UNKNOWN:
                found.in_doubt += 1
                found.in_doubt_but_arrived += bool(arrived)
            elif letter.state is LetterState.SUPERSEDED:
                if letter.method == "CANCEL" and letter.recipient in invited:
                    found.out_of_order.append(letter.recipient)
            elif letter.state is LetterState.QUEUED:
                found.behind_doubt += 1
            elif not arrived:
                found.lost.append(letter.recipient)
            if arrived > 1:
                found.doubled.append(letter.recipient)
                if letter.kind is LetterKind.CONTENT or arrived > letter.doubts + 1:
                    found.doubled_in_silence.append(letter.recipient)
    return found


def _out_of_order(room: Mailroom) -> list[str]:
    """Recipients whose invitation came after its cancellation."""
    came: dict[str, list[str]] = defaultdict(list)
    for _, recipient, raw in room.taken:
        came[recipient].append(_method(raw))
    return [recipient for recipient, methods in came.items() if methods != _in_order(methods)]


def _in_order(methods: Iterable[str]) -> list[str]:
    return sorted(methods, key=["", "REQUEST", "CANCEL"].index)


def _method(raw: bytes) -> str:
    found = METHOD.search(raw)
    return found[1].decode() if found else ""


def _message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw)["Message-ID"]).strip("<>")
