"""Whatever a clerk types or a disk damages: a plain word about it, or a sound paper; never a crash."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_samples import LOOP_TABLE, cell, document, docx, para, row, table

from huaxia_tasks.errors import TemplateError
from huaxia_tasks.rendering import seal
from huaxia_tasks.rendering.templates import check_template
from huaxia_tasks.rendering.word import forget, render
from huaxia_tasks.rendering.word_bundle import bundle

FIELDS: dict[str, object] = {
    "甲": "文字",
    "乙": None,
    "列": [{"名": "一", "数": 1}, {"名": "二", "数": 2}],
}
PIECES = st.sampled_from(
    [
        *("{{ 甲 }}", "{{ 乙 }}", "{{ 项.名 }}", "{% if 甲 %}", "{% if 乙 %}", "{% else %}"),
        *("{% endif %}", "{% for 项 in 列 %}", "{% endfor %}", "{%p if 甲 %}", "{%p endif %}"),
        *("{%p for 项 in 列 %}", "{%p endfor %}", "{%tr for 项 in 列 %}", "{%tr endfor %}"),
        *("{%tr if 乙 %}", "{%tr endif %}", "{%tc for 项 in 列 %}", "{%tc endfor %}", "{% vm %}"),
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "{",
            "}",
            "{#",
            "#}",
            "{# 注 #}",
            "｛｛",
            "｝｝",
            "甲",
            " ",
            "\u200b",
        ),
        *(
            "{% colspan 2 %}",
            "{% cellbg 甲 %}",
            "{% hm %}",
            "{%- if 甲 -%}",
            "[[图表:甲]]",
            "“",
            "&<>",
        ),
        *("{% set 丙 = 甲 %}", "{{ 丙 }}", "{%r if 甲 %}", "{%r endif %}", "{{ 列|length }}"),
    ]
)
LINE = st.lists(PIECES, max_size=4)
ROW = st.lists(st.lists(LINE, min_size=1, max_size=2), min_size=1, max_size=3)
BLOCK = st.one_of(
    LINE.map(lambda runs: para(*runs)),
    LINE.map(lambda runs: para("".join(runs))),
    st.lists(ROW, min_size=1, max_size=4).map(
        lambda rows: table(
            *[row(*[cell(*[para(*line) for line in lines]) for lines in cells]) for cells in rows]
        )
    ),
)


def rendered(template: bytes, values: dict[str, object]) -> bytes | None:
    """Return a paper that stood the full proof, None where the template was refused by name."""
    try:
        return render(document("甲.docx", **values), template, validate="full")
    except TemplateError as refused:
        if "《甲.docx》" not in str(refused):
            raise
        return None


@settings(max_examples=120, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=5), st.lists(BLOCK, max_size=1))
def test_a_template_without_errors_gives_a_sound_paper_and_others_a_plain_word(
    blocks: list[str], header: list[str]
) -> None:
    forget()
    template = docx(*blocks, para("末"), header="".join(header))
    found = check_template(template, "甲.docx")
    broken = [problem for problem in found if problem.level == "error"]
    assert all(problem.message.startswith("模板《甲.docx》") for problem in broken)
    for values in (FIELDS, FIELDS | {"列": []}, FIELDS | {"甲": ""}):
        paper = rendered(template, values)
        if paper is not None:
            assert not broken
            assert bundle([paper, paper])


class Author:
    """Writes templates that are right, at random: nested, cut into runs, with odd neighbours."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def template(self) -> bytes:
        return docx(*[self.block(0) for _ in range(self.chance.randint(1, 4))], para("末"))

    def block(self, depth: int) -> str:
        kind = self.chance.random()
        if depth < 3 and kind < 0.25:
            inside = [self.block(depth + 1) for _ in range(self.chance.randint(0, 3))]
            start, end = self.ends("p")
            return self.cut(start) + "".join(inside) + self.cut(end)
        if depth < 3 and kind < 0.5:
            rows = [self.row(depth) for _ in range(self.chance.randint(1, 3))]
            return table(*rows, columns=2)
        return self.cut(self.inline(0))

    def row(self, depth: int) -> str:
        plain = row(*[self.cell(depth) for _ in range(2)])
        if self.chance.random() < 0.5:
            start, end = self.ends("tr")
            return row(cell(self.cut(start)), "") + plain + row(cell(self.cut(end)), "")
        return plain

    def cell(self, depth: int) -> str:
        if self.chance.random() < 0.3:
            return cell("{%p if 乙 %}", "不见了", "{%p endif %}")
        return cell(*[self.block(depth + 1) for _ in range(self.chance.randint(0, 2))], "格")

    def ends(self, level: str) -> tuple[str, str]:
        start, end = self.chance.choice(
            [("if 甲", "endif"), ("if 乙", "endif"), ("for 项 in 列", "endfor")]
        )
        return f"{{%{level} {start} %}}", f"{{%{level} {end} %}}"

    def inline(self, depth: int) -> str:
        kind = self.chance.random()
        if depth < 2 and kind < 0.3:
            other = "{% else %}" + self.inline(depth + 1) if self.chance.random() < 0.4 else ""
            return f"{{% if {self.chance.choice('甲乙')} %}}{self.inline(depth + 1)}{other}{{% endif %}}"
        if depth < 2 and kind < 0.5:
            return f"{{% for 项 in 列 %}}{self.inline(depth + 1)}{{{{ 项.名 }}}}{{% endfor %}}"
        leaves = [
            "{{ 甲 }}",
            "文<&>",
            "{{ 列|length }}",
            " ",
            "{# 注 #}",
            "{% set 丙 = 甲 %}",
            "100%",
        ]
        return "".join(self.chance.choice(leaves) for _ in range(self.chance.randint(0, 3)))

    def cut(self, text: str) -> str:
        """Return a paragraph of `text` cut into runs anywhere."""
        pieces = []
        while text:
            at = self.chance.randint(1, 9)
            pieces.append(text[:at])
            text = text[at:]
        return para(*pieces)


@pytest.mark.parametrize("seed", range(60))
def test_a_right_template_of_any_shape_is_accepted_and_gives_sound_papers(seed: int) -> None:
    forget()
    template = Author(seed).template()
    assert [p.message for p in check_template(template, "甲.docx") if p.level == "error"] == []
    for values in (FIELDS, FIELDS | {"列": []}, FIELDS | {"甲": "", "乙": "{{"}):
        assert render(document("甲.docx", **values), template, validate="full")


SOUND = docx(para("致：{{ 甲 }}"), LOOP_TABLE, header=para("眉"))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_still_sound(data: st.DataObject) -> None:
    forget()
    damaged = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(damaged)), st.integers(0, len(damaged))))
    template = bytes(damaged[:cut])
    check_template(template, "甲.docx", frozenset(FIELDS), FIELDS)
    values = FIELDS | {"事项列表": []}
    rendered(template, values)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damaged_xml_inside_a_sound_zip_is_refused_or_still_sound(data: st.DataObject) -> None:
    forget()
    parts = list(seal.members(SOUND))
    which = data.draw(st.integers(0, len(parts) - 1))
    content = bytearray(parts[which].content())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[at] = data.draw(st.sampled_from(list(b"<>/\"'&w:= x")))
        else:
            del content[at : at + data.draw(st.integers(1, 30))]
        if not content:
            break
    parts[which] = seal.member(parts[which].name, bytes(content))
    template = seal.pack(parts)
    check_template(template, "甲.docx")
    rendered(template, {"甲": "文字", "事项列表": []})
