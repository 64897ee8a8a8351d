"""Invented companies end to end: a list in, an archive of policy sets, read back as they were judged."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.clean.cleaner import clean
from pipeline.document import Page
from pipeline.errors import UnreadablePage
from pipeline.fetching import FetchOptions, fetch_to_archive
from pipeline.findings import PageStatus
from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.pace import Manners
from pipeline.scrape.read import locate, read_archive
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


def test_the_archive_gives_each_page_as_it_was_judged(archive: Path) -> None:
    (found,) = locate([archive]).archives
    assert [_status(one) for one in read_archive(found)] == [(row["doc_id"], row["status"]) for row in _rows(archive)]


def _status(one: Page | PageStatus) -> tuple[str, str]:
    if isinstance(one, PageStatus):
        return one.doc_id, one.status
    try:
        return clean(one).id, "ok"
    except UnreadablePage as error:
        return one.id, error.status
