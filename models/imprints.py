"""Who runs the site and answers for it: one row, entered by the administration, read by everybody."""

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.typed_text import TypedText


class Imprint(Base):
    """What the imprint (§ 5 DDG) and the privacy page (Art. 13 GDPR) have to say about the operator."""

    __tablename__ = "imprint"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    operator: Mapped[str] = mapped_column(TypedText(500), default="")
    contact: Mapped[str] = mapped_column(TypedText(300), default="")
    privacy_officer: Mapped[str] = mapped_column(TypedText(500), default="")
    authority: Mapped[str] = mapped_column(TypedText(500), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def missing(self) -> list[str]:
        """What has not been entered, in English, as the doctor says it."""
        return [words for name, words in PARTS.items() if not getattr(self, name)]


PARTS = {
    "operator": "who runs this site",
    "contact": "how the operator is reached",
    "privacy_officer": "the data protection officer",
    "authority": "the supervisory authority for data protection",
}


def imprint_of(session: Session) -> Imprint:
    """What was entered; an empty one, known to no session, where nobody has entered anything yet."""
    found: Imprint | None = session.scalar(select(Imprint))
    return found or Imprint()
