"""A measured figure, what it was measured against, and what it should stay under."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `at_most` is the goal in it; `against` says beside what it was measured."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    against: str = ""

    @property
    def kept(self) -> bool:
        return self.at_most is None or self.value <= self.at_most


def cpu_ms(work: Callable[[], object], times: int = 30) -> float:
    """CPU milliseconds of this process for one run of `work`: the median, after one run to warm up."""
    work()
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)
