"""What saves time changes nothing: a lean model reads as the whole one, pages give together what each gives alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy

from pipeline.clean.cleaner import clean
from pipeline.document import Page
from pipeline.errors import ModelError
from pipeline.findings import PageStatus, Status
from pipeline.languages.parsing import Parser
from pipeline.run import Extractor, Options
from pipeline.scrape.read import load, locate
from pipeline.segment.clauses import segment
from tests.builders import Whole, model
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA, page

CORPORA = Path(__file__).parents[1] / "corpora"
SPREAD = 12  # every twelfth sentence


@pytest.mark.parametrize("code", ["ja", "en"])
def test_a_lean_model_reads_as_the_whole_one(code: str) -> None:
    parser = model(code)
    assert isinstance(parser, Parser)
    whole = spacy.load(parser.name)
    asked = sorted(_sentences(code))[::SPREAD]
    assert len(asked) > 60
    for sentence, pieces in zip(asked, parser.clauses(asked), strict=True):
        doc = whole.make_doc(sentence)
        for token in doc[1:]:
            token.is_sent_start = False
        unparsed = None if parser.method.open(doc) else list(parser.method.predicates(doc))
        doc = whole(doc)
        cuts, predicates = parser.method.cuts(doc), parser.method.predicates(doc) if unparsed is None else unparsed
        assert [sentence[: piece.start].rstrip() for piece in pieces[1:]] == [sentence[:cut].rstrip() for cut in cuts]
        assert sorted(" ".join(piece.predicates for piece in pieces).split()) == sorted(told for _, told in predicates)


def _sentences(code: str) -> set[str]:
    """The sentences of the corpus in a language."""
    pages = map(load, locate(sorted((CORPORA / code).glob("*.html"))[:60]).pages)
    return {
        clause.text for one in pages for clause in segment(clean(one), lambda _: Whole()) if clause.language == code
    }


def _pages() -> list[Page | PageStatus]:
    given = [
        page(TITLE_JA + BODY_JA), page(""), page(TITLE_EN + BODY_EN), page(TITLE_JA + BODY_JA * 2),
    ]  # fmt: skip
    numbered = [replace(one, id=f"page-{number}") for number, one in enumerate(given)]
    return [*numbered, PageStatus("gone", "gone.html", Status.UNREADABLE)]


def test_pages_give_together_what_each_gives_alone() -> None:
    extractor = Extractor(Options(headings=True))
    together = list(extractor.pages(_pages()))
    alone = [result for one in _pages() for result in Extractor(Options(headings=True)).pages([one])]
    assert together == alone
    assert [result.status.status for result in together] == ["ok", "empty", "ok", "ok", "unreadable"]


def test_a_failure_costs_its_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = list(Extractor().pages(_pages()))
    original = Parser.clauses

    def fails(self: Parser, sentences: list[str]) -> object:
        if any("tickets" in sentence for sentence in sentences):
            raise ValueError("no parse")
        return original(self, sentences)

    monkeypatch.setattr(Parser, "clauses", fails)
    found = list(Extractor().pages(_pages()))
    assert found[2].status.status == Status.NLP_ERROR
    assert "no parse" in found[2].status.detail
    assert [found[at] for at in (0, 1, 3, 4)] == [expected[at] for at in (0, 1, 3, 4)]


def test_a_missing_model_ends_the_run() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        list(Extractor(Options(language_models={"ja": "no_such_model"})).pages(_pages()))
