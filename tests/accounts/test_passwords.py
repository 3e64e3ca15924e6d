"""Passwords: what is too weak, what is fine, and that comparing is slow on purpose for all alike."""

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


def test_passwords_are_kept_as_argon2id_with_a_salt_of_their_own():
    one, other = passwords.hash_of("Kaffeetasse am Fenster"), passwords.hash_of("Kaffeetasse am Fenster")
    assert one != other
    found = extract_parameters(one)
    assert found.type is Type.ID
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


def test_the_hash_for_nobody_costs_as_much_as_any():
    nobodys = extract_parameters(passwords._nobodys_hash())
    assert nobodys == extract_parameters(passwords.hash_of("Kaffeetasse am Fenster"))


def test_nobody_is_let_in_without_a_password():
    assert not passwords.fits("nobody has this password", None)
    assert not passwords.fits("", None)
    assert not passwords.fits("", passwords.hash_of("Kaffeetasse am Fenster"))
    assert not passwords.fits("anything", "no hash at all")


def test_signs_count_the_same_however_a_keyboard_composes_them():
    assert passwords.fits("Ka\u0308setheke am Fluss", passwords.hash_of("K\u00e4setheke am Fluss"))
