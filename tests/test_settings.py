"""The settings of a job: what a JOB.toml and flags say, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.plan import SIZE
from pipeline.batch.settings import LOCAL, read_settings
from pipeline.errors import InputError

WRONG = [
    ('output = "a.csv"', {}, "no input", "nothing to read"),
    ('input = ["a"]', {}, "no output", "nowhere to write"),
    ('input = "a"', {}, "input = 'a' is of the wrong type", "a text where a list belongs"),
    ("worker = 2", {}, "unknown key 'worker'; the keys are input", "a key that is misspelt"),
    ("workers = ", {}, "no TOML", "no value"),
    ('input = ["a"]\noutput = "a.csv"\nengine = "ray"', {}, "choose local or dask", "an engine that nobody wrote"),
    ('input = ["a"]\noutput = "a.csv"\nworkers = 0', {}, "begin at 1", "nobody to work"),
    ('input = ["a"]\noutput = "a.csv"\nnear_duplicates = 80', {}, "between 0.5 and 1", "a share in percent"),
]


@pytest.mark.parametrize(("text", "flags", "says", "reason"), WRONG)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, flags: dict[str, Any], says: str, reason: str) -> None:
    (tmp_path / "job.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_settings(tmp_path / "job.toml", flags)


def test_a_job_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the path"):
        read_settings(tmp_path / "none.toml", {})


def test_flags_count_more_than_the_file_whose_paths_start_at_its_folder(tmp_path: Path) -> None:
    text = 'input = ["pages"]\nlist = ["/all.txt"]\noutput = "a.csv"\nworkers = 2\nmin_score = 0.5\n[language_models]\nen = "en_x"'
    (tmp_path / "job.toml").write_text(text, encoding="utf-8")
    found = read_settings(tmp_path / "job.toml", {"workers": 3, "output": Path("b.csv"), "headings": None})
    assert found.inputs == (tmp_path / "pages",)
    assert found.lists == (Path("/all.txt"),)
    assert (found.out, found.parts) == (Path("b.csv"), Path("b.csv.parts"))
    assert (found.workers, found.shard_pages, found.engine, found.keep) == (3, SIZE, LOCAL, True)
    assert (found.options.min_score, found.options.language_models, found.options.headings) == (
        0.5,
        {"en": "en_x"},
        False,
    )
