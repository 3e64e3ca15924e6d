"""Words of procedures: their legal forms, and where a version of one stands."""

import enum
from typing import Final

from models.words import N_


class LegalForm(enum.Enum):
    """In which form it was agreed (domain.md 2, practice of the KOK)."""

    INFORMAL = "informal"
    AGREEMENT = "agreement"
    CONTRACT = "contract"
    DECREE = "decree"

    @property
    def label(self) -> str:
        return LEGAL_FORM_WORDS[self]


LEGAL_FORM_WORDS: Final = {
    LegalForm.INFORMAL: N_("informal agreement"),
    LegalForm.AGREEMENT: N_("written agreement"),
    LegalForm.CONTRACT: N_("contract"),
    LegalForm.DECREE: N_("decree"),
}


class VersionState(enum.Enum):
    """Life of a version (domain.md 5.10)."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    DECIDED = "decided"
    IN_FORCE = "in-force"
    UNDER_REVIEW = "under-review"
    REPLACED = "replaced"
    REPEALED = "repealed"

    @property
    def label(self) -> str:
        return VERSION_STATE_WORDS[self]


VERSION_STATE_WORDS: Final = {
    VersionState.DRAFT: N_("draft of a procedure"),
    VersionState.CONSULTATION: N_("in consultation"),
    VersionState.DECIDED: N_("decided, being adopted"),
    VersionState.IN_FORCE: N_("in force"),
    VersionState.UNDER_REVIEW: N_("in force, under review"),
    VersionState.REPLACED: N_("replaced by a later version"),
    VersionState.REPEALED: N_("no longer in force"),
}
