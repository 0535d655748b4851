"""Finished pages against GB/T 9704-2012: 28 characters by 22 lines, marks, rules, sign-off, imprint.

Geometry is allowed the standard's own error of 1 mm.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from page_reading import MM, Pages, to_pdf
from paper_samples import a_briefing, a_finding, a_matter, a_plan, a_reminder, formal, rendered
from test_documents_golden import (
    PAPERS,
    all_units,
    compose,
    full_matter,
    the_letter,
    the_minutes,
)

from huaxia_tasks.documents._numbers import numbered
from huaxia_tasks.model import Document, Status

pytestmark = pytest.mark.office

CHAR = 16 * MM
LONG = (
    "为深入开展实践活动，切实解决师生最关心最直接最现实的利益问题，各单位要坚持问题导向、目标导向和效果导向，"
    "把师生反映强烈的问题摆在突出位置，逐项研究解决办法，逐项明确责任单位和完成时间，做到事事有人管、件件有着落"
)


def long_letter() -> Document:
    words = {
        "函件主送": "某某科技有限公司",
        "函件事由": "商请支持“访企拓岗”专项行动",
        "函件正文": "\n".join([LONG] * 22),
    }
    return compose("letter", a_briefing(settings=words))


def marked(mark: str) -> Document:
    """A letter of a body with a long name."""
    words = {"函件主送": "某某学校", "函件事由": "办理", "函件正文": "甲。", "函件标志": mark}
    return numbered(
        compose("letter", a_briefing(settings=words)), "甲〔2022〕8号", date(2022, 7, 5)
    )


def signed(name: str, *, sealed: bool = False, day: date = date(2022, 7, 5)) -> Document:
    plan = a_plan(署名=name, **({"用印": "是"} if sealed else {}))
    matter = a_matter(1, due=date(2022, 6, 1))
    return compose(
        "urging-notice", a_briefing([matter], plan=plan, day=day), a_reminder([matter], day=day)
    )


def many_rows(count: int, **settings: str) -> Document:
    plan = formal(a_plan(允许红头="是", **settings))
    matters = [a_matter(i, days=i % 9 + 1) for i in range(1, count + 1)]
    notice = compose("urging-notice", a_briefing(matters, plan=plan), a_reminder(matters))
    return numbered(notice, "武华党办〔2022〕17号", date(2022, 7, 5))


def one_page_receipt() -> Document:
    finding = a_finding(
        "deadline-invalid", message="“甲”" + "的完成时限没有这一天" * 6, remedy="请改正" * 20
    )
    findings = [
        replace(finding, ref=a_finding("x", cell=f"任务清单!J{i}").ref) for i in range(4, 40)
    ]
    late = a_finding("overdue", cell="完成清单!E4", matter="U01-001")
    briefing = a_briefing([full_matter()], [*findings, late])
    return compose("receipt", briefing, briefing.snapshot.views[0])


def reminder(lines: int) -> Document:
    """A reminder of one matter with so many more paragraphs of a line."""
    letter = PAPERS["工作提醒函-一项"]()
    more = [f"第{i}行正文" for i in range(lines)]
    return replace(letter, fields={**letter.fields, "另请": [*letter.fields["另请"], *more]})  # type: ignore[misc]


def full_form(kind: str, state: Status) -> Document:
    text = "因暑期施工窗口短，设备采购须重新招标，第一次招标因供应商不足三家流标，" * 9
    fields = {"progress": text, "reason": text, "next_step": text, "proof": text}
    matter = a_matter(
        1, title=text, completion=fields, state=state, task={"goal": text, "measure": text}
    )
    return compose(kind, a_briefing([matter]), None, matter)


def kept(lines: int) -> Document:
    """A letter of so many one-line paragraphs and a last one of three that stays with the name."""
    words = {
        "函件主送": "某某学校",
        "函件事由": "办理",
        "函件正文": "\n".join(f"第{i}行正文" for i in range(lines)),
    }
    letter = compose("letter", a_briefing(settings=words))
    return replace(letter, fields={**letter.fields, "结尾": "末" * 70 + "。"})


def tall_row() -> Document:
    """The internal lists with more co-operating units than a page holds in its narrow column."""
    names = "、".join(f"第{i}研究所" for i in range(1, 33))
    matter = a_matter(1, task={"co_units": names, "deadline": "2022年6月30日"})
    return compose("internal-list", a_briefing([matter]))


NAMES = {
    "短": "督查办",
    "中": "党政办公室",
    "等": "学校党委和行政办公室",
    "长": "中国共产党武汉华夏理工学院委员会",
}


LONG_MARKS = (
    "湖北船舶职业技术学院党委",
    "中国共产党武汉华夏理工学院委员会",
    "武汉华夏理工学院党员干部下基层察民情解民忧暖民心实践活动领导小组办公室",
)
ISSUERS = ("党政办公室", "武汉华夏理工学院")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    documents = {
        "long": long_letter(),
        "letter": numbered(the_letter(), "武华函〔2022〕8号", date(2022, 7, 5)),
        "minutes": the_minutes(),
        "rows60": many_rows(60, 抄送="校领导，党委组织部、纪委办公室"),
        "rows15": many_rows(15, 用印="是"),
        "circular": compose("circular", a_briefing([a_matter(1)], others=all_units())),
        "receipt": one_page_receipt(),
        "extension": full_form("extension-form", Status.IN_PROGRESS),
        "closing": full_form("closing-form", Status.DONE),
        "record": full_form("spotcheck-record", Status.DONE),
        "public": PAPERS["清单-公开版"](),
        **{f"sign-{key}": signed(name) for key, name in NAMES.items()},
        **{f"seal-{key}": signed(name, sealed=True) for key, name in NAMES.items()},
        "sign-winter": signed("党政办公室", day=date(2022, 12, 28)),
        **{f"keep-{lines}": kept(lines) for lines in range(30, 38)},
        **{f"end-{lines}": reminder(lines) for lines in range(8)},
        "tall": tall_row(),
        **{f"foot-{rows}": many_rows(rows, 用印="是") for rows in range(18, 34)},
        **{f"mark-{i}": marked(mark) for i, mark in enumerate(LONG_MARKS)},
    }
    folder = tmp_path_factory.mktemp("pages")
    return to_pdf({name: rendered(document) for name, document in documents.items()}, folder)


def near(value: float, wanted: float, error: float = 1.0) -> bool:
    return abs(value - wanted) <= error


def test_a_full_page_has_22_lines_of_28_characters(papers: dict[str, Pages]) -> None:
    pages = papers["long"]
    body = [line for line in pages.on(2) if line.size == 16]
    assert len(body) == 22
    full = Counter(len(line.glyphs) for line in body if near(line.left, 28, 0.3))
    assert full.most_common(1)[0][0] == 28
    widest = max(line.right for line in body if line.text[-1] not in "，。、；：")
    assert near(widest, 184)


def test_text_begins_at_the_edges_of_the_block(papers: dict[str, Pages]) -> None:
    lines = [line for line in papers["long"].on(2) if line.size == 16]
    assert 37 <= lines[0].top <= 40
    assert 259 <= lines[-1].bottom <= 262.5
    starts = Counter(round(line.left) for line in lines)
    assert set(starts) <= {28, 39}


def test_page_numbers_stand_outside_seven_millimetres_below(papers: dict[str, Pages]) -> None:
    for page in (2, 3):
        number = next(line for line in papers["rows60"].on(page) if line.text == f"—{page}—")
        assert number.size == 14
        assert near(number.glyphs[0].base - 0.36 * 14 * MM, 269)
        side = 184 - number.right if page % 2 else number.left - 28
        assert near(side, 14 * MM)


def test_the_red_letterhead_stands_where_it_belongs(papers: dict[str, Pages]) -> None:
    pages = papers["rows60"]
    mark = pages.line("党政办公室文件")
    assert near(mark.top, 72, 1.5)
    assert near((mark.left + mark.right) / 2, 106)
    number = pages.line("武华党办〔2022〕17号")
    assert near((number.left + number.right) / 2, 106)
    rule = next(r for r in pages.rules if r.page == 1 and r.red)
    assert near(rule.width, 156)
    assert near(rule.left, 28)
    assert near(rule.y - number.bottom, 4, 0.5)


@pytest.mark.parametrize("key", NAMES)
def test_without_a_seal_the_date_begins_two_characters_after_the_name(
    papers: dict[str, Pages], key: str
) -> None:
    pages = papers[f"sign-{key}"]
    name, day = pages.exactly(NAMES[key]), pages.exactly("2022年7月5日")
    assert near(day.left - name.left, 2 * CHAR, CHAR / 2)
    outer = name if len(NAMES[key]) >= 8 else day
    assert near(184 - outer.right, 2 * CHAR, CHAR / 2)
    assert name.page == day.page


@pytest.mark.parametrize("key", NAMES)
def test_with_a_seal_the_name_is_centred_over_a_date_four_characters_in(
    papers: dict[str, Pages], key: str
) -> None:
    pages = papers[f"seal-{key}"]
    name, day = pages.exactly(NAMES[key]), pages.exactly("2022年7月5日")
    assert near(184 - day.right, 4 * CHAR, CHAR / 2)
    assert near((name.left + name.right) / 2, (day.left + day.right) / 2, 1)
    assert name.top - pages.on(name.page)[0].top > 0


def test_the_longest_date_stands_as_well(papers: dict[str, Pages]) -> None:
    pages = papers["sign-winter"]
    day = pages.exactly("2022年12月28日")
    assert near(184 - day.right, 2 * CHAR, CHAR / 2)


def test_the_signature_never_stands_alone(papers: dict[str, Pages]) -> None:
    for key in ("rows60", "rows15", "circular", "long", "letter"):
        pages = papers[key]
        sign = [line for line in pages.lines if line.text in ISSUERS][-1]
        same = [line for line in pages.on(sign.page) if line.size == 16 and line.top < sign.top]
        assert any(line.text.endswith("。") for line in same), key


def test_the_imprint_ends_on_the_lower_edge_of_the_last_page(papers: dict[str, Pages]) -> None:
    for key in ("rows60", "rows15", "circular"):
        pages = papers[key]
        last = len(pages.sizes)
        issued = pages.exactly("党政办公室2022年7月5日印发")
        assert issued.page == last
        rules = sorted((r for r in pages.rules if r.page == last and not r.red), key=lambda r: r.y)
        assert near(rules[-1].y, 262)
        assert near(rules[-1].width, 156)
        assert near(issued.left, 28 + 14 * MM)
        assert near(issued.right, 184 - 14 * MM)
        assert all(
            line.bottom <= 262 for line in pages.on(last) if line.size != 14 or line is issued
        )


def test_an_annex_begins_on_a_new_page_at_the_edge(papers: dict[str, Pages]) -> None:
    pages = papers["circular"]
    for number in ("1", "2"):
        head = next(line for line in pages.lines if line.text == f"附件{number}")
        assert head is pages.on(head.page)[0]
        assert near(head.left, 28)


def test_a_long_table_repeats_its_heading_on_every_page(papers: dict[str, Pages]) -> None:
    pages = papers["rows60"]
    with_rows = {line.page for line in pages.lines if "U01-" in line.text and line.size == 12}
    heads = {line.page for line in pages.lines if "逾期天数" in line.text}
    assert len(with_rows) > 2
    assert heads == with_rows
    assert sum("U01-" in line.text and line.size == 12 for line in pages.lines) == 60


@pytest.mark.parametrize("lines", range(8))
def test_no_page_has_a_number_alone(papers: dict[str, Pages], lines: int) -> None:
    pages = papers[f"end-{lines}"]
    for number in range(1, len(pages.sizes) + 1):
        assert [line for line in pages.on(number) if not line.text.startswith("—")]


@pytest.mark.parametrize("key", ["receipt", "extension", "closing", "record"])
def test_forms_and_receipts_stay_on_one_page(papers: dict[str, Pages], key: str) -> None:
    assert len(papers[key].sizes) == 1


@pytest.mark.parametrize("lines", range(30, 38))
def test_a_page_that_gives_its_end_to_the_signature_is_full_or_visibly_not(
    papers: dict[str, Pages], lines: int
) -> None:
    body = [line for line in papers[f"keep-{lines}"].on(2) if line.size == 16]
    assert len(body) == 22 or body[-1].bottom < 262 - 28.9 * 1.25 * MM


def test_the_imprint_has_rows_of_the_table_on_its_page(papers: dict[str, Pages]) -> None:
    """LibreOffice keeps rows only where the table is split anyway: one length of sixteen escapes it."""
    alone = 0
    for rows in range(18, 34):
        pages = papers[f"foot-{rows}"]
        alone += not any("U01-" in line.text for line in pages.on(len(pages.sizes)))
    assert alone <= 1


def test_no_text_of_a_row_higher_than_a_page_is_cut_off(papers: dict[str, Pages]) -> None:
    pages = papers["tall"]
    shown = "".join(line.text for line in pages.lines)
    assert shown.count("研") >= 30
    turned = [n for n, (width, height) in enumerate(pages.sizes, 1) if width > height]
    assert all(line.bottom < 185 for n in turned for line in pages.on(n) if line.left > 36)


def test_a_letter_has_its_own_head_and_no_number_on_page_one(papers: dict[str, Pages]) -> None:
    pages = papers["letter"]
    mark = next(line for line in pages.on(1) if line.size > 40)
    assert near(mark.top, 30, 1.5)
    red = sorted((r for r in pages.rules if r.page == 1 and r.red), key=lambda r: r.y)
    assert len(red) == 4
    assert all(near(r.width, 170) for r in red)
    assert near(red[0].y - mark.bottom, 4, 1.5)
    assert near(297 - (red[2].y + red[3].y) / 2, 20)
    number = pages.line("武华函〔2022〕8号")
    assert near(number.right, 184)
    assert not any(line.text == "—1—" for line in pages.lines)
    assert any(line.text == "—2—" for line in papers["long"].lines)


@pytest.mark.parametrize("number", range(len(LONG_MARKS)))
def test_a_long_mark_of_a_letter_stands_at_the_top_with_its_line_below(
    papers: dict[str, Pages], number: int
) -> None:
    pages = papers[f"mark-{number}"]
    marks = [m for m in pages.on(1) if m.text in LONG_MARKS[number] and m.size > 16]
    red = sorted((r for r in pages.rules if r.page == 1 and r.red), key=lambda r: r.y)
    assert near(marks[0].top, 30, 1)
    assert near(red[0].y - marks[-1].bottom, 4, 1)
    assert all(near((m.left + m.right) / 2, 105, 1.5) and m.left > 20 for m in marks)
    assert near(pages.line("甲〔2022〕8号").top - red[1].y, 4.9, 1)


def test_lists_are_turned_with_their_page_numbers_at_the_left(papers: dict[str, Pages]) -> None:
    pages = papers["public"]
    assert near(pages.sizes[0][0], 210)
    assert all(near(width, 297) and near(height, 210) for width, height in pages.sizes[1:])
    second = [g for line in pages.on(2) for g in line.glyphs if g.x < 33]
    assert second
    assert all(24 < g.x < 33 for g in second)


def test_minutes_name_who_was_there(papers: dict[str, Pages]) -> None:
    line = papers["minutes"].line("出席：")
    assert near(line.left, 28 + 2 * CHAR)
