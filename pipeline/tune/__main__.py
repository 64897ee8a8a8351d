"""`python -m pipeline.tune CORPUS FOLDER`: fine-tune the encoder on annotated documents and store it in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.corpus.annotations import read_all
from pipeline.tune.tuning import tune


def main(corpus: str, folder: str) -> None:
    """Tune, and print the SHA-256 of what was written."""
    print(tune(read_all(Path(corpus)), Path(folder), print))


if __name__ == "__main__":
    main(*sys.argv[1:])
