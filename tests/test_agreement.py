"""How far two annotators agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.codebook import Label
from pipeline.corpus.agreement import agreement, to_text
from pipeline.errors import CorpusError


def _table(path: Path, *labels: str) -> Path:
    rows = [f"ja-x:{number},{given}" for number, given in enumerate(labels)]
    path.write_text("\n".join(["clause_id,labels", *rows]), encoding="utf-8")
    return path


# Alpha for two coders and yes/no data: 1 - (2n - 1) * disagreements / (yes * no), both coders' values pooled.
ALPHAS = [
    (["fee", "", "", ""], ["fee", "", "", ""], 1.0, "the same"),
    (["", ""], ["", ""], 1.0, "nothing to disagree about"),
    (["fee", "", "", ""], ["", "fee", "", ""], 1 - 7 * 2 / (2 * 6), "never at the same clause: worse than chance"),
    (["fee", "fee", "", ""], ["fee", "", "", ""], 1 - 7 * 1 / (3 * 5), "one of four differs"),
    (["fee|purpose", "purpose"], ["fee", ""], 1.0, "other labels do not count"),
]


@pytest.mark.parametrize(("first", "second", "expected", "reason"), ALPHAS)
def test_alpha(tmp_path: Path, first: list[str], second: list[str], expected: float, reason: str) -> None:
    rows = agreement(_table(tmp_path / "a.csv", *first), _table(tmp_path / "b.csv", *second))
    fee = next(row for row in rows if row.label is Label.FEE)
    assert fee.alpha == pytest.approx(expected), reason
    assert "fee" in to_text(rows)


def test_a_corpus_agrees_with_itself_and_only_shared_clauses_count(tmp_path: Path) -> None:
    folder = tmp_path / "ja"
    folder.mkdir()
    source = Path(__file__).parent.parent / "corpora" / "ja" / "hinokuni-ryokan.html"
    (folder / source.name).write_bytes(source.read_bytes())
    assert all(row.alpha == 1.0 for row in agreement(tmp_path, folder))


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    table = _table(tmp_path / "a.csv", "fee")
    (tmp_path / "b.csv").write_text("clause_id,labels\nother:1,fee\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="share no clause_id"):
        agreement(table, tmp_path / "b.csv")
    with pytest.raises(CorpusError, match="labels are purpose"):
        agreement(table, _table(tmp_path / "c.csv", "fees"))
    (tmp_path / "d.csv").write_text("id,labels\n1,fee\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no column 'clause_id'"):
        agreement(table, tmp_path / "d.csv")
