"""The quality gate: floors that no change may break unseen. They stand in quality_gate.json and only ever rise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import load_labeller
from pipeline.codebook import Label
from pipeline.corpus.annotations import read_all
from pipeline.dataset.export import write_table
from pipeline.train import corpus_hash

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
GATE: dict[str, Any] = json.loads((Path(__file__).parent / "quality_gate.json").read_text(encoding="utf-8"))


def test_the_model_was_trained_on_this_corpus() -> None:
    documents = read_all(ROOT / "corpora")
    assert load_labeller().manifest["corpus_sha256"] == corpus_hash(documents), "train again: see CONTRIBUTING"


@pytest.mark.parametrize("language", GATE["held_out_companies"])
def test_scores_on_companies_held_out(language: str) -> None:
    """As `train` measured them when it made the model."""
    rows = json.loads((ROOT / "models" / "default" / "scores.json").read_text(encoding="utf-8"))
    found = {row["label"]: row for row in rows if row["language"] == language}
    floors = GATE["held_out_companies"][language]
    assert set(floors) == set(Label)
    for label, floor in floors.items():
        assert found[label]["f1"] >= floor, f"{language} {label}"
        assert found[label]["calibration_error"] <= GATE["calibration_error"], f"{language} {label}"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The scores on real pages, by the tool that comes with them."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no real pages beside the project")
    from pipeline import extract_corpus

    gold = {path.stem for path in (SHARED / "gold").glob("*.jsonl")}
    pages = [path for path in sorted((SHARED / "pages").glob("*/*")) if path.stem in gold]
    frame, _ = extract_corpus(pages, headings=True)
    out = tmp_path_factory.mktemp("gate") / "real.csv"
    write_table([frame], out)
    command = [sys.executable, SHARED / "tools" / "score.py", "--gold", SHARED / "gold", "--pred", out, "--json"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


@pytest.mark.parametrize("language", GATE["real_pages"])
def test_scores_on_real_pages(real: dict[str, Any], language: str) -> None:
    for name, floor in GATE["real_pages"][language].items():
        found = real[language][name]
        value = found if isinstance(found, float) else found[2]
        assert value >= floor, f"{language} {name}"
