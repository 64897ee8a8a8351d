"""The labeller: that it can be trained, stored and loaded without change, and says why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline import load_labeller
from pipeline.codebook import Label
from pipeline.corpus.annotations import read_all
from pipeline.document import BlockKind, Clause
from pipeline.errors import CorpusError, ModelError
from pipeline.evaluate import (
    Decisions,
    by_document,
    calibration_error,
    confusion,
    errors,
    judge_unseen,
    reliability,
    score,
)
from pipeline.label import classifier
from pipeline.label.features import COLUMNS, Reading, to_frame
from pipeline.parsers import Parsers
from pipeline.report.evaluation import write_report
from pipeline.train import fit_all

ROOT = Path(__file__).parent.parent


def clause(
    text: str,
    *headings: str,
    language: str = "ja",
    kind: BlockKind = BlockKind.PARAGRAPH,
    lead_in: str = "",
    index: int = 0,
) -> Clause:
    return Clause("x", index, 0, 0, kind, 0, len(text), text, language, headings=headings, lead_in=lead_in)


ITEM = BlockKind.LIST_ITEM
LABELLED = [
    (clause("ご注文の品を発送するために利用します。", "利用目的"), {Label.PURPOSE}, "a plain purpose"),
    (clause("アンケート調査の実施", "個人情報の利用目的", kind=ITEM, lead_in="次の目的に利用します。"), {Label.PURPOSE}, "an item by its heading"),
    (clause("ご本人の同意なく第三者に提供しません。", "第三者提供"), {Label.THIRD_PARTY}, "a negative statement is one too"),
    (clause("従業者に教育を行い、不正アクセスを防止します。", "安全管理"), {Label.SAFETY_MEASURE}, "a safety measure"),
    (clause("手数料は1件につき500円です。", "開示等の請求"), {Label.FEE}, "a fee for a request"),
    (clause("お名前、ご住所、お電話番号", "取得する情報", kind=ITEM), set(), "data items are no purpose"),
    (clause("We use your email address to answer your questions.", "How we use it", language="en"), {Label.PURPOSE}, "a plain purpose"),
    (clause("We do not sell your personal information to third parties.", "Sharing", language="en"), {Label.THIRD_PARTY}, "a negative statement"),
    (clause("All data is encrypted and access is restricted to trained staff.", "Security", language="en"), {Label.SAFETY_MEASURE}, "a safety measure"),
    (clause("We charge a fee of $10 for each copy you request.", "Your rights", language="en"), {Label.FEE}, "a fee for a request"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected", "reason"), LABELLED)
def test_the_default_model_knows_the_plain_cases(given: Clause, expected: set[Label], reason: str) -> None:
    (scores,) = load_labeller().score([given])
    assert {score.label for score in scores if score.assigned} == expected, reason


def test_scores_are_probabilities_with_evidence() -> None:
    (scores,) = load_labeller().score([clause("手数料は1件につき500円です。", "開示等の請求")])
    assert [score.label for score in scores] == list(Label), "one a label, in codebook order"
    assert all(0 <= score.value <= 1 for score in scores)
    fee = scores[-1]
    assert fee.assigned
    assert len(fee.evidence) == classifier.EVIDENCE
    assert all(" +" in part for part in fee.evidence), "only what spoke for the label"


def test_headings_and_unknown_languages_get_no_scores() -> None:
    labeller = load_labeller()
    assert labeller.score([clause("利用目的", kind=BlockKind.HEADING)]) == [()]
    assert labeller.score([]) == []


def test_min_score_replaces_the_thresholds() -> None:
    labeller, given = load_labeller(), [clause("手数料は1件につき500円です。")]
    assert all(score.assigned for score in labeller.score(given, min_score=0.0)[0])
    assert not any(score.assigned for score in labeller.score(given, min_score=1.0)[0])


def test_features_are_strings_in_the_declared_columns() -> None:
    frame = to_frame([clause("手数料は500円です。", "開示")])
    assert list(frame.columns) == list(COLUMNS)
    assert "fee.amount" in frame.loc[0, "cues"].split()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of six companies, the shortest documents of each language."""
    folder = tmp_path_factory.mktemp("corpus")
    for language in ("ja", "en"):
        (folder / language).mkdir()
        for path in sorted((ROOT / "corpora" / language).glob("*.html"), key=lambda p: (p.stat().st_size, p.name))[:6]:
            (folder / language / path.name).write_bytes(path.read_bytes())
    return folder


