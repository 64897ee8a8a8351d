"""GiNZA and SudachiPy: the clauses of a Japanese sentence, and its normalized words. Loaded when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from pipeline.languages.base import Nlp
from pipeline.languages.parsing import Method, Parser

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from sudachipy import Tokenizer

DEFAULT = ("ja_ginza",)
# Nothing here reads names, phrases (文節) or the 600,000 strings of the vocabulary, a third of the memory of ja_ginza.
UNREAD = ("ner", "compound_splitter", "bunsetu_recognizer", "strings")
COORDINATING = re.compile("(?:ほか|他|外|とともに|と共に|ますが|ですが|ませんが|ましたが)$")
# Verb forms that have become particles, and phrases of politeness: they join an adverbial, not a predicate.
FUNCTIONAL = re.compile(
    "(?:を(?:除|のぞ)き|に限り|に基づき|に基き|に従い|に伴い|にあたり|に当たり|により|に応じ|を含み|に対し|に関し|に際し|を通じ|を踏まえ|を考慮し|に鑑み|に則り|に沿い|にのっとり|を問わず|にかかわらず|につき|に付き|をもち|に照らし|に合わせ|に基(?:づ|ず)き|にもと(?:づ|ず)き|に応え|に先立ち"
    "|恐れ入りますが|お手数ですが|手数をおかけしますが|申し訳(?:あり|ござい)ませんが|恐縮ですが|と異なり|にかかわり)$"
)
CHAIN = frozenset(("advcl", "conj", "ROOT"))
# Parts of speech (UniDic): verbs and adjectives; verbs that are auxiliary too; nouns of action; what is no word by itself.
VERBAL = ("動詞-一般", "形容詞-一般")
AUXILIARY = "動詞-非自立可能"
ACTION = ("名詞-普通名詞-サ変可能", "名詞-普通名詞-サ変形状詞可能")
FUNCTION = ("助詞", "助動詞", "接尾辞", "補助記号", "空白", AUXILIARY)
PARTICLE, ADVERB, NOUN, LINK = ("助詞",), "副詞", ("名詞", "代名詞"), "助詞-接続助詞"
NOMINAL = (*NOUN, "接頭辞", "接尾辞")  # what a compound noun is made of
INFLECTING = ("助動詞", "接尾辞", "形容詞-非自立可能", AUXILIARY)  # what stands behind a predicate's stem
TOPICAL = frozenset("はも")
# 「…することがあります」「…する場合がございます」「…するものとします」 say how a predicate holds: their nouns and verbs, normalized.
FORMAL = frozenset(("こと", "事", "場合", "もの", "物"))
MODAL = frozenset(("有る", "無い", "御座る", "出来る", "為る", "致す"))
PARTICLES = 4  # characters; more are no particles
MARKS = {  # of a predicate, by the normalized forms of its auxiliaries
    "~not": frozenset(("ない", "ず", "ぬ")),
    "~by": frozenset(("れる", "られる")),
    "~let": frozenset(("せる", "させる", "頂く")),
}
PHRASE = "_bunsetu"  # behind a relation: of the head of a phrase, where it joins two phrases
SUDACHI_LIMIT = 16_000  # bytes; SudachiPy refuses more than 49,149


def load(name: str | None) -> Nlp:
    """GiNZA's parser and its parts of speech. Raises ModelError when it is not installed."""
    return Parser(name, Method(DEFAULT, UNREAD, cuts, predicates, open_to_parse, _prepare))


def _prepare(nlp: Language) -> None:
    """One dictionary for the parser and for `words`, and no search for the parts of words (短単位), which none reads."""
    if getattr(nlp.tokenizer, "split_mode", None) == "C":
        nlp.tokenizer.tokenizer = _sudachi()
        nlp.tokenizer.need_subtokens = False


def open_to_parse(doc: Doc) -> bool:
    """Whether a comma of a sentence may end a clause, which only its structure tells."""
    return any(_continuative(comma.nbor(-1)) or COORDINATING.search(before) for comma, before in _commas(doc))


def _words(doc: Doc) -> list[Token]:
    """The words of a sentence that mean something by themselves."""
    return [token for token in doc if not token.tag_.startswith(FUNCTION) or _is_predicate(token)]


def _is_predicate(token: Token) -> bool:
    """Whether a word is a predicate by its part of speech and those beside it (SudachiPy)."""
    if _is_auxiliary(token):
        before = token.nbor(-1).tag_ if token.i else ""
        return before.startswith("助詞-") and not before.startswith("助詞-接続助詞")
    if token.tag_.startswith(ACTION):
        return token.i + 1 < len(token.doc) and _is_auxiliary(token.nbor())
    return bool(token.tag_.startswith(VERBAL))


def _is_auxiliary(token: Token) -> bool:
    return bool(token.tag_.startswith(AUXILIARY))


def cuts(doc: Doc) -> list[int]:
    """The character offsets at which the sentence `doc` falls into clauses.

    A clause ends at a comma behind a predicate that stands on the same level as the main one: a continuative form
    (「…を講じ、」), 「…するほか、」「…するとともに、」「…ますが、」. Adverbials (「…のため、」「…場合は、」) belong to their predicate.
    """
    found = []
    for comma, before in _commas(doc):
        head, last = comma.head, comma.nbor(-1)
        joins = COORDINATING.search(before[head.idx :]) or (_continuative(last) and last.pos_ in ("VERB", "AUX"))
        if head.i < comma.i and joins and _main_level(head) and _has_argument(doc[comma.i + 1 :]):
            found.append(comma.idx + len(comma.text))
    return found


