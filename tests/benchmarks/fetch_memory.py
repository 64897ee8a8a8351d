"""How much memory a page may cost: bombs of every encoding, and answers without end, each fetched by a process of its own.

    python -m tests.benchmarks.fetch_memory        (Linux)

Prints peak memory above that of a small page; ends with 1 if one of them costs more than 64 MB.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import brotli
from backports import zstd

from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.transport import Transport
from tests.servers import LOOPBACK, Answer, serve

ALLOWED_MB = 64
GIGABYTE = 1 << 30
PIECE = bytes(1 << 20)


def _packed(feed: Callable[[bytes], bytes], finish: Callable[[], bytes], size: int = 4 * GIGABYTE) -> bytes:
    """Zeros compressed, a megabyte at a time."""
    return b"".join([*(feed(PIECE) for _ in range(size // len(PIECE))), finish()])


def _zlib(bits: int) -> bytes:
    packer = zlib.compressobj(9, wbits=bits)
    return _packed(packer.compress, packer.flush)


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=5, lgwin=24)
    return _packed(packer.process, packer.finish)


def _zstd() -> bytes:
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 23})
    return _packed(packer.compress, packer.flush)


def _twice(inner: bytes) -> bytes:
    return zlib.compress(inner, 9)


def _endless(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def _answers() -> dict[str, Answer]:
    def encoded(name: str, body: bytes) -> Answer:
        return Answer(body, headers=(("Content-Encoding", name),))

    zeros = _zlib(31)
    return {
        "gzip": encoded("gzip", zeros),
        "deflate": encoded("deflate", _zlib(15)),
        "deflate, raw": encoded("deflate", _zlib(-15)),
        "br": encoded("br", _brotli()),
        "zstd": encoded("zstd", _zstd()),
        "gzip in deflate": encoded("gzip, deflate", _twice(zeros)),
        "nothing, a million times": encoded("gzip, zstd", zstd.compress(gzip.compress(b"", 0) * 990_000)),
        "gzip of noise": encoded("gzip", zlib.compress(random.Random(0).randbytes(19 << 20), 0, wbits=31)),
        "no end": Answer(partial(_endless, b"x" * 65536)),
        "chunks without end": Answer(partial(_endless, b"x" * 65536), chunked=True),
        "chunks of a byte": Answer(partial(_endless, b"x"), chunked=True),
        "a line without end": Answer(exactly=b"HTTP/1.1 200 OK\r\nA: " + b"x" * (100 << 20)),
        "a head without end": Answer(exactly=b"HTTP/1.1 200 OK\r\n" + b"no field\r\n" * (10 << 20)),
        "a chunk size without end": Answer(
            exactly=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * (100 << 20)
        ),
    }


def _peak() -> int:
    """The most memory that this process has had, in bytes. (ru_maxrss would begin at what its parent had.)"""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(status["VmHWM"].split()[0]) * 1024


def child(port: str, path: str) -> None:
    """Fetch a small page, then the page at a path; print what that cost."""
    transport = Transport(Guard(LOOPBACK), "benchmark")
    transport.get(f"http://127.0.0.1:{port}/small")
    before, begun = _peak(), time.monotonic()
    try:
        exchange = transport.get(f"http://127.0.0.1:{port}{path}")
        end, size = exchange.truncated, len(exchange.body)
    except Exception as error:
        end, size = getattr(error, "status", repr(error)), 0
    cost = (_peak() - before) / (1 << 20)
    print(json.dumps({"end": end, "bytes": size, "seconds": time.monotonic() - begun, "mb": cost}))


def main() -> int:
    """Print a row an answer."""
    answers = _answers()
    pages = {("127.0.0.1", f"/{number}"): answer for number, answer in enumerate(answers.values())}
    worst = 0.0
    with serve({**pages, ("127.0.0.1", "/small"): Answer(b"small")}) as site:
        for number, name in enumerate(answers):
            command = [sys.executable, "-m", "tests.benchmarks.fetch_memory", str(site.port), f"/{number}"]
            cost = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            worst = max(worst, cost["mb"])
            print(
                f"{name:26} +{cost['mb']:5.1f} MB  {cost['seconds']:5.2f} s  {cost['bytes']:>10} bytes  {cost['end']}"
            )
    return int(worst > ALLOWED_MB)


if __name__ == "__main__":
    sys.exit(main() if len(sys.argv) == 1 else child(*sys.argv[1:]))
