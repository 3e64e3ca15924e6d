"""Mutated mails: the reader neither crashes nor hangs nor grows; none changes what its sender may not."""

import random
import time
from typing import Any

from flask import Flask
from sqlalchemy import Engine, func, select

from blueprints.meetings import invitation_rules
from blueprints.office.receiving import take_in
from models.invitations import Invitation, InvitationKind, Reply
from models.letters import Letter, LetterState
from models.meetings import Meeting
from plumbing import clock, database
from plumbing.mail_reading import read_mail
from tests import build
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, a_site, database_of, in_a_process, largest_memory, url_of
from tests.databases import TestHouseSession
from tests.letters.mails_in import SAMPLES, US, mutated, sample

MAILS, FIRST, TAKEN_IN = 20_000, 2_000, 1_000
SEED = 20260901


def measure() -> list[Figure]:
    read = in_a_process(read_all)
    return [
        Figure("mutated mails that the reader did not survive", read["crashes"], "mails", 0, f"of {MAILS}"),
        Figure("mutated mail read, on average", read["spent"] / MAILS, "ms", 5),
        Figure("mutated mail read, the slowest", read["slowest"], "ms", 1000),
        Figure(
            f"memory of the reader: {MAILS} instead of {FIRST}",
            read["memory"] - read["first"],
            "MiB more",
            10,
            f"{read['memory']:.0f} MiB",
        ),
        *(figure for name in DATABASES for figure in _taking_in(name)),
    ]


def read_all() -> dict[str, float]:
    chance = random.Random(SEED)
    samples = [sample(name) for name in SAMPLES]
    crashes, slowest, spent, first = 0, 0.0, 0.0, 0.0
    for number in range(MAILS):
        raw = mutated(samples[number % len(samples)], chance)
        begun = time.process_time()
        try:
            read_mail(raw)
        except Exception:  # noqa: BLE001 - what a mail can raise is what is counted
            crashes += 1
        took = (time.process_time() - begun) * 1000
        spent, slowest = spent + took, max(slowest, took)
        first = first if number > FIRST else largest_memory()
    return {
        "crashes": crashes,
        "slowest": slowest,
        "spent": spent,
        "first": first,
        "memory": largest_memory(),
    }


def _taking_in(name: str) -> list[Figure]:
    """Mails that come for one of four invitations: what becomes of hers may be, of the others nothing."""
    with database_of(name) as (engine, _):
        site = a_site(url_of(engine), MAIL_FROM=US)
        with site.app_context():
            meeting_id, address = _invited(engine)
            before = _others(engine, meeting_id, address)
            crashes, spent = _taken_in(site, engine, meeting_id, address)
            changed = before != _others(engine, meeting_id, address)
    of = f"{TAKEN_IN} mutated mails taken in, {name}"
    return [
        Figure(f"{of}: not survived", crashes, "mails", 0),
        Figure(f"{of}: changed what is not theirs", int(changed), "", 0),
        Figure(f"{of}: CPU", spent / TAKEN_IN, "ms each", 20),
    ]


def _invited(engine: Engine) -> tuple[int, str]:
    with TestHouseSession(engine) as house:
        table = build.table(house, seats=2)
        meeting = build.meeting(house, table.body)
        by = build.actor(house, table.coordinator)
        invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
        for letter in house.scalars(select(Letter)):
            letter.state, letter.next_try_at, letter.sent_at = LetterState.ACCEPTED, None, build.NOW
        house.commit()
        return meeting.id, str(table.mains[0].email)


def _others(engine: Engine, meeting_id: int, address: str) -> list[Any]:
    """What no mail of this address may change: the meeting, the letters and answers of the other invited.

    Whom she sends instead is hers to say: substitutes are left out.
    """
    with TestHouseSession(engine) as house:
        meeting = house.get_one(Meeting, meeting_id)
        other = (Invitation.address != address) & (Invitation.kind != InvitationKind.SUBSTITUTE)
        letters = select(Letter.id, Letter.state).join(Invitation, Invitation.id == Letter.invitation_id)
        replies = select(func.count(Reply.id)).join(Invitation, Invitation.id == Reply.invitation_id)
        return [
            (meeting.state, meeting.starts_at, meeting.ends_at, meeting.place),
            house.execute(letters.where(other).order_by(Letter.id)).all(),
            house.scalar(replies.where(other)),
        ]


def _taken_in(site: Flask, engine: Engine, meeting_id: int, address: str) -> tuple[int, float]:
    """How many mails raised anything, and the CPU milliseconds for all."""
    with TestHouseSession(engine) as house:
        uid = house.get_one(Meeting, meeting_id).uid
    chance, crashes = random.Random(SEED), 0
    samples = [sample(name, uid=uid, address=address, us=US) for name in SAMPLES]
    begun = time.process_time()
    for number in range(TAKEN_IN):
        with site.app_context(), clock.frozen(build.NOW):
            try:
                take_in(mutated(samples[number % len(samples)], chance))
            except Exception:  # noqa: BLE001 - what a mail can raise is what is counted
                crashes += 1
            finally:
                database.close_work()
    return crashes, (time.process_time() - begun) * 1000
