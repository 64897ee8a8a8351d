"""GiNZA and SudachiPy: the clauses of a Japanese sentence, and its normalized words. Loaded when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.languages.base import Nlp
from pipeline.languages.parsing import Parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from sudachipy import Tokenizer

DEFAULT = ("ja_ginza",)
# A sentence can only be cut behind a comma that a verb form or one of these words stands before.
CUTTABLE = re.compile("(?:[いきぎしじちにびみりえけげせぜてでねべめれ]|ほか|他|外|とともに|と共に|[すた]が)[、，]")
COORDINATING = re.compile("(?:ほか|他|外|とともに|と共に|ますが|ですが|ませんが|ましたが)$")
# Verb forms that have become particles, and phrases of politeness: they join an adverbial, not a predicate.
FUNCTIONAL = re.compile(
    "(?:を除き|に限り|に基づき|に基き|に従い|に伴い|にあたり|に当たり|により|に応じ|を含み|に対し|に関し|に際し|を通じ|を踏まえ|に鑑み|につき|に付き|をもち|に照らし"
    "|恐れ入りますが|お手数ですが|手数をおかけしますが|申し訳(?:あり|ござい)ませんが|恐縮ですが|と異なり|にかかわり)$"
)
CHAIN = frozenset(("advcl", "conj", "ROOT"))
SUDACHI_LIMIT = 16_000  # bytes; SudachiPy refuses more than 49,149


def load(name: str | None) -> Nlp:
    """GiNZA without entity recognition, which nothing here needs. Raises ModelError when it is not installed."""
    return Parser(name, DEFAULT, cuttable=CUTTABLE.search, cuts=cuts, exclude=("ner",))


def cuts(doc: Doc) -> list[int]:
    """The character offsets at which the sentence `doc` falls into clauses.

    A clause ends at a comma behind a predicate that stands on the same level as the main one: a continuative form
    (「…を講じ、」), 「…するほか、」「…するとともに、」「…ますが、」. Adverbials (「…のため、」「…場合は、」) belong to their predicate.
    """
    found = []
    for token in doc:
        if token.text in "、，" and 0 < token.i < len(doc) - 1:
            head = token.head
            tail = doc.text[head.idx : token.idx]
            if FUNCTIONAL.search(doc.text[: token.idx][-12:]):
                continue
            if (
                head.i < token.i
                and _main_level(head)
                and (COORDINATING.search(tail) or _continuative(doc[token.i - 1]))
            ):
                found.append(token.idx + len(token.text))
    return found


def _main_level(head: Token) -> bool:
    """Whether a phrase is joined to the main predicate by coordination alone."""
    if head.lemma_ in ("ほか", "他", "外", "とも", "共") or head.text in ("ほか", "他", "とも", "共"):
        if not any(child.dep_ == "acl" for child in head.children):
            return False
        head = head.head
    elif head.dep_ not in ("advcl", "conj"):
        return False
    for _ in range(len(head.doc)):
        if head.dep_ == "ROOT":
            return True
        if head.dep_ not in CHAIN:
            return False
        head = head.head
    return False


def _continuative(token: Token) -> bool:
    """Whether a token is a verb in its continuative form (連用形) and not the particle て."""
    inflection = "".join(token.morph.get("Inflection"))
    return (
        "連用形" in inflection and token.pos_ in ("VERB", "AUX") and not inflection.startswith(("助動詞-ダ", "形容詞"))
    )


@cache
def _sudachi() -> Tokenizer:
    from sudachipy import Dictionary

    return Dictionary(dict="core").create()


def words(text: str) -> Iterable[str]:
    """The normalized forms of the words of a text (SudachiPy, longest units): spelling variants fall together."""
    if len(text.encode()) > SUDACHI_LIMIT:
        text = text[: SUDACHI_LIMIT // 4]
    skip = ("補助記号", "空白")
    return [word.normalized_form() for word in _sudachi().tokenize(text) if word.part_of_speech()[0] not in skip]
