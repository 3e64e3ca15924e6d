"""Beginning and end as clocks show them: hours that daylight saving leaves out or shows twice."""

from datetime import UTC, datetime

from models.errors import RuleBroken
from models.words import N_

NO_SUCH_HOUR = N_("This hour does not exist on that day: the clocks are put forward.")


def is_left_out(at: datetime) -> bool:
    """Whether no clock shows this time: the hour that is left out when daylight saving begins."""
    shown = at.astimezone(UTC).astimezone(at.tzinfo)
    return shown.replace(tzinfo=None) != at.replace(tzinfo=None)


def judge_hours(
    starts_at: datetime, ends_at: datetime | None, *, fields: tuple[str, str] = ("starts", "ends")
) -> None:
    """Refuse an hour that is left out, and an end before the beginning.

    Compared as instants: of two times in one zone Python compares what the clocks show.
    """
    for at, field in zip((starts_at, ends_at), fields, strict=True):
        if at is not None and is_left_out(at):
            raise RuleBroken(NO_SUCH_HOUR, field=field)
    if ends_at is not None and ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
        raise RuleBroken(N_("The end must lie after the beginning."), field=fields[1])
