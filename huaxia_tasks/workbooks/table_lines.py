"""Rows below a heading that are no data: sums, signatures, remarks, examples, captions."""

from __future__ import annotations

from collections.abc import Mapping

from ..patterns import regex
from .book import Cell
from .headings_block import Found
from .lines import (
    Line,
    are_instructions,
    begins_example,
    goes_on,
    is_example,
    is_note,
    is_seal,
    is_signature,
    is_total,
)

_CAPTION = regex(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,2}[部类章项]|[★☆■◆●▲※])"
)
_MARK = regex(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?|第[一二三四五六七八九十]{1,2}[部类章项](?:分)?"
)
#: A group of matters by its name, where the matters have numbers: 人才平台类（共2项）.
_GROUP = regex(
    r"[^，,。；;]{2,16}(?:[（(]共?[\d一二三四五六七八九十]{1,3}[项条个件][）)]|(?:类|方面|板块|领域)[:：]?)"
)
_NUMBERED = regex(
    r"[（(]?(?:[\d一二三四五六七八九十]+|[①-⑳]|[A-Za-z]{0,4}-?\d+)[)）.、．]?|同上|〃"
)
_DAYS = frozenset({"deadline", "start", "done_date", "extend_to", "collected_on"})
_DAY_ALONE = regex(
    r"(?:[12]\d{3}|[二一][〇零○一二三四五六七八九]{3})?[年./-](?:\d{1,2}|[一二三四五六七八九十]{1,2})?[月./-]"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[日号]?"
)
_UNIT = regex(r"[\u4e00-\u9fff]{1,18}(?:部|处|院|办|办公室|中心|馆|会|总支|支部|团委)")
#: （盖章） behind the name of a unit.
_SEALED = regex(r"\s*[（(](?:加?盖?公?章|签章|印章)[）)]$")
_ASKS = regex(
    r"[（(【\[]?(?:填[写报表]|栏目|指标)(?:要求|说明|规范|提示|须知|注意事项)[）)】\]:：]?"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_EXAMPLE_MARKS = frozenset("示例样范举填（(【[")
#: The longest number of a column: （10）.
_LONGEST_COUNT = 4
#: A row of so many cells has a number and a name.
_NAMED = 2
_PART_OF = regex(r"[.．\-－]\d{1,2}")
_FEWEST_OTHERS, _LONGEST_OTHER = 3, 8

Filled = list[tuple[int, Cell]]


def data_rows(found: Found) -> list[int]:
    """Return the rows of a table that may be data; the others join the lines around it."""
    kept: list[int] = []
    signed = _signed_from(found)
    ended = numbers = closed = False
    seq = found.block.seq
    left, visible, examples = found.left, found.view.visible, found.view.may_show_examples
    for position, row in enumerate(found.rows):
        if row >= signed:
            found.around += [Line(row, c, cell.text, cell) for c, cell in _filled(found, row)]
            continue
        cells = visible(row)
        if (
            position > 1
            and not ended
            and _is_plainly_data(cells, left, examples)
            and (len(cells) != _NAMED or not _heads_parts(found, position, seq))
        ):
            numbers = True
            kept.append(row)
            continue
        filled = _filled(found, row)
        if not filled:
            continue
        first = filled[0][1]
        numbered = first.kind == "number" or first.text.strip().isdigit()
        if ended and seq and _heads_other(filled, seq):
            closed = True
        if closed or (numbered and len(filled) == _NAMED and _heads_parts(found, position, seq)):
            found.around += [Line(row, c, cell.text, cell) for c, cell in filled]
            continue
        ends = not numbered and (
            _ends_table(filled, ended) or (numbers and _is_foreign(found, filled, seq))
        )
        if ends or (ended and not numbered and len(filled) < 3):
            ended = True
        elif not (
            (position < 2 and _explains_columns(filled))
            or (examples and _is_example(filled))
            or (not numbered and _is_caption(found, row, filled, seq))
        ):
            kept.append(row)
            continue
        found.around += [Line(row, c, cell.text, cell) for c, cell in filled]
    return kept


def _heads_parts(found: Found, position: int, seq: int) -> bool:
    """Whether a row with a number and a name only heads those below, numbered as its parts (1, then 1.1)."""
    if not seq or position + 1 >= len(found.rows):
        return False
    mine, below = (found.view.visible(found.rows[p]).get(seq) for p in (position, position + 1))
    if mine is None or below is None:
        return False
    return bool(_PART_OF.fullmatch(below.text.strip().removeprefix(mine.text.strip())))


def _heads_other(filled: Filled, seq: int) -> bool:
    """Whether a row below the end of a list names the columns of something else (任务总数 已完成 完成率)."""
    texts = [cell.text.strip() for _, cell in filled]
    return (
        filled[0][0] == seq
        and len(texts) >= _FEWEST_OTHERS
        and all(cell.kind == "text" for _, cell in filled)
        and max(map(len, texts)) <= _LONGEST_OTHER
        and not any(any(c.isdigit() for c in text) for text in texts)
    )


def _signed_from(found: Found) -> int:
    """Return the row at the end of a table from which it is signed: a seal, a unit, a day alone.

    A day under a heading that asks for days is one only below the name of a unit, or below a blank row
    where the rows of the list have numbers.
    """
    first = 1 << 30
    above = doubtful = False
    seq = found.block.seq
    for upper, row in zip(reversed(found.rows[:-1]), reversed(found.rows[1:]), strict=True):
        filled = _filled(found, row)
        if not filled:
            continue
        if len(filled) > 1:
            break
        column, cell = filled[0]
        is_day = cell.kind == "date" or bool(_DAY_ALONE.fullmatch("".join(cell.text.split())))
        apart = seq not in (0, column) and row - upper > 1
        if is_day and apart and _counts_otherwise(found, seq):
            first, above = row, True
            continue
        if is_day and not doubtful and not above and _asks_for_days(found, column):
            above = doubtful = True  # it signs only below a unit's name
            continue
        signs = is_seal(cell.text) or (is_day and not _asks_for_days(found, column))
        if not (signs or (above and _UNIT.fullmatch(_SEALED.sub("", cell.text.strip())))):
            break
        first, above = row, is_day
    return first


def _asks_for_days(found: Found, column: int) -> bool:
    return any(h.column == column and not _DAYS.isdisjoint(h.heading.keys) for h in found.heads)


def _filled(found: Found, row: int) -> Filled:
    cells = found.view.visible(row)
    left, right = found.left - 1, found.right + 1
    return [(c, cells[c]) for c in sorted(cells) if left <= c <= right and cells[c].text.strip()]


def _ends_table(filled: Filled, ended: bool) -> bool:
    """Whether a row is a sum, a signature or a remark, or goes on with one."""
    text = filled[0][1].text
    if is_total(text):
        return True
    if is_note(text) and (len(filled) < 3 or len(text) > 8):
        return True
    return is_signature(filled) or (ended and len(filled) < 3 and goes_on(text))


def _is_foreign(found: Found, filled: Filled, seq: int) -> bool:
    """Whether a short row has a word where the rows above it have their numbers."""
    column, cell = filled[0]
    few = len(filled) <= max(2, len(found.heads) // 3)
    return column == seq and few and not _NUMBERED.fullmatch(cell.text.strip())


def _explains_columns(filled: Filled) -> bool:
    """Whether a row below the heading numbers the columns or says how to fill them in."""
    texts = [cell.text.strip() for _, cell in filled]
    if len(texts) >= 3 and max(map(len, texts)) <= _LONGEST_COUNT and _counts(texts):
        return True
    if len(texts) >= 2 and all(map(_is_in_brackets, texts)):
        return True
    return len(texts) >= 2 and (bool(_ASKS.fullmatch(texts[0])) or are_instructions(texts))


def _is_in_brackets(text: str) -> bool:
    return text[0] in "（(【[" and text[-1] in "）)】]"


def _counts(texts: list[str]) -> bool:
    bare = [t.strip("（）()") for t in texts]
    stems = next((i for i, t in enumerate(bare) if t != _STEMS[i : i + 1]), len(bare))
    if stems:  # 甲 乙 1 2 3, as statistical forms have it
        return bare[stems:] == [str(i) for i in range(1, len(bare) - stems + 1)]
    first = bare[0]
    if first in ("0", "1"):
        return bare == [str(int(first) + i) for i in range(len(bare))]
    return bare == [chr(65 + i) for i in range(len(bare))] and len(bare) < 26


def _is_plainly_data(cells: Mapping[int, Cell], left: int, examples: bool) -> bool:
    """Whether a row begins with a number and no cell looks like the mark of an example; fast.

    Without `examples` no text of the sheet is such a mark.
    """
    first = cells.get(left)
    if first is None or not (first.kind == "number" or first.text.isdigit()):
        return False
    return not examples or _EXAMPLE_MARKS.isdisjoint([cell.text[:1] for cell in cells.values()])


def _is_example(filled: Filled) -> bool:
    if any(is_example(cell.text) for _, cell in filled[:2]):
        return True
    marked = (cell.text for _, cell in filled if cell.text[:1] in _EXAMPLE_MARKS)
    return any(begins_example(text) for text in marked)


def _is_caption(found: Found, row: int, filled: Filled, seq: int) -> bool:
    """Whether a row holds one text only that heads the rows below it (一、教学工作 or 一 | 教学工作)."""
    if len(filled) == 2 and seq and filled[0][0] == seq and filled[1][1].kind == "text":
        mark = filled[0][1].text.strip()
        return bool(_MARK.fullmatch(mark)) and _counts_otherwise(found, seq)
    if len(filled) > 1:
        return False
    column, cell = filled[0]
    if found.view.width(row, column) > 2 or column == seq:
        return True
    if seq and _GROUP.fullmatch(cell.text.strip()) and _counts_otherwise(found, seq):
        return True
    return bool(_CAPTION.match(cell.text)) and _is_alone_in_its_form(found, column)


def _counts_otherwise(found: Found, seq: int) -> bool:
    """Whether most rows of the column of numbers are numbered 1 2 3, so that 一 and （二） are none of them."""
    cells = (found.view.visible(row).get(seq) for row in found.rows[:200])
    texts = [cell.text.strip() for cell in cells if cell is not None and cell.text.strip()]
    plain = sum(text.isascii() and text[:1].isdigit() for text in texts)
    return plain > 1 or plain * 2 >= len(texts) > 0


def _is_alone_in_its_form(found: Found, column: int) -> bool:
    """Whether most rows of a column are no captions by their form: tasks may be counted 一、二、 too."""
    cells = (found.view.visible(row).get(column) for row in found.rows[:200])
    texts = [cell.text for cell in cells if cell is not None and cell.text.strip()]
    return sum(bool(_CAPTION.match(text)) for text in texts) * 2 <= len(texts)
