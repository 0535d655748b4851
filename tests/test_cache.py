"""What is kept is what was put, or it is not there: damage, other versions and crashes never show."""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaxia_tasks import cache
from huaxia_tasks.cache import Shelf, Shelves, digest, replace_file

MARK = b"this program"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".缓存"


def shelf(folder: Path | None, *, mark: bytes = MARK, writable: bool = True) -> Shelf:
    return Shelf(folder, "files", mark, writable=writable)


def kept(folder: Path, **values: bytes) -> Shelf:
    """Return a shelf on which values were put and kept."""
    found = shelf(folder)
    for key, value in values.items():
        found.put(key, value)
    found.save()
    return found


def data_file(folder: Path) -> Path:
    (path,) = folder.glob("files-*.dat")
    return path


# --------------------------------------------------------------------------- putting and getting


def test_what_was_put_is_there_at_once_and_in_the_next_run(folder: Path):
    first = kept(folder, a=b"one", b=b"", c=bytes(range(256)) * 300)
    again = shelf(folder)
    for one in (first, again):
        assert one.get("a") == b"one"
        assert one.get("b") == b""
        assert one.get("c") == bytes(range(256)) * 300
        assert one.get("d") is None
        assert "a" in one
        assert "d" not in one
        assert sorted(one) == ["a", "b", "c"]


def test_the_last_of_two_puts_counts(folder: Path):
    one = kept(folder, a=b"old")
    one.put("a", b"new and longer")
    assert one.get("a") == b"new and longer"
    assert shelf(folder).get("a") == b"old", "nothing is kept before it is saved"
    one.save()
    assert shelf(folder).get("a") == b"new and longer"


def test_plain_values_come_back_as_they_were(folder: Path):
    value = {"a": (1, 2.5, None, True), "b": ["文", b"\0"], "c": {}}
    one = shelf(folder)
    one.store("v", value)
    one.put("no value", b"\xff\xff")
    one.save()
    again = shelf(folder)
    assert again.load("v") == value
    assert again.load("no value") is None
    assert again.load("missing") is None


def test_what_is_not_wanted_any_more_is_forgotten(folder: Path):
    one = kept(folder, a=b"1", b=b"2", c=b"3")
    one.retain(["a", "c", "never there"])
    assert sorted(one) == ["a", "c"]
    one.save()
    again = shelf(folder)
    assert (again.get("a"), again.get("b"), again.get("c")) == (b"1", None, b"3")


def test_what_is_dead_is_dropped_when_it_is_most_of_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cache, "_PACK_ABOVE", 1000)
    one = kept(folder, **{f"k{n}": bytes([n]) * 500 for n in range(10)})
    before = data_file(folder)
    one.retain(["k3", "k7"])
    one.put("new", b"n")
    one.save()
    after = data_file(folder)
    assert after != before
    assert after.stat().st_size == 1001
    for reader in (one, shelf(folder)):
        assert {key: reader.get(key) for key in reader} == {
            "k3": b"\3" * 500, "k7": b"\7" * 500, "new": b"n",
        }  # fmt: skip


def test_nothing_is_written_where_nothing_is_new(folder: Path):
    kept(folder, a=b"1").close()
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    one = shelf(folder)
    one.get("a")
    one.retain(["a"])
    one.save()
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


# --------------------------------------------------------------------------- nothing to write to


def test_without_a_folder_it_lasts_as_long_as_the_shelf():
    one = shelf(None)
    one.put("a", b"1")
    one.save()
    assert one.get("a") == b"1"
    assert shelf(None).get("a") is None


def test_a_shelf_that_is_only_read_leaves_the_folder_as_it_was(folder: Path):
    kept(folder, a=b"1").close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    one = shelf(folder, writable=False)
    one.put("b", b"2")
    one.put("a", b"another")
    one.save()
    assert one.get("a") == b"another", "in this run the new one counts"
    assert one.get("b") == b"2"
    one.close()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_where_no_folder_can_be_made_the_run_goes_on(tmp_path: Path):
    (tmp_path / "a file").write_bytes(b"")
    one = shelf(tmp_path / "a file" / ".缓存")
    one.put("a", b"1")
    one.put("b", b"2")
    one.save()
    assert (one.get("a"), one.get("b"), one.get("c")) == (b"1", b"2", None)


