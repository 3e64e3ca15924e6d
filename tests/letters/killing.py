"""Killing workers while they deliver, and counting what came of it. The benchmarks use it too."""

import contextlib
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from sqlalchemy import Engine, func, select

from models.letters import Letter, LetterKind, LetterState, post
from plumbing import clock, database
from tests.databases import TestHouseSession
from tests.letters.post_office import ROOT, Mailroom, Server, invitation, notice

FINAL = (LetterState.ACCEPTED, LetterState.UNKNOWN)


@dataclass
class Count:
    """What reached the server and what the database says. `doubled`: letters that came twice."""

    kills: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    doubled_content: list[str] = field(default_factory=list)
    in_doubt: int = 0
    in_doubt_but_arrived: int = 0
    different_bytes: int = 0


def post_many(number: int) -> None:
    """Half of them invitations, half of them notices whose content waits for a person in doubt."""
    with database.job() as house:
        for each in range(number):
            words = invitation if each % 2 else notice
            to = f"p{each}@b.example"
            post(house, **words(to=to, order_key=f"x{each}", purpose=f"n{each}", now=clock.now()))


def start_worker(engine: Engine, server: Server, folder: Path) -> "subprocess.Popen[bytes]":
    url = engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.letters.worker", url, server.url, str(folder)]
    return subprocess.Popen(words, cwd=ROOT)


def kill_while_delivering(
    engine: Engine, server: Server, room: Mailroom, folder: Path, *, kills: int, workers: int = 1
) -> None:
    """Kill -9 one worker after the other at random moments; new ones take their place and end the work."""
    dice = random.Random(kills)
    running = [start_worker(engine, server, folder) for _ in range(workers)]
    try:
        for _ in range(kills):
            arrived = len(room.taken)
            _wait(lambda arrived=arrived: len(room.taken) > arrived or _finished(engine), 30)
            time.sleep(dice.uniform(0, 0.03))
            victim = running.pop(0)
            victim.kill()
            victim.wait()
            running.append(start_worker(engine, server, folder))
        _wait(lambda: _finished(engine), 60)
    finally:
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        for worker in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(10)
            worker.kill()
            worker.wait()


def _wait(until, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the workers did not get on")
        time.sleep(0.005)


def _finished(engine: Engine) -> bool:
    with TestHouseSession(engine) as session:
        left = session.scalar(select(func.count(Letter.id)).where(Letter.state.not_in(FINAL)))
        session.rollback()
    return left == 0


def count(engine: Engine, room: Mailroom, kills: int) -> Count:
    """Compare what the server has with what the database says."""
    copies = Counter(_message_id(raw) for _, _, raw in room.taken)
    found = Count(kills=kills)
    found.different_bytes = len({raw for _, _, raw in room.taken}) - len(copies)
    with TestHouseSession(engine) as session:
        for letter in session.scalars(select(Letter)):
            arrived = copies[letter.message_id]
            if letter.state is LetterState.UNKNOWN:
                found.in_doubt += 1
                found.in_doubt_but_arrived += bool(arrived)
            elif not arrived:
                found.lost.append(letter.recipient)
            if arrived > 1:
                found.doubled.append(letter.recipient)
                if letter.kind is LetterKind.CONTENT or arrived > letter.doubts + 1:
                    found.doubled_content.append(letter.recipient)
    return found


def _message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw)["Message-ID"]).strip("<>")
