"""Whether an annotated corpus is sound: attributes, labels that reach their clauses, and no copies between companies."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.codebook import Label
from pipeline.corpus.annotations import Annotated, Run, read
from pipeline.corpus.carry import Gold
from pipeline.corpus.cut import COUNTED, cut
from pipeline.document import BlockKind, Clause
from pipeline.errors import CorpusError, UnreadablePage
from pipeline.findings import FactKind
from pipeline.languages import detect, pack
from pipeline.ngrams import GRAM, SPACE, ngrams
from pipeline.parsers import Parsers

MAX_SHARED = 0.15  # of the smaller document's n-grams, with another company's document
MAX_COPIED = 0.05  # of all clauses, word for word in another company's document
UNLABELLED = ("boilerplate", "meta")  # roles
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MIN_COPIED = 12  # characters; shorter clauses ("氏名") are alike by nature


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the problems, the counts, and both as a text."""

    problems: tuple[str, ...]
    text: str

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Checked:
    annotated: Annotated
    clauses: tuple[str, ...]
    golds: tuple[Gold, ...]


def check(folder: Path) -> Report:
    """Check every document below a folder. Raises CorpusError only when there is none."""
    problems: list[str] = []
    checked: list[_Checked] = []
    parsers = Parsers()
    for path in sorted(folder.rglob("*.html")):
        try:
            annotated = read(path)
            problems += [f"{path}: {problem}" for problem in _wrong(annotated)]
            checked.append(_check_one(annotated, parsers))
        except (CorpusError, UnreadablePage) as error:
            problems.append(str(error) if isinstance(error, CorpusError) else f"{path}: {error.status}: {error.detail}")
    if not checked and not problems:
        raise CorpusError(f"{folder}: no .html documents; give the folder of an annotated corpus")
    problems += [
        f"{one.annotated.path}: no clause carries a label"
        for one in checked
        if not any(gold.labels for gold in one.golds)
    ]
    shared = _shared(checked)
    problems += [
        f"{a} and {b} share {share:.0%} of their {GRAM}-grams; recast one"
        for share, a, b in shared
        if share > MAX_SHARED
    ]
    copied = _copied(checked)
    if copied > MAX_COPIED:
        problems.append(f"{copied:.1%} of the clauses stand word for word in another company's document; recast them")
    return Report(tuple(problems), _text(checked, problems, shared, copied))


def _check_one(annotated: Annotated, parsers: Parsers) -> _Checked:
    found = cut(annotated, parsers)
    return _Checked(annotated, tuple(clause.text for clause, _ in found), tuple(gold for _, gold in found))


def _wrong(annotated: Annotated) -> Iterator[str]:
    """What the attributes of a document say and its text does not."""
    spoken = detect("".join(run.text for run in annotated.runs)).code
    if annotated.language != spoken:
        yield f'lang="{annotated.language}", but its text reads as {spoken}; correct it'
    if not re.fullmatch("[12][0-9]{3}", annotated.description["year"]):
        yield f'data-year="{annotated.description["year"]}"; write a year in four figures'
    if any(run.annotation.labels and run.annotation.role in UNLABELLED for run in annotated.runs):
        yield f"labels on {' or '.join(UNLABELLED)}; only clauses carry labels"
    fees: dict[int, list[Run]] = defaultdict(list)
    for run in annotated.runs:
        if run.annotation.fee:
            fees[id(run.annotation.fee)].append(run)
    for runs in fees.values():
        given, text = runs[0].annotation.fee, "".join(run.text for run in runs)
        stated = {float(number) for number in NUMBER.findall(unicodedata.normalize("NFKC", text).replace(",", ""))}
        told = _amount(text, spoken)
        if given and given.amount and told and told != given.amount and given.amount not in stated:
            yield f"data-fee of {given.amount:g} where the text says {told:g}: {text.strip()[:40]}; correct it"


def _amount(text: str, language: str) -> float:
    """The amount that a text states; 0 for none and for what is free."""
    clause = Clause("", 0, 0, 0, BlockKind.PARAGRAPH, 0, len(text), text, language)
    facts = pack(language).facts.fee(clause)
    return next((float(fact.value) for fact in facts if fact.kind is FactKind.FEE_AMOUNT), 0.0)


def _shared(checked: Sequence[_Checked]) -> list[tuple[float, str, str]]:
    """For each document the other company's that shares the most with it, the highest share first."""
    grams = [ngrams("".join(one.clauses)) for one in checked]
    found = []
    for i, one in enumerate(checked):
        others = [
            (len(grams[i] & grams[j]) / max(1, min(len(grams[i]), len(grams[j]))), one.annotated.id, other.annotated.id)
            for j, other in enumerate(checked)
            if other.annotated.company != one.annotated.company and other.annotated.language == one.annotated.language
        ]
        found += [max(others)] if others else []
    return sorted(found, reverse=True)


def _copied(checked: Sequence[_Checked]) -> float:
    """The share of clauses that another company's document has word for word."""
    owners: dict[str, set[str]] = {}
    for one in checked:
        for text in one.clauses:
            owners.setdefault(SPACE.sub("", text), set()).add(one.annotated.company)
    texts = [SPACE.sub("", text) for one in checked for text in one.clauses]
    return sum(len(owners[text]) > 1 for text in texts if len(text) >= MIN_COPIED) / max(1, len(texts))


def _text(
    checked: Sequence[_Checked], problems: Sequence[str], shared: Sequence[tuple[float, str, str]], copied: float
) -> str:
    lines = [f"problem: {problem}" for problem in problems]
    for language in sorted({one.annotated.language for one in checked}):
        own = [one for one in checked if one.annotated.language == language]
        counts = Counter(label for one in own for gold in one.golds for label in gold.labels)
        labels = ", ".join(f"{counts[label]:,} {label}" for label in Label)
        clauses = sum(gold.role in COUNTED for one in own for gold in one.golds)
        lines.append(f"{language}: {len(own)} documents, {clauses:,} clauses ({labels})")
    pairs = Counter(one.annotated.company for one in checked if one.annotated.company)
    lines.append(f"{sum(count > 1 for count in pairs.values())} companies with a document in both languages")
    if shared:
        share, a, b = shared[0]
        lines.append(f"highest share of {GRAM}-grams between companies: {share:.1%} ({a}, {b})")
    lines.append(f"clauses word for word in another company's document: {copied:.2%}")
    lines.append(f"{len(problems)} problems" if problems else "sound")
    return "\n".join(lines)
