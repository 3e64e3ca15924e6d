"""The procedures that a source names: title, one line of what they are for, where it stands, and no more."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.sources import S0, source
from models.bodies import Body
from models.history import record
from models.procedures import Procedure

TABLE: Final = "Runder Tisch „Prostitution“"
"""The table whose theme they touch. The source says of neither who agreed on it, nor who has adopted it."""
PROCEDURES: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Dortmunder Modell",
        "scope": "Anmeldung als Bordellbetrieb ab drei Prostituierten. Wer es vereinbart hat, seit wann es "
        "gilt und wer sich angeschlossen hat, ist in der Quelle nicht genannt.",
        "source": source(
            S0,
            "Nach dem „Dortmunder Modell“ müssen alle Einrichtungen ab drei Prostituierten",
            "als Bordellbetrieb angemeldet werden",
        ),
    },
    {
        "title": "Düsseldorfer Verfahren",
        "scope": "Steuerlich. Was es im Einzelnen regelt und wer es vereinbart hat, ist in der Quelle nicht "
        "genannt.",
        "source": source(S0, "Die meisten Frauen haben sich dem Düsseldorfer Verfahren angeschlossen"),
    },
)


def load(house: Session, bodies: dict[str, Body], now: datetime) -> None:
    """Both as agreed by others: no version, no step, nobody's adoption."""
    for words in PROCEDURES:
        made = Procedure(body_id=bodies[TABLE].id, is_external=True, shown_at=now, **words)
        house.add(made)
        house.flush()
        record(house, "load", made, by=None, now=now, level=made.visibility.value)
