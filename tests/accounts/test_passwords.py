"""Passwords: what is too weak, what is fine, and that comparing is slow on purpose for all alike."""

import subprocess
import sys
import time

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from blueprints.accounts import passwords
from models.errors import RuleBroken

OWN = ("vertretung.klinik@musterstadt.example", "Vertretung Klinik")


@pytest.mark.parametrize(
    "weak",
    [
        "kurz",
        "x" * 11,
        "Passwort1234!",
        "P@ssw0rt2026!!",
        "passwortpasswort",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "abcabcabcabcabc",
        "123456789012",
        "098765432109",
        "qwertzuiop12345",
        "1q2w3e4r5t6z",
        "Sommer2026!!!",
        "Frühling2026!!",
        "RundeTische2026",
        "Vertretung-Klinik-2026",
        "klinik.musterstadt.1",
        "willkommen 2026",
        "x" * 201,
    ],
)
def test_weak_passwords_are_refused_beside_their_field(weak):
    with pytest.raises(RuleBroken) as refused:
        passwords.judge(weak, *OWN)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "fine",
    [
        "Kaffeetasse am Fenster",
        "correct horse battery staple",
        "xK9#mP2$vL5q",
        "839201748362",
        "hbqr-tkvw-zmcd-nfpx",
        "ein langer Satz aus Wörtern",
        "пароль из разных слов",
        "🦔🌻🚲🎈🧭🪁🥨🎻🪴🧦🛶🗻",
        "Kaffeetasse am Fenster " * 8,
    ],
)
def test_no_rule_asks_for_kinds_of_signs(fine):
    passwords.judge(fine, *OWN)
    assert passwords.fits(fine, passwords.hash_of(fine))


def test_passwords_are_kept_as_argon2id_with_a_salt_of_their_own(real_hasher):
    one, other = passwords.hash_of("Kaffeetasse am Fenster"), passwords.hash_of("Kaffeetasse am Fenster")
    assert one != other
    found = extract_parameters(one)
    assert found.type is Type.ID
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


def test_the_hash_for_nobody_costs_as_much_as_any(real_hasher):
    nobodys = extract_parameters(passwords._nobodys_hash())
    assert nobodys == extract_parameters(passwords.hash_of("Kaffeetasse am Fenster"))


def test_nobody_is_let_in_without_a_password():
    assert not passwords.fits("nobody has this password", None)
    assert not passwords.fits("", None)
    assert not passwords.fits("", passwords.hash_of("Kaffeetasse am Fenster"))
    assert not passwords.fits("anything", "no hash at all")


def test_signs_count_the_same_however_a_keyboard_composes_them():
    assert passwords.fits("Ka\u0308setheke am Fluss", passwords.hash_of("K\u00e4setheke am Fluss"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("letmeinsunshine1", "dictionary"),
        ("klinikmusterstadt", "own"),
        ("zxcvbnm,./;lkjh", "spatial"),
        ("Zeugnis Zeugnis Zeugnis", "repeat"),
        ("14.03.1987 14.03.1987", "repeat"),
        ("14.03.1987", "date"),
    ],
)
def test_what_a_guesser_tries_first_is_refused_with_the_reason(typed, why):
    own = passwords._parts("Klinik Musterstadt")
    assert passwords._weakness(typed, own) == passwords.GUESSED[why]
    with pytest.raises(RuleBroken):
        passwords.judge(typed, "Klinik Musterstadt")


@pytest.mark.parametrize("typed", ["0123456789" * 20, "pP@4sS$5oO0" * 18, "ab" * 100, "ä" * 200])
def test_the_longest_password_is_judged_in_no_time(typed):
    passwords._weakness("a first one loads the lists", ())
    start = time.process_time()
    passwords._weakness(typed, ())
    assert time.process_time() - start < 1


def test_every_pattern_of_the_reckoning_has_its_words():
    known = {"dictionary", "bruteforce", "spatial", "repeat", "sequence", "regex", "date"}
    assert known <= set(passwords.GUESSED)


def test_the_lists_of_words_are_loaded_only_when_somebody_chooses_a_password():
    """They take a tenth of a second and several MiB: a worker's start must not wait for them."""
    asked = "import sys, app; app.create_app({'SECRET_KEY': 'x' * 40}); print('zxcvbn' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
