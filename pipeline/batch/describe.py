"""What a job tells of itself: for a paper (the same each time), for the record of the run, and for the terminal."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.merge import Tally
from pipeline.batch.settings import Settings
from pipeline.codebook import Label
from pipeline.label.classifier import Labeller
from pipeline.parsers import Parsers
from pipeline.versions import versions


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: how many pages gave clauses, and the text to show."""

    read: int
    text: str


def meta(tally: Tally, ignored: int, settings: Settings, labeller: Labeller) -> dict[str, Any]:
    """What a paper needs to cite a run; the same inputs and versions give the same text."""
    options = settings.options
    return {
        "versions": {**versions(Parsers(options.language_models)), "python": platform.python_version()},
        "model": {"sha256": labeller.hash, "corpus_sha256": labeller.manifest["corpus_sha256"]},
        "options": {
            "headings": options.headings,
            "min_score": options.min_score,
            "review_band": list(options.review),
            "near_duplicates": settings.near_duplicates,
            "language_models": {code: name for code, name in options.language_models.items() if name},
        },
        "pages": {
            "read": tally.pages.total(),
            "ignored_files": ignored,
            "by_status": _sorted(tally.pages),
        },
        "clauses": {
            "all": tally.clauses.total(),
            "by_language": _sorted(tally.clauses),
            "by_label": {
                label.value: sum(count for (_, name), count in tally.labels.items() if name == label) for label in Label
            },
        },
    }


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def summary(tally: Tally, ignored: int, out: Path, seconds: float) -> Summary:
    """The summary of a run, a few lines a person reads."""
    pages = ", ".join(f"{count} {status}" for status, count in _sorted(tally.pages).items())
    lines = [
        f"{tally.pages.total():,} pages: {pages or 'none; give files of pages, or folders and archives that hold some'}"
        + (f"; files of other kinds ignored: {ignored:,}" if ignored else "")
    ]
    for code, count in _sorted(tally.clauses).items():
        labels = ", ".join(f"{tally.labels[code, label.value]:,} {label}" for label in Label)
        lines.append(f"{code}: {count:,} clauses ({labels})")
    if tally.duplicates:
        lines.append(f"{tally.duplicates:,} pages have the same bytes as one before them (duplicate_of)")
    if tally.near_duplicates:
        lines.append(f"{tally.near_duplicates:,} pages have nearly the clauses of one before them (near_group)")
    lines += [f"  {failure}" for failure in tally.failed]
    unread = tally.pages.total() - tally.read
    if unread > len(tally.failed):
        lines.append(f"  … {unread - len(tally.failed)} more, see {out.name}.pages.csv")
    lines.append(f"wrote {out}, {out.name}.pages.csv and {out.name}.meta.json in {seconds:.1f} s")
    return Summary(tally.read, "\n".join(lines))


def run_facts(described: Mapping[str, Any], engine: Mapping[str, Any], seconds: Mapping[str, float]) -> dict[str, Any]:
    """The record of a run: what `meta` tells, how it was done, and the seconds of work by stage, all workers together."""
    return {**described, "run": {**engine, "seconds": {name: round(value, 3) for name, value in seconds.items()}}}
