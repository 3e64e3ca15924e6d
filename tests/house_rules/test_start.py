"""House rule for the start: what few processes need is loaded by those that need it."""

import subprocess
import sys

from tests.house_rules.tree import ROOT, list_of

HEAVY = {
    "charset_normalizer", "defusedxml", "holidays", "icalendar", "lxml", "markdown", "merge3", "nh3",
    "openpyxl", "pyotp", "segno", "typst", "vobject", "zxcvbn", "alembic", "sqlalchemy.dialects.postgresql",
}  # fmt: skip
OF_ONE_COMMAND = ("blueprints.office.demo.",)
START = """
import gc, sys
from app import create_app
create_app({"SECRET_KEY": 40 * "x"})
print("frozen" if gc.get_freeze_count() > 100_000 and gc.isenabled() else "", *sys.modules)
"""


def test_the_start_loads_no_heavy_modules():
    """Each worker holds what the start loads, and each command waits for it."""
    words = [sys.executable, "-c", START]
    loaded = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "sqlalchemy.orm" in loaded, loaded
    assert loaded[0] == "frozen", "What the start loads is looked through for garbage at each full pass"
    found = sorted(HEAVY & set(loaded)) + [name for name in loaded if name.startswith(OF_ONE_COMMAND)]
    assert not found, list_of(
        found, "Import it in the function that needs it (ruling: worker 90 MiB, 1.5 s):"
    )
