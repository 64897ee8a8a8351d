"""Bytes -> str as a browser does it (WHATWG Encoding Standard), with the repairs that Japanese pages need.

Order: byte order mark, ISO-2022-JP escapes, valid UTF-8, the transport's charset, the page's own declaration,
detection. A declaration that yields mojibake is overruled by the Japanese encoding that yields the least.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

import chardet
import webencodings

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
PRESCAN = 4096  # bytes searched for a declaration; the standard's 1,024 miss pages that begin with a script
DECLARATION = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
XML_DECLARATION = re.compile(
    rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""", re.I
)
JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")
JIS_RUN = re.compile(rb"\x1b(\$[@B]|\([BJI])")
EUC_PIECE = re.compile(
    rb"((?:[\xa1-\xfe]{2})+)|((?:\x8e[\xa1-\xdf])+)|((?:\x8f[\xa1-\xfe]{2})+)|([\x00-\x7f]+)|(.)", re.S
)
JAPANESE = ("shift_jis", "euc-jp")

# Controls that no text needs; tab, line feed, carriage return and form feed are white space.
SCRUB = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe]")
# Radicals that stand for the characters they look like, in text that was copied from a PDF (⽬的, ⽤いる).
RADICAL = re.compile("[\u2f00-\u2fd5]")
# What wrong decoding leaves behind: replacement marks, C1 controls, private use, half-width katakana.
MOJIBAKE = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff\uff61-\uff9f]")
JAPANESE_CHARACTER = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
NON_ASCII = re.compile(r"[^\x00-\x7f]")
SUSPECT_SHARE = 0.05  # above it, a declared encoding has to beat the other Japanese ones
WESTERN_SHARE = 0.2  # a Japanese reading with less mojibake than this replaces a Western one
DETECTION_BYTES = 65_536
HIGH = bytes(range(0x80, 0x100))
ACCENT_SHARE = 0.1  # of the bytes above ASCII: less are the accents of a Western page, more are an alphabet
SINGLE_BYTE = re.compile("windows-12|iso-8859|macintosh|ibm")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding that gave it, and how many characters were replaced or scrubbed."""

    text: str
    charset: str
    replaced: int


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """The text of `body`; never raises. `charset` is what the transport declared (an HTTP header, a WARC record)."""
    name, skip = _choose(body, charset)
    text = _decode_as(name, body[skip:])
    if name in ("shift_jis", "euc-jp", "windows-1252"):
        name, text = _least_mojibake(name, text, body)
    return scrubbed(text, name)


def scrubbed(text: str, charset: str) -> Decoded:
    """A text without controls and lone surrogates, and how many characters were replaced or taken out.

    Radicals (U+2F00 to U+2FD5) become the characters that readers take them for.
    """
    clean, taken = SCRUB.subn("", text)
    clean = RADICAL.sub(lambda found: normalize("NFKC", found[0]), clean)
    return Decoded(clean, charset, clean.count("\ufffd") + taken)


def _choose(body: bytes, transport: str | None) -> tuple[str, int]:
    """The encoding's WHATWG name, and how many bytes of byte order mark to skip."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return name, len(mark)
    if JIS_ESCAPE.search(body) and body.isascii():
        return "iso-2022-jp", 0
    if _is_utf8(body):
        return "utf-8", 0
    for label in (transport, _declared(body)):
        found = webencodings.lookup(label) if label else None
        if found and _believable(str(found.name), body):
            return str(found.name), 0
    return _detect(body), 0


def _believable(name: str, body: bytes) -> bool:
    """Whether a page that is no UTF-8 may be what it says; UTF-16 that could be read as ASCII is false by itself."""
    if name.startswith("utf-16"):
        return b"\0" in body[:PRESCAN]
    return name not in ("utf-8", "replacement", "x-user-defined")


def _is_utf8(body: bytes) -> bool:
    if b"\0" in body[:PRESCAN]:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off inside its last character is still UTF-8, when others before it were.
        return error.reason == "unexpected end of data" and not body[: error.start].isascii()
    return True


def _declared(body: bytes) -> str | None:
    head = body[:PRESCAN]
    found = DECLARATION.search(head) or XML_DECLARATION.search(head)
    return found[1].decode("ascii") if found else None


