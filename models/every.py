"""Every model, imported in one place, so that the metadata is whole."""

from importlib import import_module
from pathlib import Path

for _file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    import_module(f"models.{_file.stem}")
