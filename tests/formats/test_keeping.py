"""What is too large for an address is found by its name, within bounds, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.formats import keeping
from convviz.formats.keeping import Bounds, Folder, GoneError, Memory, is_name, keep, kept

CONTENTS = st.lists(st.binary(max_size=40), min_size=1, max_size=12)


class Clock:
    """A time that passes when it is told to."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@given(st.text() | st.binary())
def test_what_is_kept_is_found_by_its_name(content: str | bytes) -> None:
    name = keep(content)
    assert kept(name) == (content.encode() if isinstance(content, str) else content)
    assert keep(content) == name
    assert is_name(name)


@given(st.binary(), st.binary())
def test_other_content_has_another_name(one: bytes, other: bytes) -> None:
    assert (keep(one) == keep(other)) == (one == other)


@given(st.text() | st.integers() | st.none() | st.from_regex(r"k\.[A-Za-z0-9_./-]{0,40}"))
def test_a_hostile_name_is_refused(name: object) -> None:
    with pytest.raises(ExperimentError) as refused:
        kept(name)
    assert isinstance(refused.value, GoneError) == is_name(name)


@pytest.mark.parametrize("name", ["k." + "." * 24, "k./../../../../etc/passwd000", "k." + "a" * 23])
def test_no_name_leads_out_of_the_folder(name: str, in_folder: Path) -> None:
    with pytest.raises(ExperimentError, match="names nothing"):
        kept(name)


@given(CONTENTS, st.integers(1, 6), st.integers(1, 120))
def test_memory_holds_what_was_used_last_within_its_bounds(
    contents: list[bytes], entries: int, size: int
) -> None:
    held = Memory(Bounds(entries, size, 100), Clock())
    for content in contents:
        held.put(content.hex(), content)
    expected: dict[str, bytes] = {}
    for content in dict.fromkeys(reversed(contents)):
        if len(expected) == entries or sum(map(len, expected.values())) + len(content) > size:
            break
        expected[content.hex()] = content
    found = {content.hex(): held.get(content.hex()) for content in set(contents)}
    assert {name: content for name, content in found.items() if content is not None} == expected


def test_what_nobody_used_for_long_is_gone_and_use_keeps_it(tmp_path: Path) -> None:
    clock = Clock()
    bounds = Bounds(10, 1000, 100)
    stores: tuple[Any, ...] = (Memory(bounds, clock), Folder(tmp_path, bounds, clock))
    used, unused = (keeping._name_of(content) for content in (b"used", b"unused"))
    for store in stores:
        store.put(used, b"used")
        store.put(unused, b"unused")
    for _ in range(3):
        clock.now += 60
        assert [store.get(used) for store in stores] == [b"used"] * 2
    assert [store.get(unused) for store in stores] == [None] * 2
    assert [path.name for path in tmp_path.iterdir()] == [used]


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_memory", Memory(keeping.IN_MEMORY))


def test_a_folder_outlives_the_process(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = keep("many numbers")
    restart(monkeypatch)
    assert kept(name) == b"many numbers"
    assert [path.name for path in in_folder.iterdir()] == [name]
    (in_folder / name).write_bytes(b"others")  # what is not the content of its name
    restart(monkeypatch)
    with pytest.raises(GoneError):
        kept(name)
    assert "30 days" in str(keeping.how_long())


def test_without_a_folder_a_restart_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    name = keep("many numbers")
    restart(monkeypatch)
    with pytest.raises(GoneError, match="kept here no longer"):
        kept(name)
    assert "as long as it runs" in str(keeping.how_long())


def test_a_folder_stays_within_its_bounds(tmp_path: Path) -> None:
    clock = Clock()
    folder = Folder(tmp_path, Bounds(3, 25, 100), clock)
    contents = [bytes([each]) * 10 for each in range(5)]
    for content in contents:
        clock.now += 1
        folder.put(keeping._name_of(content), content)
    found = [folder.get(keeping._name_of(content)) for content in contents]
    assert found == [None, None, None, *contents[3:]]


def test_a_folder_that_takes_nothing_is_told_of_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path / "file"))
    assert kept(keep("numbers")) == b"numbers"
    assert keeping.VARIABLE in caplog.text


def test_what_is_too_large_to_be_kept_is_refused() -> None:
    with pytest.raises(ExperimentError, match="at most"):
        keep(bytes(keeping.MOST_BYTES + 1))
