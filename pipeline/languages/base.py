"""The contract of a language pack: what every stage may ask of a language, and nothing else.

A pack is a folder with `script sentences numbering pages links cues facts nlp` and a `PACK` in its `__init__`; it is found by
its folder. No stage names a language code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from pipeline.codebook import Label
from pipeline.languages.reading import FactTables

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PageCues:
    """Named expressions that the cleaning stage asks for.

    policy: words that only texts about personal data are full of · topic: words that other legal texts use too ·
    title: the title of a policy · furniture: a block that is part of the page, never of the text (copyright, "to
    top") · missing: what error pages say · script: what a page says that needs a script · login: what a page says
    that wants its reader to log in · terminal: a text that ends as a sentence does · caption: marks that open a
    caption · statement: a sentence that pages mark as a heading all the same · claim: words that a caption does not
    have, since it says nothing · dated: a line that tells a date of the text · announces: a sentence that
    introduces the list behind it · note: words that call for attention and name nothing · case: an item that names
    a case or an aim, and so is no caption of what follows it · item: how lines end that are items of a list, and go
    on in no other · article: the number and name of an article, which its text follows · opens: words that only a
    new sentence begins with.
    """

    policy: re.Pattern[str]
    topic: re.Pattern[str]
    title: re.Pattern[str]
    furniture: re.Pattern[str]
    missing: re.Pattern[str]
    script: re.Pattern[str]
    login: re.Pattern[str]
    terminal: re.Pattern[str]
    caption: re.Pattern[str]
    statement: re.Pattern[str]
    claim: re.Pattern[str]
    dated: re.Pattern[str]
    announces: re.Pattern[str]
    note: re.Pattern[str]
    case: re.Pattern[str]
    item: re.Pattern[str]
    article: re.Pattern[str]
    opens: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """An expression that speaks for a label; `name` is what the evidence of a score shows."""

    name: str
    pattern: re.Pattern[str]


def cues(**patterns: str) -> tuple[Cue, ...]:
    """Cues by their names, in the order they are listed; upper and lower case alike."""
    return tuple(Cue(name, re.compile(pattern, re.I)) for name, pattern in patterns.items())


class PolicyPart(StrEnum):
    """What a page beside the privacy policy may be about; the values are read by people."""

    COOKIES = "cookies"
    TRANSMISSION = "external transmission"
    SECURITY = "safety measures"
    JOINT_USE = "joint use"
    THIRD_PARTIES = "third parties"
    REQUESTS = "requests for disclosure"
    RETAINED = "matters to be made public"
    PURPOSES = "purposes of use"
    NUMBERS = "individual numbers"
    APPLICANTS = "applicants and staff"
    REGION = "a region's law"
    ANONYMISED = "anonymised data"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class LinkCues:
    """Named expressions by which a policy is found. They meet folded words: NFKC, small letters, no space between kana.

    policy: names a privacy policy · alone: names one when a link says nothing else · general: a policy of the whole
    site that may hold it · subject: is about personal data at all · parts: names a page beside the policy ·
    within: the same in fewer words, enough inside a policy · lookalikes: what names a policy and is none, by what it
    is instead · address: the last part of an address that holds one · switch: this language in a language switch ·
    version: "(English)" behind a title · tags: what stands for the language in addresses · pointer: a link that says
    nothing itself ("here").
    """

    policy: re.Pattern[str]
    alone: re.Pattern[str]
    general: re.Pattern[str]
    subject: re.Pattern[str]
    parts: Mapping[PolicyPart, re.Pattern[str]]
    within: Mapping[PolicyPart, re.Pattern[str]]
    lookalikes: tuple[Cue, ...]
    address: re.Pattern[str]
    switch: re.Pattern[str]
    version: re.Pattern[str]
    tags: frozenset[str]
    pointer: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbering a text begins with: 「第3条」, "(a)", "1.2.".

    `style` is equal for siblings ("(1)" and "(2)"), `rank` orders styles from the outermost in,
    `detached` tells that the number stands apart from the sentence that follows it.
    """

    text: str
    end: int
    style: str
    rank: int
    detached: bool = False


class Piece(NamedTuple):
    """A clause of a sentence, `sentence[start:end]`.

    `predicates` are its predicates with their subjects and arguments, as tokens with white space between them:
    "we>use", "use>to>provide".
    """

    start: int
    end: int
    predicates: str = ""


class Nlp(Protocol):
    """A loaded language model. Texts are single sentences."""

    name: str

    def clauses(self, sentences: Sequence[str]) -> list[list[Piece]]:
        """The clauses of each sentence, which cover it."""
        ...


class Stage(NamedTuple):
    """A pass of tuning: how often over the clauses, the highest rate, and whether over those alone that n-grams doubt."""

    epochs: int
    rate: float
    unsure: bool


class Tuning(NamedTuple):
    """How the encoder of a language is made: the name of its start in `tune`, how many pieces it keeps, how it learns."""

    start: str
    pieces: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """All knowledge of one language."""

    code: str
    name: str
    ngrams: tuple[str, tuple[int, int]]  # scikit-learn's analyzer for characters and the lengths of its n-grams
    short_line: int  # characters; a line below it may be a caption, one above it is running text
    affinity: Callable[[str], float]  # 0 to 1: how much of a text's letters are of this language's script
    sentences: Callable[[str], list[Span]]
    continues: Callable[[str, str], bool]  # is the second line the rest of the first, broken for looks only?
    numbering: Callable[[str], Numbering | None]
    pages: PageCues
    links: LinkCues
    cues: Mapping[Label, tuple[Cue, ...]]
    topics: tuple[
        Cue, ...
    ]  # what a clause or the words around it speak of, whatever the label; "commerce" and "asked" must be there
    words: Callable[[str], Iterable[str]]  # the normalized words of a text, for the classifier
    facts: FactTables
    tuning: Tuning
    load_nlp: Callable[[str | None], Nlp]  # raises ModelError when the model is not installed
