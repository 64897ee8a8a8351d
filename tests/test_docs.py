"""The documentation says what is true: commands exist, columns are described, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.dataset.describe import data_dictionary

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "CLUSTER.md",
    "corpora/README.md",
    "models/default/README.md",
)


def test_the_data_dictionary_is_up_to_date() -> None:
    assert (ROOT / "DATA_DICTIONARY.md").read_text(encoding="utf-8") == data_dictionary()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://)([^)#]+)", text)
    assert all(((ROOT / name).parent / link).exists() for link in links), links


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_that_are_named_exist(name: str) -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"policy-clauses ([a-z]+)\b", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= known, named - known


def test_every_command_stands_in_the_documentation() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    assert all(f"policy-clauses {name}" in text for name in get_command(app).commands)  # type: ignore[attr-defined]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"<!-- tests -->\n```\n(.+)\n```", text)
    assert command
    assert command[1].endswith("-m pytest")
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
