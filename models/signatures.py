"""Sign-off (Mitzeichnung): what institutions say to one final text, and which signatures stand on a day."""

import enum
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.deadlines import BERLIN
from models.errors import RuleBroken
from models.positions import Position, PositionDelegate
from models.rounds import Round
from models.seats import AppointmentRole
from models.stances import counting
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class SignatureValue(enum.Enum):
    """What an institution says (domain.md 5.15). NEUTRAL by office is neither dissent nor abstention;
    CONSULTING: it is being discussed inside the institution, nothing is decided."""

    SIGNS = "signs"
    RESERVATION = "reservation"
    DISSENT = "dissent"
    NEUTRAL = "neutral"
    CONSULTING = "consulting"

    @property
    def label(self) -> str:
        return SIGNATURE_WORDS[self]


SIGNATURE_WORDS: Final = {
    SignatureValue.SIGNS: N_("signs"),
    SignatureValue.RESERVATION: N_("signs with reservation"),
    SignatureValue.DISSENT: N_("does not sign (dissent)"),
    SignatureValue.NEUTRAL: N_("neutral by office, takes no part"),
    SignatureValue.CONSULTING: N_("under internal consultation"),
}
SIGNING: Final = (SignatureValue.SIGNS, SignatureValue.RESERVATION)
WITH_WORDS: Final = (SignatureValue.RESERVATION, SignatureValue.DISSENT)
"""What may carry words of the institution: its reservation, its special opinion."""

EXPRESS: Final = timedelta(days=2)
"""So near is the last day of an express sign-off: at least 48 hours, as that day counts to its end."""


class SignOff(Guarded, Base):
    """The asking for signatures under one final text, whose checksum is `sha256`; a changed text is asked
    about anew. Its round says until when; it takes signatures until that is closed.

    `express`: the last day is near (two days), and whoever comes later may still sign until it is closed.
    """

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("position_version.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    sha256: Mapped[str]
    express: Mapped[bool] = mapped_column(default=False)

    round: Mapped[Round] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))

    def runs(self, today: date) -> bool:
        """Whether its last day is still to come, or is today."""
        return self.round.closed_at is None and today <= self.round.due_on

    def takes(self, today: date) -> bool:
        """Whether institutions may speak today; of a text that was opened again the rules ask themselves."""
        return self.round.closed_at is None and (self.express or today <= self.round.due_on)


class AskedSigner(Base):
    """An institution that is asked, once, however many seats it has; with its name of that day.

    `seat_id` is empty for one outside the tables that was invited to sign (a co-signer).
    """

    __tablename__ = "asked_signer"
    __table_args__ = (UniqueConstraint("sign_off_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("sign_off.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(200))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)