# --------------------------------------------------------------------------- damage


def test_a_damaged_blob_is_not_there_and_the_others_are(folder: Path):
    kept(folder, a=b"1111", b=b"2222", c=b"3333").close()
    data_file(folder).write_bytes(b"1111" + b"2x22" + b"3333")
    one = shelf(folder)
    assert (one.get("a"), one.get("b"), one.get("c")) == (b"1111", None, b"3333")


def test_a_file_that_was_cut_off_loses_what_was_behind(folder: Path):
    kept(folder, a=b"1111", b=b"2222").close()
    data_file(folder).write_bytes(b"1111" + b"22")
    one = shelf(folder)
    assert (one.get("a"), one.get("b")) == (b"1111", None)
    one.put("b", b"again")
    one.save()
    assert (shelf(folder).get("a"), shelf(folder).get("b")) == (b"1111", b"again")


def index_of(number: object, mark: object, name: object, places: object) -> bytes:
    body = marshal.dumps((number, mark, name, places), 4)
    return zlib.crc32(body).to_bytes(4, "big") + body


INDEXES = {
    "empty": b"",
    "too short": b"\0\0",
    "rubbish": bytes(range(64)),
    "no tuple": zlib.crc32(b"i").to_bytes(4, "big") + b"i",
    "of another format": index_of(99, MARK, "files-x.dat", {}),
    "of a file that is not there": index_of(1, MARK, "files-gone.dat", {"a": (0, 1, 0)}),
    "of a file elsewhere": index_of(1, MARK, f"..{os.sep}files.dat", {"a": (0, 1, 0)}),
    "of a file without a name": index_of(1, MARK, 7, {}),
}


@pytest.mark.parametrize("index", list(INDEXES.values()), ids=list(INDEXES))
def test_an_index_that_is_not_ours_is_no_index(folder: Path, index: bytes):
    kept(folder, a=b"1").close()
    (folder / "files.idx").write_bytes(index)
    one = shelf(folder)
    assert list(one) == []
    assert one.get("a") is None
    one.put("a", b"2")
    one.save()
    assert shelf(folder).get("a") == b"2"
    data_file(folder)


def test_what_another_version_kept_is_not_there(folder: Path):
    kept(folder, a=b"1").close()
    assert shelf(folder, mark=b"another program").get("a") is None
    assert shelf(folder).get("a") == b"1", "looking does not destroy it"


def test_what_was_begun_and_not_finished_is_not_there(folder: Path):
    """A run that was killed has written blobs that no index names, and files beside."""
    kept(folder, a=b"1").close()
    with data_file(folder).open("ab") as file:
        file.write(b"half of a blo")
    (folder / "files.idx.4711").write_bytes(b"half of an ind")
    (folder / "files-00000000.dat").write_bytes(b"of another run")
    one = shelf(folder)
    assert (one.get("a"), list(one)) == (b"1", ["a"])
    one.put("b", b"2")
    one.save()
    again = shelf(folder)
    assert (again.get("a"), again.get("b")) == (b"1", b"2")
    assert not (folder / "files-00000000.dat").exists()


# --------------------------------------------------------------------------- two at a time


def test_two_runs_at_once_never_read_what_the_other_put(folder: Path):
    kept(folder, a=b"before").close()
    first, second = shelf(folder), shelf(folder)
    for n in range(20):
        first.put(f"k{n}", b"first " + bytes([n]) * n)
        second.put(f"k{n}", b"second " + bytes([n]) * (20 - n))
        if n % 5 == 0:
            first.save()
        if n % 7 == 0:
            second.save()
    second.save()
    first.save()
    for reader in (shelf(folder), first, second):
        assert reader.get("a") in (b"before", None)
        for n in range(20):
            right = (b"first " + bytes([n]) * n, b"second " + bytes([n]) * (20 - n), None)
            assert reader.get(f"k{n}") in right


KILLED = """
import os, signal, sys
from pathlib import Path
from huaxia_tasks import cache
cache._PACK_ABOVE = 2000
steps = [0]
def step(frame, event, argument):
    steps[0] += frame.f_code.co_filename.endswith("cache.py")
    if steps[0] > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return step
shelf = cache.Shelf(Path(sys.argv[1]), "files", b"this program")
sys.settrace(step)
for n in range(12):
    shelf.put(f"k{n % 5}", str(n).encode() * 200)
    shelf.retain([f"k{m}" for m in range(5) if m != n % 3])
    shelf.save()
"""


