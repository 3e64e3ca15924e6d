"""Links by which respondents outside the tables answer a survey without an account."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.surveys import Respondent
from models.typed_text import TypedEmail


class RespondentLink(Base):
    """A secret in a letter by which a respondent outside the tables answers, stored as its SHA-256 only
    (`AskedLink.new_token`). Deleted when an anonymous survey is closed."""

    __tablename__ = "respondent_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)
    address: Mapped[str] = mapped_column(TypedEmail())
    issued_at: Mapped[datetime]

    respondent: Mapped[Respondent] = relationship(init=False, repr=False, lazy="raise_on_sql")
