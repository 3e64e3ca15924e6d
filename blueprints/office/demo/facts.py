"""What the two sources say about bodies, memberships and meetings; silence stays silence."""

from typing import Any, Final

from blueprints.office.demo.institutions import COUNTY, MISSION, SHARED_WORDS
from blueprints.office.demo.sources import S0, S3, source
from models.bodies import BodyKind
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.organisations import Level
from models.relations import RelationKind
from models.visibility import Visibility

NETWORK: Final = "Netzwerk häusliche Gewalt"
COMMITTEE: Final = "Sozialausschuss (Landkreis Cloppenburg)"
COUNCIL: Final = "Kreistag (Landkreis Cloppenburg)"
CHILDREN: Final = "Runder Tisch „Kinder und Jugendliche in der Prostitution“"
STATE_TABLE: Final = "Landesweiter Runder Tisch Menschenhandel NRW"

BODIES: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Runder Tisch „Menschenhandel“",
        "level": Level.MUNICIPAL,
        "theme": "Menschenhandel",
        "area": "Dortmund",
        "founded": FuzzyDate.of_year(1995, since=True),
        "hue": 0,
        "source": source(S0, "bereits seit 1995 die kommunalen Runden Tische „Menschenhandel“"),
    },
    {
        "name": CHILDREN,
        "level": Level.MUNICIPAL,
        "theme": "Kinder und Jugendliche in der Prostitution",
        "area": "Dortmund",
        "founded": FuzzyDate.of_year(1995, since=True),
        "default_visibility": Visibility.CONFIDENTIAL.value,
        "hue": 2,
        "source": source(
            S0,
            "bereits seit 1995 die kommunalen Runden Tische",
            "„Kinder und Jugendliche in der Prostitution“ gegründet",
        ),
    },
    {
        "name": "Runder Tisch „Prostitution“",
        "level": Level.MUNICIPAL,
        "theme": "Prostitution",
        "area": "Dortmund",
        "founded_note": "von der Dortmunder Mitternachtsmission „maßgeblich mitbegründet“",
        "hue": 3,
        "source": source(S0, "kommunalen Runden Tisches „Prostitution“ maßgeblich mitbegründet"),
    },
    {
        "name": STATE_TABLE,
        "level": Level.STATE,
        "theme": "Menschenhandel",
        "area": "NRW",
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 5,
        "source": source(S0, "Mitglied bei dem landesweiten Runden Tisch Menschenhandel in NRW"),
    },
    {
        "name": NETWORK,
        "kind": BodyKind.NETWORK,
        "level": Level.MUNICIPAL,
        "theme": "häusliche Gewalt",
        "area": "Landkreis Cloppenburg",
        "hue": 8,
        "source": source(S3, "in der ersten Sitzung des Netzwerkes häusliche Gewalt"),
    },
    {
        "name": COMMITTEE,
        "kind": BodyKind.COMMITTEE,
        "level": Level.MUNICIPAL,
        "area": "Landkreis Cloppenburg",
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 4,
        "source": source(S3, "In der Sitzung des Sozialausschusses am 23.09.2021"),
    },
    {
        "name": COUNCIL,
        "kind": BodyKind.COMMITTEE,
        "level": Level.MUNICIPAL,
        "area": "Landkreis Cloppenburg",
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 4,
        "source": source(S3, "dem Kreistag zu empfehlen"),
    },
    {
        "name": "Regionalkonferenz Weser-Ems Nord der Gleichstellungsbeauftragten",
        "kind": BodyKind.CONFERENCE,
        "level": Level.REGIONAL,
        "area": "Weser-Ems Nord",
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 9,
        "source": source(S3, "Gleichstellungsbeauftragten der Regionalkonferenz Weser-Ems Nord"),
    },
    {
        "name": "Familienausschuss",
        "kind": BodyKind.COMMITTEE,
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 10,
        "source": source(
            S0, "bei der öffentlichen Anhörung des Familienausschusses zu dem vorgelegten Entwurf"
        ),
    },
    {
        "name": "Bundestag",
        "kind": BodyKind.COMMITTEE,
        "level": Level.FEDERAL,
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 10,
        "source": source(S0, "als Expertin im Bundestag angehört"),
    },
    {
        "name": "OSCE",
        "kind": BodyKind.CONFERENCE,
        "level": Level.INTERNATIONAL,
        "is_external": True,
        "visibility": Visibility.PUBLIC,
        "hue": 11,
        "source": source(S0, "z.B. bei der OSCE in Wien"),
    },
)

COORDINATED: Final = (
    "Runder Tisch „Menschenhandel“",
    CHILDREN,
    "Runder Tisch „Prostitution“",
)
"""Coordinated by the Mitternachtsmission "bis heute"; since when it coordinates is not said."""

