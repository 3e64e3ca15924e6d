"""Second factors: what an account shows beside its password, and codes for the day the phone is lost."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SecondFactor(Base):
    """An account's time-based codes (TOTP, RFC 6238). Whoever has no row has no second factor.

    The secret itself is stored nowhere: it follows from the site's key and `seed`
    (docs/decisions/0007-second-factor.md). `last_step` is the time step of the last code that was taken:
    no code of this step or an earlier one is taken again.
    """

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    seed: Mapped[str] = mapped_column(unique=True, repr=False)
    set_up_at: Mapped[datetime]
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code that replaces the second factor once; only its hash is stored."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True, repr=False)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
