"""What is true: tables, mechanisms, and rules that one record can judge alone.

Whoever imports one model gets all of them: a statement that is prepared while its module is loaded may follow
what one says of another by its name.
"""

from importlib import import_module
from pathlib import Path

for _file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    import_module(f"models.{_file.stem}")