def test_training_is_deterministic_and_survives_storage(small: Path, tmp_path: Path) -> None:
    documents, parsers = read_all(small), Parsers()
    labeller, examples, unseen = fit_all(documents, parsers)
    again, _, _ = fit_all(documents, parsers)
    stored, twice = classifier.save(labeller, tmp_path / "a"), classifier.save(again, tmp_path / "b")
    assert stored.hash == twice.hash, "the same corpus gives the same model"
    loaded = classifier.load(tmp_path / "a")
    given = [clause("手数料は1件につき500円です。", "開示"), clause("We may share it with others.", language="en")]
    assert loaded.score(given) == classifier.load(tmp_path / "b").score(given)
    for one, other in zip(labeller.score(given), loaded.score(given), strict=True):
        assert [s.value for s in one] == pytest.approx([s.value for s in other], abs=1e-4), "storing loses nothing"
    decisions = judge_unseen(labeller, examples, unseen)
    assert {row.language for row in score(decisions).rows} == {"ja", "en"}
    written = write_report(decisions, tmp_path / "report")
    tables = {path.stem: pd.read_csv(path, keep_default_na=False) for path in written if path.suffix == ".csv"}
    wrong = sum(int((one.wanted != one.got).sum()) for one in decisions)
    assert len(tables["errors"]) == wrong > 0, "a row an error"
    assert set(tables["documents"]["doc_id"]) == {clause.document_id for one in decisions for clause in one.clauses}
    assert (tmp_path / "report" / "reliability.png").read_bytes().startswith(b"\x89PNG")


def test_tables_of_an_evaluation_count_what_they_say() -> None:
    """Four clauses, two labels: each table worked out by hand."""
    clauses = tuple(clause(text, index=index) for index, text in enumerate("あいうえ"))
    targets = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]], dtype=float)
    likely = np.array([[0.9, 0.1, 0, 0], [0.4, 0.95, 0, 0], [0.7, 0, 0, 0], [0, 0, 0, 0.99]])
    one = Decisions("ja", clauses, likely, targets, (0.5,) * 4)
    row = score([one]).rows[0]
    assert (row.wanted, row.precision, row.recall, row.f1) == (2, 0.5, 0.5, 0.5)
    assert (row.unsure, row.f1_sure) == (0.5, 1.0), "the two wrong decisions lie in the review band"
    assert row.calibration_error == pytest.approx((0.1 + 0.6 + 0.7 + 0) / 4)
    assert [(e.error, e.label, e.text) for e in errors([one]).itertuples()] == [
        ("wrong", "purpose", "う"),
        ("missed", "purpose", "い"),
    ]
    table = confusion([one]).set_index("wanted")
    assert table.loc["purpose", ["purpose", "third_party", "none"]].tolist() == [1, 1, 0]
    assert table.loc["none", ["purpose", "none"]].tolist() == [1, 0]
    assert by_document([one]).loc[0, ["clauses", "labels", "exact"]].tolist() == [4, 4, 0.5]
    assert reliability([one])["clauses"].sum() == 4 * len(Label)


REVIEWED = [
    ((0.0, 1.0), True, "everything is unsure"),
    ((1.0, 1.0), False, "nothing is"),
]


