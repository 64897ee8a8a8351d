"""Where English sentences end, and which line breaks are only for looks."""

from __future__ import annotations

import re

from pipeline.languages.base import Span
from pipeline.languages.brackets import enclosed, parenthetical

# A final mark with the quotes and brackets that close it, white space, and something that can open a sentence, be it a
# name as "easyJet" or "iCloud", or an address as "example.com".
END = re.compile(
    r"""[.!?。]["'”’)\]]{0,3}\s+(?=["'“‘(\[]{0,2}(?:[A-Z0-9*•※]|[a-z]{1,8}[A-Z]|[a-z][a-z0-9-]{1,30}\.(?:com|net|org|io)\s)|\()"""
    # Without white space only after a word in small letters and before one that opens sentences, as in no address.
    r"|(?<=[a-z]{3})[.!?](?=(?:We|You|Your|Our|The|This|These|If|It|However|Please|They)\b[ ’'])"
)
# Points that end no sentence. Titles and Latin short forms are always followed by more.
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|Sec|Sect|para|cf|vs|e\.g|i\.e|a\.k\.a|approx|Tel|Fax|Attn|P\.O|Bldg|Blvd|Ave|Pvt|Pty|Sdn)"
    r"|\b(?:[A-Z]\.){1,3}[A-Z]|\b[A-Z])\.$"
)
# Points that end no sentence before a number or a bracket: "art. 10".
CITING = re.compile(r"\b(?:arts?|secs?|paras?|nos?|cl|ch|pp?|regs?|[Ss]tr|[Nn]r)\.$")
# A number alone ("1.", "4.2.", "iv.") is the number of what follows.
NUMBER_ONLY = re.compile(r"^[\s\"“(]*(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[a-zA-Z])\.\s*$")
# So is one behind a mark or a conjunction: "you must: 1. call us and 2. tell …".
NUMBER_INSIDE = re.compile(r"(?:[:;]|\band) (?:\d{1,2}|[ivx]{1,4}|[a-h])\.$")
# Companies and countries may end a sentence: only a word that opens one tells.
ENTITY = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Pte|U\.S|U\.K|E\.U|U\.S\.A)\.$")
OPENER = re.compile(
    r"[\"“(]?(?:We|You|Your|Our|The|This|These|Those|If|In|It|For|When|Where|Please|To|As|Any|All|By|However|They|Such|A|An|I|Each|No|Customers?|Users?|Members?|Visitors?|Personal|Information)\b"
)
# This one is written without a point, so one behind it is a full stop, unless brackets tell more of the company.
PLAIN_ENTITY = re.compile(r"\bLLC\.$")
WINDOW = 60  # characters before a point that tell what it ends
LOWER_START = re.compile(r"^[a-z,;.)\]]")
OPEN_END = re.compile(
    r"(?:[,(\[–—/-]|\b(?:and|or|of|the|to|a|an|in|for|with|by|our|your|its|their|from|such|any|is|are|be|has|have|will|may|shall|must|that|which))$"
)
FRESH = re.compile(r"^(?:[•●○*※·▪◦–—-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)]\s)")


def split(text: str) -> list[Span]:
    """The sentences of a text as spans; marks inside brackets do not end one, unless the brackets hold all of it.

    White space belongs to no span.
    """
    inside = enclosed(text)
    spans, start = [], 0
    for match in [*END.finditer(text), None]:
        end = match.end() if match else len(text)
        if match and inside(match.start()) and not parenthetical(text, start, match.start(), end, inside):
            continue
        if match and _goes_on(text[max(start, end - WINDOW) : end].rstrip(), text[end : end + 30]):
            continue
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, start + len(piece.rstrip())))
        start = end
    return spans


def _goes_on(sentence: str, rest: str) -> bool:
    """Whether the point that `sentence` ends with is no full stop."""
    end = sentence[-24:]
    if ENTITY.search(end):
        return not OPENER.match(rest)
    if PLAIN_ENTITY.search(end):
        return rest.startswith("(")
    if CITING.search(end) and (rest[:1].isdigit() or rest.startswith("(")):
        return True
    return bool(ABBREVIATION.search(end) or NUMBER_INSIDE.search(end) or NUMBER_ONLY.match(sentence))


def continues(line: str, following: str) -> bool:
    """Whether `following` is the rest of a sentence that `line` began."""
    if FRESH.match(following):
        return False
    return bool(OPEN_END.search(line) or (LOWER_START.match(following) and len(line) > 40))
