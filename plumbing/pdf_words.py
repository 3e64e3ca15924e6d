"""The words of a PDF file, read in a process of its own that ends itself: foreign files may be bombs.

Run as a script by plumbing/file_texts.py: the file comes by standard input, its words go to standard output
page by page, so that what was read before the end of its time counts. It imports nothing of ours.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

SECONDS: Final = 2
"""Of computing; the parent waits no longer, either."""
MEMORY: Final = 768 * 1024 * 1024
MOST_TEXT: Final = 400_000


def words_of(data: bytes) -> Iterator[str]:
    """Text of each page, then what stands in its notes and in the fields of a form."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    for page in reader.pages:
        yield page.extract_text()
        yield from _notes(page)


def _notes(page: Any) -> Iterator[str]:
    """Comments and the values of form fields (ISO 32000-2, 12.5 and 12.7: /Contents and /V)."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        yield from (str(note[key]) for key in ("/Contents", "/V") if note.get(key))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    left = MOST_TEXT
    for words in words_of(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(words[:left].encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
        left -= len(words)
        if left <= 0:
            return


if __name__ == "__main__":
    main()