class Signature(Guarded, Base):
    """One word of one person for one asked institution, bound to the text with this checksum: never changed,
    never deleted, and never by link. Which one counts is derived (`standing_of`).

    `role` is the one she had then; None for somebody from outside the tables. `words`: the reservation, or a
    special opinion; `print_words`: the institution wants them printed. `provisional`: until its management
    confirms (see `SignatureConfirmation`).
    """

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("role <> 'reader'", name="acts"),
        CheckConstraint("value <> 'reservation' OR words <> ''", name="reservation"),
        CheckConstraint("value IN ('reservation', 'dissent') OR words = ''", name="words"),
        CheckConstraint("words <> '' OR NOT print_words", name="printed"),
        CheckConstraint("NOT provisional OR value IN ('signs', 'reservation')", name="provisional"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("asked_signer.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[AppointmentRole | None]
    value: Mapped[SignatureValue]
    sha256: Mapped[str]
    signed_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(TypedText(2000), default="")
    print_words: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and the institution's own people; what others may read their pages hand on."""
        asked, about = AskedSigner.__table__.c, SignOff.__table__.c
        position, invited = Position.__table__.c, PositionDelegate.__table__.c
        kept = select(position.id).where(position.body_id.in_(reader.coordinates)).correlate(None)
        coordinated = select(about.id).where(about.position_id.in_(kept)).correlate(None)
        outside = (
            select(asked.id)
            .join(SignOff.__table__, about.id == asked.sign_off_id)
            .where(
                invited.position_id == about.position_id,
                invited.organisation_id == asked.organisation_id,
                invited.person_id == reader.person_id,
                invited.ended_at.is_(None),
            )
        )
        own = select(asked.id).where(
            or_(asked.sign_off_id.in_(coordinated), asked.seat_id.in_(reader.seat_ids))
        )
        return or_(cls.asked_id.in_(own.correlate(None)), cls.asked_id.in_(outside.correlate(None)))

    def judge(self) -> None:
        """Refuse a reservation without its wording, words that belong to nothing, and a management that could
        confirm nothing."""
        if self.value is SignatureValue.RESERVATION and not self.words:
            raise RuleBroken(N_("Please give the wording of the reservation."), field="words")
        if self.words and self.value not in WITH_WORDS:
            raise RuleBroken(N_("Only a reservation or a dissent has a wording."), field="words")
        if self.print_words and not self.words:
            raise RuleBroken(N_("There is no wording that could be printed."), field="print_words")
        if self.provisional and self.value not in SIGNING:
            raise RuleBroken(N_("There is nothing that your management could confirm."), field="provisional")


class SignatureConfirmation(Guarded, Base):
    """What the management of an institution has said to a provisional signature, once; `said_on` is the day
    of its word, which may come after the deadline. Not agreed: the signature falls away."""

    __tablename__ = "signature_confirmation"

    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    agreed: Mapped[bool]
    said_on: Mapped[date]
    noted_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.signature_id.in_(ids_where(Signature, Signature.visible_to(reader)))


class SignatureWithdrawal(Guarded, Base):
    """An institution takes its signature back from a day on. What was published or sent before keeps it."""

    __tablename__ = "signature_withdrawal"

    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    from_on: Mapped[date]
    noted_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.signature_id.in_(ids_where(Signature, Signature.visible_to(reader)))


Word = tuple[Signature, SignatureConfirmation | None, SignatureWithdrawal | None]


def standing_of(words: Iterable[Word], day: date) -> Word | None:
    """The one word of an institution that counts on a day, as it stood then: the main representative's over
    any deputy's, of several the last. A withdrawal takes the signature of the institution away, whoever else
    gave one: from its day on every word is gone that was given until it was noted."""
    said = [each for each in words if each[0].signed_at.astimezone(BERLIN).date() <= day]
    taken_back = [each[2].noted_at for each in said if each[2] and each[2].from_on <= day]
    gone_until = max(taken_back, default=None)
    left = {each[0].id: each for each in said if gone_until is None or each[0].signed_at > gone_until}
    last = counting(each[0] for each in left.values())
    return left[last.id] if last else None


class Spoken(Protocol):
    """What `speaks_for` must know of a word."""

    @property
    def person_id(self) -> int: ...
    @property
    def role(self) -> AppointmentRole | None: ...


def speaks_for(word: Spoken, *, person_id: int, role: AppointmentRole | None) -> bool:
    """Whether a person with this role may confirm or take back a word of her institution: the main
    representative any, everybody else her own (rulings.md 3).

    Those whom an institution outside has sent stand in for each other: it has no main representative.
    """
    if role is AppointmentRole.MAIN or word.person_id == person_id:
        return True
    return role is None and word.role is None


def is_printed(word: Word | None, day: date) -> bool:
    """Whether an institution is named as a signatory: it has signed expressly, its management agrees, and
    whatever reservation it has may be printed. Everything else, silence above all, names nobody."""
    if word is None:
        return False
    signature, confirmation, _ = word
    if signature.provisional and not (
        confirmation is not None and confirmation.agreed and confirmation.said_on <= day
    ):
        return False
    if signature.value is SignatureValue.RESERVATION:
        return signature.print_words
    return signature.value is SignatureValue.SIGNS
