"""The fields of work of the first source as help offers, each with its words in the source."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo import outreach_offers
from blueprints.office.demo.sources import S0, source
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.offers import Access, HelpKind, HelpOffer, TargetGroup
from models.organisations import Organisation

OF_FLYERS: Final = ("de", "ru", "pl", "en", "bg", "ro", "fr", "es", "th")

OFFERS: Final[tuple[dict[str, Any], ...]] = (
    *outreach_offers.OFFERS,
    {
        "title": "Kinder und Jugendliche in der Prostitution",
        "target_groups": (TargetGroup.MINORS,),
        "kinds": (
            HelpKind.STREETWORK,
            HelpKind.COUNSELLING,
            HelpKind.HEALTH,
            HelpKind.LIVELIHOOD,
            HelpKind.PREVENTION,
            HelpKind.NETWORKING,
        ),
        "kind_words": "„Präventionsarbeit an Schulen“",
        "access": (Access.VOLUNTARY, Access.FREE, Access.OUTREACH, Access.QUICK),
        "access_words": (
            "Um Hilfe bitten auch „Eltern, Pflegeeltern, Erzieher_innen, Lehrer_innen und Pfarrer_innen“. "
            "Nach der Quelle das einzige gezielte Angebot in Dortmund."
        ),
        "area": "Dortmund",
        "since": FuzzyDate.of_year(2001, since=True),
        "source": source(
            S0,
            "seit 2001 ein Hilfeangebot speziell für Kinder und Jugendliche in der Prostitution",
            "gibt es außer der Mitternachtsmission keine Institution",
            "Eltern, Pflegeeltern, Erzieher_innen, Lehrer_innen und Pfarrer_innen",
            "auf gänzlich freiwilliger Basis, kostenlos in Anspruch genommen werden kann",
            "schnelle, unbürokratische Hilfe gewährleistet",
            "Streetwork: Kontakte knüpfen und halten",
            "Psychosoziale Beratung und Betreuung: z.B. Einzelgespräche, Existenzsicherung, "
            "Gesundheitsvorsorge",
            "Vernetzungs- und Öffentlichkeitsarbeit",
            "Präventionsarbeit an Schulen",
        ),
    },
    {
        "title": "HIV/AIDS und STI-Beratung",
        "target_groups": (TargetGroup.SEX_WORK, TargetGroup.MIGRANTS),
        "kinds": (HelpKind.COUNSELLING, HelpKind.HEALTH),
        "kind_words": "„Verteilung von Kondomen“; eigene mehrsprachige Flyer",
        "access": (Access.ANONYMOUS,),
        "access_words": "Anonym nennt die Quelle die Untersuchung.",
        "materials": OF_FLYERS,
        "source": source(
            S0,
            "auch von den Migrantinnen in der Prostitution, gut angenommen",
            "Beratungs- und Informationsgespräche bezüglich HIV- und STI-Infektionen und der Testung",
            "Beratung und Betreuung von HIV- und STI-Infizierten Klientinnen",
            "Verteilung von Kondomen",
            "dass eine Untersuchung anonym durchgeführt werden kann",
            "Flyer (Deutsch, Russisch, Polnisch, Englisch, Bulgarisch, Rumänisch, Französisch, Spanisch "
            "und Thailändisch)",
        ),
    },
    {
        "title": "Hilfe für Opfer von Menschenhandel",
        "target_groups": (TargetGroup.TRAFFICKED, TargetGroup.WITNESSES, TargetGroup.CHILDREN),
        "target_words": (
            "„Betroffene der anderen Ausbeutungsformen können nur in Ausnahmefällen betreut werden“"
        ),
        "kinds": (
            HelpKind.COUNSELLING,
            HelpKind.SUPPLIES,
            HelpKind.HEALTH,
            HelpKind.LEGAL,
            HelpKind.ACCOMPANIMENT,
            HelpKind.HOUSING,
            HelpKind.REFERRAL,
            HelpKind.LIVELIHOOD,
            HelpKind.WORK,
            HelpKind.RETURN,
        ),
        "access_words": "Mit „muttersprachlichen Honorarmitarbeiterinnen“; Sprachen sind nicht genannt.",
        "source": source(
            S0,
            "fokussiert sich auf Menschenhandel/Zwangsprostitution",
            "Betroffene der anderen Ausbeutungsformen können nur in Ausnahmefällen betreut werden",
            "Erstversorgung mit Lebensmitteln und Kleidung, der Sicherstellung von ärztlicher Hilfe",
            "der sicheren Unterbringung, der psychosozialen Betreuung und der Prozessbegleitung",
            "die Organisation der Heimreise",
            "hilft bei der Antragstellung und begleitet die Frauen zur Anhörung",
            "von Schul- und Ausbildungsplätzen für die Klientinnen und deren Kinder",
            "bei der Beantragung der Sozialleistungen",
            "bei der Suche eines Therapeuten zur Aufarbeitung",
            "Klientinnen in Arbeit oder auch in Ausbildungsstellen zu vermitteln",
            "die Begleitung von Opferzeuginnen bei Gerichtsprozessen",
            "von muttersprachlichen Honorarmitarbeiterinnen",
        ),
    },
    {
        "title": "Nachgehende Ausstiegshilfen",
        "target_groups": (TargetGroup.LEAVING,),
        "kinds": (
            HelpKind.COUNSELLING,
            HelpKind.HOUSING,
            HelpKind.LIVELIHOOD,
            HelpKind.WORK,
            HelpKind.EXIT,
        ),
        "source": source(
            S0,
            "Die ausstiegswilligen Klientinnen stehen vor folgenden Problemlagen",
            "zur individuellen ganzheitlichen Beratung",
            "Sicherung der Lebensgrundlage",
            "Wohnraumbeschaffung und –sicherung",
            "Verschuldung/Überschuldung",
            "Das bundesweit einmalige Ausstiegsprogramm",
            "den angestrebten Umstieg in andere Erwerbstätigkeiten zu erreichen",
        ),
    },
    {
        "title": "Ehemaligenarbeit",
        "target_groups": (TargetGroup.FORMER, TargetGroup.ILL, TargetGroup.RELATIVES),
        "target_words": "überwiegend „ehemalige Bewohnerinnen des Bodelschwingh-Heims“",
        "kinds": (HelpKind.COUNSELLING, HelpKind.ACCOMPANIMENT),
        "access": (Access.HOME_VISITS,),
        "source": source(
            S0,
            "Ehemaligenarbeit ist beratende und begleitende Sozialarbeit",
            "„Frauen mit besonderen sozialen Schwierigkeiten“",
            "ehemalige Bewohnerinnen des Bodelschwingh-Heims",
            "Frauen mit Alkoholproblemen, psychischen Erkrankungen, ehemalige Prostituierte",
            "Gespräche überwiegend bei Hausbesuchen und in Krankenhäusern",
            "Beratung von Angehörigen",
        ),
    },
    {
        "title": "Vernetzungsarbeit",
        "target_groups": (TargetGroup.INSTITUTIONS,),
        "kinds": (HelpKind.NETWORKING,),
        "area": "kommunal, regional, überregional, international",
        "source": source(
            S0,
            "Die Vernetzung mit den verschiedenen Trägern, Institutionen, Beratungsstellen und Behörden",
            "auf kommunaler, regionaler, überregionaler und auch auf internationaler Ebene",
        ),
    },
    {
        "title": "Lobbyarbeit",
        "target_groups": (TargetGroup.INSTITUTIONS,),
        "kinds": (HelpKind.NETWORKING,),
        "source": source(
            S0,
            "Kontakt zu Politikerinnen und Politikern, aber auch zu Ministerien und Behörden",
            "eine umfangreiche Öffentlichkeitsarbeit",
        ),
    },
)
"""No entry has a contact, a place or a day of a check: the source names none."""


def load(house: Session, provider: Organisation, now: datetime) -> None:
    """Enter what the source says; nobody has checked it."""
    offers = [HelpOffer(organisation_id=provider.id, **words) for words in OFFERS]
    house.add_all(offers)
    house.flush()
    for offer in offers:
        record(house, "load", offer, by=None, now=now)
