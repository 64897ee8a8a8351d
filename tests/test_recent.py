"""The memory of bounded size that keeps long runs flat."""

from __future__ import annotations

from pipeline.recent import Recent


def test_what_was_longest_not_asked_for_is_forgotten() -> None:
    memory: Recent[str, int] = Recent(2)
    memory.put("first", 1)
    memory.put("second", 2)
    assert memory.get("first") == 1, "asked for, so it stays"
    memory.put("third", 3)
    assert [memory.get(key) for key in ("first", "second", "third")] == [1, None, 3]
    memory.put("first", 4)
    assert (len(memory), memory.get("first")) == (2, 4), "a new value of a known key forgets none"
