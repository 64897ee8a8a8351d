"""Content-Encoding -> the bytes that were encoded, in small pieces, so that a bomb is stopped before it is large.

urllib3 and warcio decode too, but take a stream that ends early for whole; here that is told.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import brotli
import webencodings
from backports import zstd

from pipeline.errors import FetchFailed
from pipeline.findings import Status

ACCEPTED = "gzip, deflate, br, zstd"
STEP = 1 << 16  # bytes decoded at a time
MOST_LAYERS = 4
# What servers write where nothing is encoded. They write names of character sets too.
PLAIN = frozenset({"", "identity", "none", "binary", "7bit", "8bit"})
ZSTD_WINDOW = 23  # 8 MB, all that RFC 9659 lets a server ask for


class Damaged(Exception):
    """The bytes are not what their encoding says, or end too early."""


class TooLarge(Exception):
    """More was decoded than may be."""


class _Decoder(Protocol):
    """As the decompressors of bz2, lzma and zstd: one member or frame, and no more output a call than asked for."""

    def decompress(self, data: bytes, max_length: int) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class _Zlib:
    needs_input = True

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(piece) < max_length
        return piece

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _Deflate(_Zlib):
    """With the header of zlib as the standard wants it, or without as some servers send it; two bytes tell."""

    def __init__(self) -> None:
        self._start = b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if not hasattr(self, "_inner"):
            self._start += data
            if len(self._start) < 2:
                return b""
            headed = self._start[0] & 15 == 8 and int.from_bytes(self._start[:2]) % 31 == 0
            super().__init__(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)
            data = self._start
        return super().decompress(data, max_length)

    @property
    def eof(self) -> bool:
        return hasattr(self, "_inner") and super().eof


class _Brotli:
    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece: bytes = self._inner.process(data, output_buffer_limit=max_length)
        return piece

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())


def _gzip() -> _Decoder:
    return _Zlib(zlib.MAX_WBITS | 16)


def _zstd() -> _Decoder:
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW})


DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _zstd,
}
ERRORS = (zlib.error, brotli.error, zstd.ZstdError)


def layers(header: str) -> tuple[str, ...]:
    """The encodings that a Content-Encoding header names, the outermost first. Raises FetchFailed for unknown ones."""
    named = [name.strip().lower() for name in header.split(",")]
    encoded = [name for name in named if name not in PLAIN and webencodings.lookup(name) is None]
    unknown = [name for name in encoded if name not in DECODERS]
    if unknown or len(encoded) > MOST_LAYERS:
        detail = f"its content encoding {header[:80]!a} is none of {ACCEPTED}; save the page with a browser"
        raise FetchFailed(Status.BAD_RESPONSE, detail)
    return tuple(reversed(encoded))


def undo(chunks: Iterable[bytes], encodings: Iterable[str], most: int) -> Iterator[bytes]:
    """The decoded bytes in pieces, as they come. Raises Damaged, or TooLarge once a layer gives over `most` bytes."""
    for name in encodings:
        chunks = _capped(_undo(chunks, DECODERS[name]), most)
    return iter(chunks)


def _capped(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The first `most` bytes, then TooLarge if there is more."""
    for piece in pieces:
        yield piece[:most]
        most -= len(piece)
        if most < 0:
            raise TooLarge


def _undo(chunks: Iterable[bytes], begin: Callable[[], _Decoder]) -> Iterator[bytes]:
    """One layer undone. Members and frames may follow each other; bytes behind them that are neither are left out."""
    decoder, members, fed, given = begin(), 0, False, False
    waiting = iter(chunks)
    for chunk in waiting:
        rest = chunk
        while rest or (fed and not decoder.needs_input):
            try:
                piece = decoder.decompress(rest, STEP)
            except ERRORS as error:
                if members and not given:
                    yield from (b"" for _ in waiting)
                    return
                raise Damaged(str(error)) from error
            yield piece
            fed, given, rest = True, given or bool(piece), b""
            if decoder.eof:
                rest = decoder.unused_data
                decoder, members, fed, given = begin(), members + 1, False, False
    if given or (fed and not members):
        raise Damaged("it ends early")
