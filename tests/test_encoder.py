"""The second reader: that packing keeps weights, that a clause is cut as it should be, that files are checked."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from pipeline.codebook import Label
from pipeline.document import BlockKind
from pipeline.errors import ModelError
from pipeline.label import heldout
from pipeline.label.encoder import default_encoder, load_encoder
from pipeline.label.features import Reading
from pipeline.label.heldout import HeldOut
from pipeline.label.packing import BLOCK, LARGEST, pack, unpack
from pipeline.label.pieces import (
    ALL_HEADINGS,
    BEFORE,
    HEADING,
    LEAD,
    LONGEST,
    MOST,
    OWN,
    START,
    STOP,
    Cutter,
    folded,
    key,
)


def reading(text: str, *headings: str, lead_in: str = "", before: str = "") -> Reading:
    return Reading(text, "en", BlockKind.PARAGRAPH, headings, lead_in, before, "")


@given(weights=arrays(np.float32, (3, 2 * BLOCK), elements=some.floats(-100, 100, width=32)))
@settings(max_examples=50, deadline=None)
def test_packed_weights_are_a_step_away_at_most(weights: np.ndarray) -> None:
    back = unpack(pack(weights))
    largest = np.abs(weights.reshape(-1, BLOCK)).max(axis=1, keepdims=True)
    off = np.abs(back - weights).reshape(-1, BLOCK)
    assert (off <= largest / LARGEST * 0.51 + 1e-5).all(), "half a step, and the rounding of the scale"


def test_whole_blocks_of_nothing_stay_nothing() -> None:
    assert not unpack(pack(np.zeros((2, BLOCK), np.float32))).any()


def cutter() -> Cutter:
    return default_encoder().cutter("en")


def test_a_sequence_holds_the_clause_then_what_stands_around_it() -> None:
    pieces, owned = cutter().sequence(reading("We use it.", "Policy", "Use", lead_in="Aims:", before="We ask for it."))
    assert pieces[0] == START
    assert [kind for kind, before in zip(owned, [None, *owned], strict=False) if kind != before] == [
        OWN, BEFORE, LEAD, HEADING,
    ]  # fmt: skip
    assert pieces.count(STOP) == 5, "each text is closed"


@pytest.mark.parametrize(
    ("one", "owner", "most", "reason"),
    [
        (reading("data " * 500), OWN, MOST[OWN] + 2, "the start of a long clause"),
        (reading("x", before="data " * 500), BEFORE, MOST[BEFORE] + 1, "the end of the clause before"),
        (reading("x", lead_in="data " * 500), LEAD, MOST[LEAD] + 1, "the end of the lead-in"),
        (reading("x", *["data " * 500] * 4), HEADING, ALL_HEADINGS, "the nearest headings"),
    ],
)
def test_long_texts_are_cut(one: Reading, owner: int, most: int, reason: str) -> None:
    owners = cutter().sequence(one)[1]
    assert owners.count(owner) == most, reason
    assert len(owners) <= LONGEST


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing"),
        ("\x00\ufffd", "no character"),
        ("𠮷😀" * 300, "beyond the basic plane"),
        ("́" * 500, "marks alone"),
    ],
)
def test_any_text_is_decided(text: str, reason: str) -> None:
    decided = default_encoder().decisions([reading(text, text, lead_in=text, before=text)])
    assert decided.shape == (1, len(Label)), reason
    assert np.isfinite(decided).all(), reason


def test_a_decision_does_not_depend_on_what_else_is_read() -> None:
    several = [reading("We sell no data."), reading("Passwords are stored encrypted.", "Security"), reading("Hello.")]
    together = default_encoder().decisions(several)
    assert (np.vstack([default_encoder().decisions([one]) for one in several]) == together).all()
    assert default_encoder().decisions([]).shape == (0, len(Label))


def test_a_language_without_a_network_is_left_to_the_n_grams() -> None:
    assert not default_encoder().decisions([reading("We sell no data.")._replace(language="xx")]).any()


def test_the_context_is_read() -> None:
    item = "Newsletters and offers"
    aims, data = default_encoder().decisions(
        [
            reading(item, "How we use your data", lead_in="We use your data for the following purposes:"),
            reading(item, "Subjects of complaints", lead_in="Complaints we received last year concerned:"),
        ]
    )[:, list(Label).index(Label.PURPOSE)]
    assert aims > data


@pytest.mark.parametrize(("body", "says"), [(None, "no encoder here"), (b"", "damaged"), (b"PK\x05\x06", "damaged")])
def test_a_missing_or_damaged_file_is_told(tmp_path: Path, body: bytes | None, says: str) -> None:
    path = tmp_path / "encoder.npz"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(ModelError, match=says):
        load_encoder(path)


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    np.savez(stream, pieces=np.array([object()], dtype=object))
    (tmp_path / "encoder.npz").write_bytes(stream.getvalue())
    with pytest.raises(ModelError, match="damaged"):
        load_encoder(tmp_path / "encoder.npz")


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("We DON'T sell.", "we don ' t sell .", "marks are words, capitals small"),
        ("Café\u00a0Zoë", "cafe zoe", "no accents, any white space"),
        ("e_mail；ﬁle", "e _ mail ; file", "one form of each letter"),
        ("個人 情報。", "個人 情報 。", "another script"),
    ],
)
def test_folded(text: str, expected: str, reason: str) -> None:
    assert folded(text) == expected, reason


def test_each_language_has_its_pieces() -> None:
    known = {
        code: [default_encoder().cutter(code).encode(text) for text in ("personal information", "個人情報")]
        for code in ("en", "ja")
    }
    assert len(known["en"][0]) == 2, "a word is a piece"
    assert 3 in known["en"][1], "Japanese is unknown to the English network"
    assert len(known["ja"][1]) <= 2


def test_clauses_the_encoder_was_tuned_on_are_decided_by_others(tmp_path: Path) -> None:
    known, new = reading("We use it to answer you."), reading("We sell it.")
    stored = np.array([[1.5, -2.0, -3.0, -4.0]])
    heldout.save(tmp_path / "h.npz", default_encoder().sha256, [known], stored)
    decided = heldout.load(tmp_path / "h.npz", default_encoder()).decisions([new, known])
    assert (decided == np.vstack([default_encoder().decisions([new]), stored])).all()
    heldout.save(tmp_path / "h.npz", "another", [known], stored)
    with pytest.raises(ModelError, match="another encoder"):
        heldout.load(tmp_path / "h.npz", default_encoder())


def test_the_bundled_corpus_is_decided_by_others() -> None:
    held_out: HeldOut = heldout.default_held_out()
    assert len(held_out._known) > 50_000
    assert key(reading("a")) != key(reading("b")) != key(reading("a", "b"))


def test_what_is_stored_decides_as_torch_does() -> None:
    torch = pytest.importorskip("torch", reason="the extra `tune`")
    from pipeline.label.encoder import Encoder
    from pipeline.tune.network import Network, arrays, batch
    from pipeline.tune.start import SPECIAL, Start, model

    torch.manual_seed(0)
    letters = "abcdefghijklmnopqrstuvwxyz."
    start = Start(
        ("<s>", "<pad>", "</s>", "<unk>", "▁", *letters), np.full(SPECIAL + 1 + len(letters), -3.0), {}, folds=True
    )
    network = Network(len(start.pieces), layers=2).eval()
    pieces = model(start, range(len(start.pieces)))
    examples = [Cutter(pieces, folds=True).sequence(reading("they sell it to others.", "whom we tell"))]
    encoder = Encoder({"en": arrays(network, pieces, examples, folds=True)})
    several = [reading("we use it.", "policy", lead_in="aims"), reading("no.", before="we sell data.")]
    with torch.inference_mode():
        expected = network(*batch([encoder.cutter("en").sequence(one) for one in several])).numpy()
    assert np.abs(encoder.decisions(several) - expected).max() < 0.05, "packing rounds the weights"


def test_matrices_keep_their_place_and_most_of_their_weight() -> None:
    pytest.importorskip("onnx", reason="the extra `tune`")
    from pipeline.tune.rounding import BLOCK, nearest

    chance = np.random.default_rng(0)
    matrix = chance.standard_normal((3, 2 * BLOCK)).astype(np.float32)
    matrix[1] = 0
    states = chance.standard_normal((500, 40)) @ chance.standard_normal((40, 2 * BLOCK))
    whole, scales = nearest(matrix, states.T @ states)
    assert set(whole.ravel()) <= set(range(-8, 8)), "4 bits"
    rounded = (whole * scales).reshape(3, -1)
    assert np.abs(rounded - matrix)[1].max() == 0, "a row of nothing stays one"
    alone, scales = nearest(matrix, np.eye(2 * BLOCK))
    apart = (alone * scales).reshape(3, -1)
    assert np.abs(apart - matrix).mean() < 0.1, "a step is about a third of a deviation"
    lost, lost_apart = (np.abs(states @ (one - matrix).T).mean() for one in (rounded, apart))
    assert lost < lost_apart / 2, "where states go together, one weight makes good what another loses"
