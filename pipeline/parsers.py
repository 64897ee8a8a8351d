"""The language models of a run, each loaded when a page first needs it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.languages import pack
from pipeline.languages.base import Nlp


class Parsers:
    """Gives the model of a language code; `names` chooses another than the default, by code."""

    def __init__(self, names: Mapping[str, str | None] | None = None) -> None:
        self.names = dict(names or {})
        self._loaded: dict[str, Nlp] = {}

    def __call__(self, code: str) -> Nlp:
        """The model of a language. Raises ModelError when it is not installed, KeyError for an unknown code."""
        if code not in self._loaded:
            self._loaded[code] = pack(code).load_nlp(self.names.get(code))
        return self._loaded[code]
