"""Annotated documents, and how their labels reach the clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.clean.cleaner import clean
from pipeline.codebook import Label
from pipeline.corpus.annotations import read
from pipeline.corpus.carry import carry
from pipeline.corpus.check import check
from pipeline.document import Page
from pipeline.errors import CorpusError
from pipeline.parsers import Parsers
from pipeline.segment.clauses import segment

HEAD = (
    '<html lang="ja" data-company="{company}" data-sector="shop" data-year="2020" data-frame="APPI" '
    'data-register="desu-masu" data-layout="plain"><meta charset="utf-8"><body>'
)
BODY = """
<nav data-role="boilerplate"><h3>メニュー</h3><a href="/">トップページ</a></nav>
<h1>プライバシーポリシー</h1>
<p>当店は個人情報を大切に扱います。<span data-labels="purpose">ご注文の品をお届けするために使います。</span>
<span data-labels="third_party safety_measure">配送会社に預け、その会社を監督します。</span></p>
<ul data-labels="purpose"><li>お問い合わせへの返事</li><li data-labels="">お名前、ご住所</li></ul>
<p data-labels="fee" data-fee="500 JPY included" data-fee-per="1件">開示の手数料は1件500円（税込）です。</p>
<p data-role="meta">架空町1番地</p>
"""


def _write(folder: Path, body: str = BODY, name: str = "mise", company: str = "mise") -> Path:
    path = folder / f"{name}.html"
    path.write_text(HEAD.format(company=company) + body, encoding="utf-8")
    return path


EXPECTED = [
    ("当店は個人情報を大切に扱います。", "clause", (), "no attribute, no label"),
    ("ご注文の品をお届けするために使います。", "clause", (Label.PURPOSE,), "a span labels one sentence"),
    ("お問い合わせへの返事", "clause", (Label.PURPOSE,), "labels are inherited"),
    ("お名前、ご住所", "clause", (), "an empty attribute takes them away"),
    ("開示の手数料は1件500円（税込）です。", "clause", (Label.FEE,), "a fee"),
    ("架空町1番地", "meta", (), "roles other than clause carry none"),
]


@pytest.mark.parametrize(("text", "role", "labels", "reason"), EXPECTED)
def test_gold_of_clauses(tmp_path: Path, text: str, role: str, labels: tuple[Label, ...], reason: str) -> None:
    annotated = read(_write(tmp_path))
    document = clean(Page("mise", annotated.body, "", media="html"))
    clauses = segment(document, Parsers())
    golds = {clause.text: gold for clause, gold in zip(clauses, carry(document, clauses, annotated), strict=True)}
    assert (golds[text].role, golds[text].labels) == (role, labels), reason


def test_boilerplate_keeps_its_headings(tmp_path: Path) -> None:
    roles = {run.text: run.annotation.role for run in read(_write(tmp_path)).runs}
    assert roles["メニュー"] == "boilerplate"
    assert roles["プライバシーポリシー"] == "heading"


WRONG = [
    ('<p data-labels="purposes">x</p>', "unknown label 'purposes'", "a label the codebook does not have"),
    ('<p data-role="title">x</p>', "unknown role 'title'", "a role nobody knows"),
    ('<p data-lables="fee">x</p>', "unknown attribute data-lables", "a slip of the pen must not lose a label"),
    ('<p data-fee="500円">x</p>', "write it as", "a fee in another form"),
]


@pytest.mark.parametrize(("body", "says", "reason"), WRONG)
def test_wrong_annotations_are_told(tmp_path: Path, body: str, says: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=says):
        read(_write(tmp_path, body))


def test_a_document_without_its_description_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text("<html lang='ja'><p>個人情報</p>", encoding="utf-8")
    with pytest.raises(CorpusError, match="data-company"):
        read(path)


def test_check_finds_copies_between_companies(tmp_path: Path) -> None:
    _write(tmp_path, name="a", company="a")
    assert check(tmp_path).sound
    _write(tmp_path, name="b", company="b")
    report = check(tmp_path)
    assert not report.sound
    assert "share 100%" in report.text


def test_check_names_a_broken_document_and_goes_on(tmp_path: Path) -> None:
    _write(tmp_path, name="a", company="a")
    _write(tmp_path, '<p data-labels="x">x</p>', name="b", company="b")
    report = check(tmp_path)
    assert len(report.problems) == 1
    assert "b.html" in report.problems[0]


UNSOUND = [
    (BODY.replace('data-fee="500 JPY', 'data-fee="900 JPY'), "data-fee of 900 where the text says 500", "an amount that the text does not state"),
    (BODY.replace('<p data-role="meta">', '<p data-role="meta" data-labels="fee">'), "labels on boilerplate or meta", "a label on what is no clause"),
    ("<h1>Privacy Policy</h1><p data-labels=purpose>We use your personal data to send what you ordered.</p>" * 3, 'lang="ja", but its text reads as en', "a language that the text is not in"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "says", "reason"), UNSOUND)
def test_check_compares_attributes_with_the_text(tmp_path: Path, body: str, says: str, reason: str) -> None:
    _write(tmp_path, body)
    assert any(says in problem for problem in check(tmp_path).problems), reason


def test_check_wants_a_year(tmp_path: Path) -> None:
    path = _write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('"2020"', '"lately"'), encoding="utf-8")
    assert any("four figures" in problem for problem in check(tmp_path).problems)