@pytest.mark.parametrize(("band", "unsure", "reason"), REVIEWED)
def test_the_review_band_names_what_to_look_at(band: tuple[float, float], unsure: bool, reason: str) -> None:
    [scores] = load_labeller().score([clause("手数料は1件につき500円です。", "開示")], review=band)
    assert [one.unsure for one in scores] == [unsure] * len(Label)


def test_too_few_companies_are_told(tmp_path: Path) -> None:
    source = next(iter(sorted((ROOT / "corpora" / "ja").glob("*.html"))))
    (tmp_path / source.name).write_bytes(source.read_bytes())
    with pytest.raises(CorpusError, match="companies"):
        fit_all(read_all(tmp_path), Parsers())


BROKEN = [
    ({}, "no model here", "an empty folder"),
    ({"manifest.json": b"{"}, "damaged", "a manifest cut off"),
    ({"manifest.json": b'{"format": 99}'}, "format 99", "a model of a later program"),
    (
        {"manifest.json": f'{{"format": {classifier.FORMAT}}}'.encode(), "model.skops": b"junk"},
        "damaged",
        "an archive that is none",
    ),
]


@pytest.mark.parametrize(("files", "says", "reason"), BROKEN)
def test_broken_models_are_told(tmp_path: Path, files: dict[str, bytes], says: str, reason: str) -> None:
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    with pytest.raises(ModelError, match=says):
        classifier.load(tmp_path)


def test_the_stored_model_is_small_and_holds_no_code() -> None:
    import zipfile

    path = ROOT / "models" / "default" / "model.skops"
    encoder = ROOT / "models" / "encoder" / "encoder.npz"
    assert path.stat().st_size + encoder.stat().st_size < 20_000_000
    schema = json.loads(zipfile.ZipFile(path).read("schema.json"))
    kinds = {node.get("__module__") for node in _nodes(schema)} - {None}
    assert kinds <= {"builtins", "numpy"}, "plain values and arrays only"


def _nodes(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _nodes(inner))]
    return [found for inner in value for found in _nodes(inner)] if isinstance(value, list) else []


CALIBRATION = [
    ([0.0, 1.0], [0.0, 1.0], 0.0, "certain and right"),
    ([1.0, 1.0], [0.0, 0.0], 1.0, "certain and wrong"),
    ([0.75] * 4, [1.0, 1.0, 1.0, 0.0], 0.0, "right as often as promised"),
]


@pytest.mark.parametrize(("likely", "wanted", "expected", "reason"), CALIBRATION)
def test_calibration_error(likely: list[float], wanted: list[float], expected: float, reason: str) -> None:
    import numpy as np

    assert calibration_error(np.array(likely), np.array(wanted)) == pytest.approx(expected), reason


class Counted:
    """A second reader that counts what it is asked, and speaks for the first label."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def decisions(self, given: Sequence[Reading]) -> np.ndarray:
        self.asked += [one.text for one in given]
        return np.array([[9.0, -9.0, -9.0, -9.0]] * len(given)).reshape(-1, len(Label))


def test_only_unsure_clauses_are_read_again_and_both_readers_decide() -> None:
    sure, unsure = "ご本人の同意なく第三者に提供しません。", "各種情報をまとめたもの。"
    clauses = [clause(sure, "第三者提供"), clause(unsure, "個人情報の利用について", index=1)]
    second = Counted()
    labeller = classifier.Labeller(load_labeller().languages, {}, second)  # type: ignore[arg-type]
    _, scores = labeller.score(clauses)
    assert second.asked == [unsure]
    assert scores[0].assigned
    assert f"{classifier.ENCODER} +" in scores[0].evidence[0], "the encoder is named where it spoke for a label"
    labeller.score(clauses)
    assert second.asked == [unsure], "scores are remembered"


def test_a_model_trained_beside_another_encoder_is_told() -> None:
    labeller = classifier.Labeller(load_labeller().languages, {"encoder_sha256": "another"})
    with pytest.raises(ModelError, match="another encoder"):
        labeller.score([clause("各種情報をまとめたもの。")])
