"""What is on the practice table's agendas and in its minutes: invented, and about nobody."""

from typing import Any, Final

from models.meetings import ItemKind
from models.visibility import Visibility

HELD_AGENDA: Final[dict[str, dict[str, Any]]] = {
    "path": {
        "title": "Wege der Erstberatung: wer ruft wen an?",
        "minutes_planned": 40,
        "text": "Bitte prüfen Sie vorab die **Zuständigkeiten** Ihres Hauses.",
        "by": "jugendamt",
    },
    "report": {
        "title": "Bericht: Prävention an Schulen",
        "kind": ItemKind.INFORMATION,
        "minutes_planned": 30,
        "guest": ((10, 50), (11, 20)),
    },
    "secret": {
        "title": "Erreichbarkeit außerhalb der Dienstzeiten",
        "minutes_planned": 20,
        "visibility": Visibility.CONFIDENTIAL,
        "named": ("polizei", "fachberatung"),
    },
    "flyer": {"title": "Gemeinsamer Flyer für Unterkünfte", "minutes_planned": 20},
    "other": {"title": "Verschiedenes", "kind": ItemKind.OTHER_BUSINESS, "minutes_planned": 10},
}
HELD_ADDED: Final[dict[str, dict[str, Any]]] = {
    "late": {
        "title": "Kurzbericht: neue Öffnungszeiten der Beratung",
        "kind": ItemKind.INFORMATION,
        "minutes_planned": 5,
        "by": "fachberatung",
    },
}
"""What came onto the agenda after the invitation."""
HELD_MINUTES: Final = {
    "path": (
        "Die Anwesenden vergleichen ihre Wege zur Erstberatung.\n\n"
        "- Erste Ansprechstelle ist die Fachberatungsstelle.\n"
        "- Das Jugendamt wird einbezogen, sobald Minderjährige betroffen sein können.\n"
        "- Für Klient*innen soll überall dieselbe Rufnummer gelten.\n\n"
        "**Ergebnis:** Jede Institution nennt bis zur nächsten Sitzung eine Ansprechstelle."
    ),
    "report": (
        "Das Fachreferat berichtet über ein Angebot für Schulen. "
        "Die Anwesenden nehmen den Bericht zur Kenntnis."
    ),
    "secret": "Polizei und Fachberatungsstelle stimmen ihre Erreichbarkeit am Wochenende ab.",
    "late": "Die Fachberatungsstelle ist ab Januar auch am Dienstagabend erreichbar.",
    "other": "Die nächste Sitzung findet wieder im Rathaus statt.",
}
INVITED_AGENDA: Final[dict[str, dict[str, Any]]] = {
    "contacts": {
        "title": "Ansprechstellen der Institutionen",
        "minutes_planned": 30,
        "text": "Grundlage ist die Liste in der Anlage.",
        "by": "fachberatung",
    },
    "report": {
        "title": "Bericht: Material für Erzieher*innen",
        "kind": ItemKind.INFORMATION,
        "minutes_planned": 25,
        "guest": ((10, 40), (11, 10)),
    },
    "case": {
        "title": "Fallkonstellation: Übergang in die Volljährigkeit",
        "kind": ItemKind.ANONYMOUS_CASE,
        "minutes_planned": 30,
    },
    "secret": {
        "title": "Schutzkonzept bei Gefährdung",
        "minutes_planned": 20,
        "visibility": Visibility.CONFIDENTIAL,
        "named": ("polizei", "frauenhaus"),
    },
    "other": {"title": "Verschiedenes", "kind": ItemKind.OTHER_BUSINESS, "minutes_planned": 10},
}
PLANNED_AGENDA: Final[dict[str, dict[str, Any]]] = {
    "year": {"title": "Jahresplanung", "kind": ItemKind.CONSULTATION, "minutes_planned": 30},
}
FILE_NAME: Final = "Liste der Ansprechstellen (Übung).csv"
FILE: Final = (
    "Institution;Ansprechstelle;Erreichbarkeit\n"
    "Polizei Musterstadt;Ansprechstelle Opferschutz;werktags\n"
    "Jugendamt Musterstadt;Eingangsberatung;werktags\n"
    "Fachberatungsstelle Musterstadt;Erstberatung;täglich\n"
)
