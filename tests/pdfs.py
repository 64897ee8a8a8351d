"""Small PDFs made by hand: text at places on pages, in a font whose letters a table names, or none does."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

Placed = tuple[float, float, float, str]  # x, y, size, text
LEFT, TOP, WIDTH = 60.0, 780.0, 42  # where a text begins, and how many characters stand in a line of it


def typeset(lines: Iterable[str], size: float = 10.0, lead: float = 16.0) -> list[Placed]:
    """Lines from the top of a page down. "# " makes a heading, an empty line a gap; long lines are broken as printers do."""
    out: list[Placed] = []
    y = TOP
    for line in lines:
        title = line.startswith("# ")
        text = line.removeprefix("# ")
        y -= 8 if title else 0
        for start in range(0, len(text), WIDTH):
            out.append((LEFT, y, 16.0 if title else size, text[start : start + WIDTH]))
            y -= lead * (1.5 if title else 1)
        y -= 10 if not text or title else 0
    return out


def make_pdf(
    pages: Sequence[Sequence[Placed]], *, encoding: str = "Identity-H", table: bool = True, bold: bool = False
) -> bytes:
    """A PDF of these pages. `encoding` is a CMap; without `table` only it tells which letters are meant."""
    letters = {
        sign: code for code, sign in enumerate(sorted({s for page in pages for *_, text in page for s in text}), 1)
    }
    codec = {"UniJIS-UCS2-H": "utf-16-be", "90ms-RKSJ-H": "cp932"}.get(encoding)

    def coded(text: str) -> str:
        return text.encode(codec).hex() if codec else "".join(f"{letters[sign]:04x}" for sign in text)

    name = "Kazami-Bold" if bold else "Kazami"
    unicode_of = " /ToUnicode 5 0 R" if table else ""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} /DescendantFonts [4 0 R]{unicode_of} >>".encode(),
        4: f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 >>".encode(),
        5: _stream(_table(letters)),
    }
    kids = []
    for number, page in enumerate(pages):
        kids.append(6 + 2 * number)
        content = "".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{coded(text)}> Tj ET\n" for x, y, size, text in page)
        objects[6 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        ).encode()
        objects[7 + 2 * number] = _stream(content.encode())
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def bomb(size: int) -> bytes:
    """A PDF whose one page unpacks to so many bytes."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
        4: _stream(b"q Q " * (size // 4)),
    }
    return _file(objects)


def _table(letters: dict[str, int]) -> bytes:
    """Which letter a code means, as a ToUnicode CMap."""
    rows = "\n".join(f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in letters.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(objects: dict[int, bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number]
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start))
