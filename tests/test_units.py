"""Which units a cell names: tables of cells, and the qualities every answer has."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_tables import DATA, cases, claimed, claims, right, the_roster

from huaxia_tasks.model import Unit
from huaxia_tasks.units import match_units, named_units

UNITS = the_roster()
OTHERS = the_roster(DATA / "units_roster_other.csv")
FORTY = the_roster(DATA / "units_roster_forty.csv")
SIXTY = the_roster(DATA / "units_roster_sixty.csv")
CONFUSABLE = the_roster(DATA / "units_roster_confusable.csv")
JOINT = the_roster(DATA / "units_roster_joint.csv")
MEDICAL = the_roster(DATA / "units_roster_medical.csv")
VOCATIONAL = the_roster(DATA / "units_roster_vocational.csv")
FACULTIES = the_roster(DATA / "units_roster_faculties.csv")
TEACHERS = the_roster(DATA / "units_roster_teachers.csv")
ARTS = the_roster(DATA / "units_roster_arts.csv")
ALIKE = the_roster(DATA / "units_roster_alike.csv")
FARMING = the_roster(DATA / "units_roster_farming.csv")
POLICE = the_roster(DATA / "units_roster_police.csv")
TABLES = [
    (DATA / "unit_cells.tsv", UNITS),
    (DATA / "unit_cells_second.tsv", UNITS),
    (DATA / "unit_cells_third.tsv", UNITS),
    (DATA / "unit_cells_fourth.tsv", UNITS),
    (DATA / "unit_cells_fifth.tsv", UNITS),
    (DATA / "unit_cells_sixth.tsv", UNITS),
    (DATA / "unit_cells_seventh.tsv", UNITS),
    (DATA / "unit_cells_eighth.tsv", UNITS),
    (DATA / "unit_cells_ninth.tsv", UNITS),
    (DATA / "unit_cells_tenth.tsv", UNITS),
    (DATA / "unit_cells_eleventh.tsv", UNITS),
    (DATA / "unit_cells_other.tsv", OTHERS),
    (DATA / "unit_cells_forty.tsv", FORTY),
    (DATA / "unit_cells_sixty.tsv", SIXTY),
    (DATA / "unit_cells_confusable.tsv", CONFUSABLE),
    (DATA / "unit_cells_medical.tsv", MEDICAL),
    (DATA / "unit_cells_joint.tsv", JOINT),
    (DATA / "unit_cells_vocational.tsv", VOCATIONAL),
    (DATA / "unit_cells_faculties.tsv", FACULTIES),
    (DATA / "unit_cells_teachers.tsv", TEACHERS),
    (DATA / "unit_cells_arts.tsv", ARTS),
    (DATA / "unit_cells_alike.tsv", ALIKE),
    (DATA / "unit_cells_twelfth.tsv", UNITS),
    (DATA / "unit_cells_thirteenth.tsv", UNITS),
    (DATA / "unit_cells_farming.tsv", FARMING),
    (DATA / "unit_cells_police.tsv", POLICE),
]
LINES = [
    pytest.param(cell, expected, units, id=f"{path.stem}-{number}")
    for path, units in TABLES
    for number, (cell, expected) in enumerate(cases(path), 1)
]


@pytest.mark.parametrize(("cell", "expected", "units"), LINES)
def test_a_cell_names_exactly_these_units(cell, expected, units):
    matches = match_units(cell, units)
    told = [
        (m.status, m.unit.name if m.unit else "", m.facet, m.text, [u.name for u in m.candidates])
        for m in matches
    ]
    assert right(matches, expected, units), f"{cell!r}: wanted {expected}, got {told}"


def test_claims_over_all_tables_are_nearly_always_right_and_nearly_complete():
    found = missed = wrong = 0
    for path, units in TABLES:
        for cell, expected in cases(path):
            wanted, got = claims(expected), claimed(match_units(cell, units))
            found += len(wanted & got)
            wrong += len(got - wanted)
            missed += len(wanted - got)
    assert found / (found + wrong) >= 0.99
    assert found / (found + missed) >= 0.97


def test_a_blank_cell_names_nothing_at_all():
    assert match_units("", UNITS) == ()
    assert match_units(" \n　\t", UNITS) == ()


def test_text_of_a_match_is_the_piece_as_it_stands_in_the_cell():
    matches = match_units("牵头：信 工 院（张三）、商學院", UNITS)
    assert [m.text for m in matches] == ["信 工 院", "商學院"]


def test_a_misspelt_name_says_what_it_was_read_as():
    (match,) = match_units("后勤保章部", UNITS)
    assert match.status == "close"
    assert match.warnings == ("“障”误写为“章”", "按“后勤保障部”理解，请核实")


def test_a_second_bracket_behind_a_unit_loses_no_other_unit():
    matches = match_units("教务部（张三）（李四）\n商学院\n科研部（王五）(13800138000)", UNITS)
    assert [m.unit.name for m in matches if m.unit] == ["教务部", "商学院", "科研部"]


@pytest.mark.parametrize(
    ("cell", "named", "strangers"),
    [
        ("各职能部门\n校团委", ["校团委"], 0),
        ("市公安局\n图书馆", ["图书馆"], 1),
        ("省教育厅\n商学院\n量子研究所", ["商学院"], 2),
        ("XX公司\n发展规划处", ["发展规划处"], 1),
        ("合作企业/财务部", ["财务部"], 1),
        ("校工会/督导室/财务部", ["校工会", "财务部"], 1),
        ("武汉理工大学\n信息工程学院", [], 1),
    ],
)
def test_lines_of_a_cell_are_read_for_themselves(cell, named, strangers):
    matches = match_units(cell, UNITS)
    assert [m.unit.name for m in matches if m.unit] == named
    assert sum(m.status == "unknown" for m in matches) == strangers


def test_an_inner_office_is_named_in_the_warning():
    (match,) = match_units("商学院学工办", UNITS)
    assert match.warnings == ("“学工办”按商学院内设机构理解",)


def test_a_name_outside_the_roster_comes_with_a_suggestion_but_is_not_claimed():
    (match,) = match_units("财务办", UNITS)
    assert (match.status, match.unit) == ("unknown", None)
    assert [u.name for u in match.candidates] == ["财务部"]


def test_a_short_name_of_two_units_is_chosen_by_nobody():
    (match,) = match_units("信息中心", OTHERS)
    assert (match.status, match.unit) == ("ambiguous", None)
    assert {u.name for u in match.candidates} == {"信息技术中心", "档案馆"}


def test_a_units_own_name_outranks_another_units_short_name():
    units = (Unit("A", "网络中心"), Unit("B", "信息办", short_names=("网络中心",)))
    (match,) = match_units("网络中心", units)
    assert match.unit is units[0]


def test_a_former_name_still_finds_its_unit():
    units = (Unit("A", "数据处", former_names=("统计办公室",)),)
    assert [m.unit.id for m in match_units("统计办公室", units) if m.unit] == ["A"]


def test_kinds_are_understood_in_english_and_in_chinese():
    units = (
        Unit("A", "甲学院", "college"),
        Unit("B", "乙处", "department"),
        Unit("C", "丙处", "dept"),
        Unit("D", "丁中心", "教辅单位"),
        Unit("E", "戊总支", "party"),
    )
    ids = {word: [u.id for u in match_units(word, units)[0].candidates] for word in (
        "各学院", "各职能部门", "校属各单位", "各二级党组织",
    )}  # fmt: skip
    assert ids == {
        "各学院": ["A"],
        "各职能部门": ["B", "C", "D"],
        "校属各单位": ["A", "B", "C", "D"],
        "各二级党组织": ["E"],
    }


def test_the_office_can_add_its_own_collective_words():
    own = {"思政口": ("校团委", "学工部"), "理工科学院": ("学院", "-商学院")}
    matches = match_units("思政口、理工科学院", UNITS, own)
    assert [m.status for m in matches] == ["collective", "collective"]
    assert {u.name for u in matches[0].candidates} == {"校团委", "学生工作部"}
    assert "商学院" not in {u.name for u in matches[1].candidates}


def test_an_own_collective_word_keeps_the_side_that_the_word_says():
    own = {"各二级党组织": ("商学院", "信工院"), "各学院": ("商学院",)}
    (party,) = match_units("各二级党组织", UNITS, own)
    assert (party.facet, [u.name for u in party.candidates]) == (
        "party",
        ["商学院", "信息工程学院"],
    )
    (colleges,) = match_units("各学院（商学院除外）", UNITS, own)
    assert colleges.candidates == ()


def test_named_units_expands_collective_words_and_leaves_doubts_out():
    matches = match_units("教务部、各学院（商学院除外）、国际、张三", UNITS)
    names = [u.name for u in named_units(matches)]
    assert names[0] == "教务部"
    assert "商学院" not in names
    assert "国际交流处" not in names
    assert len(names) == 13


def test_an_empty_roster_knows_no_unit():
    assert [m.status for m in match_units("商学院、各学院", ())] == ["unknown", "collective"]


def test_a_roster_given_as_a_list_may_change_between_calls():
    units = [Unit("A", "商学院")]
    assert match_units("商学院", units)[0].unit is units[0]
    units[0] = Unit("B", "商学院")
    assert match_units("商学院", units)[0].unit is units[0]


WORDS = st.sampled_from(
    [
        *(n for u in UNITS for n in (u.name, *u.short_names)),
        *"、，；/（）()：和与及 \n\t①1.?等各第",
        *("学院", "党总支", "除", "外", "牵头", "张三", "武汉理工大学", "第一党支部", "不含", "或"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=60))
def test_whatever_stands_in_a_cell_the_answer_is_made_of_its_pieces(text):
    for match in match_units(text, UNITS):
        assert match.text
        assert match.text in text or "、" in match.text
        assert (match.unit is None) == (match.status in ("ambiguous", "collective", "unknown"))
        assert match.facet in ("", "admin", "party", "branch")
        if match.status == "ambiguous":
            assert len(match.candidates) > 1


@pytest.mark.parametrize(
    "text",
    [
        "由教务部牵头组织各学院开展检查并与后勤处协同推进，" * 1600,
        "商学院教务部" * 6600,
        "商学院 教务部 " * 5000,
        "商学院（、" * 8000,
        "（" * 40000,
        "除商学院外" * 8000,
        "商学院或" * 10000,
        "1" * 40000,
        "等" * 40000,
        ("等牵头2.会同学院" * 40)[:290] + "、" + "以外武汉有关" * 6000,
        "、".join(f"李牵头部{n}组织与学院" for n in range(3000)),
    ],
    ids=[
        *[
            "prose",
            "glued",
            "blanks",
            "brackets",
            "open",
            "except",
            "or",
            "digits",
            "etc",
            "fillers",
            "strangers",
        ]
    ],
)
def test_a_cell_of_forty_thousand_characters_is_answered_soon(text):
    started = time.process_time()
    match_units(text[:40000], UNITS)
    assert time.process_time() - started < 0.4  # 0.1 on an idle machine


def test_of_an_overlong_cell_the_beginning_is_read_and_said_to_be_so():
    matches = match_units("商学院、" + "教务部、" * 1000 + "财务部", UNITS)
    assert [m.unit.name for m in matches if m.unit] == ["商学院", "教务部"]
    assert all("单元格内容太长，只读了前2000个字" in m.warnings for m in matches)


def test_a_cell_seen_before_costs_next_to_nothing():
    cells = [cell for cell, _ in cases(DATA / "unit_cells.tsv")]
    for cell in cells:
        match_units(cell, UNITS)
    started = time.process_time()
    for cell in cells:
        match_units(cell, UNITS)
    assert (time.process_time() - started) / len(cells) < 50e-6