FOUNDED_BOTH: Final = (
    "bereits seit 1995 die kommunalen Runden Tische",
    "„Kinder und Jugendliche in der Prostitution“ gegründet",
)
OF_BUFAS: Final = "Gemeinsam mit den anderen spezialisierten Fachberatungsstellen für Prostituierte (Bufas)"
OF_TRAFFICKED: Final = "für Opfer von Menschenhandel (KOK e.V. und ECPAT e.V., NRW Vernetzung"
RELATIONS: Final[tuple[tuple[RelationKind, str, tuple[str, ...]], ...]] = (
    (RelationKind.WORKS_WITH, "bufas", (OF_BUFAS,)),
    (RelationKind.WORKS_WITH, "KOK e.V.", (OF_TRAFFICKED,)),
    (RelationKind.WORKS_WITH, "ECPAT e.V.", (OF_TRAFFICKED,)),
    (RelationKind.WORKS_WITH, "NRW Vernetzung gegen Menschenhandel",
     ("NRW Vernetzung gegen Menschenhandel) wenden wir uns an die Politik",)),
    (RelationKind.WORKS_WITH, "neonlicht", ("Stricher (in Kooperation mit neonlicht)",)),
    (RelationKind.FOUNDED, "Runder Tisch „Menschenhandel“", FOUNDED_BOTH),
    (RelationKind.FOUNDED, CHILDREN, FOUNDED_BOTH),
    (RelationKind.FOUNDED, "Runder Tisch „Prostitution“",
     ("kommunalen Runden Tisches „Prostitution“ maßgeblich mitbegründet",)),
)  # fmt: skip
"""What S0 says the Mitternachtsmission is to others, and in which words: partners are not memberships, and
whom it is a member of is not named but for the state-wide table, where it holds a seat."""

MEMBERSHIPS: Final[tuple[tuple[str, str, str], ...]] = (
    *(
        (
            body,
            MISSION,
            source(
                S0, "Koordinierung der Runden Tische liegt bis heute bei der Dortmunder Mitternachtsmission"
            ),
        )
        for body in COORDINATED
    ),
    (STATE_TABLE, MISSION, source(S0, "Mitglied bei dem landesweiten Runden Tisch Menschenhandel in NRW")),
    (NETWORK, "Polizei", source(S3, "Polizei, Staatsanwaltschaft, Verwaltung und (Gewalt)Beratungsstellen")),
    (NETWORK, "Staatsanwaltschaft", source(S3, "Polizei, Staatsanwaltschaft, Verwaltung")),
    (NETWORK, COUNTY, source(S3, "Polizei, Staatsanwaltschaft, Verwaltung")),
    (
        NETWORK,
        "(Gewalt)Beratungsstellen",
        source(S3, "(Gewalt)Beratungsstellen auch Migrationsberatungsstellen"),
    ),
    (
        NETWORK,
        "Migrationsberatungsstellen",
        source(S3, "auch Migrationsberatungsstellen und weitere mit dem Thema häusliche Gewalt"),
    ),
    (
        NETWORK,
        "weitere mit dem Thema häusliche Gewalt befasste Akteure",
        source(S3, "häusliche Gewalt befasste Akteure vertreten"),
    ),
    (NETWORK, "Verein der Integrationslotsen", source(S3, "dem Verein der Integrationslotsen")),
    (NETWORK, "Jugendamt", source(S3, SHARED_WORDS)),
    (NETWORK, "Erziehungsberatungsstelle", source(S3, SHARED_WORDS)),
    (
        NETWORK,
        "Schwangerenberatungsstellen",
        source(S3, "den Schwangerenberatungsstellen sind im Arbeitskontext Themen"),
    ),
)

NOT_HELD_WORDS: Final = "coronabedingt im Herbst 2021 und im Frühjahr 2022 nicht getagt"
MEETINGS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        COMMITTEE,
        {
            "held_on": FuzzyDate.parse("23.09.2021"),
            "state": MeetingState.HELD,
            "visibility": Visibility.PUBLIC,
            "source": source(S3, "In der Sitzung des Sozialausschusses am 23.09.2021"),
        },
    ),
    (
        NETWORK,
        {
            "held_on": FuzzyDate.parse("Herbst 2021"),
            "state": MeetingState.NOT_HELD,
            "reason": "coronabedingt",
            "source": source(S3, NOT_HELD_WORDS),
        },
    ),
    (
        NETWORK,
        {
            "held_on": FuzzyDate.parse("Frühjahr 2022"),
            "state": MeetingState.NOT_HELD,
            "reason": "coronabedingt",
            "source": source(S3, NOT_HELD_WORDS),
        },
    ),
    (
        NETWORK,
        {
            "held_on": FuzzyDate.parse("22.06.2022"),
            "state": MeetingState.HELD,
            "title": "erste Sitzung",
            "source": source(S3, "am 22.06.2022 u. a. in der ersten Sitzung"),
        },
    ),
    (
        COMMITTEE,
        {
            "held_on": FuzzyDate.parse("08.09.2022"),
            "state": MeetingState.SCHEDULED,
            "visibility": Visibility.PUBLIC,
            "note": "Die Quelle nennt diese Sitzung als Ziel der Mitteilung; ihr Verlauf ist nicht genannt.",
            "source": source(S3, "Mitteilung zum Sozialausschuss am 08.09.2022"),
        },
    ),
)

ITEM: Final[dict[str, Any]] = {
    "title": "Bedarf an aufsuchender Beratung im Kontext von Zwangsprostitution und Menschenhandel",
    "source": source(S3, "Frage nach dem Bedarf an aufsuchender Beratung im Kontext von"),
}
"""The one item that the source names, of the meeting of 22.06.2022."""
