"""The versions of all that decides the rows besides the pages and the options, for whoever repeats a run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from pipeline.languages import packs
from pipeline.parsers import Parsers

LIBRARIES = (
    "policy-clauses",
    "spacy",
    "ginza",
    "sudachipy",
    "sudachidict-core",
    "beautifulsoup4",
    "lxml",
    "scikit-learn",
    "onnxruntime",
    "sentencepiece",
    "pandas",
)
_version = cache(version)  # read from the disk; every shard asks
UNKNOWN = "unknown"  # of a model that lies on the path without having been installed


def versions(parsers: Parsers) -> dict[str, str]:
    """The version of each library and of each language model, by its name. Raises ModelError for a missing model."""
    models = [parsers(found.code).name for found in packs()]
    return {name: _version(name) for name in LIBRARIES} | {name: _of_model(name) for name in models}


def _of_model(name: str) -> str:
    try:
        return _version(name)
    except PackageNotFoundError:
        return UNKNOWN
