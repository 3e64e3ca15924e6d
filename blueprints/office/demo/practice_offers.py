"""What the practice table's institutions offer: invented, in every state that an offer can have."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.organisations import offer_rules
from models.deadlines import Land
from models.fuzzy_dates import FuzzyDate
from models.offers import Access, HelpKind, OfferStatus, TargetGroup
from models.opening_hours import hours_in

INVENTED: Final = "Übungsdaten, frei erfunden: Dieses Angebot gibt es nicht."
OFFERS: Final[tuple[tuple[str, int, int, dict[str, Any]], ...]] = (
    (
        "fachberatung", 20, 9,
        {
            "title": "Erstberatung für Betroffene von Menschenhandel",
            "description": f"{INVENTED}\n\nEin erstes Gespräch für Klient*innen, auf Wunsch mit Begleitung.",
            "target_groups": (TargetGroup.TRAFFICKED, TargetGroup.WITNESSES),
            "kinds": (HelpKind.COUNSELLING, HelpKind.ACCOMPANIMENT, HelpKind.LEGAL),
            "access": (Access.VOLUNTARY, Access.ANONYMOUS, Access.FREE, Access.NO_STATUS_ASKED),
            "spoken": ("de", "en", "ro", "bg"),
            "materials": ("de", "en", "ro", "bg", "th"),
            "area": "Musterstadt (erfunden)",
            "open_hours": hours_in("Mo-Fr 9-17"),
            "land": Land.NW,
            "contact": "beratung@musterstadt.example",
            "since": FuzzyDate.of_year(2012, since=True),
            "alert": "Telefonische Beratung zurzeit nur vormittags.",
        },
    ),
    (
        "jugendhilfe", 60, 0,
        {
            "title": "Anlaufstelle für Kinder und Jugendliche",
            "description": f"{INVENTED}\n\nRuhige Räume, Mahlzeiten, Gespräche.",
            "target_groups": (TargetGroup.MINORS,),
            "kinds": (HelpKind.COUNSELLING, HelpKind.SUPPLIES, HelpKind.PREVENTION),
            "access": (Access.VOLUNTARY, Access.FREE, Access.NO_APPOINTMENT),
            "access_words": "Wegen Umbau geschlossen; Beratung im Jugendamt.",
            "spoken": ("de", "ar", "uk"),
            "area": "Musterstadt (erfunden)",
            "status": OfferStatus.CLOSED,
        },
    ),
    (
        "gesundheitsamt", 430, 0,
        {
            "title": "Anonyme Sprechstunde",
            "description": f"{INVENTED}\n\nUntersuchung und Beratung zu HIV und STI.",
            "target_groups": (TargetGroup.SEX_WORK, TargetGroup.UNINSURED, TargetGroup.PREGNANT),
            "kinds": (HelpKind.HEALTH,),
            "access": (Access.ANONYMOUS, Access.FREE, Access.NO_STATUS_ASKED, Access.STEP_FREE),
            "spoken": ("de", "en"),
            "area": "Musterstadt (erfunden)",
            "open_hours": hours_in("Do 14-18"),
            "times": "In den Schulferien bitte vorher anrufen.",
            "place": "Musterstadt (erfunden)",
        },
    ),
    (
        "frauenhaus", 150, 0,
        {
            "title": "Schutzplätze",
            "description": f"{INVENTED}\n\nZuflucht mit Kindern.",
            "target_groups": (TargetGroup.VIOLENCE, TargetGroup.CHILDREN),
            "kinds": (HelpKind.HOUSING, HelpKind.CRISIS),
            "access": (Access.FREE,),
            "address_protected": True,
            "open_hours": hours_in("täglich 0-24"),
            "spoken": ("de", "en", "fr"),
            "area": "Musterstadt (erfunden)",
            "contact": "frauenhaus@musterstadt.example",
        },
    ),
)  # fmt: skip
"""Who offers it, so many days ago it was checked, so many days its notice still holds, its facts."""


def load(house: Session, table: Practice, today: date) -> None:
    """Each is entered and checked by its institution's representative, on its day."""
    for key, checked_before, holds, facts in OFFERS:
        day = today - timedelta(days=checked_before)
        alert: dict[str, Any] = {"alert_until": today + timedelta(days=holds)} if holds else {}
        offer_rules.create(
            house,
            organisation_id=table.seats[key].organisation_id,
            is_checked=True,
            **facts,
            **alert,
            by=table.actor(house, key, day),
            now=at(day, 10),
        )
