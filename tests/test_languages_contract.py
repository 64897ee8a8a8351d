"""What every language pack that is found must keep to."""

from __future__ import annotations

import html
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import languages
from pipeline.codebook import Label
from pipeline.languages import detect, pack, packs
from pipeline.languages.base import LanguagePack, PolicyPart
from pipeline.languages.brackets import enclosed
from pipeline.languages.reading import read as read_facts
from tests.builders import cases, clause, scores

SAMPLES = {  # a new pack brings a sample of its language
    "ja": "当店は、ご注文の品をお届けするためにお名前とご住所を伺い、ほかの用途には用いません。",
    "en": "We ask for your name and address to deliver what you ordered, and we use them for nothing else.",
}
CODES = [found.code for found in packs()]
CORPORA = Path(__file__).resolve().parents[1] / "corpora"
TAG = re.compile("<[^>]*>")
LENGTH = 50_000  # characters of an adversarial text
LIMIT = 5.0  # seconds for it; a linear run needs well below one, a quadratic one minutes
PARTS = (
    "a",
    "1",
    "あ",
    "一",
    " ",
    "　",
    "、",
    "。",
    ".",
    "(",
    "「",
    "1,",
    "234,",
    "a.",
    "e.g. ",
    "Mr. ",
    "We ",
    "第1条",
    "1円",
    "。」",
    "（。）",
)
MARKS = "あア亜aA1 。．.!?！？「」（）()[]\n\t　,、※*\"'"


@pytest.fixture(params=CODES)
def language(request: pytest.FixtureRequest) -> LanguagePack:
    """Each pack in turn."""
    return pack(request.param)


def test_packs_are_found_in_order_of_their_codes() -> None:
    assert sorted(set(CODES)) == CODES
    assert {"en", "ja"} <= set(CODES)


def test_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        pack("xx")


def test_all_fields_are_present(language: LanguagePack) -> None:
    missing = [field.name for field in fields(language) if getattr(language, field.name) in (None, "", 0, ())]
    missing += [
        field.name
        for field in fields(language.pages)
        if not isinstance(getattr(language.pages, field.name), re.Pattern)
    ]
    assert missing == []


def test_each_label_has_cues_with_names_of_their_own(language: LanguagePack) -> None:
    for label in Label:
        names = [cue.name for cue in language.cues[label]]
        assert names, f"{language.code} has no cues for {label}"
        assert len(names) == len(set(names))


def test_links_know_each_part_of_a_policy(language: LanguagePack) -> None:
    links = language.links
    assert set(links.parts) == set(PolicyPart), "a pack that lacks a part never finds its pages"
    assert set(links.within) <= set(PolicyPart)
    names = [cue.name for cue in links.lookalikes]
    assert len(names) == len(set(names))
    assert {"news", "form", "settings"} <= set(names)


def test_tags_of_addresses_stand_for_one_language() -> None:
    tags = [tag for code in CODES for tag in pack(code).links.tags]
    assert len(tags) == len(set(tags))
    assert all(code in pack(code).links.tags and tag == tag.lower() for code in CODES for tag in pack(code).links.tags)


def test_affinity_is_high_for_its_own_language_alone(language: LanguagePack) -> None:
    for code, sample in SAMPLES.items():
        value = language.affinity(sample)
        assert 0 <= value <= 1
        assert (value > 0.9) == (code == language.code)
        assert detect(sample).code == code
    assert set(SAMPLES) == set(CODES)


@given(text=st.text(max_size=300))
def test_affinity_is_a_share(text: str) -> None:
    assert all(0 <= found.affinity(text) <= 1 for found in packs())


@given(text=st.text(alphabet=MARKS, max_size=80) | st.text(max_size=80))
@settings(max_examples=300)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    for found in packs():
        covered, last = "", 0
        for start, end in found.sentences(text):
            assert last <= start < end <= len(text)
            assert text[last:start].strip() == ""
            assert text[start:end] == text[start:end].strip()
            covered, last = covered + text[start:end], end
        assert text[last:].strip() == ""


@given(text=st.text(alphabet=MARKS + "第条の二十.)）①ⅢivxI-－", max_size=20) | st.text(max_size=20))
@settings(max_examples=300)
def test_numbering_is_a_prefix_or_nothing(text: str) -> None:
    for found in packs():
        numbering = found.numbering(text)
        assert numbering is None or (0 < numbering.end <= len(text) and numbering.text in text[: numbering.end])


