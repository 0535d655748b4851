"""The folder of a day's drafts holds what the last run made; what is there already is not written again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from huaxia_tasks import day_folder
from huaxia_tasks.cache import Shelf
from huaxia_tasks.day_folder import DayFolder, listing
from huaxia_tasks.office import Office

PAPER = "U01_教务处/催办通知.docx"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Runs:
    """Runs of an office on one day: each puts some files and finishes."""

    def __init__(self, root: Path) -> None:
        self.office = Office(root)
        self.path = root / "输出" / "2022-06-28"

    def begin(self, *, dry_run: bool = False, day: str = "2022-06-28") -> DayFolder:
        self._shelf = Shelf(self.office.cache, "units", b"mark")
        return DayFolder(self.office, self.path.parent / day, self._shelf, dry_run=dry_run)

    def finish(self, day: DayFolder, **made: bytes) -> None:
        day.finish({name.replace("_", "."): sha(data) for name, data in made.items()})
        self._shelf.save()
        self._shelf.close()

    def run(self, **made: bytes) -> DayFolder:
        day = self.begin()
        for name, data in made.items():
            day.put(name.replace("_", "."), data)
        self.finish(day, **made)
        return day

    def there(self) -> dict[str, bytes]:
        return {
            name: (self.path / name).read_bytes() for name in listing(self.path) if name[0] != "."
        }


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are written."""
    names: list[str] = []
    put, replace = day_folder.put, os.replace

    def telling(path: Path, data: bytes, *, durable: bool = True) -> bool:
        names.append(path.name)
        return put(path, data, durable=durable)

    def replacing(source: Path, target: Path) -> None:
        if Path(target).suffix == ".xlsx":
            names.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(day_folder, "put", telling)
    monkeypatch.setattr(os, "replace", replacing)
    return names


# --------------------------------------------------------------------------- within a run


def test_files_lie_where_they_were_put_in_folders_of_units_too(runs: Runs):
    day = runs.begin()
    day.put("情况通报.docx", b"1")
    day.put(PAPER, b"2")
    day.finish({"情况通报.docx": sha(b"1"), PAPER: sha(b"2")})
    assert runs.there() == {"情况通报.docx": b"1", PAPER: b"2"}


@pytest.mark.parametrize("puts", ["12", "121", "1221", "112"])
def test_a_file_put_more_than_once_in_a_run_is_the_last_one(runs: Runs, puts: str):
    runs.run(a_docx=b"1")
    day = runs.begin()
    for data in puts:
        day.put("a.docx", data.encode())
        assert day.has("a.docx", sha(data.encode()))
    assert runs.there() == {"a.docx": puts[-1].encode()}
    runs.finish(day, a_docx=puts[-1].encode())
    assert runs.there() == {"a.docx": puts[-1].encode()}


def test_a_file_put_and_not_wanted_in_the_end_is_taken_away(runs: Runs):
    day = runs.begin()
    day.put("a.docx", b"1")
    day.put("b.docx", b"2")
    runs.finish(day, b_docx=b"2")
    assert runs.there() == {"b.docx": b"2"}


# --------------------------------------------------------------------------- from run to run


def test_what_is_there_as_it_was_put_is_not_written_again(runs: Runs, written: list[str]):
    runs.run(a_docx=b"1", b_docx=b"2")
    written.clear()
    runs.run(a_docx=b"1", b_docx=b"changed", c_docx=b"3")
    assert written == ["b.docx", "c.docx"]
    assert runs.there() == {"a.docx": b"1", "b.docx": b"changed", "c.docx": b"3"}


def gone(path: Path) -> None:
    path.unlink()


def changed(path: Path) -> None:
    path.write_bytes(b"by a person")


def changed_in_place(path: Path) -> None:
    """Change it and set size and time of change back."""
    about = path.stat()
    path.write_bytes(bytes(len(path.read_bytes())))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.mark.parametrize("happens", [gone, changed, changed_in_place])
def test_what_was_changed_or_taken_away_is_written_again(
    runs: Runs, happens: Callable[[Path], None]
):
    runs.run(a_docx=b"1", b_docx=b"2")
    happens(runs.path / "a.docx")
    day = runs.begin()
    assert not day.has("a.docx", sha(b"1"))
    assert day.has("b.docx", sha(b"2"))
    day.put("a.docx", b"1")
    runs.finish(day, a_docx=b"1", b_docx=b"2")
    assert runs.there() == {"a.docx": b"1", "b.docx": b"2"}


def test_papers_of_the_last_run_that_are_not_made_now_go_and_those_of_persons_stay(runs: Runs):
    runs.run(a_docx=b"1", b_docx=b"2", c_docx=b"3")
    (runs.path / "b.docx").write_bytes(b"edited by a person")
    (runs.path / "notes.txt").write_bytes(b"of a person")
    runs.run(c_docx=b"3")
    assert runs.there() == {
        "b.docx": b"edited by a person",
        "notes.txt": b"of a person",
        "c.docx": b"3",
    }


