"""Home page -> its privacy policies; policy page -> the other pages of its set. Each link tells why it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a link leads to."""

    POLICY = "policy"  # a privacy policy
    PART = "part"  # a page of the same set: a cookie policy, safety measures, how to ask for disclosure
    TRANSLATION = "translation"  # the same page in another language
    HOME = "home"  # the home page in another language
    FRAME = "frame"  # the page's own content: the documents of a frameset, a page that it forwards to


@dataclass(frozen=True, slots=True)
class Link:
    """A page to fetch, and why."""

    url: str  # absolute, normalised, without a fragment
    role: Role
    language: str  # of the page it leads to, as far as the link tells; "" when it does not
    reason: str
    score: float  # 0 to 1, how much speaks for it
    topic: str = ""  # what a part is about


def policy_links(html: str, url: str) -> tuple[Link, ...]:
    """The policies that a page without one leads to; `url` is its final address."""
    raise NotImplementedError


def set_links(html: str, url: str) -> tuple[Link, ...]:
    """The other pages of the set that a policy page belongs to; `url` is its final address."""
    raise NotImplementedError
