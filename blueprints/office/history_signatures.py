"""What gestures around signatures and signed positions did, as marked messages."""

from typing import Final

from models.words import N_

OF_SIGNATURES: Final = {
    ("sign_off", "ask"): N_("asked institutions to sign a final text"),
    ("sign_off", "remind"): N_("reminded those who have not said whether they sign"),
    ("sign_off", "extend"): N_("gave more time for signatures"),
    ("sign_off", "close"): N_("closed a sign-off and released the text"),
    ("signature", "sign"): N_("said whether an institution signs a text"),
    ("signature", "confirm"): N_("noted what a management says to a provisional signature"),
    ("signature", "withdraw"): N_("took the signature of an institution back"),
    ("signature", "correct-withdrawal"): N_("corrected the day from which on a signature is taken back"),
    ("signature", "keep"): N_("let a signature stand that was to be taken back"),
    ("position_issue", "compile"): N_("compiled a signed position"),
    ("position_issue", "publish"): N_("published a signed position"),
    ("position_issue", "withdraw"): N_("withdrew a published position"),
    ("position_submission", "submit"): N_("logged a submission of a position"),
    ("position_submission", "follow-up"): N_("noted what became of a submission"),
    ("lobby_check", "note"): N_("noted the check of the lobby register"),
}
