"""Parts of the statement about rounds: which dates of a finding an institution has not answered."""

from typing import Final

from sqlalchemy import and_, exists, func, not_, or_, select

from models.date_findings import DateAnswer, DateChoice, DateOption
from models.rounds import AskedSeat, Round
from models.seats import Appointment, AppointmentRole
from models.standing import DAY, in_force

SPEAKS: Final = or_(
    DateAnswer.person_id.is_(None),
    exists().where(
        Appointment.seat_id == DateAnswer.seat_id,
        Appointment.person_id == DateAnswer.person_id,
        Appointment.role != AppointmentRole.READER,
        in_force(Appointment, DAY),
    ),
)
"""SQL: the answer is that of the institution as a whole, or of somebody who still acts for it."""
SAID: Final = (
    select(DateChoice.option_id)
    .join(DateAnswer, DateAnswer.id == DateChoice.answer_id)
    .where(DateAnswer.asked_seat_id == AskedSeat.id, DateChoice.option_id == DateOption.id, SPEAKS)
    .correlate(AskedSeat, DateOption)
    .exists()
)
OFFERED: Final = and_(DateOption.round_id == Round.id, DateOption.withdrawn_at.is_(None))
SOME_DATE: Final = select(DateOption.id).where(OFFERED, not_(SAID)).correlate(Round, AskedSeat).exists()
LAST: Final = select(func.max(DateOption.starts_at)).where(OFFERED).correlate(Round).scalar_subquery()
