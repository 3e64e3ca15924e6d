"""Periods in days: both ends belong to them, an open end has no limit."""

from datetime import date


def holds(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """Whether a period holds on a day."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)


def overlap(
    starts_on: date | None, ends_on: date | None, other_starts_on: date | None, other_ends_on: date | None
) -> bool:
    """Whether two periods share a day."""
    begins_in_time = ends_on is None or other_starts_on is None or other_starts_on <= ends_on
    ends_late_enough = other_ends_on is None or starts_on is None or starts_on <= other_ends_on
    return begins_in_time and ends_late_enough
