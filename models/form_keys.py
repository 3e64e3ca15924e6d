"""Keys of forms that were accepted: a double click gets the first one's result."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class FormKey(Base):
    """What stands for a form's own key and all that was in it (a hash), written in the transaction of its
    gesture; `leads_to` is where it led: empty for the address itself from which it was sent, if that holds a
    letter's secret."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    leads_to: Mapped[str]
    used_at: Mapped[datetime]
