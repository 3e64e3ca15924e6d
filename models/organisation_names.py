"""The name that an institution bore on a day: for whatever happened in the past, asked in SQL."""

from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql import ColumnElement

from models.constants import fixed
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.organisations import FormerName, Organisation

NAMED_ON: Final = bindparam("named_on", type_=FuzzyDateType())
"""The day of `name_on` in a statement that is prepared once; `day_of_names` is what it is given."""


def day_of_names(day: date | None) -> FuzzyDate:
    return FuzzyDate.unknown() if day is None else FuzzyDate.of_day(day)


def name_on(day: Any, of: Any = Organisation) -> ColumnElement[str]:
    """SQL: the name that an institution bore on a day (or `NAMED_ON`); without a day the present one."""
    return of.name if day is None else func.coalesce(_former(FormerName.name, day, of), of.name)


def called_on(day: Any, of: Any = Organisation) -> ColumnElement[str]:
    """SQL: the short name of that day where there was one, else the name."""
    present = func.coalesce(func.nullif(of.short_name, ""), of.name)
    then = func.coalesce(func.nullif(FormerName.short_name, ""), FormerName.name)
    return present if day is None else func.coalesce(_former(then, day, of), present)


def _former(column: Any, day: Any, of: Any) -> Any:
    """The former name that ended next after that day; none if the present one held already."""
    later = FormerName.until > (FuzzyDate.of_day(day) if isinstance(day, date) else day)
    return (
        select(column)
        .where(FormerName.organisation_id == of.id, later, fixed(FormerName.until != FuzzyDate.unknown()))
        .order_by(FormerName.until)
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
