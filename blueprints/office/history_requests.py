"""What people did about requests of committees and others, in words for the history."""

from typing import Final

from models.words import N_

OF_REQUESTS: Final = {
    ("external_request", "register"): N_("registered a request"),
    ("external_request", "edit"): N_("changed what is said about a request"),
    ("external_request", "assign"): N_("named who has the lead in a request"),
    ("external_request", "begin"): N_("began to work on a request"),
    ("external_request", "remind"): N_("reminded whoever has the lead in a request"),
    ("external_request", "withdraw"): N_("noted that a request was withdrawn"),
    ("external_request", "take-up-again"): N_("took back that a request was withdrawn"),
    ("external_request", "remove"): N_("deleted a request"),
    ("external_request", "tie"): N_("said what belongs to a request"),
    ("external_request", "untie"): N_("took back what belongs to a request"),
    ("report", "begin"): N_("began a report on a request"),
    ("report", "edit"): N_("changed a report on a request"),
    ("report", "ask-agreement"): N_("prepared the question whether the table agrees to a report"),
    ("report", "show"): N_("showed those who answered their lines in a report"),
    ("report_assessment", "add"): N_("added an assessment to a report"),
    ("report_assessment", "remove"): N_("took an assessment out of a report"),
    ("report_objection", "object"): N_("objected to the own line in a report"),
    ("report_objection", "answer"): N_("answered an objection to a report"),
    ("report_version", "release"): N_("released a version of a report"),
    ("request_reply", "draft"): N_("drafted a reply to a request"),
    ("request_reply", "edit"): N_("changed a drafted reply"),
    ("request_reply", "remove"): N_("deleted a drafted reply"),
    ("request_reply", "release"): N_("noted the release of a reply"),
    ("request_reply", "hand-over"): N_("noted that a reply was handed over"),
    ("request_reply", "note-taken"): N_("noted that a reply was taken note of"),
}
