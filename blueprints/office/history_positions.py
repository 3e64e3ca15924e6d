"""The history in words: what each gesture did to positions and their amendments."""

from typing import Final

from models.words import N_

OF_POSITIONS: Final = {
    ("position", "begin"): N_("began a position"),
    ("position", "begin-like"): N_("began a position with the words of an earlier one"),
    ("position", "edit"): N_("changed what is said about a position"),
    ("position", "abandon"): N_("withdrew the draft of a position"),
    ("position", "take-up"): N_("took the draft of a position up again"),
    ("position", "name-editors"): N_("named the editors of a position"),
    ("position", "ask-table"): N_("asked another table to take part in a position"),
    ("position", "agree-table"): N_("agreed for a table to take part in a position"),
    ("position", "end-table"): N_("ended the part of a table in a position"),
    ("position", "invite-delegate"): N_("invited somebody from outside to a position"),
    ("position", "end-delegate"): N_("ended the access of somebody from outside to a position"),
    ("position_section", "add-section"): N_("added a section to a position"),
    ("position_section", "head-section"): N_("changed the heading of a section of a position"),
    ("position_section", "give-section"): N_("said in whose hands a section of a position is"),
    ("position_section", "move-section"): N_("moved a section of a position"),
    ("position_section", "take-section-out"): N_("took a section out of a position"),
    ("position_section", "bring-section-back"): N_("brought a section of a position back"),
    ("position_version", "open-for-amendments"): N_("opened a position for amendments"),
    ("position_version", "freeze-final"): N_("froze the final text of a position"),
    ("position_version", "extend"): N_("gave more time for amendments"),
    ("position_version", "reopen"): N_("opened a final text again"),
    ("position_comment", "comment"): N_("commented on a passage of a position"),
    ("position_comment", "resolve"): N_("noted a comment on a position as dealt with"),
    ("position_comment", "open-again"): N_("opened a comment on a position again"),
    ("position_source", "add"): N_("added a source to a position"),
    ("position_source", "edit"): N_("changed a source of a position"),
    ("amendment", "propose"): N_("proposed an amendment to a position"),
    ("amendment", "withdraw"): N_("withdrew an amendment"),
    ("amendment", "support"): N_("supported an amendment"),
    ("amendment", "end-support"): N_("ended the support of an amendment"),
    ("amendment", "answer"): N_("answered an amendment"),
    ("amendment", "agree"): N_("said whether an institution agrees to an answer"),
    ("amendment", "take-in"): N_("took an amendment into the text"),
}
