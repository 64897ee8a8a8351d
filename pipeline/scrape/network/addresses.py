"""Web addresses: the one spelling of each, and how it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

import idna

from pipeline.errors import FetchFailed
from pipeline.findings import Status

PORTS = {"http": 80, "https": 443}
LONGEST = 8000  # characters of an address, as much as servers commonly take
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
NUMBER = re.compile(r"0x[0-9a-f]+|[0-9]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SAFE = "!$%&'()*+,/:;=?@[]~"  # what a path or a query keeps as it is
USER = re.compile(r"(?<=//)[^/?#\s]*@")
# Names of fields that let whoever reads them in.
SECRET = re.compile(
    r"((?:[?&;#]|\b)[\w.-]*(?:token|secret|passw(?:or)?d|pwd|api[_-]?key|signature|credential|session|jwt|auth)[\w.-]*=)[^&;#\s]+"
    r"|([?&;#](?:key|sig|sid|code|pw|pass)=)[^&;#\s]+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its one spelling: small letters, IDNA, no credentials, no fragment, no default port."""

    scheme: str
    host: str  # without the brackets of IPv6
    port: int
    url: str

    @property
    def authority(self) -> str:
        """Host and port as a Host header names them."""
        return urlsplit(self.url).netloc

    @property
    def path(self) -> str:
        """Path and query, as a request line names them."""
        return self.url.removeprefix(f"{self.scheme}://{self.authority}")


def parse(url: str) -> Address:
    """The address that a text spells. Raises FetchFailed (bad_address) for what no browser should be led to."""
    text = url.strip()
    if CONTROL.search(text) or len(text) > LONGEST:
        raise _bad(text, f"it has control characters or over {LONGEST} characters")
    try:
        split = urlsplit(text)
        port = split.port
        if split.scheme not in PORTS or not split.netloc:
            raise _bad(text, "it must begin with http:// or https:// and a host")
        host = _host(split.netloc, split.hostname or "")
        path = _path(split)
    except ValueError as error:  # UnicodeError is one
        raise _bad(text, str(error)) from error
    if port == 0:
        raise _bad(text, "port 0")
    standard = PORTS[split.scheme]
    shown = f"[{host}]" if ":" in host else host
    shown += f":{port}" if port and port != standard else ""
    return Address(split.scheme, host, port or standard, f"{split.scheme}://{shown}{path}")


def _bad(url: str, reason: str) -> FetchFailed:
    shown = url.rpartition("@")[2].partition("?")[0][:200]
    return FetchFailed(Status.BAD_ADDRESS, f"{shown!a} is no address of a page: {reason}; correct it in the list")


def _host(netloc: str, host: str) -> str:
    """The host in small letters and IDNA; numbers in any spelling as an IP address. Raises ValueError."""
    if "\\" in netloc or "%" in netloc.rpartition("@")[2]:
        raise ValueError("its host has \\ or %")
    if "[" in netloc:
        return str(IPv6Address(host))
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    host = host.lower().removesuffix(".")
    if not HOST.fullmatch(host):
        raise ValueError("its host is no name")
    return str(_ipv4(host)) if NUMBER.fullmatch(host.rpartition(".")[2]) else host


def _ipv4(host: str) -> IPv4Address:
    """The address that inet_aton reads: 1 to 4 numbers, decimal, octal or hexadecimal; the last fills what is left."""
    parts = host.split(".")
    if len(parts) > 4 or not all(map(NUMBER.fullmatch, parts)):
        raise ValueError("its host is a damaged IP address")
    *first, last = (int(part, 8 if part[0] == "0" and part.isdigit() else 0) for part in parts)
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise ValueError("its host is no IP address: a number is too large")
    return IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first)))


def _path(split: SplitResult) -> str:
    """Path and query in ASCII, without steps such as /../."""
    kept: list[str] = []
    *steps, last = quote(split.path.replace("\\", "/"), safe=SAFE).split("/")[1:] or [""]
    for step in (*steps, last):
        if _dots(step) == "..":
            kept = kept[:-1]
        elif _dots(step) != ".":
            kept.append(step)
    if _dots(last) in (".", ".."):
        kept.append("")
    return f"/{'/'.join(kept)}" + (f"?{quote(split.query, safe=SAFE)}" if split.query else "")


def _dots(segment: str) -> str:
    return segment.lower().replace("%2e", ".")


def is_ip(host: str) -> bool:
    """Whether the host of an Address is an IP address and no name."""
    return ":" in host or bool(NUMBER.fullmatch(host.rpartition(".")[2]))


def without_user(url: str) -> str:
    """An address without name and password."""
    return USER.sub("", url)


def masked(text: str) -> str:
    """A text with the secrets of the addresses in it replaced by ***, and what steers a terminal by �."""
    text = STEERING.sub("\ufffd", text)
    return SECRET.sub(lambda found: f"{found[1] or found[2]}***", USER.sub("***@", text))
