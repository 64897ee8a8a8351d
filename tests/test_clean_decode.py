"""Bytes -> text, as browsers do it, and the repairs that Japanese pages need."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.decode import decode

SENTENCE = (
    "当店では、お客様からお預かりした住所と電話番号を、商品の発送とご連絡のためだけに使い、ほかの目的には使いません。"
)
NEC_IBM = "①配達は㈱青空運輸の髙橋と山﨑が、九時～五時に承ります。"
ACCENTS = "At the Café “Zoë” we’re naïve about résumés: we keep your letters until you ask us to burn them, señor."


def euc(text: str) -> bytes:
    """EUC-JP over the rows of Shift_JIS, built independently of the decoder: row and cell numbers plus 0xA0."""
    out = bytearray()
    for character in text:
        code = character.encode("cp932")
        if len(code) == 1:
            out += code if code[0] < 0x80 else b"\x8e" + code
            continue
        half = code[0] - (0x81 if code[0] < 0xA0 else 0xC1)
        second = code[1] >= 0x9F
        cell = code[1] - 0x9E if second else code[1] - 0x3F - (code[1] > 0x7F)
        out += bytes((0xA0 + 2 * half + 1 + second, 0xA0 + cell))
    return bytes(out)


def meta(charset: str, text: str) -> str:
    return f"<html><head><meta charset={charset}></head><body><p>{text}</p>"


RIGHT = [
    # reason, bytes, transport's charset, expected charset, expected text
    ("plain UTF-8", SENTENCE.encode(), None, "utf-8", SENTENCE),
    ("nothing but ASCII is UTF-8", b"We keep nothing.", None, "utf-8", "We keep nothing."),
    ("no bytes", b"", None, "utf-8", ""),
    ("UTF-8 with a mark, which is no text", b"\xef\xbb\xbf" + SENTENCE.encode(), None, "utf-8", SENTENCE),
    ("UTF-16 LE with a mark", b"\xff\xfe" + SENTENCE.encode("utf-16le"), None, "utf-16le", SENTENCE),
    ("UTF-16 BE with a mark", b"\xfe\xff" + SENTENCE.encode("utf-16be"), None, "utf-16be", SENTENCE),
    ("a mark beats the transport", b"\xef\xbb\xbf" + SENTENCE.encode(), "shift_jis", "utf-8", SENTENCE),
    ("UTF-16 without a mark, named by the transport", "<p>住所</p>".encode("utf-16le"), "utf-16", "utf-16le", "<p>住所</p>"),
    ("circled number", b"<meta charset=Shift_JIS>\x87\x40\x8f\x5a\x8f\x8a", None, "shift_jis", "<meta charset=Shift_JIS>①住所"),
    ("NEC's row 13: ㈱", b"<meta charset=x-sjis>\x87\x8a\x8f\x5a", None, "shift_jis", "<meta charset=x-sjis>㈱住"),
    ("IBM's 髙 and 﨑", b"<meta charset=windows-31j>\xfb\xfc\xfa\xb1", None, "shift_jis", "<meta charset=windows-31j>髙﨑"),
    ("the wave of Windows, U+FF5E", b"<meta charset=sjis>\x8f\x5a\x81\x60", None, "shift_jis", "<meta charset=sjis>住～"),
    ("EUC-JP, NEC's row 13", b"<meta charset=euc-jp>\xad\xa1\xad\xea\xbd\xbb\xbd\xea", None, "euc-jp", "<meta charset=euc-jp>①㈱住所"),
    ("EUC-JP, half-width katakana", euc(meta("euc-jp", "ｻｰﾋﾞｽの規約と住所録")), None, "euc-jp", meta("euc-jp", "ｻｰﾋﾞｽの規約と住所録")),
    ("EUC-JP, three bytes of JIS X 0212: 鷗", b"<meta charset=euc-jp>\xbf\xb9\x8f\xec\xbf\xb3\xb0", None, "euc-jp", "<meta charset=euc-jp>森鷗外"),
    ("ISO-2022-JP by its escapes alone", "住所 Tokyo".encode("iso2022_jp"), None, "iso-2022-jp", "住所 Tokyo"),
    ("ISO-2022-JP, half-width katakana", b"\x1b$B=;=j\x1b(I6@6E\x1b(B.", None, "iso-2022-jp", "住所ｶﾀｶﾅ."),
    ("ISO-2022-JP, NEC's row 13", b"\x1b$B-!-j\x1b(B", None, "iso-2022-jp", "①㈱"),
    ("ISO-2022-JP without the closing escape", b"\x1b$B=;=j\n<p>a</p>\x1b$B=;\x1b(B", None, "iso-2022-jp", "住所\n<p>a</p>住"),
    ("the same with CRLF", b"\x1b$B=;=j\r\n<p>a</p>", None, "iso-2022-jp", "住所\n<p>a</p>"),
    ("ISO-2022-JP cut off in two-byte mode", b"\x1b$B=;=j", None, "iso-2022-jp", "住所"),
    ("windows-1252 is what iso-8859-1 means", meta("iso-8859-1", ACCENTS).encode("cp1252"), None, "windows-1252", meta("iso-8859-1", ACCENTS)),
    ("accents without a declaration", ACCENTS.encode("cp1252"), None, "windows-1252", ACCENTS),
    ("accents declared UTF-8", meta("utf-8", ACCENTS).encode("cp1252"), None, "windows-1252", meta("utf-8", ACCENTS)),
    ("the only accent in the last bytes", b"Our caf\xe9\n", None, "windows-1252", "Our café\n"),
    ("the transport names it", NEC_IBM.encode("cp932"), "Shift_JIS", "shift_jis", NEC_IBM),
    ("a transport that nobody knows", NEC_IBM.encode("cp932"), "x-mystery-é", "shift_jis", NEC_IBM),
    ("XML declaration", b'<?xml version="1.0" encoding="EUC-JP"?>\xbd\xbb\xbd\xea', None, "euc-jp", '<?xml version="1.0" encoding="EUC-JP"?>住所'),
    ("an old http-equiv declaration", b'<META http-equiv="Content-Type" content="text/html; CHARSET=Shift_JIS">\x8f\x5a', None, "shift_jis",
     '<META http-equiv="Content-Type" content="text/html; CHARSET=Shift_JIS">住'),
    ("declared UTF-16 in bytes that cannot be", b"<meta charset=utf-16>Caf\xe9 bar", None, "windows-1252", "<meta charset=utf-16>Café bar"),
    ("the declaration behind a long script", b"<script>" + b"x" * 2000 + b"</script><meta charset=euc-jp>\xbd\xbb", None, "euc-jp",
     "<script>" + "x" * 2000 + "</script><meta charset=euc-jp>住"),
]  # fmt: skip

WRONG = [
    # reason, text with its declaration, codec of the bytes, transport's charset, expected charset
    ("Shift_JIS without a declaration", SENTENCE + NEC_IBM, "cp932", None, "shift_jis"),
    ("EUC-JP without a declaration", SENTENCE * 2, "euc", None, "euc-jp"),
    ("EUC-JP declared Shift_JIS", meta("Shift_JIS", SENTENCE), "euc", None, "euc-jp"),
    ("EUC-JP declared UTF-8", meta("utf-8", SENTENCE), "euc", None, "euc-jp"),
    ("EUC-JP declared Latin", meta("iso-8859-1", SENTENCE), "euc", None, "euc-jp"),
    ("Shift_JIS declared EUC-JP", meta("euc-jp", SENTENCE + NEC_IBM), "cp932", None, "shift_jis"),
    ("Shift_JIS declared Latin", meta("iso-8859-1", SENTENCE + NEC_IBM), "cp932", None, "shift_jis"),
    ("Shift_JIS declared UTF-8", meta("utf-8", SENTENCE + NEC_IBM), "cp932", None, "shift_jis"),
    ("UTF-8 declared Shift_JIS", meta("Shift_JIS", SENTENCE), "utf-8", None, "utf-8"),
    ("a server's false UTF-8 before a true declaration", meta("Shift_JIS", NEC_IBM), "cp932", "utf-8", "shift_jis"),
    (
        "a server's false Latin before a true declaration",
        meta("Shift_JIS", SENTENCE),
        "cp932",
        "iso-8859-1",
        "shift_jis",
    ),
    ("one sentence of EUC-JP", meta("Shift_JIS", "お客様の住所を守ります。"), "euc", None, "euc-jp"),
]

COUNTED = [
    # reason, bytes, expected text, replaced and scrubbed characters
    ("NUL, C0 and DEL go, white space stays", b"a\0b\x01c\x1fd\x7fe\t\r\n\x0c", "abcde\t\r\n\x0c", 4),
    ("NUL inside UTF-8", "住\0所".encode() * 9, "住所" * 9, 9),
    ("cut off inside the last character", SENTENCE.encode()[:-1], SENTENCE[:-1] + "\ufffd", 1),
    ("cut off behind its first byte", SENTENCE.encode()[:-2], SENTENCE[:-1] + "\ufffd", 1),
    ("one damaged byte in UTF-8", SENTENCE.encode() + b"\xff" + SENTENCE.encode(), SENTENCE + "\ufffd" + SENTENCE, 1),
    ("a lead byte without its second", b"<meta charset=sjis>\x8f\x5a\x81<b>", "<meta charset=sjis>住\ufffd<b>", 1),
    (
        "half a character in EUC-JP",
        b"<meta charset=euc-jp>" + euc(SENTENCE) + b"\xa4<b>",
        f"<meta charset=euc-jp>{SENTENCE}\ufffd<b>",
        1,
    ),
    ("an odd byte in UTF-16", b"\xff\xfe" + "住所".encode("utf-16le") + b"a", "住所\ufffd", 1),
    ("radicals that a PDF export put for characters", "利\u2f64の\u2f6c的".encode(), "利用の目的", 0),
    ("a replacement mark that the page already has", "住\ufffd所".encode(), "住\ufffd所", 1),
]


@pytest.mark.parametrize(("reason", "body", "transport", "charset", "text"), RIGHT, ids=[row[0] for row in RIGHT])
def test_declared_or_told_by_its_bytes(
    reason: str, body: bytes, transport: str | None, charset: str, text: str
) -> None:
    decoded = decode(body, transport)
    assert (decoded.charset, decoded.text, decoded.replaced) == (charset, text, 0), reason


@pytest.mark.parametrize(("reason", "text", "codec", "transport", "charset"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong_or_missing_declaration(reason: str, text: str, codec: str, transport: str | None, charset: str) -> None:
    decoded = decode(euc(text) if codec == "euc" else text.encode(codec), transport)
    assert (decoded.charset, decoded.text, decoded.replaced) == (charset, text, 0), reason


@pytest.mark.parametrize(("reason", "body", "text", "replaced"), COUNTED, ids=[row[0] for row in COUNTED])
def test_damage_is_counted(reason: str, body: bytes, text: str, replaced: int) -> None:
    decoded = decode(body)
    assert (decoded.text, decoded.replaced) == (text, replaced), reason


LABELS = st.sampled_from(
    [None, "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16", "hz-gb-2312", "big5", "x-user-defined", "é"]
)
MARKS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1b$B", b"\x1b(I", b"<meta charset=euc-jp>"]
)
RADICALS = "".join(map(chr, range(0x2F00, 0x2FD6)))  # read as the characters they stand for
IN_CP932 = st.characters(codec="cp932", categories=["Lo", "Nd", "So", "Po", "Ps", "Pe"], min_codepoint=0x3000)


@settings(max_examples=300, deadline=None)
@given(mark=MARKS, body=st.binary(max_size=300), charset=LABELS)
def test_never_raises(mark: bytes, body: bytes, charset: str | None) -> None:
    decoded = decode(mark + body, charset)
    assert not any(code in decoded.text for code in "\0\x1b\x7f")
    assert decoded.replaced >= decoded.text.count("\ufffd")
    decoded.text.encode()  # no lone surrogate is left


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffd" + RADICALS)))
def test_utf8_round_trips(text: str) -> None:
    assert decode(text.encode()).text == text


@settings(max_examples=300, deadline=None)
@given(st.text(IN_CP932.filter(lambda c: c.encode("cp932").decode("cp932") == c and not "\uff61" <= c <= "\uff9f")))
def test_shift_jis_round_trips(text: str) -> None:
    whole = f"<meta charset=shift_jis><p>あて先:{text}"
    assert decode(whole.encode("cp932")).text == whole
