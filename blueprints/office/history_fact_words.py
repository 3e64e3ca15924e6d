"""Facts of the history that are worth reading, in words."""

from typing import Final

from models.words import N_

FACTS: Final = {
    "letters": N_("letters: %(value)s"),
    "versions": N_("versions: %(value)s"),
    "drafts": N_("drafts: %(value)s"),
    "editions": N_("sent documents: %(value)s"),
    "items": N_("items of the agenda: %(value)s"),
    "decisions": N_("decisions: %(value)s"),
    "objections": N_("objections: %(value)s"),
    "endings": N_("answers to objections: %(value)s"),
    "birth": N_("dates of birth: %(value)s"),
    "phone": N_("telephone numbers: %(value)s"),
    "mail": N_("e-mail addresses: %(value)s"),
    "file-number": N_("file numbers: %(value)s"),
    "account": N_("bank accounts: %(value)s"),
    "plate": N_("number plates: %(value)s"),
    "person": N_("descriptions of a person: %(value)s"),
    "street": N_("streets with an origin: %(value)s"),
    "protected": N_("protected places: %(value)s"),
    "coming": N_("answer: %(value)s"),
    "channel": N_("way: %(value)s"),
    "sequence": N_("revision %(value)s of the calendar entry"),
    "ends_on": N_("without from %(value)s on"),
}
"""Facts worth reading; ids and hashes stay in the log."""