def predicates(doc: Doc) -> Iterator[tuple[int, str]]:
    """What the phrases of a sentence are to its predicates, in normalized forms, by its words alone (SudachiPy).

    A Japanese phrase stands before its predicate: it is read with the next one, a topic (は, も) with the last one.
    「業者に>提供」 is an argument with its particles, 「root>提供~not」 the main predicate, 「預かる>acl>情報」 one before a
    noun, 「発送>てadvcl>利用」 one before another; negated, passive and causative ones are marked. The offset is that of
    the phrase.
    """
    words = _without_modality(_words(doc))
    if not words:
        return
    main = words.pop()
    for word, head in zip(words, _heads(words, main), strict=True):
        told = _joined(word, head) if _is_predicate(word) else _argument(word, head, main)
        if told:
            yield word.idx, told
    yield main.idx, f"root>{_marked(main, set(_forms(doc[main.i + 1 :])))}"


def _without_modality(words: list[Token]) -> list[Token]:
    """The words up to the predicate that says what is done: 「提供」 in 「提供することがあります」."""
    while len(words) > 2 and words[-1].norm_ in MODAL and words[-2].norm_ in FORMAL and _is_predicate(words[-3]):
        words = words[:-2]
    return words


def _heads(words: Sequence[Token], main: Token) -> list[Token]:
    """The next predicate behind each word."""
    found, head = [], main
    for word in reversed(words):
        found.append(head)
        head = word if _is_predicate(word) else head
    return found[::-1]


def _argument(word: Token, head: Token, main: Token) -> str:
    """A noun with its particles, or an adverb, and the predicate it belongs to; empty for what belongs to a noun."""
    particles = _forms(_run(word.doc, word.i + 1, PARTICLE))
    if not particles:
        return f"{word.norm_}>{head.norm_}" if word.tag_.startswith(ADVERB) else ""
    if particles[0] == "の":
        return ""
    return f"{word.norm_}{''.join(particles)[:PARTICLES]}>{(main if particles[-1] in TOPICAL else head).norm_}"


def _joined(word: Token, head: Token) -> str:
    """A predicate that is not the main one, and the noun or the predicate that it hangs on."""
    end = _end(word)
    marked = _marked(word, set(_forms(word.doc[word.i + 1 : end])))
    nouns = [token for token in _run(word.doc, end, NOMINAL) if token.tag_.startswith(NOUN)]
    if nouns:
        return f"{marked}>acl>{nouns[-1].norm_}"
    return f"{marked}>{''.join(_forms(_run(word.doc, end, PARTICLE)))[:PARTICLES]}advcl>{head.norm_}"


def _end(word: Token) -> int:
    """Where the auxiliaries behind a predicate end, those behind て included (「…ています」)."""
    end: int = word.i + 1 + len(_run(word.doc, word.i + 1, INFLECTING))
    behind = list(word.doc[end : end + 2])
    if len(behind) == 2 and behind[0].tag_.startswith(LINK) and _is_auxiliary(behind[1]):
        end += 1 + len(_run(word.doc, end + 1, INFLECTING))
    return end


def _run(doc: Doc, start: int, tags: tuple[str, ...]) -> list[Token]:
    """The words from a place on that are of some parts of speech."""
    return list(takewhile(lambda token: token.tag_.startswith(tags), doc[start:]))


def _forms(tokens: Iterable[Token]) -> list[str]:
    return [str(token.norm_) for token in tokens]


def _marked(token: Token, forms: Set[str]) -> str:
    """A predicate with the marks of its auxiliaries."""
    return str(token.norm_) + "".join(mark for mark, marking in MARKS.items() if forms & marking)


def _commas(doc: Doc) -> Iterator[tuple[Token, str]]:
    """The commas inside a sentence that no adverbial ends at, each with the text before it."""
    text = doc.text
    for token in doc:
        if token.text in "、，" and 0 < token.i < len(doc) - 1:
            before = text[: token.idx]
            if not FUNCTIONAL.search(before[-12:]):
                yield token, before


def _has_argument(rest: Sequence[Token]) -> bool:
    """Whether a rest of a sentence names what its predicates are about: 「改善します」 and 「安全に管理します」 do not."""
    named = (*NOMINAL, "補助記号")  # with a bracket behind
    return any(token.tag_.startswith(PARTICLE) and before.tag_.startswith(named) for before, token in pairwise(rest))


def _main_level(head: Token) -> bool:
    """Whether a phrase is joined to the main predicate by coordination alone."""
    if head.lemma_ in ("ほか", "他", "外", "とも", "共") or head.text in ("ほか", "他", "とも", "共"):
        if not any(_relation(child) == "acl" for child in head.children):
            return False
        head = head.head
    elif _relation(head) not in ("advcl", "conj"):
        return False
    for _ in range(len(head.doc)):
        if head.dep_ == "ROOT":
            return True
        if _relation(head) not in CHAIN:
            return False
        head = head.head
    return False


def _relation(token: Token) -> str:
    return str(token.dep_.removesuffix(PHRASE))


def _continuative(token: Token) -> bool:
    """Whether a word has the continuative form (連用形) of a verb by the dictionary."""
    inflection = "".join(token.morph.get("Inflection"))
    return "連用形" in inflection and not inflection.startswith(("助動詞-ダ", "形容詞"))


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
