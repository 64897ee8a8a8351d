"""The language packs that are installed, found by their folders."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache, lru_cache

from pipeline.languages.base import LanguagePack

__all__ = ["LanguagePack", "detect", "pack", "packs"]

MIN_CHARACTERS = 20  # a shorter text does not tell its language by itself
ADDRESS = re.compile(r"https?://[!-~]+|\bwww\.[!-~]+|[\w.+-]{1,64}@[\w.-]+", re.A)  # is of no language
LONG = 2_000  # characters; the language of a longer text is not remembered


@cache
def packs() -> tuple[LanguagePack, ...]:
    """Every pack, ordered by its code."""
    found = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    return tuple(importlib.import_module(f"{__name__}.{name}").PACK for name in sorted(found))


def pack(code: str) -> LanguagePack:
    """The pack of a language code; raises KeyError for a code that no pack has."""
    return {found.code: found for found in packs()}[code]


def detect(text: str, default: LanguagePack | None = None) -> LanguagePack:
    """The pack whose script the text is written in; `default` decides short texts and those of no known script."""
    if default and len(text) < MIN_CHARACTERS:
        return default
    value, best = _likeliest(text) if len(text) < LONG else _likeliest.__wrapped__(text)
    return best if value > 0 or default is None else default


@lru_cache(maxsize=4_096)
def _likeliest(text: str) -> tuple[float, LanguagePack]:
    """The largest affinity and its pack; remembered, since every stage asks about the blocks of a page."""
    words = ADDRESS.sub("", text) if any(mark in text for mark in ("@", "://", "www.")) else text
    scored = [(found.affinity(words), found) for found in packs()]
    return max(scored, key=lambda pair: pair[0])
