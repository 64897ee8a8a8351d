"""Invented companies end to end: a list in, an archive of policy sets, and their clauses."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch.job import run
from pipeline.batch.settings import Settings
from pipeline.fetching import FetchOptions, fetch_to_archive
from pipeline.run import Options
from pipeline.scrape.addresses import Guard
from pipeline.scrape.pace import Manners
from tests.servers import LOOPBACK, serve
from tests.site import COMPANIES, expected_rows, site_pages, target_list


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of all companies."""
    folder = tmp_path_factory.mktemp("site")
    addresses = folder / "companies.csv"
    addresses.write_text(target_list(), encoding="utf-8")
    options = FetchOptions("a@kaze.example", manners=Manners(delay=0, backoff=0.01, patience=5))
    with serve(site_pages()) as site:
        fetch_to_archive(addresses, folder / "archive", options, guard=Guard(LOOPBACK, resolve=site.resolve))
    return folder / "archive"


def _rows(archive: Path) -> list[dict[str, str]]:
    with (archive / "fetch.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_company_has_its_set_and_nothing_else(archive: Path) -> None:
    found = {(row["target_id"], row["url"], row["role"], row["status"]) for row in _rows(archive)}
    assert sorted(found) == sorted(expected_rows())


def test_each_page_that_was_found_tells_why(archive: Path) -> None:
    for row in _rows(archive):
        assert bool(row["found_by"] and row["found_on"]) == (row["role"] != "listed"), row["url"]


def test_sets_stand_in_the_order_of_the_list(archive: Path) -> None:
    assert list(dict.fromkeys(row["target_id"] for row in _rows(archive))) == [one.host for one in COMPANIES]


def test_the_clauses_of_the_sets(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "clauses.csv"
    run(Settings((archive,), out, Options()))
    clauses = pd.read_csv(out, dtype=str, keep_default_na=False)
    statuses = pd.read_csv(f"{out}.pages.csv", dtype=str, keep_default_na=False)
    read = {row["doc_id"] for row in _rows(archive) if row["status"] == "ok"}
    assert set(clauses.doc_id) == read
    assert {row["doc_id"] for row in _rows(archive)} == set(statuses.doc_id)
    fee = clauses[clauses.fee == "1"]
    assert [(row.company, row.fee_amount, row.fee_currency) for row in fee.itertuples()] == [
        ("風見工業株式会社", "800", "JPY")
    ]
    kazami = clauses[clauses.pair_id == "kazami"]
    assert set(kazami.language) == {"ja", "en"}
