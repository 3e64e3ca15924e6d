"""The institutions that the two sources name, each with its place in the text."""

from typing import Any, Final

from blueprints.office.demo.sources import S0, S3, source
from models.organisations import Level, OrganisationKind

PARTNER: Final = (
    "In der Quelle als Partner gemeinsamer Appelle genannt; eine Mitgliedschaft ist nicht genannt."
)
SEVERAL: Final = "Sammelbezeichnung der Quelle; wie viele Stellen gemeint sind, ist nicht genannt."
MISSION: Final = "Dortmunder Mitternachtsmission"
COUNTY: Final = "Landkreis Cloppenburg – Verwaltung"
SHARED_WORDS: Final = "dem Jugendamt, der Erziehungsberatungsstelle und den Schwangerenberatungsstellen"

ORGANISATIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": MISSION,
        "short_name": "Mitternachtsmission",
        "kind": OrganisationKind.SPECIALIST_CENTRE,
        "place": "Dortmund",
        "source": source(
            S0, "Koordinierung der Runden Tische liegt bis heute bei der Dortmunder Mitternachtsmission"
        ),
    },
    {
        "name": "KOK e.V.",
        "kind": OrganisationKind.UMBRELLA,
        "note": PARTNER,
        "source": source(S0, "für Opfer von Menschenhandel (KOK e.V. und ECPAT e.V."),
    },
    {
        "name": "bufas",
        "kind": OrganisationKind.UMBRELLA,
        "note": PARTNER,
        "source": source(S0, "spezialisierten Fachberatungsstellen für Prostituierte (Bufas)"),
    },
    {
        "name": "ECPAT e.V.",
        "kind": OrganisationKind.UMBRELLA,
        "note": PARTNER,
        "source": source(S0, "KOK e.V. und ECPAT e.V."),
    },
    {
        "name": "NRW Vernetzung gegen Menschenhandel",
        "kind": OrganisationKind.NETWORK,
        "level": Level.STATE,
        "note": PARTNER,
        "source": source(S0, "NRW Vernetzung gegen Menschenhandel"),
    },
    {"name": "neonlicht", "source": source(S0, "Stricher (in Kooperation mit neonlicht)")},
    {
        "name": COUNTY,
        "short_name": "Verwaltung",
        "kind": OrganisationKind.ADMINISTRATION,
        "level": Level.MUNICIPAL,
        "place": "Landkreis Cloppenburg",
        "source": source(S3, "die Verwaltung zu bitten"),
    },
    {
        "name": "Jugendamt",
        "kind": OrganisationKind.YOUTH_OFFICE,
        "source": source(S3, SHARED_WORDS),
    },
    {
        "name": "Polizei",
        "kind": OrganisationKind.POLICE,
        "source": source(S3, "Polizei, Staatsanwaltschaft, Verwaltung und (Gewalt)Beratungsstellen"),
    },
    {
        "name": "Staatsanwaltschaft",
        "kind": OrganisationKind.JUSTICE,
        "source": source(S3, "Polizei, Staatsanwaltschaft, Verwaltung"),
    },
    {
        "name": "Verein der Integrationslotsen",
        "short_name": "Integrationslotsen",
        "kind": OrganisationKind.ASSOCIATION,
        "source": source(S3, "dem Verein der Integrationslotsen"),
    },
    {
        "name": "Erziehungsberatungsstelle",
        "kind": OrganisationKind.COUNSELLING,
        "source": source(S3, SHARED_WORDS),
    },
    {
        "name": "Schwangerenberatungsstellen",
        "kind": OrganisationKind.COUNSELLING,
        "is_collective": True,
        "note": SEVERAL,
        "source": source(S3, "den Schwangerenberatungsstellen sind im Arbeitskontext Themen"),
    },
    {
        "name": "(Gewalt)Beratungsstellen",
        "kind": OrganisationKind.COUNSELLING,
        "is_collective": True,
        "note": SEVERAL,
        "source": source(S3, "(Gewalt)Beratungsstellen auch Migrationsberatungsstellen"),
    },
    {
        "name": "Migrationsberatungsstellen",
        "kind": OrganisationKind.COUNSELLING,
        "is_collective": True,
        "note": SEVERAL,
        "source": source(S3, "auch Migrationsberatungsstellen und weitere mit dem Thema häusliche Gewalt"),
    },
    {
        "name": "weitere mit dem Thema häusliche Gewalt befasste Akteure",
        "short_name": "weitere Akteure",
        "is_collective": True,
        "note": SEVERAL,
        "source": source(S3, "häusliche Gewalt befasste Akteure vertreten"),
    },
    {
        "name": "Gruppe GRÜNE/UWG",
        "kind": OrganisationKind.POLITICAL_GROUP,
        "note": "Schreibweise in derselben Quelle auch „Grüne/UWG“.",
        "source": source(S3, "Antrag der Gruppe Grüne/UWG vom 08.09.2021"),
    },
    {
        "name": "OSCE",
        "kind": OrganisationKind.INTERNATIONAL,
        "level": Level.INTERNATIONAL,
        "source": source(S0, "z.B. bei der OSCE in Wien"),
    },
    {
        "name": "Bundestag",
        "kind": OrganisationKind.PARLIAMENT,
        "level": Level.FEDERAL,
        "source": source(S0, "als Expertin im Bundestag angehört"),
    },
)
