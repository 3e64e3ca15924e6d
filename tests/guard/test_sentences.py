"""The guard is judged on sentences of our own: how many it finds, how often it cries wolf."""

import csv
from pathlib import Path

from models.guarding import Known, findings, phone_key

SENTENCES = Path(__file__).parent / "sentences.csv"
KNOWN = Known(phones={phone_key("0211 4400123")}, domains={"runder-tisch.example"})
NAMES = {
    "Geburtsdatum": {"birth"},
    "Telefon": {"phone"},
    "E-Mail": {"mail"},
    "Aktenzeichen": {"file-number"},
    "IBAN": {"account"},
    "Kennzeichen": {"plate"},
    "Person": {"person"},
    "Straße": {"street", "person"},
    "Schutz": {"protected"},
}


def sentences(half: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Those about clients, and ordinary minutes."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["half"] in half]
    return [row for row in rows if row["expected"]], [row for row in rows if not row["expected"]]


def figures(half: str) -> tuple[float, float, list[str]]:
    """Recall, share of ordinary sentences with a finding, and the sentences judged wrongly."""
    telling, ordinary = sentences(half)
    found = {row["text"]: findings(row["text"], KNOWN) for row in [*telling, *ordinary]}
    missed = [row["text"] for row in telling if not found[row["text"]]]
    false = [f"{row['text']} {found[row['text']]}" for row in ordinary if found[row["text"]]]
    return 1 - len(missed) / len(telling), len(false) / len(ordinary), [*missed, *false]


def test_the_set_is_large_enough():
    telling, ordinary = sentences("abcd")
    assert len(telling) >= 60
    assert len(ordinary) >= 90
    assert len({row["text"] for row in [*telling, *ordinary]}) == len(telling) + len(ordinary) >= 150


def test_recall_and_false_alarms():
    """Parts a and b were looked at while the patterns were written, parts c and d only afterwards."""
    for half in ("a", "b", "c", "d", "abcd"):
        recall, alarms, wrong = figures(half)
        print(f"part {half}: recall {recall:.3f}, false alarms {alarms:.3f}", *wrong, sep="\n  ")  # noqa: T201
        assert recall >= 0.9
        assert alarms <= 0.05


def test_it_says_rightly_what_it_has_found():
    telling, _ = sentences("abcd")
    wrong = [
        row["text"]
        for row in telling
        if (found := findings(row["text"], KNOWN))
        and not NAMES[row["expected"]] & {each.kind.value for each in found}
    ]
    assert not wrong
