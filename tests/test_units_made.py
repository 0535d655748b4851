"""Thousands of made cells over six rosters: what is claimed is right, and nearly all is found."""

from __future__ import annotations

import pytest
from unit_cell_maker import Maker
from unit_tables import DATA, cases, the_roster

from huaxia_tasks.model import Unit
from huaxia_tasks.units import match_units
from huaxia_tasks.units.roster import plain, roster_of
from huaxia_tasks.units.words import DUTY_LABEL, FILLER, FILLER_BEGINNINGS, VERB

ROSTERS = {path.stem: the_roster(path) for path in sorted(DATA.glob("units_roster*.csv"))}


@pytest.mark.parametrize("name", ROSTERS)
def test_of_made_cells_nothing_wrong_is_claimed_and_nearly_all_is_found(name):
    units = ROSTERS[name]
    claimed = wanted = wrong = missed = 0
    for cell, named in Maker(units, seed=len(units)).cells(400):
        got = {(m.unit.id, m.facet) for m in match_units(cell, units) if m.unit}
        claimed, wanted = claimed + len(got), wanted + len(named)
        wrong, missed = wrong + len(got - named), missed + len(named - got)
    assert wrong <= 0.005 * claimed
    assert missed <= 0.015 * wanted


def _misspellings(name: str) -> set[str]:
    places = range(1, len(name) - 1)
    lost = {name[:p] + name[p + 1 :] for p in places}
    doubled = {name[: p + 1] + name[p:] for p in places}
    swapped = {name[:p] + name[p + 1] + name[p] + name[p + 2 :] for p in places}
    return (lost | doubled | swapped) - {name}


@pytest.mark.parametrize("name", ROSTERS)
def test_a_name_with_a_lost_doubled_or_swapped_character_is_never_another_units(name):
    units = ROSTERS[name]
    names = roster_of(units).names
    for unit in units:
        written = plain(unit.name)
        usual = len(written) > 4 and written == unit.name and not written.startswith("学校")
        for wrong in _misspellings(written) if usual else ():
            if wrong in names:
                continue
            for match in match_units(wrong, units):
                assert match.unit in (None, unit), wrong
                assert match.warnings or match.status == "unknown", wrong


@pytest.mark.parametrize("school", ["北大", "文华学院", "湖北第二师范学院"])
@pytest.mark.parametrize("name", ROSTERS)
def test_an_office_of_another_school_is_never_ours_whatever_its_name(name, school):
    units = ROSTERS[name]
    for unit in units:
        claimed = [m.unit for m in match_units(f"{school}{unit.name}", units) if m.unit]
        assert not claimed, f"{school}{unit.name}"


@pytest.mark.parametrize("tail", ["网站", "公章", "经费", "足球队"])
@pytest.mark.parametrize("name", ROSTERS)
def test_a_thing_of_a_unit_is_not_the_unit(name, tail):
    for unit in ROSTERS[name]:
        cell = f"{unit.name}{tail}"
        told = [m for m in match_units(cell, ROSTERS[name]) if m.unit and not m.warnings]
        assert not told or unit.name.endswith("）") or "、" in unit.name, cell


@pytest.mark.parametrize(
    "cell",
    [
        "后勤与资产管理部", "后勤与基建管理部", "后勤及维修中心", "资产管理员", "人力资源库", "图书馆员",
        "就业指导员", "武汉理工大学：信息工程学院", "市教育局/信息工程学院",
    ],
)  # fmt: skip
def test_what_only_resembles_a_unit_is_not_claimed(cell: str) -> None:
    units: tuple[Unit, ...] = ROSTERS["units_roster"]
    assert [m.unit for m in match_units(cell, units) if m.unit] == []


def test_a_label_behind_a_stranger_does_not_make_the_next_unit_its_part():
    units = ROSTERS["units_roster"]
    for cell in (
        "主办：湖北省教育厅 协办：商学院",
        "牵头：某某公司；配合：商学院",
        "1.市财政局 2.商学院",
    ):
        assert [m.unit.name for m in match_units(cell, units) if m.unit] == ["商学院"], cell


def test_the_head_inside_a_name_is_no_name_of_the_office():
    units = (Unit("D", "党委（院长）办公室", "dept", ("院办",)),)
    assert [m.unit for m in match_units("院长", units)] == [None]
    assert [m.unit for m in match_units("张三（院长）", units)] == [None]
    assert match_units("院长办公室", units)[0].unit is units[0]


def test_fillers_are_looked_for_wherever_one_can_begin():
    texts = {cell for path in DATA.glob("unit_cells*.tsv") for cell, _ in cases(path)}
    for text in texts:
        for start, character in enumerate(text):
            for pattern in (DUTY_LABEL, FILLER, VERB):
                match = pattern.match(text, start)
                assert not (match and match.group()) or character in FILLER_BEGINNINGS, text
