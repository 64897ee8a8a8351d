"""The program that reads one PDF, run by pdf.py in a process of its own: PDF on stdin, lines of its pages as JSON on stdout.

It imports nothing of the project, so that it starts fast. A hostile PDF can keep it busy or fill its memory: the
process has a limit of memory of its own, and is ended from outside when its time is over.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from contextlib import suppress
from typing import Any

MEMORY = 1_500_000_000  # bytes
MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000


def main() -> None:
    """Write {"pages": [[[text, x, y, size, bold], …], …]} or {"status": …, "detail": …}."""
    _limit_memory()
    logging.disable()
    try:
        answer: dict[str, Any] = _read(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"status": "parse_limit", "detail": "the PDF needs too much memory; give it as text"}
    except Exception as error:  # whatever pypdf raises for a damaged file
        name = type(error).__name__
        answer = {
            "status": "pdf",
            "detail": f"the PDF is damaged ({name}); obtain it again, or give it as text (pdftotext)",
        }
    json.dump(answer, sys.stdout)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(body: bytes) -> dict[str, Any]:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(body))
    with suppress(DependencyError):
        if reader.is_encrypted and reader.decrypt("") is not PasswordType.NOT_DECRYPTED:
            reader.pages[0]
            return _pages(reader)
    if reader.is_encrypted:
        return {
            "status": "pdf",
            "detail": "the PDF is encrypted; save it without protection and give that, or its text",
        }
    return _pages(reader)


def _pages(reader: Any) -> dict[str, Any]:
    count = len(reader.pages)
    if count > MAX_PAGES:
        detail = f"a PDF of {count} pages, the limit is {MAX_PAGES}; cut it down to the policy"
        return {"status": "parse_limit", "detail": detail}
    pages, characters = [], 0
    for page in reader.pages:
        lines = _lines(page)
        characters += sum(len(line[0]) for line in lines)
        if characters > MAX_CHARACTERS:
            detail = f"more than {MAX_CHARACTERS:,} characters; cut the PDF down to the policy"
            return {"status": "parse_limit", "detail": detail}
        pages.append(lines)
    return {"pages": pages}


def _lines(page: Any) -> list[list[Any]]:
    """The lines of a page in the order of the file: text, where it begins, the size of its letters, whether bold."""
    pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: Any) -> None:
        name = str((font or {}).get("/BaseFont", ""))
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = (tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5
        pieces.append((text, x, y, float(size or 0) * scale, "bold" in name.lower() or "heavy" in name.lower()))

    page.extract_text(visitor_text=visit)
    lines: list[list[Any]] = []
    opened = False
    for text, x, y, size, bold in pieces:
        for position, part in enumerate(text.split("\n")):
            opened = opened and position == 0
            if not part.strip():
                continue
            if opened:
                lines[-1][0] += part
                lines[-1][4] = lines[-1][4] and bold
            else:
                lines.append([part, round(x, 1), round(y, 1), round(size, 1), bold])
                opened = True
    return lines


if __name__ == "__main__":
    main()
