"""Parts of the statement about rounds: signatures that one's institutions owe, and mandates."""

from typing import Final

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    column,
    exists,
    func,
    not_,
    or_,
    select,
    table,
)

from models.appearance_words import AppearanceState
from models.appearances import Appearance
from models.bodies import Bylaws
from models.fuzzy_dates import FuzzyDateType
from models.positions import Position, PositionAudience, PositionTable
from models.readers import among
from models.seats import Seat
from models.standing import DAY
from models.visibility import Visibility

SIGN_OFF: Final = table(
    "sign_off",
    column("id", Integer),
    column("position_id", Integer),
    column("version_id", Integer),
    column("round_id", Integer),
    column("express", Boolean),
)
VERSION: Final = table(
    "position_version",
    column("id", Integer),
    column("number", Integer),
    column("reopened_at", Position.started_at.type),
)
SIGNATURE: Final = table("signature", column("id", Integer), column("asked_id", Integer))
ASKED: Final = table(
    "asked_signer",
    column("id", Integer),
    column("sign_off_id", Integer),
    column("organisation_id", Integer),
    column("name", String),
)
ROUND: Final = table(
    "round", column("id", Integer), column("due_on", Date), column("closed_at", Position.started_at.type)
)
MANDATE: Final = table(
    "mandate",
    column("appearance_id", Integer),
    column("body_id", Integer),
    column("person_id", Integer),
    column("ended", String),
    column("to_check_since", Date),
)
"""Whoever sees a position or an appearance sees these; asked through their class, all are gone through."""
SITS_AT_IT: Final = or_(
    Seat.body_id == Position.body_id,
    exists().where(
        PositionTable.position_id == Position.id,
        PositionTable.body_id == Seat.body_id,
        PositionTable.agreed_at.is_not(None),
    ),
)
IS_NAMED: Final = or_(
    Position.visibility != Visibility.CONFIDENTIAL,
    exists().where(PositionAudience.position_id == Position.id, PositionAudience.seat_id == Seat.id),
)
SAID_OF_IT: Final = (
    *(ASKED.c.id, Position.id, Position.body_id, VERSION.c.number, ROUND.c.due_on),
    *(ASKED.c.name, Position.title),
)
"""What the overview says of one institution that is asked to sign one text."""
ONE_LINE: Final = func.concat_ws("\t", *SAID_OF_IT)
"""SQL: all of it in one line; neither names nor titles hold a tab (models/typed_text.py)."""
TO_SIGN: Final = (
    select(Seat.body_id, func.aggregate_strings(ONE_LINE, "\n").label("lines"))
    .select_from(SIGN_OFF)
    .join(ASKED, ASKED.c.sign_off_id == SIGN_OFF.c.id)
    .join(VERSION, VERSION.c.id == SIGN_OFF.c.version_id)
    .join(Position, Position.id == SIGN_OFF.c.position_id)
    .join(ROUND, ROUND.c.id == SIGN_OFF.c.round_id)
    .join(Seat, and_(Seat.organisation_id == ASKED.c.organisation_id, SITS_AT_IT, IS_NAMED))
    .where(
        Seat.id.in_(among("signing")),
        ROUND.c.closed_at.is_(None),
        or_(SIGN_OFF.c.express, ROUND.c.due_on >= DAY),
        VERSION.c.reopened_at.is_(None),
        not_(exists().where(SIGNATURE.c.asked_id == ASKED.c.id)),
    )
    .group_by(Seat.body_id)
    .subquery("to_sign")
)
"""Final texts that institutions of the reader were asked to sign, and to which they have said nothing, a line
for each institution and text; for whoever has the signing right."""
_OVER: Final = and_(
    MANDATE.c.person_id == bindparam("owner", type_=Integer()),
    Appearance.held_on <= bindparam("fuzzy_today", type_=FuzzyDateType()),
    func.substr(Appearance.held_on, 8, 2) != "00",
    Appearance.state.not_in((AppearanceState.DECLINED, AppearanceState.CLOSED)),
)
"""SQL: the reader was there, on a day that is known (signs 8 and 9 of its sort key)."""
_TO_CHECK: Final = and_(MANDATE.c.to_check_since.is_not(None), Appearance.body_id.in_(among("coordinated")))
OF_MANDATES: Final = (
    select(
        Appearance.body_id,
        func.count().filter(_OVER).label("to_report"),
        func.min(Appearance.held_on).filter(_OVER).label("held_on"),
        func.min(Appearance.id).filter(_OVER).label("reports_of"),
        func.count().filter(_TO_CHECK).label("to_check"),
        func.min(Appearance.id).filter(_TO_CHECK).label("checks_of"),
        func.min(Bylaws.land).label("land"),
    )
    .select_from(MANDATE)
    .join(Appearance, Appearance.id == MANDATE.c.appearance_id)
    .join(Bylaws, Bylaws.body_id == Appearance.body_id)
    .where(MANDATE.c.ended.is_(None), or_(_OVER, _TO_CHECK))
    .group_by(Appearance.body_id)
    .subquery("of_mandates")
)
"""Reports back to the table that the reader owes; mandates of people who have left, for its coordination."""
