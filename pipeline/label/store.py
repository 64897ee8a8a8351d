"""The file of a labeller: plain dicts, lists, texts, numbers and arrays, written by skops.

It is read without skops, whose import takes longer than all else that a labeller needs. Anything that is no plain
value is refused, so a file from elsewhere runs no code.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

SCHEMA = "schema.json"


def write(content: Mapping[str, Any]) -> bytes:
    """The bytes of a labeller's file."""
    import skops.io

    body: bytes = skops.io.dumps(content, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    return body


def read(path: Path) -> Any:
    """The content of a labeller's file. Raises ValueError for anything but plain values."""
    with zipfile.ZipFile(path) as archive:
        return _value(json.loads(archive.read(SCHEMA)), archive)


def _value(node: Mapping[str, Any], archive: zipfile.ZipFile) -> Any:
    match node["__loader__"]:
        case "DictNode":
            return {name: _value(one, archive) for name, one in node["content"].items()}
        case "ListNode":
            return [_value(one, archive) for one in node["content"]]
        case "JsonNode":
            return json.loads(node["content"])
        case "NdArrayNode" if node["type"] == "numpy":
            return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    raise ValueError(f"a {node['__class__']} in it, which no labeller holds")
