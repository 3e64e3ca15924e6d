"""The history in words: what each gesture did to procedures."""

from typing import Final

from models.words import N_

OF_PROCEDURES: Final = {
    ("procedure", "create"): N_("wrote down a procedure"),
    ("procedure", "edit"): N_("changed what is said about a procedure"),
    ("procedure", "remove"): N_("deleted a procedure that was not decided"),
    ("procedure", "annex"): N_("annexed a document to a procedure"),
    ("procedure", "take-annex-out"): N_("took an annex off a procedure"),
    ("procedure", "check"): N_("found a procedure right as it stands"),
    ("procedure", "review"): N_("began the review of a procedure"),
    ("procedure", "repeal"): N_("repealed a procedure"),
    ("procedure", "take-repeal-back"): N_("took the repeal of a procedure back"),
    ("procedure", "report"): N_("reported that a step did not work"),
    ("procedure", "remind"): N_("reminded of the review of a procedure"),
    ("procedure_version", "begin"): N_("began a version of a procedure"),
    ("procedure_version", "word"): N_("changed the wording of a version"),
    ("procedure_version", "consult"): N_("put a version of a procedure to the table"),
    ("procedure_version", "drop"): N_("gave up a version of a procedure"),
    ("procedure_version", "decide"): N_("noted that a version of a procedure was decided"),
    ("procedure_version", "put-in-force"): N_("a version of a procedure came into force"),
    ("procedure_version", "replace"): N_("ended a version of a procedure"),
    ("procedure_step", "add"): N_("added a step to a procedure"),
    ("procedure_step", "edit"): N_("changed a step of a procedure"),
    ("procedure_step", "move"): N_("moved a step of a procedure"),
    ("procedure_step", "take-out"): N_("took a step out of a procedure"),
    ("procedure_step", "choose-contact"): N_("chose another contact point for a step"),
    ("procedure_comment", "comment"): N_("commented on a version of a procedure"),
    ("procedure_comment", "answer"): N_("answered a comment on a procedure"),
}
