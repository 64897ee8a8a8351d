"""Addresses as they may be shown: without passwords, keys and tokens."""

from __future__ import annotations

import re

USER = re.compile(r"(?<=//)[^/?#\s]*@")
# Names of fields that let whoever reads them in.
SECRET = re.compile(
    r"((?:[?&;#]|\b)[\w.-]*(?:token|secret|passw(?:or)?d|pwd|api[_-]?key|signature|credential|session|jwt|auth)[\w.-]*=)[^&;#\s]+"
    r"|([?&;#](?:key|sig|sid|code|pw|pass)=)[^&;#\s]+",
    re.I,
)


def without_user(url: str) -> str:
    """An address without name and password."""
    return USER.sub("", url)


def masked(text: str) -> str:
    """A text with the secrets of the addresses in it replaced by ***."""
    return SECRET.sub(lambda found: f"{found[1] or found[2]}***", USER.sub("***@", text))
