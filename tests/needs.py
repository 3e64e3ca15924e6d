"""What the tests need beside Python, and what is said where it is missing."""

import os
import shutil
from pathlib import Path

import pytest

from tests import cluster

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
POSTGRESQL = cluster.programs()
ICAL_JS = Path(__file__).parent / "judges" / "node_modules" / "ical.js"
NODE = shutil.which("node") if ICAL_JS.exists() else None
NOTHING_LEFT_OUT = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def missing() -> list[str]:
    """A line for each thing that is left out here, with how to get it; with CI=true none may be."""
    found = []
    if POSTGRESQL is None:
        found.append("all tests on PostgreSQL: apt-get install postgresql (its programs; no server need run)")
    if CHROMIUM is None:
        found.append("all tests in a browser: apt-get install chromium")
    if NODE is None:
        found.append("the second judge of calendar parts: apt-get install nodejs npm, then make test")
    if found and NOTHING_LEFT_OUT:
        raise pytest.UsageError(f"With CI=true nothing may be left out, but here: {'; '.join(found)}")
    return found
