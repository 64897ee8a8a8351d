"""Addresses as links write them -> one spelling each; which belong to one site; which language they name."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from functools import cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

from pipeline.errors import FetchFailed
from pipeline.languages import packs
from pipeline.scrape.network.addresses import parse

MAX_ADDRESS = 2_000  # characters; longer ones are generated, and no policy has one
LONGEST_LINK = 2 * MAX_ADDRESS  # with the white space around it
# What browsers take away from a link: white space around it, line breaks and tabs in it.
AROUND = re.compile("^[\x00-\x20\u3000]{1,999}|[\x00-\x20\u3000]{1,999}$|[\t\r\n]")
# What is added to an address to follow its reader, and never chooses the page.
TRACKING = re.compile(r"utm_\w+|gclid|fbclid|yclid|msclkid|_ga|_gl|phpsessid|jsessionid|sessionid", re.I)
SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
LANGUAGE_FIELDS = frozenset({"lang", "language", "locale", "hl", "lng", "lc"})
INDEX = re.compile(r"(?:index|default)(?:\.\w{2,5})?", re.I)
HOME = re.compile(r"(?:index|default|home|top)(?:\.\w{2,5})?", re.I)
SUFFIX = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|cgi|cfm|do|go|pdf|md|txt)$", re.I)


def normalise(link: str, base: str) -> str:
    """The address that a link on the page `base` leads to, without fragment; "" for what is no web address."""
    if len(link) > LONGEST_LINK:
        return ""
    written = SESSION.sub("", AROUND.sub("", link)).replace("\\", "/")
    if len(written) > MAX_ADDRESS:
        return ""
    try:
        url = parse(urljoin(base, written)).url
    except (FetchFailed, ValueError):
        return ""
    page, _, query = url.partition("?")
    fields = [field for field in query.split("&") if field and not TRACKING.fullmatch(field.partition("=")[0])]
    return "?".join(part for part in (page, "&".join(fields)) if part)


@cache
def _suffixes() -> PublicSuffixList:
    """The public suffix list as the package brings it; nothing is fetched."""
    return PublicSuffixList()


def same_site(one: str, other: str) -> bool:
    """Whether two addresses have one owner: the same registrable domain, or the same host where there is none."""
    return _owner(one) == _owner(other)


def _owner(url: str) -> str:
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return str(ipaddress.ip_address(host))
    return _suffixes().privatesuffix(host) or host


def key(url: str) -> str:
    """Equal for addresses that are one page in all but spelling: scheme, "www.", a last slash, index.html."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[", which a list or a redirect may hold
        return url
    path = "/".join(step for step in parts.path.split("/") if step)
    head, _, last = path.rpartition("/")
    path = head if INDEX.fullmatch(last) else path
    return f"{parts.netloc.removeprefix('www.')}/{path}" + (f"?{parts.query}" if parts.query else "")


def is_root(url: str) -> bool:
    """Whether an address is that of a home page, in whatever language."""
    steps = [step for step in urlsplit(_without_language(url)[1]).path.split("/") if step]
    return not steps or (len(steps) == 1 and bool(HOME.fullmatch(steps[0])))


def words_of(url: str) -> tuple[str, ...]:
    """The names at the end of an address, without suffix and language: the last step of its path, values of its query."""
    parts = urlsplit(_without_language(url)[1])
    steps = [SUFFIX.sub("", unquote(step)).lower() for step in parts.path.split("/") if step]
    last = next((step for step in reversed(steps) if not HOME.fullmatch(step)), "")
    return tuple(word for word in (last, *(value.lower() for _, value in parse_qsl(parts.query))) if word)


def folders_of(url: str) -> tuple[str, ...]:
    """The folders that a page is stored in, the outermost first, without its language."""
    steps = urlsplit(_without_language(url)[1]).path.rstrip("/").split("/")
    return tuple(unquote(step).lower() for step in steps[1:-1])


def language_of(url: str) -> str:
    """The code of the language that an address names (/en/, privacy-ja.html, ?lang=en, en.example.com), or ""."""
    return _without_language(url)[0]


def key_of_any_language(url: str) -> str:
    """Equal for the language versions of a page, as far as their addresses tell."""
    return key(_without_language(url)[1])


def _without_language(url: str) -> tuple[str, str]:
    """The language that an address names, and the address without it. The last step counts: /jp/en/ is English."""
    parts = urlsplit(url)
    codes = _tags()
    fields = parse_qsl(parts.query, keep_blank_values=True)
    asked = [field for field in fields if field[0].lower() in LANGUAGE_FIELDS and field[1].lower() in codes]
    if asked:
        query = urlencode([field for field in fields if field not in asked])
        return codes[asked[-1][1].lower()], urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    step = next(reversed(list(_steps().finditer(parts.path))), None)
    if step:
        tag = step["step"] or step["end"] or step["start"]
        rest = parts.path[step.end() :]
        path = parts.path[: step.start()] + ("/index" if step["step"] and rest.startswith(".") else "") + rest
        return codes[tag.lower()], urlunsplit((parts.scheme, parts.netloc, path or "/", parts.query, ""))
    first, _, host = parts.netloc.partition(".")
    if first.lower() in codes and "." in host:
        return codes[first.lower()], urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    return "", url


@cache
def _tags() -> dict[str, str]:
    """The code of each tag that stands for a language."""
    return {tag: found.code for found in packs() for tag in found.links.tags}


@cache
def _steps() -> re.Pattern[str]:
    """A language in a path: a step of it (/en/, /english.html), or the end or start of its last (privacy-en.html)."""
    tag = "|".join(map(re.escape, sorted(_tags(), key=len, reverse=True)))
    return re.compile(
        rf"/(?P<step>{tag})(?=/|$|\.\w{{2,5}}$)|[-_.](?P<end>{tag})(?=\.\w{{2,5}}$|/?$)|(?<=/)(?P<start>{tag})[-_](?=[^/]*$)",
        re.I,
    )
