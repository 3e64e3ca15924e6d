"""The history in words: what each gesture did to surveys."""

from typing import Final

from models.words import N_

OF_SURVEYS: Final = {
    ("survey", "begin"): N_("began a survey"),
    ("survey", "edit"): N_("changed what a survey says of itself"),
    ("survey", "drop"): N_("deleted the draft of a survey"),
    ("survey", "open"): N_("opened a survey"),
    ("survey", "ask-more"): N_("asked further members in a survey that runs"),
    ("survey", "remind"): N_("reminded those who have not answered a survey"),
    ("survey", "extend"): N_("extended the deadline of a survey"),
    ("survey", "close"): N_("closed a survey"),
    ("survey", "reopen"): N_("opened a closed survey again"),
    ("survey", "evaluate"): N_("finished the evaluation of a survey"),
    ("survey", "announce-deletion"): N_("single answers of a survey will be deleted: told ahead"),
    ("survey", "forget-answers"): N_("single answers of a survey were deleted"),
    ("survey", "save"): N_("a draft was saved in an anonymous survey"),
    ("survey", "answer"): N_("an answer came in an anonymous survey"),
    ("survey_question", "add"): N_("added a question to a survey"),
    ("survey_question", "edit"): N_("changed a question of a survey"),
    ("survey_question", "move"): N_("moved a question of a survey"),
    ("survey_question", "take-out"): N_("took a question out of a survey"),
    ("respondent", "add"): N_("asked somebody without a seat in a survey, too"),
    ("respondent", "remove"): N_("took somebody out of a survey who was not asked yet"),
    ("respondent", "readdress"): N_("corrected the address of somebody asked in a survey"),
    ("respondent", "note"): N_("noted whether an answer is documented singly"),
    ("answer_sheet", "save"): N_("saved a draft of an answer to a survey"),
    ("answer_sheet", "answer"): N_("answered a survey, or recorded an answer"),
    ("answer_check", "ask"): N_("asked back about an answer to a survey"),
    ("answer_check", "reply"): N_("said whether an answer to a survey is right"),
    ("answer_release", "release"): N_("released an answer to be quoted by name"),
    ("answer_release", "withdraw"): N_("took the release of an answer back"),
    ("survey_issue", "compile"): N_("compiled the results of a survey"),
    ("survey_issue", "publish"): N_("published the results of a survey"),
    ("survey_issue", "withdraw"): N_("withdrew published results of a survey"),
}
