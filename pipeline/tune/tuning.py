"""Fine-tuning: the encoder for the program, and the decisions of encoders that have not seen a company."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from pipeline.corpus.annotations import Annotated
from pipeline.files import write_bytes
from pipeline.label.counting import Floats
from pipeline.label.encoder import ENCODER_FILE, parsed
from pipeline.label.features import Reading
from pipeline.label.heldout import HELD_OUT_FILE, save
from pipeline.label.pieces import Cutter
from pipeline.languages import pack
from pipeline.parsers import Parsers
from pipeline.train import read_examples
from pipeline.tune.network import Network, arrays, batch, started
from pipeline.tune.start import Start, model, read, vocabulary

HALVES = 2  # of the companies; each is decided by an encoder tuned on the other
EPOCHS, BATCH, RATE, WARM = 2, 32, 1.5e-4, 0.05
LEAST_RATE = 0.02  # share of the rate at the end
DECAY, CLIP = 0.01, 1.0
SORTED = 40  # batches whose clauses are sorted by length, so that little is filled up
# Shares of the sentences that are read under their page's title, under another clause's headings, without the
# sentence before them: policies of a corpus are tidier than real ones (see `label/variants.py`).
BARE, MOVED, ALONE = 0.15, 0.15, 0.15

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Tuned:
    """What is learnt from: readings, targets of 0 and 1 a label, companies; row by row."""

    readings: tuple[Reading, ...]
    targets: Floats
    companies: tuple[str, ...]


def tune(documents: Sequence[Annotated], folder: Path, say: Say) -> str:
    """Write `encoder.npz` and `heldout.npz` to a folder; the SHA-256 of the encoder. About an hour on two cores."""
    examples = _pooled(documents)
    start = read()
    pieces = _vocabulary(start, examples)
    body = _stored(_learnt(start, pieces, examples, np.arange(len(examples.readings)), say), model(start, pieces))
    write_bytes(folder / ENCODER_FILE, body)
    decisions = np.zeros_like(examples.targets)
    for seen, held in _halves(examples):
        half = parsed(_stored(_learnt(start, pieces, examples, seen, say), model(start, pieces)))
        decisions[held] = half.decisions([examples.readings[row] for row in held])
    digest = parsed(body).sha256
    save(folder / HELD_OUT_FILE, digest, examples.readings, decisions)
    return digest


def _pooled(documents: Sequence[Annotated]) -> Tuned:
    found = list(read_examples(documents, Parsers()).values())
    return Tuned(
        tuple(chain.from_iterable(one.readings for one in found)),
        np.vstack([one.targets for one in found]),
        tuple(chain.from_iterable(one.companies for one in found)),
    )


def _vocabulary(start: Start, examples: Tuned) -> list[int]:
    texts = (text for one in examples.readings for text in chain.from_iterable(((one.text, one.lead_in), one.headings)))
    return vocabulary(start, texts)


def _halves(examples: Tuned) -> Iterator[tuple[Any, Any]]:
    """Rows to learn from and to decide on, companies kept apart by a hash of their names."""
    half = np.array([int(hashlib.md5(name.encode()).hexdigest(), 16) % HALVES for name in examples.companies])
    yield from ((np.flatnonzero(half != one), np.flatnonzero(half == one)) for one in range(HALVES))


def _learnt(start: Start, pieces: list[int], examples: Tuned, rows: Any, say: Say) -> Network:
    """A network tuned on some rows, in bfloat16 where that is enough."""
    torch.manual_seed(0)
    chance, order = random.Random(0), np.random.default_rng(0)
    network = started(start, pieces)
    cutter = Cutter(model(start, pieces))
    lengths = np.array([len(cutter.sequence(examples.readings[row])[0]) for row in rows])
    steps = int(len(rows) / BATCH * EPOCHS)
    optimizer, rate = _optimizer(network, steps)
    network.train()
    for step, chosen in zip(range(1, steps + 1), _batches(lengths, order), strict=False):
        sequences = [cutter.sequence(_elsewhere(examples, int(rows[row]), chance)) for row in chosen]
        with torch.autocast("cpu", torch.bfloat16):
            decisions = network(*batch(sequences))
        wanted = torch.from_numpy(examples.targets[rows[chosen]]).float()
        loss = functional.binary_cross_entropy_with_logits(decisions, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        rate.step()
        if step % 200 == 0:
            say(f"{step} of {steps} steps, loss {loss.item():.3f}")
    network.eval()
    return network


def _optimizer(network: Network, steps: int) -> tuple[Any, Any]:
    """AdamW (Loshchilov and Hutter 2019); the rate rises, then falls in a line."""
    warm = max(1, int(steps * WARM))
    groups = [
        {"params": [one for one in network.parameters() if one.ndim > 1], "weight_decay": DECAY},
        {"params": [one for one in network.parameters() if one.ndim == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE, fused=True)
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


def _stored(network: Network, pieces: bytes) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays(network, pieces))
    return stream.getvalue()
