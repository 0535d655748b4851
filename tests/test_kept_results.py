"""What is kept from run to run never shows: after any change the outputs are those of an office that kept nothing."""

from __future__ import annotations

import hashlib
import marshal
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from huaxia_tasks.office import Office, lay_out
from huaxia_tasks.run import run_folder

TODAY = date(2022, 6, 28)


def outputs(office: Office, day: date) -> dict[str, str]:
    folder = office.output(day)
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def in_a_list(office: Office) -> None:
    edit(office.root / "报送" / "土建学院清单.xlsx", "任务清单", "J6", "2022年9月30日")


def in_the_plan(office: Office) -> None:
    book = openpyxl.load_workbook(office.plans[0])
    for row in book["规则"].iter_rows():
        if row[0].value == "liaison-gap":
            row[4].value = "否"
    book.save(office.plans[0])


def a_template(office: Office) -> None:
    shutil.copy(office.templates / "工作提醒函.docx", office.templates / "催办通知.docx")


def evidence(office: Office) -> None:
    (office.evidence / "学生工作部" / "座谈会纪要.txt").write_text("已补", encoding="utf-8")


def a_file_gone(office: Office) -> None:
    (office.root / "报送" / "土建学院清单.xlsx").unlink()


def a_new_file(office: Office) -> None:
    shutil.copy(
        office.root / "报送" / "土建学院清单.xlsx", office.root / "报送" / "土建学院清单（新）.xlsx"
    )


@pytest.mark.parametrize(
    "change", [in_a_list, in_the_plan, a_template, evidence, a_file_gone, a_new_file]
)
def test_after_a_change_the_outputs_are_those_of_an_office_that_kept_nothing(
    change: Callable[[Office], None], tmp_path: Path
) -> None:
    used = lay_out(tmp_path / "用过", demo=True)
    run_folder(used, TODAY)
    before = outputs(used, TODAY)
    change(used)
    run_folder(used, TODAY)
    fresh = Office(tmp_path / "新的")
    shutil.copytree(used.root, fresh.root)
    shutil.rmtree(fresh.cache, ignore_errors=True)
    shutil.rmtree(fresh.root / "输出")
    run_folder(fresh, TODAY)
    after = outputs(used, TODAY)
    assert after == outputs(fresh, TODAY)
    assert after != before or change is a_new_file


def test_the_next_day_is_that_of_an_office_that_kept_nothing(tmp_path: Path) -> None:
    used, fresh = (lay_out(tmp_path / n, demo=True) for n in ("用过", "新的"))
    run_folder(used, TODAY)
    for day in (date(2022, 6, 29), date(2022, 7, 5)):
        run_folder(used, day)
        run_folder(fresh, day)
        shutil.rmtree(fresh.cache, ignore_errors=True)
        assert outputs(used, day) == outputs(fresh, day)


def test_pieces_kept_by_a_run_that_died_are_not_taken_for_those_of_the_last_whole_one(tmp_path):
    from huaxia_tasks.cache import Shelf, Shelves
    from huaxia_tasks.kept_units import KeptUnits

    kept = Shelves(tmp_path, b"mark")
    kept.pieces.put("U01", b"first")
    kept.save()
    kept.close()
    again = Shelves(tmp_path, b"mark")
    assert KeptUnits(again).has_pieces("U01")
    again.close()
    died = Shelf(tmp_path, "pieces", b"mark")
    died.put("U01", b"second")
    died.save()
    died.close()
    assert not KeptUnits(Shelves(tmp_path, b"mark")).has_pieces("U01")


@pytest.mark.parametrize(
    "days",
    [
        (date(2022, 6, 30), date(2022, 7, 1)),  # days of the plan's own phases: things fall due
        (date(2022, 9, 30), date(2022, 10, 8)),  # the eve of a break and the first day behind it
        (date(2022, 7, 20), date(2022, 6, 29)),  # the clock goes back
    ],
)
def test_on_any_day_the_outputs_are_those_of_an_office_that_kept_nothing(
    days: tuple[date, ...], tmp_path: Path
) -> None:
    used = lay_out(tmp_path / "用过", demo=True)
    run_folder(used, TODAY)
    for day in days:
        run_folder(used, day)
        fresh = Office(tmp_path / day.isoformat())
        shutil.copytree(used.root, fresh.root, ignore=shutil.ignore_patterns(".缓存", "输出"))
        run_folder(fresh, day)
        assert outputs(used, day) == outputs(fresh, day)


def test_a_list_that_changes_back_gives_what_it_gave(tmp_path: Path) -> None:
    office = lay_out(tmp_path / "办公室", demo=True)
    run_folder(office, TODAY)
    before = outputs(office, TODAY)
    path = office.root / "报送" / "土建学院清单.xlsx"
    shutil.copy2(path, tmp_path / "原件.xlsx")
    in_a_list(office)
    run_folder(office, TODAY)
    assert outputs(office, TODAY) != before
    shutil.copy2(tmp_path / "原件.xlsx", path)
    run_folder(office, TODAY)
    assert outputs(office, TODAY) == before


def test_parts_of_the_overview_that_a_dead_run_left_behind_are_not_used(tmp_path: Path) -> None:
    office, later = lay_out(tmp_path / "办公室", demo=True), date(2022, 7, 5)
    run_folder(office, TODAY)
    kept = tmp_path / "旧"
    shutil.copytree(office.cache, kept)
    run_folder(office, later)
    wanted = outputs(office, later)
    for path in office.cache.glob("pieces*"):
        path.unlink()
    for path in kept.glob("pieces*"):
        shutil.copy2(path, office.cache / path.name)
    run_folder(office, later)
    assert outputs(office, later) == wanted


def damage(shelf: str, begin: str, office: Office) -> int:
    """Change a byte of every blob whose name begins like this; return how many there were."""
    *_, file, places = marshal.loads((office.cache / f"{shelf}.idx").read_bytes()[4:])
    data = bytearray((office.cache / file).read_bytes())
    hit = [place for key, place in places.items() if key.startswith(begin)]
    for start, length, _ in hit:
        data[start + length // 2] ^= 1
    (office.cache / file).write_bytes(data)
    return len(hit)


@pytest.mark.parametrize(
    ("shelf", "begin"),
    [
        ("units", "*"),
        ("units", "m/"),
        ("units", "t/"),
        ("units", "g/"),
        ("pieces", ""),
        ("files", ""),
    ],
)
@pytest.mark.parametrize("later", [0, 1])
def test_a_damaged_shelf_costs_time_and_nothing_else(
    shelf: str, begin: str, later: int, tmp_path: Path
) -> None:
    used, day = lay_out(tmp_path / "用过", demo=True), TODAY + timedelta(days=later)
    run_folder(used, TODAY)
    assert damage(shelf, begin, used) > (0 if begin == "*" else 10)
    in_a_list(used)
    run_folder(used, day)
    fresh = Office(tmp_path / "新的")
    shutil.copytree(used.root, fresh.root)
    shutil.rmtree(fresh.cache, ignore_errors=True)
    shutil.rmtree(fresh.root / "输出")
    run_folder(fresh, day)
    assert outputs(used, day) == outputs(fresh, day)