def test_another_day_is_another_folder(runs: Runs):
    runs.run(a_docx=b"1")
    day = runs.begin(day="2022-06-29")
    assert not day.has("a.docx", sha(b"1"))
    assert day.other_day("2022-06-28") == runs.path


def test_after_a_power_cut_contents_are_looked_at(runs: Runs, monkeypatch: pytest.MonkeyPatch):
    """A file may look as it was put and be empty inside."""
    runs.run(a_docx=b"1111", b_docx=b"2222")
    looks = listing(runs.path)
    (runs.path / "a.docx").write_bytes(b"\0\0\0\0")
    monkeypatch.setattr(day_folder, "listing", lambda folder: looks)
    assert runs.begin().has("a.docx", sha(b"1111")), "nothing shows as long as the machine ran on"
    monkeypatch.setattr(day_folder, "boot", lambda: "another start of the machine")
    day = runs.begin()
    assert not day.has("a.docx", sha(b"1111"))
    assert day.has("b.docx", sha(b"2222"))
    day.put("a.docx", b"1111")
    runs.finish(day, a_docx=b"1111", b_docx=b"2222")
    assert runs.there() == {"a.docx": b"1111", "b.docx": b"2222"}


# --------------------------------------------------------------------------- held open


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of files that another program holds open."""
    names: set[str] = set()
    replace = os.replace

    def replacing(source: Path, target: Path) -> None:
        if Path(target).name in names:
            raise PermissionError(13, "held open")
        replace(source, target)

    monkeypatch.setattr(os, "replace", replacing)
    return names


def test_a_file_that_is_held_open_stays_is_told_and_is_tried_again(runs: Runs, held_open: set[str]):
    runs.run(a_docx=b"1", b_docx=b"2")
    held_open.add("a.docx")
    day = runs.run(a_docx=b"new", b_docx=b"new")
    assert day.notes == [
        "《a.docx》没有更新，它正被别的程序打开，或文件夹不让写；请关闭它、核对权限后再运行一次。"
    ]
    assert runs.there() == {"a.docx": b"1", "b.docx": b"new"}
    day = runs.run(a_docx=b"new", b_docx=b"new")
    assert len(day.notes) == 1
    held_open.clear()
    assert runs.run(a_docx=b"new", b_docx=b"new").notes == []
    assert runs.there() == {"a.docx": b"new", "b.docx": b"new"}


def test_a_file_that_is_held_open_and_not_made_any_more_is_left_alone_later(
    runs: Runs, held_open: set[str]
):
    """What stands there is not what this run made, so no later run takes it for its own."""
    runs.run(a_docx=b"1")
    held_open.add("a.docx")
    runs.run(a_docx=b"2")
    held_open.clear()
    runs.run(b_docx=b"3")
    assert runs.there()["b.docx"] == b"3"


# --------------------------------------------------------------------------- large files


def write_large(day: DayFolder, data: bytes) -> None:
    with day.large("汇总表.xlsx") as file:
        file.write(data)


def test_a_large_file_is_written_through_a_stream(runs: Runs, written: list[str]):
    for data, expected in ((b"1" * 5000, True), (b"1" * 5000, False), (b"2" * 5000, True)):
        written.clear()
        day = runs.begin()
        write_large(day, data)
        assert day.content_of("汇总表.xlsx") == sha(data)
        day.finish({"汇总表.xlsx": sha(data)})
        runs._shelf.save()
        assert (written == ["汇总表.xlsx"]) is expected
        assert runs.there() == {"汇总表.xlsx": data}


def test_a_large_file_that_fails_leaves_nothing_behind(runs: Runs):
    day = runs.begin()
    write_large(day, b"1")
    with pytest.raises(TypeError):
        write_large(day, "no bytes")  # type: ignore[arg-type]
    assert runs.there() == {"汇总表.xlsx": b"1"}


def test_a_large_file_that_is_held_open_stays_and_is_told(runs: Runs, held_open: set[str]):
    write_large(runs.begin(), b"1")
    held_open.add("汇总表.xlsx")
    day = runs.begin()
    write_large(day, b"2")
    assert [note[:9] for note in day.notes] == ["《汇总表.xlsx"]
    assert runs.there() == {"汇总表.xlsx": b"1"}


# --------------------------------------------------------------------------- nothing written


def test_a_dry_run_writes_nothing_and_knows_what_it_would_write(runs: Runs):
    day = runs.begin(dry_run=True)
    day.put("a.docx", b"1")
    write_large(day, b"2")
    assert day.has("a.docx", sha(b"1"))
    assert day.content_of("汇总表.xlsx") == sha(b"2")
    day.finish({"a.docx": sha(b"1")})
    assert not runs.path.exists()
    assert list(runs.office.root.iterdir()) == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path):
    assert listing(tmp_path / "没有") == {}