@pytest.mark.parametrize("step", [30, 90, 150, 210, 290, 370, 450, 530])
def test_a_run_that_is_killed_at_any_step_leaves_what_is_right_or_nothing(folder: Path, step: int):
    kept(folder, **{f"k{n}": b"before" * 60 for n in range(5)}).close()
    command = [sys.executable, "-c", KILLED, str(folder), str(step)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    again = shelf(folder)
    right = {str(n).encode() * 200 for n in range(12)} | {b"before" * 60}
    assert {again.get(f"k{n}") for n in range(5)} <= right | {None}
    again.put("k0", b"after")
    again.save()
    assert shelf(folder).get("k0") == b"after"


KEYS = st.sampled_from("abc")
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, st.binary(max_size=300)),
    st.tuples(st.just("retain"), st.sets(KEYS)),
    st.tuples(st.just("save")),
    st.tuples(st.just("again")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_a_shelf_is_a_dict_that_remembers_what_was_saved(steps: list[tuple[object, ...]]):
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "_PACK_ABOVE", 200)
        folder = Path(place)
        one, now, saved = shelf(folder), {}, {}
        for step in steps:
            match step:
                case ("put", str(key), bytes(data)):
                    one.put(key, data)
                    now[key] = data
                case ("retain", set(keys)):
                    one.retain(keys)
                    now = {key: data for key, data in now.items() if key in keys}
                case ("save",):
                    one.save()
                    saved = dict(now)
                case ("again",):
                    one.close()
                    one, now = shelf(folder), dict(saved)
            assert {key: one.get(key) for key in "abc"} == {key: now.get(key) for key in "abc"}
        one.close()


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(["files.idx", "files-*.dat"]),
    how=st.sampled_from(["change", "cut", "grow", "swap"]),
    place=st.integers(0, 999),
    change=st.integers(1, 255),
)
def test_whatever_happens_to_the_files_nothing_wrong_is_read(
    name: str, how: str, place: int, change: int
):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        values = {key: key.encode() * 40 for key in "abcd"}
        kept(folder, **values).close()
        (path,) = folder.glob(name)
        raw = bytearray(path.read_bytes())
        at = len(raw) * place // 1000
        match how:
            case "change":
                raw[at] ^= change
            case "cut":
                del raw[at:]
            case "grow":
                raw[at:at] = bytes([change]) * change
            case "swap":
                raw = raw[at:] + raw[:at]
        path.write_bytes(bytes(raw))
        one = shelf(folder)
        for key, value in values.items():
            assert one.get(key) in (value, None)
        one.close()


# --------------------------------------------------------------------------- beside


def test_the_three_shelves_are_kept_and_let_go_together(folder: Path):
    shelves = Shelves(folder, MARK)
    for one in (shelves.files, shelves.units, shelves.pieces):
        one.put("a", b"1")
    shelves.save()
    shelves.close()
    again = Shelves(folder, MARK)
    assert [s.get("a") for s in (again.files, again.units, again.pieces)] == [b"1"] * 3
    again.close()
    other = Shelves(folder, b"another program", writable=False)
    assert [s.get("a") for s in (other.files, other.units, other.pieces)] == [None] * 3
    other.close()


def test_a_digest_names_what_it_was_made_of_and_nothing_else():
    parts: list[tuple[object, ...]] = [
        (), (1,), (True,), (1.0,), ("1",), (b"1",), (None,), (1, 2), ((1, 2),), ([1, 2],), ("12",),
        ("1", "2"), ("", "12"), ({"a": 1},),
    ]  # fmt: skip
    assert len({digest(*p) for p in parts}) == len(parts)
    word = "".join(["文", "书"])
    assert digest(word, word) == digest("文书", "".join(["文", "书"]))
    assert len(digest("a")) == 16


def test_a_file_is_replaced_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch):
    target = folder / "deep" / "run.json"
    replace_file(target, b"one")
    replace_file(target, b"two")
    assert target.read_bytes() == b"two"

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        replace_file(target, b"three")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["run.json"]
