"""The words of the practice table's procedure; all is invented and says so."""

from typing import Any, Final

from models.organisations import OrganisationKind
from models.procedure_words import LegalForm
from models.stances import StanceValue
from models.visibility import Visibility

HEADER: Final[dict[str, Any]] = {
    "title": "Übung: Schutz und Erstberatung außerhalb der Bürozeiten",
    "scope": (
        "Wenn jemand außerhalb der Bürozeiten Schutz sucht und ein Verdacht auf Menschenhandel besteht. "
        "(Übungsangabe)"
    ),
    "scope_limits": (
        "Keine Fallakten, keine Unterbringung auf Dauer. Bei Gefahr für Leib und Leben gilt immer der Notruf."
    ),
    "capacity_note": "An Feiertagen ist nur die Leitstelle besetzt.",
    "legal_form": LegalForm.AGREEMENT,
    "legal_basis": "Geschäftsordnung des Übungstisches; § 4 KKG für die pseudonymisierte Beratung.",
    "addressees": "Dienststellen mit Bereitschaft und die Fachberatung",
    "review_months": 3,
    "visibility": Visibility.INTERNAL,
    "contacts_visibility": Visibility.INTERNAL,
}
WORDING: Final = (
    "## Grundsätze\n\n"
    "Die Institutionen handeln in eigener Zuständigkeit und sagen einander, wo sie endet. "
    "Weitergegeben wird nur, was der nächste Schritt braucht.\n\n"
    "- Die Person entscheidet, wer von ihr erfährt.\n"
    "- Was nicht vereinbart ist, wird nicht vorausgesetzt. (Übungsangabe)"
)
FIRST_STEPS: Final[tuple[dict[str, Any], ...]] = (
    {
        "who": "polizei",
        "trigger": "Eine Dienststelle trifft auf jemanden, der Schutz sucht.",
        "action": "Für Sicherheit sorgen, die Sprache klären und die Leitstelle verständigen.",
        "time_limit": "sofort",
        "contact": "Leitstelle (Übung)",
        "otherwise": "Notruf",
        "without_consent": "Nur, was zur Abwehr einer Gefahr nötig ist.",
        "legal_basis": "Polizeigesetz des Landes",
    },
    {
        "who": "polizei",
        "action": "Fragen, ob Beratung gewünscht ist, und das Alter klären.",
        "time_limit": "noch in der Nacht",
        "with_consent": "Sprache, Erreichbarkeit und ein Stichwort zum Anliegen.",
        "without_consent": "Nichts.",
        "documents": "Merkblatt zu den Rechten in zehn Sprachen",
    },
    {
        "who": "jugendamt",
        "trigger": "Die Person ist minderjährig.",
        "action": "In Obhut nehmen und die Fachberatung dazuholen.",
        "time_limit": "binnen zwei Stunden",
        "without_consent": "Alles, was der Schutz des Kindes verlangt.",
        "legal_basis": "§ 42 SGB VIII",
    },
    {
        "who": "fachberatung",
        "action": "Zurückrufen, Erstberatung anbieten und die Unterkunft für die Nacht klären.",
        "time_limit": "binnen zwei Stunden",
        "contact": "Beratung und Vermittlung (Übung)",
        "otherwise": "Am nächsten Morgen ab 9 Uhr anrufen.",
        "with_consent": "Was für die Unterkunft gebraucht wird.",
        "without_consent": "Nichts: Schweigepflicht nach § 203 StGB.",
    },
    {
        "category": OrganisationKind.HEALTH_OFFICE,
        "action": "Auf Wunsch eine anonyme Untersuchung vermitteln.",
        "time_limit": "am nächsten Werktag",
        "contact": "Anonyme Sprechstunde (Übung)",
        "with_consent": "Nur der Termin.",
    },
    {
        "who": "fachberatung",
        "action": "Die beteiligten Stellen ohne Angaben zur Person wissen lassen, dass alles erledigt ist.",
        "time_limit": "binnen drei Tagen",
        "ends": True,
    },
)
NEW_STEP: Final[dict[str, Any]] = {
    "who": "polizei",
    "action": "Vor dem Gespräch einen Dolmetschdienst dazuschalten.",
    "time_limit": "sofort",
    "contact": "Opferschutz (Übung)",
    "note": "Keine Angehörigen als Dolmetschende.",
}
COMMENT: Final = {
    "text": "Bitte klarstellen, dass Angehörige nicht dolmetschen.",
    "proposal": "Gedolmetscht wird nie durch Angehörige.",
}
OWN_RULE: Final = "Übungsdaten: eigene Regelung, frei erfunden.\n"
SAID: Final[dict[str, dict[str, Any]]] = {
    "fachberatung": {"value": StanceValue.ADOPTED},
    "polizei": {"value": StanceValue.ADOPTED},
    "gesundheitsamt": {
        "value": StanceValue.ADOPTED_RESERVED,
        "reason": "Untersuchungen nur an Werktagen, solange eine Stelle unbesetzt ist.",
        "provisional": True,
    },
    "jugendamt": {"value": StanceValue.NOT_ADOPTED, "reason": "Der Dolmetschdienst ist uns noch zu wenig."},
    "ordnungsamt": {"value": StanceValue.OWN_RULE},
    "staatsanwaltschaft": {"value": StanceValue.IN_CONSULTATION},
    "jugendhilfe": {"value": StanceValue.NOT_CONCERNED},
    "frauenhaus": {"value": StanceValue.TERMINATED, "reason": "Eigene Bereitschaft ab dem Sommer."},
}
"""What each institution has said to the second version; the last one ends the first, and is silent here."""
