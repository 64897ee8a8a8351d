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

MEMORY = 1_000_000_000  # bytes
MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
UNNAMED = 0.5  # of the characters: with more in fonts that do not tell which letters they show, nothing can be read


def main() -> None:
    """Write what `read` finds in the file on stdin."""
    _limit_memory()
    logging.disable()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


def read(body: bytes) -> dict[str, Any]:
    """The lines of a PDF, {"pages": [[[text, x, y, size, bold], …], …]}, or {"status": …, "detail": …}."""
    try:
        return _read(body)
    except MemoryError:
        return _none("parse_limit", "the PDF needs too much memory; give it as text")
    except Exception as error:  # whatever pypdf raises for a damaged file
        why = f"the PDF is damaged ({type(error).__name__})"
        return _none("pdf", f"{why}; obtain it again, or give it as text (pdftotext)")


def _none(status: str, detail: str) -> dict[str, Any]:
    return {"status": status, "detail": detail}


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
        return _none("pdf", "the PDF is encrypted; save it without protection and give that, or its text")
    return _pages(reader)


def _pages(reader: Any) -> dict[str, Any]:
    count = len(reader.pages)
    if count > MAX_PAGES:
        return _none("parse_limit", f"a PDF of {count} pages, the limit is {MAX_PAGES}; cut it down to the policy")
    pages: list[list[list[Any]]] = []
    characters = unnamed = 0
    for page in reader.pages:
        pieces = _pieces(page)
        characters += sum(len(piece[0]) for piece in pieces)
        unnamed += sum(len(piece[0]) for piece in pieces if piece[5])
        if characters > MAX_CHARACTERS:
            return _none("parse_limit", f"more than {MAX_CHARACTERS:,} characters; cut the PDF down to the policy")
        pages.append(_lines(pieces))
    if unnamed > UNNAMED * characters:
        why = "the fonts of the PDF do not tell which letters they show"
        return _none("pdf", f"{why}; give the text that OCR reads in it")
    return {"pages": pages}


Piece = tuple[str, float, float, float, bool, bool]  # text, x, y, size, bold, in a font that names no letters


def _pieces(page: Any) -> list[Piece]:
    pieces: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: Any) -> None:
        font = font or {}
        name = str(font.get("/BaseFont", "")).lower()
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = (tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5
        unnamed = str(font.get("/Encoding", "")).startswith("/Identity") and "/ToUnicode" not in font
        pieces.append((text, x, y, float(size or 0) * scale, "bold" in name or "heavy" in name, unnamed))

    page.extract_text(visitor_text=visit)
    return pieces


def _lines(pieces: list[Piece]) -> list[list[Any]]:
    """The lines of a page in the order of the file: text, where it begins, the size of its letters, whether bold."""
    lines: list[list[Any]] = []
    opened = False
    for text, x, y, size, bold, _ in pieces:
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