def _detect(body: bytes) -> str:
    """The most likely encoding by its statistics; a page that is nearly UTF-8 is UTF-8 with damage.

    A few accented letters do not tell one single-byte encoding from another: there it is the browsers' default.
    """
    damaged = body.decode("utf-8", "replace")
    if damaged.count("\ufffd") * 20 <= len(NON_ASCII.findall(damaged)):
        return "utf-8"
    guess = chardet.detect(body[:DETECTION_BYTES])["encoding"]
    found = webencodings.lookup(guess) if guess else None
    accents = len(body) - len(body.translate(None, HIGH)) < ACCENT_SHARE * len(body)
    if found is None or (accents and SINGLE_BYTE.match(found.name)):
        return "windows-1252"
    return str(found.name)


def _least_mojibake(name: str, text: str, body: bytes) -> tuple[str, str]:
    """The chosen reading, unless it looks broken and another Japanese one is plainly better.

    Western single-byte readings never look broken, so there a Japanese reading wins by being nearly all Japanese.
    """
    western = name not in JAPANESE
    best = (WESTERN_SHARE if western else _mojibake(text), name, text)
    if western or best[0] > SUSPECT_SHARE:
        for other in ("utf-8", "shift_jis", "euc-jp"):
            reading = _decode_as(other, body) if other != name else ""
            if reading and _mojibake(reading) < best[0] and _japanese_share(reading) > 0.8:
                best = (_mojibake(reading), other, reading)
    return best[1], best[2]


def _mojibake(text: str) -> float:
    """The share of the non-ASCII characters that wrong decoding typically leaves; 0 for a pure ASCII text."""
    return len(MOJIBAKE.findall(text)) / max(1, len(NON_ASCII.findall(text)))


def _japanese_share(text: str) -> float:
    others = len(NON_ASCII.findall(text))
    return len(JAPANESE_CHARACTER.findall(text)) / max(1, others)


def _decode_as(name: str, body: bytes) -> str:
    own: dict[str, Callable[[bytes], str]] = {
        "shift_jis": _shift_jis,
        "euc-jp": _euc_jp,
        "iso-2022-jp": _iso_2022_jp,
    }
    if name in own:
        return own[name](body)
    encoding = webencodings.lookup(name)
    return str(encoding.codec_info.decode(body, "replace")[0]) if encoding else body.decode("utf-8", "replace")


def _shift_jis(body: bytes) -> str:
    """Shift_JIS with the NEC and IBM rows, which is what browsers mean by it (WHATWG index jis0208)."""
    return body.decode("cp932", "replace")


def _rows_to_shift_jis(pairs: bytes) -> bytes:
    """JIS X 0208 row and cell bytes (0x21 to 0x7e, the high bit ignored) as Shift_JIS bytes."""
    out = bytearray()
    for high, low in zip(pairs[::2], pairs[1::2], strict=False):
        row, cell = (high & 0x7F) - 0x21, (low & 0x7F) - 0x21
        lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
        trail = cell + 0x9F if row & 1 else cell + 0x40 + (cell >= 63)
        out += bytes((lead, trail))
    return bytes(out)


def _euc_jp(body: bytes) -> str:
    def read(piece: re.Match[bytes]) -> str:
        kanji, katakana, supplement, ascii_run, _ = piece.groups()
        if ascii_run:
            return ascii_run.decode("ascii")
        if kanji:
            return _shift_jis(_rows_to_shift_jis(kanji))
        if katakana:
            return katakana[1::2].decode("cp932")
        return supplement.decode("euc_jp", "replace") if supplement else "\ufffd"

    return "".join(map(read, EUC_PIECE.finditer(body)))


def _iso_2022_jp(body: bytes) -> str:
    """ISO-2022-JP with half-width katakana and the NEC rows; an unknown escape stays as it is."""
    out, mode, at = [], b"(B", 0
    for escape in [*JIS_RUN.finditer(body), None]:
        run = body[at : escape.start() if escape else len(body)]
        if mode[:1] == b"$":
            # A line break ends two-byte mode by itself on pages that forgot the closing escape.
            double, newline, rest = run.partition(b"\n")
            out.append(_shift_jis(_rows_to_shift_jis(double)) + (newline + rest).decode("ascii", "replace"))
        elif mode == b"(I":
            out.append(bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode("cp932", "replace"))
        else:
            out.append(run.decode("ascii", "replace"))
        if escape:
            mode, at = escape[1], escape.end()
    return "".join(out)
