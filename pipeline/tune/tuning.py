"""Fine-tuning: the encoder for the program, and the decisions of encoders that have not seen a company."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from pipeline.corpus.annotations import Annotated
from pipeline.files import write_bytes
from pipeline.label.classifier import read_again
from pipeline.label.counting import Floats
from pipeline.label.encoder import ENCODER_FILE, Arrays, Encoder, parsed, stored
from pipeline.label.features import Reading
from pipeline.label.heldout import HELD_OUT_FILE, save
from pipeline.label.pieces import Cutter
from pipeline.languages import pack
from pipeline.languages.base import Stage
from pipeline.parsers import Parsers
from pipeline.train import Examples, first_calibrations, read_examples, unseen_decisions
from pipeline.tune import e5, minilm
from pipeline.tune.network import Network, arrays, batch, started
from pipeline.tune.start import Start, model, vocabulary

HALVES = 2  # of the companies; each is decided by an encoder tuned on the other
ROUNDED_FOR = 500  # clauses or a few more, spread evenly, whose states weights are rounded for
BATCH, WARM = 32, 0.05
LEAST_RATE = 0.02  # share of the rate at the end
DECAY, CLIP = 0.01, 1.0
SORTED = 40  # batches whose clauses are sorted by length, so that little is filled up
# Shares of the sentences that are read under their page's title, under another clause's headings, without the
# sentence before them: policies of a corpus are tidier than real ones (see `label/variants.py`).
BARE, MOVED, ALONE = 0.15, 0.15, 0.15

Say = Callable[[str], None]


STARTS: dict[str, Callable[[], Start]] = {"MiniLM": minilm.read, "E5": e5.read}


@dataclass(frozen=True, slots=True)
class Tuned:
    """What is learnt from: readings, targets of 0 and 1 a label, companies, what n-grams are unsure of; row by row."""

    readings: tuple[Reading, ...]
    targets: Floats
    companies: tuple[str, ...]
    unsure: NDArray[np.bool_]

    def part(self, rows: Any) -> Tuned:
        """Some of the rows."""
        return Tuned(
            tuple(self.readings[row] for row in rows),
            self.targets[rows],
            tuple(self.companies[row] for row in rows),
            self.unsure[rows],
        )


def tune(documents: Sequence[Annotated], folder: Path, say: Say) -> str:
    """Write `encoder.npz` and `heldout.npz` to a folder; the SHA-256 of the encoder. Some two hours on two cores."""
    by_language = {
        code: Tuned(one.readings, one.targets, one.companies, _unsure(code, one))
        for code, one in read_examples(documents, Parsers()).items()
    }
    bases = {code: _base(code, examples) for code, examples in by_language.items()}
    body = stored({code: _made(code, bases[code], examples, say) for code, examples in by_language.items()})
    write_bytes(folder / ENCODER_FILE, body)
    digest = parsed(body).sha256
    readings = [*chain.from_iterable(examples.readings for examples in by_language.values())]
    decisions = [_new_decisions(code, bases[code], examples, say) for code, examples in by_language.items()]
    save(folder / HELD_OUT_FILE, digest, readings, np.vstack(decisions))
    return digest


def _base(code: str, examples: Tuned) -> tuple[Start, list[int]]:
    """What the encoder of a language starts from, and the pieces of it that are kept."""
    recipe = pack(code).tuning
    start = STARTS[recipe.start]()
    texts = (text for one in examples.readings for text in (one.text, one.lead_in, *one.headings))
    return start, vocabulary(start, texts, recipe.pieces)


def _made(code: str, base: tuple[Start, list[int]], examples: Tuned, say: Say) -> Arrays:
    """The encoder of a language, tuned on examples."""
    start, kept = base
    pieces = model(start, kept)
    torch.manual_seed(0)
    network, cutter = started(start, kept), Cutter(pieces, folds=start.folds)
    for stage in pack(code).tuning.stages:
        rows = np.flatnonzero(examples.unsure) if stage.unsure else np.arange(len(examples.readings))
        _learn(network, cutter, examples.part(rows), stage, say)
    network.eval()
    known = range(0, len(examples.readings), max(1, len(examples.readings) // ROUNDED_FOR))
    sequences = [cutter.sequence(examples.readings[row]) for row in known]
    return arrays(network, pieces, sequences, folds=start.folds)


def _new_decisions(code: str, base: tuple[Start, list[int]], examples: Tuned, say: Say) -> Floats:
    """The decisions on each half of the companies by an encoder tuned on the other."""
    decisions = np.zeros_like(examples.targets)
    for seen, held in _halves(examples):
        half = Encoder({code: _made(code, base, examples.part(seen), say)})
        decisions[held] = half.decisions([examples.readings[row] for row in held])
    return decisions


def _unsure(code: str, examples: Examples) -> NDArray[np.bool_]:
    """Which clauses the encoder will be asked about: those that n-grams new to the company are unsure of."""
    linear = unseen_decisions(code, examples)
    return read_again(first_calibrations(linear, examples.targets), linear)


def _halves(examples: Tuned) -> Iterator[tuple[Any, Any]]:
    """Rows to learn from and to decide on, companies kept apart by a hash of their names."""
    half = np.array([int(hashlib.md5(name.encode()).hexdigest(), 16) % HALVES for name in examples.companies])
    yield from ((np.flatnonzero(half != one), np.flatnonzero(half == one)) for one in range(HALVES))


def _learn(network: Network, cutter: Cutter, examples: Tuned, stage: Stage, say: Say) -> None:
    """One stage, in bfloat16 where that is enough."""
    chance, order = random.Random(0), np.random.default_rng(0)
    lengths = np.array([len(cutter.sequence(reading)[0]) for reading in examples.readings])
    steps = max(1, int(len(lengths) / BATCH * stage.epochs))
    optimizer, rate = _optimizer(network, stage.rate, steps)
    network.train()
    for step, chosen in zip(range(1, steps + 1), _batches(lengths, order), strict=False):
        sequences = [cutter.sequence(_elsewhere(examples, int(row), chance)) for row in chosen]
        with torch.autocast("cpu", torch.bfloat16):
            decisions = network(*batch(sequences))
        wanted = torch.from_numpy(examples.targets[chosen]).float()
        loss = functional.binary_cross_entropy_with_logits(decisions, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        rate.step()
        if step % 200 == 0:
            say(f"{step} of {steps} steps, loss {loss.item():.3f}")


def _optimizer(network: Network, peak: float, steps: int) -> tuple[Any, Any]:
    """AdamW (Loshchilov and Hutter 2019); the rate rises, then falls in a line."""
    warm = max(1, int(steps * WARM))
    groups = [
        {"params": [one for one in network.parameters() if one.ndim > 1], "weight_decay": DECAY},
        {"params": [one for one in network.parameters() if one.ndim == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=peak, fused=True)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(LEAST_RATE, (steps - step) / (steps - warm)))
    )


def _batches(lengths: Any, order: np.random.Generator) -> Iterator[Any]:
    """Rows in batches of similar length, epoch after epoch."""
    while True:
        shuffled = order.permutation(len(lengths))
        parts = np.array_split(shuffled, max(1, len(lengths) // (BATCH * SORTED)))
        rows = np.concatenate([part[np.argsort(lengths[part], kind="stable")] for part in parts])
        batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
        order.shuffle(batches)
        yield from batches


def _elsewhere(examples: Tuned, row: int, chance: random.Random) -> Reading:
    """A reading, or at times its sentence under other headings or alone."""
    reading = examples.readings[row]
    if not pack(reading.language).pages.terminal.search(reading.text):
        return reading
    drawn = chance.random()
    if drawn < BARE:
        reading = reading._replace(headings=reading.headings[:1], lead_in="")
    elif drawn < BARE + MOVED:
        other = examples.readings[chance.randrange(len(examples.readings))]
        if other.language == reading.language:
            lead_in = reading.lead_in if chance.random() < 0.5 else ""
            reading = reading._replace(headings=other.headings, lead_in=lead_in)
    return reading._replace(before="") if chance.random() < ALONE else reading
