"""Whoever imports one model has all that it speaks of."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ALONE = "import models.editions; from sqlalchemy.orm import configure_mappers; configure_mappers()"


def test_one_model_can_be_imported_alone() -> None:
    """Its prepared statements follow what `Body` says of its former names, which is in another module."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0
