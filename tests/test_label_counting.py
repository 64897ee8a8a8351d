"""Terms are counted as scikit-learn's vectorizers count them, and a labeller's file holds plain values only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from pipeline.clean.cleaner import clean
from pipeline.errors import ModelError
from pipeline.label import store
from pipeline.label.classifier import MANIFEST_FILE, MODEL_FILE, load, load_default
from pipeline.label.features import readings, to_columns
from pipeline.label.vectors import PARTS, Part, vectorizer
from pipeline.scrape.read import load as load_page
from pipeline.scrape.read import locate_one
from pipeline.segment.clauses import segment
from tests.builders import Whole

ROOT = Path(__file__).parents[1]
ODD = ["", " ", "a", "ab  c\t\td　　e\n", "İstanbul ﬁ", "①ｶﾞ ㈱", "x\x1cy", "no known term: ӂӂӂ"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
@pytest.mark.parametrize("code", ["ja", "en"])
def test_terms_are_counted_as_scikit_learn_does(code: str, part: Part) -> None:
    page = load_page(locate_one(ROOT / "corpora" / code / "tsukishiro-games.html"))
    texts = [*to_columns(readings(segment(clean(page), lambda _: Whole())))[part.column], *ODD]
    known = vectorizer(part, code)
    own = load_default().languages[code].vectors.part(part.name)
    known.set_params(vocabulary={term: column for column, term in enumerate(own.terms)})
    if len(own.rarity):
        known.idf_ = own.rarity
    expected, found = known.transform(texts), own.transform(texts)
    assert np.array_equal(found.indptr, expected.indptr)
    assert np.array_equal(found.indices, expected.indices)
    assert np.array_equal(found.data, expected.data), "to the last bit"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    content = {"texts": '「\n"', "numbers": [1.5, 0, -2], "array": np.arange(3, dtype=np.float32), "none": {}}
    (tmp_path / "plain").write_bytes(store.write(content))
    found = store.read(tmp_path / "plain")
    assert found["array"].dtype == np.float32
    assert {**found, "array": found["array"].tolist()} == {**content, "array": [0, 1, 2]}


def test_a_file_that_holds_more_than_values_is_refused(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(skops.io.dumps({"en": LogisticRegression()}))
    manifest = (ROOT / "models" / "default" / MANIFEST_FILE).read_text(encoding="utf-8")
    (tmp_path / MANIFEST_FILE).write_text(manifest, encoding="utf-8")
    with pytest.raises(ModelError, match="LogisticRegression"):
        load(tmp_path)