@given(line=st.text(alphabet=MARKS, max_size=40), following=st.text(alphabet=MARKS, max_size=40))
def test_continues_answers_for_any_two_lines(line: str, following: str) -> None:
    assert all(found.continues(line, following) in (True, False) for found in packs())


@pytest.mark.parametrize(("text", "expected"), cases(
    ("a(b)c", "  -  ", "half-width brackets hold what is between them, not themselves"),
    ("あ（い）う", "  -  ", "full-width brackets"),
    ("（い)う", " -", "full-width and half-width forms close one another"),
    ("「あ（い）」", " ---- ", "nested pairs"),
    ("(abc", "    ", "a bracket that never closes holds nothing"),
    ("abc)", "    ", "a bracket that never opened holds nothing"),
    ("(a「b)c", " ---  ", "an unclosed bracket inside a closed pair"),
    ("(" + "a" * 700 + ")", " " * 702, "a pair further apart than a sentence can be holds nothing"),
))  # fmt: skip
def test_brackets(text: str, expected: str) -> None:
    inside = enclosed(text)
    assert [inside(at) for at in range(len(text))] == [mark != " " for mark in expected.ljust(len(text))]


def _patterns(value: Any, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression in a module, with the path it is found at."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _patterns(member, f"{name}.{key}")
    elif isinstance(value, tuple | list):
        for position, member in enumerate(value):
            yield from _patterns(member, f"{name}.{position}")
    elif is_dataclass(value) and not isinstance(value, type | LanguagePack):
        for field in fields(value):
            yield from _patterns(getattr(value, field.name), f"{name}.{field.name}")


def _all_patterns() -> list[Any]:
    found: dict[str, tuple[str, re.Pattern[str]]] = {}
    for module in pkgutil.walk_packages(languages.__path__, f"{languages.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for path, pattern in _patterns(value, f"{module.name.removeprefix('pipeline.languages.')}.{name}"):
                found.setdefault(pattern.pattern, (path, pattern))
    return [pytest.param(pattern, id=path) for path, pattern in found.values()]


def _adversarial(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length] + "\0"


def _slow(run: Callable[[str], object], part: str) -> bool:
    """Whether `run` needs more than a second for a long text of one repeated part.

    A shorter text that is done in less than a quadratic run would take spares the longer ones.
    """
    for length in (2_000, 10_000, LENGTH):
        start = time.perf_counter()
        run(_adversarial(part, length))
        if time.perf_counter() - start < LIMIT * (length / LENGTH) ** 2:
            return False
    return True


@pytest.mark.parametrize("pattern", _all_patterns())
def test_expressions_are_linear(pattern: re.Pattern[str]) -> None:
    own = re.findall(r"[A-Za-z\u3040-\u9fff]{2,}", re.sub(r"\\[A-Za-z]", " ", pattern.pattern))
    parts = dict.fromkeys((*PARTS, *own[::3], *(f"{word} " for word in own[::3])))
    assert (
        next((part for part in parts if _slow(lambda text: sum(1 for _ in pattern.finditer(text)), part)), None) is None
    )


@pytest.mark.parametrize("part", [*PARTS, "(a) ", "A. ", "U.S. ", "We (a. b) ", "（あ。）い。", "第1条、"])
def test_functions_are_linear(language: LanguagePack, part: str) -> None:
    def facts(text: str) -> object:
        return read_facts(clause(language.code, text, [text[:80]], text), scores(Label), language.facts)

    runs = (language.affinity, language.sentences, language.numbering, language.words, facts)
    assert [run for run in runs if _slow(run, part)] == []


@pytest.mark.parametrize("code", CODES)
def test_no_cue_is_dead(code: str) -> None:
    """An expression that nothing in the bundled corpus matches is a mistake in it."""
    language = pack(code)
    found = [*language.topics, *(cue for cues in language.cues.values() for cue in cues)]
    files = sorted((CORPORA / code).glob("*.html"))
    lines = (html.unescape(line).strip() for file in files for line in TAG.split(file.read_text("utf-8", "replace")))
    dead = {id(cue): cue for cue in found}
    for line in filter(None, lines):
        dead = {key: cue for key, cue in dead.items() if not cue.pattern.search(line)}
        if not dead:
            break
    assert not [cue.name for cue in dead.values()]
