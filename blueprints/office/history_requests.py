"""What people did about requests of committees and others, in words for the history."""

from typing import Final

from models.words import N_

OF_REQUESTS: Final = {
    ("external_request", "register"): N_("registered a request"),
    ("external_request", "edit"): N_("changed what is said about a request"),
    ("external_request", "assign"): N_("named who has the lead in a request"),
    ("external_request", "begin"): N_("began to work on a request"),
    ("external_request", "withdraw"): N_("noted that a request was withdrawn"),
    ("external_request", "take-up-again"): N_("took back that a request was withdrawn"),
    ("external_request", "remove"): N_("deleted a request"),
    ("external_request", "tie"): N_("said what belongs to a request"),
    ("external_request", "untie"): N_("took back what belongs to a request"),
    ("request_reply", "draft"): N_("drafted a reply to a request"),
    ("request_reply", "edit"): N_("changed a drafted reply"),
    ("request_reply", "remove"): N_("deleted a drafted reply"),
    ("request_reply", "release"): N_("noted the release of a reply"),
    ("request_reply", "hand-over"): N_("noted that a reply was handed over"),
    ("request_reply", "note-taken"): N_("noted that a reply was taken note of"),
}
