"""The command line as a user meets it: files in, files out, and what bad input ends as."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.cli import app
from pipeline.errors import InputError, UnreadablePage

JA = """<!doctype html><meta charset="utf-8"><title>x</title><nav><a href="/">トップ</a></nav>
<h1>プライバシーポリシー</h1><p>当店は個人情報を次の目的で利用します。</p>
<ul><li>ご注文品の発送</li><li>お問い合わせへの回答</li></ul>
<h2>手数料</h2><p>開示の請求には1件につき500円（税込）の手数料をいただきます。</p>"""
EN = """<!doctype html><meta charset="utf-8"><h1>Privacy Policy</h1>
<p>We use your email address to answer your questions. We do not sell personal information to third parties.</p>"""

runner = CliRunner()


def run(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "mise.html").write_text(JA, encoding="utf-8")
    (folder / "shop.html").write_bytes(EN.encode())
    return folder


def test_extract_writes_the_table_its_statuses_and_its_description(pages: Path, tmp_path: Path) -> None:
    code, output = run("extract", pages, "-o", tmp_path / "out.csv")
    assert code == 0
    assert "2 pages: 2 ok" in output
    table = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    fee = table[table["labels"] == "fee"]
    assert list(fee["fee_amount"] + fee["fee_currency"] + fee["fee_tax"]) == ["500JPYincluded"]
    item = table[table["text"] == "ご注文品の発送"].iloc[0]
    assert (item["section"], item["lead_in"], item["labels"]) == (
        "プライバシーポリシー", "当店は個人情報を次の目的で利用します。", "purpose",
    )  # fmt: skip
    assert len(pd.read_csv(tmp_path / "out.csv.pages.csv")) == 2
    meta = json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["clauses"]["all"] == len(table)
    assert meta["model"]["sha256"] == pipeline.load_labeller().hash


def test_texts_are_what_the_offsets_count_in(pages: Path, tmp_path: Path) -> None:
    (pages / "empty.html").write_text("", encoding="utf-8")
    code, output = run("text", pages, "-o", tmp_path / "texts")
    assert code == 0
    assert "2 texts" in output
    assert "1 pages have none" in output
    table = pipeline.extract(pages / "mise.html")
    text = (tmp_path / "texts" / "mise.txt").read_text(encoding="utf-8")
    assert text == pipeline.clean_text(pages / "mise.html")
    assert [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == list(table["text"])


def test_clauses_have_the_same_names_with_headings_and_without(pages: Path, tmp_path: Path) -> None:
    assert run("extract", pages, "-o", tmp_path / "out.csv", "--headings")[0] == 0
    table = pipeline.read_table(tmp_path / "out.csv")
    heads = table["kind"] == "heading"
    names = ["clause_id", "sentence_id", "text"]
    plain = pd.concat([pipeline.extract(pages / "mise.html"), pipeline.extract(pages / "shop.html")])
    assert table.loc[~heads, names].values.tolist() == plain[names].values.tolist()
    assert set(table.loc[heads, "clause_id"]) == {"mise:h0", "mise:h1", "shop:h0"}
    meta = json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["clauses"]["all"] == len(plain)


def test_min_score_and_review_band_in_python(pages: Path) -> None:
    assert (pipeline.extract(pages / "mise.html", min_score=1.0)["labels"] == "").all()
    assert (pipeline.extract(pages / "mise.html", review_band=(0.0, 1.0))["review"] != "").all()
    with pytest.raises(InputError, match="the lower first"):
        pipeline.extract(pages / "mise.html", review_band=(0.8, 0.2))


def test_two_runs_and_two_workers_give_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    for number in range(6):
        (pages / f"more-{number}.html").write_text(JA.replace("500", str(500 + number)), encoding="utf-8")
    written = []
    for name, workers in (("a", 1), ("b", 1), ("c", 2)):
        assert run("extract", pages, "-o", tmp_path / f"{name}.csv", "--workers", workers)[0] == 0
        written.append([(tmp_path / f"{name}.csv{suffix}").read_bytes() for suffix in ("", ".pages.csv", ".meta.json")])
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl"])
def test_other_formats(pages: Path, tmp_path: Path, suffix: str) -> None:
    assert run("extract", pages, "-o", tmp_path / f"out{suffix}")[0] == 0
    assert (tmp_path / f"out{suffix}").stat().st_size > 0


def test_headings_are_rows_when_asked_for(pages: Path, tmp_path: Path) -> None:
    run("extract", pages / "mise.html", "-o", tmp_path / "out.csv", "--headings")
    table = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    headings = table[table["kind"] == "heading"]
    assert list(headings["text"]) == ["プライバシーポリシー", "手数料"]
    assert not headings["labels"].any()


STATUSES = [
    ("empty.html", b"", "empty", "an empty file"),
    ("blank.html", b" \n\t ", "empty", "nothing but white space"),
    ("scan.html", b"%PDF-1.7\n%\xe2\xe3", "pdf", "a PDF with another name"),
    ("logo.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "not_text", "a picture"),
    ("noise.html", bytes(range(256)) * 40, "not_text", "bytes of no kind"),
    (
        "news.html",
        b"<h1>Spring sale</h1><p>Chairs are half price until Sunday. Come and see.</p>",
        "not_policy",
        "another page",
    ),
    ("app.html", b"<div id=root></div><script>start()</script>", "script_only", "a page made by a script"),
    (
        "gone.html",
        b"<h1>404 Not Found</h1><p>The page could not be found.</p>",
        "soft_404",
        "an error page that says 200",
    ),
    ("big.html", b"<p>" + b"a" * 20_000_001, "too_large", "more than 20 MB"),
    ("odd.html", b'<meta charset="klingon">' + JA.encode(), "ok", "a charset nobody knows, on a page that is UTF-8"),
    ("deep.html", b"<div>" * 30_000 + JA.encode(), "ok", "30,000 elements inside one another"),
]


@pytest.mark.parametrize(("name", "body", "status", "reason"), STATUSES)
def test_every_page_ends_with_a_status(tmp_path: Path, name: str, body: bytes, status: str, reason: str) -> None:
    (tmp_path / name).write_bytes(body)
    (tmp_path / "good.html").write_text(JA, encoding="utf-8")
    code, _ = run("extract", tmp_path / name, tmp_path / "good.html", "-o", tmp_path / "out.csv")
    rows = pd.read_csv(tmp_path / "out.csv.pages.csv", keep_default_na=False).to_dict("records")
    assert code == 0, "one bad page does not stop the run"
    assert [row["status"] for row in rows] == [status, "ok"], reason
    assert status == "ok" or rows[0]["detail"], "a status that is not ok says what to do"


def test_an_unreadable_file_is_a_status_row(pages: Path, tmp_path: Path) -> None:
    (pages / "dangling.html").symlink_to(tmp_path / "nowhere.html")
    if os.geteuid() != 0:  # root reads everything
        (pages / "locked.html").write_text(JA, encoding="utf-8")
        (pages / "locked.html").chmod(stat.S_IWUSR)
    assert run("extract", pages, "-o", tmp_path / "out.csv")[0] == 0
    statuses = pd.read_csv(tmp_path / "out.csv.pages.csv", keep_default_na=False).set_index("doc_id")["status"]
    assert statuses["dangling"] == "unreadable"
    assert statuses.get("locked", "unreadable") == "unreadable"


TOLD = [
    (("extract", "{pages}", "-o", "{tmp}/no/out.csv"), "no such folder", "an output folder that does not exist"),
    (("extract", "{pages}", "-o", "{tmp}/out.xlsx"), "unknown format", "an output format nobody writes"),
    (("extract", "{tmp}/none.html", "-o", "{tmp}/out.csv"), "no such file", "an input that does not exist"),
    (("extract", "{pages}", "-o", "{tmp}/out.csv", "--model", "{tmp}/none"), "no model here", "an unknown labeller"),
    (
        ("extract", "{pages}", "-o", "{tmp}/out.csv", "--ja-model", "ja_none"),
        "not installed",
        "an unknown language model",
    ),
    (("show", "{tmp}/none.html"), "no such file", "a page that does not exist"),
    (("train", "{pages}", "-o", "{tmp}/m"), "data-company", "a corpus without annotations"),
    (("corpus", "check", "{tmp}/empty"), "no .html documents", "a corpus without documents"),
]


@pytest.mark.parametrize(("arguments", "says", "reason"), TOLD)
def test_what_a_user_can_mend_is_one_line(
    pages: Path, tmp_path: Path, arguments: tuple[str, ...], says: str, reason: str
) -> None:
    (tmp_path / "empty").mkdir()
    code, output = run(*(argument.format(pages=pages, tmp=tmp_path) for argument in arguments))
    assert code == 2, reason
    assert says in output
    assert len(output.strip().splitlines()) == 1
    assert "Traceback" not in output


def test_no_page_with_clauses_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert run("extract", tmp_path / "empty.html", "-o", tmp_path / "out.csv")[0] == 1
    assert len(pd.read_csv(tmp_path / "out.csv")) == 0, "the table is there, with its header"


def test_show_prints_clauses_with_their_labels(pages: Path) -> None:
    code, output = run("show", pages / "mise.html", "--excluded")
    assert code == 0
    for text in ("# プライバシーポリシー", "ご注文品の発送", "[purpose", "[fee", "= 500 JPY", "[navigation] トップ"):
        assert text in output


def test_help_names_every_command() -> None:
    code, output = run("--help")
    assert code == 0
    assert all(command in output for command in ("extract", "show", "train", "evaluate", "corpus", "dictionary"))


def test_api_gives_the_same_table(pages: Path) -> None:
    frame = pipeline.extract(pages / "mise.html")
    corpus, statuses = pipeline.extract_corpus(pages)
    assert list(statuses["status"]) == ["ok", "ok"]
    pd.testing.assert_frame_equal(corpus[corpus["doc_id"] == "mise"].reset_index(drop=True), frame)


def test_api_raises_what_the_command_tells(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        pipeline.extract(tmp_path / "none.html")
    (tmp_path / "empty.html").write_bytes(b"")
    with pytest.raises(UnreadablePage) as caught:
        pipeline.extract(tmp_path / "empty.html")
    assert caught.value.status == "empty"
