"""A list of people that was uploaded at the practice table and waits for its coordination."""

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables.imports import rules as import_rules
from models.imports import ImportKind

FILE: Final = "Verteiler Übungstisch.csv"
LINES: Final = (
    {"name": "Vertretung Polizei Musterstadt", "function": "Kommissariat Vorbeugung"},
    {"name": "Vertretung Gesundheitsamt Mustertsadt", "function": "Beratung"},
    {"name": "Vertretung Sozialamt Musterstadt", "function": "Hilfen in Notlagen"},
    {"name": "Vertretung Wohnungsamt Musterstadt", "email": "wohnungsamt@musterstadt.example"},
)
NO_ADDRESS: Final = {
    "column": "email",
    "message": "Please give one e-mail address, like name@example.org, and nothing else.",
    "values": {},
}


def load(house: Session, table: Practice, today: date) -> None:
    """The letter worker makes the dry run as soon as it starts; nothing is written."""
    lines = [import_rules.ReadLine(number, facts, key=facts["name"]) for number, facts in enumerate(LINES, 2)]
    wrong = import_rules.ReadLine(len(LINES) + 2, {"name": "Vertretung Bauamt Musterstadt"}, [NO_ADDRESS])
    import_rules.begin(
        house,
        kind=ImportKind.PEOPLE,
        table_id=table.body.id,
        file_name=FILE,
        sha256="",
        columns=["name", "function", "email"],
        unknown=["Telefon privat"],
        lines=[*lines, wrong],
        by=table.actor(house, "koordination", today),
        now=at(today, 8),
    )
