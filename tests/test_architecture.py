"""Imports point down, languages stay in their folders, files stay short, and only a few files know the network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from pipeline.languages import packs

ROOT = Path(__file__).parents[1] / "pipeline"
FILES = sorted(ROOT.rglob("*.py"))
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"codebook", "document", "findings", "errors", "files", "manifest", "ngrams", "recent"}),
    frozenset({"languages"}),
    frozenset({"scrape", "clean", "segment", "label", "facts", "dataset"}),
    frozenset({"corpus", "parsers", "verdict"}),
    frozenset({"run", "versions"}),
    frozenset({"batch", "train", "tune", "evaluate", "job", "fetching", "report"}),
    frozenset({"texts"}),
    frozenset({"cli", "options", ""}),  # "" is the package's own __init__
)
SCRAPE = {"network": 0, "find": 1, "archive": 1}  # its folders; its files know them all
STAGES = LAYERS[2]  # parts of this layer never know each other
MAX_LINES = 300
PICKLES = frozenset({"pickle", "joblib", "cloudpickle", "dill"})
NETWORK = frozenset({"requests", "urllib.request", "socket", "http", "httpx", "aiohttp", "urllib3"})
KNOWS_THE_NETWORK = frozenset({"scrape/network/answer.py", "scrape/network/guard.py", "scrape/network/transport.py"})
MODELS = frozenset({"spacy", "ginza", "sudachipy"})
NAMES_LANGUAGES = frozenset({"cli.py"})  # --ja-model and --en-model


def _module(path: Path) -> str:
    parts = ("pipeline", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


MODULES = frozenset(map(_module, FILES))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    """The modules a file imports, lazily or not; `from package import module` names the module."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else str(node.module)


def _part(module: str) -> str:
    """The folder or module directly below `pipeline`."""
    return module.partition(".")[2].partition(".")[0]


def _layer(module: str) -> int:
    return next(level for level, parts in enumerate(LAYERS) if _part(module) in parts)


def _inside(name: str, packages: frozenset[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.fixture(params=FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def file(request: pytest.FixtureRequest) -> Path:
    """Each file of the package in turn."""
    path: Path = request.param
    return path


def test_every_part_has_its_layer() -> None:
    parts = {_part(module) for module in MODULES}
    assert parts == set().union(*LAYERS)


def test_imports_only_point_down(file: Path) -> None:
    module = _module(file)
    wrong = []
    for name in set(_imports(file)):
        if _inside(name, frozenset({"pipeline"})) and _part(name) != _part(module):
            siblings = _part(name) in STAGES and _part(module) in STAGES
            if siblings or _layer(name) > _layer(module):
                wrong.append(name)
    assert wrong == []


def test_folders_of_scrape_point_down(file: Path) -> None:
    own = _folder_of_scrape(_module(file))
    named = {_folder_of_scrape(name) for name in _imports(file) if _inside(name, frozenset({"pipeline.scrape"}))}
    assert own not in SCRAPE or all(name == own or SCRAPE.get(name, 9) < SCRAPE[own] for name in named)


def _folder_of_scrape(module: str) -> str:
    return module.removeprefix("pipeline.scrape.").partition(".")[0]


def test_no_import_cycle() -> None:
    graph = {_module(path): {name for name in _imports(path) if name in MODULES} for path in FILES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_only_the_folder_of_a_language_names_it(file: Path) -> None:
    name = file.relative_to(ROOT).as_posix()
    codes = {found.code for found in packs() if not name.startswith(f"languages/{found.code}/")}
    said = {
        node.value for node in ast.walk(_tree(file)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert (codes & said == set()) or name in NAMES_LANGUAGES


def test_files_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_nothing_is_pickled(file: Path) -> None:
    assert [name for name in _imports(file) if _inside(name, PICKLES)] == []


def test_only_fetching_knows_the_network(file: Path) -> None:
    if file.relative_to(ROOT).as_posix() not in KNOWS_THE_NETWORK:
        assert [name for name in _imports(file) if _inside(name, NETWORK)] == []


def test_language_models_are_imported_when_needed(file: Path) -> None:
    assert [name for node in _tree(file).body for name in _top_level(node) if _inside(name, MODELS)] == []


def _top_level(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [str(node.module)] if isinstance(node, ast.ImportFrom) else []
