"""The words of a link -> what they call the page behind it, by all languages at once. Words come folded (anchors.py)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.languages import packs
from pipeline.languages.base import LanguagePack, PolicyPart

LONGEST = 1.5  # short lines of its language: a longer text is a sentence or a headline, no name


@dataclass(frozen=True, slots=True)
class Name:
    """What a page is called: the policy itself, or a part of it, and how much of the words says so."""

    part: PolicyPart | None
    share: float


def named(words: str, *, within: bool = False, about: str = "") -> Name | None:
    """What `words` call a page; None when they name no policy, or something that only sounds like one.

    `within` a policy fewer words are enough to name a part of it; elsewhere they, or what else is known `about` the
    link, have to speak of personal data.
    """
    if not words or lookalike(words):
        return None
    found = [name for pack in packs() if (name := _named_in(words, pack, within, about))]
    return max(found, key=lambda name: name.share, default=None)


def _named_in(words: str, pack: LanguagePack, within: bool, about: str) -> Name | None:
    cues = pack.links
    if len(words) > LONGEST * pack.short_line:
        return None
    if cues.alone.fullmatch(words):
        return Name(None, 1.0)
    whole = cues.policy.search(words)
    tables = (cues.parts, cues.within) if within else (cues.parts,)
    found = ((part, match) for table in tables for part, pattern in table.items() if (match := pattern.search(words)))
    part, match = next(found, (None, None))
    inside = whole and match and whole.start() <= match.start() and match.end() <= whole.end()
    if part and match and not inside and (within or cues.subject.search(f"{words} {about}")):
        return Name(part, max(_share(match.span(), words), _share(whole.span(), words) if whole else 0))
    return Name(None, _share(whole.span(), words)) if whole else None


def _share(span: tuple[int, int], words: str) -> float:
    return (span[1] - span[0]) / len(words)


def lookalike(words: str) -> str:
    """What a text that may name a policy is instead, such as news of it; "" when nothing says so."""
    cues = (cue for pack in packs() for cue in pack.links.lookalikes)
    return next((cue.name for cue in cues if cue.pattern.search(words)), "")


def is_pointer(words: str) -> bool:
    """Whether a link says nothing itself, like 「こちら」."""
    return any(pack.links.pointer.fullmatch(words) for pack in packs())


def is_general(words: str) -> bool:
    """Whether a link names the policy of a site, which may hold the privacy policy."""
    return any(pack.links.general.fullmatch(words) for pack in packs())


def is_address_of_policy(names: tuple[str, ...]) -> bool:
    """Whether the last part of an address, or a value of its query, is what policies are stored under."""
    return any(pack.links.address.fullmatch(name) for pack in packs() for name in names)


def switched_to(words: str) -> str:
    """The code of the language that a language switch leads to; "" for what is no language switch."""
    return next((pack.code for pack in packs() if words and pack.links.switch.fullmatch(words)), "")


def language_named(words: str) -> str:
    """The code of the language that words say a page is written in, like 「（英語）」; "" when they say nothing."""
    return next((pack.code for pack in packs() if pack.links.version.search(words)), "")
