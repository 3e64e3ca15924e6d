"""The reader of incoming mails on mutated mails: no crash, and an end to each."""

import random
import time

from plumbing.mail_reading import read_mail
from tests.bench.figures import Figure
from tests.letters.mails_in import SAMPLES, mutated, sample

MAILS = 20_000


def measure() -> list[Figure]:
    chance = random.Random(20260901)
    samples = [sample(name) for name in SAMPLES]
    crashes, slowest, spent = 0, 0.0, 0.0
    for number in range(MAILS):
        raw = mutated(samples[number % len(samples)], chance)
        begun = time.process_time()
        try:
            read_mail(raw)
        except Exception:  # noqa: BLE001 - what a mail can raise is what is counted
            crashes += 1
        took = (time.process_time() - begun) * 1000
        spent, slowest = spent + took, max(slowest, took)
    return [
        Figure("mutated mails that the reader did not survive", crashes, "mails", 0, f"of {MAILS}"),
        Figure("mutated mail read, on average", spent / MAILS, "ms", 5),
        Figure("mutated mail read, the slowest", slowest, "ms", 1000),
    ]
