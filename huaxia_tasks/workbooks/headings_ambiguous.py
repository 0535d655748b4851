"""Headings that may mean two fields: decided by what stands beside and below them.

编号 is a running number where its values are 1..n; 完成时间 is the deadline or the day of completion;
存在的问题 is the problem or the reason; 责任单位 leads unless a 牵头单位 stands beside it; 当前进度 is a
state where it holds state words.  What cannot be decided is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..model import ListKind
from ..patterns import regex
from .book import Cell
from .headings import HeadingIndex
from .headings_block import Head
from .plain_days import plain_day
from .sheet_view import SheetView
from .squeeze import squeeze

PROBLEMS, TASKS, DUTIES, COMPLETIONS = ListKind
_MOST_SAMPLES = 200
_SHARE = regex(r"(?:已|约|大约|基本|整体)*(?:完成|达到|达|进度)?(?:了|约|的)?\d{1,3}%")
_CLAUSE_ENDS = regex(r"[，,。；;：:（(\s]")
_STATE = regex(
    r"(?:已|未|全部|基本|部分|正在|持续|按期|按时|提前|如期|逾期|超期|尚未|还未|暂未)?"
    r"(?:完成|办结|销号|整改|落实|启动|开展|推进|进行|办理|解决|到位|验收)(?:中|完成|完毕|到位)?"
    r"|长期坚持|长期|常态化|暂停|滞后|是|否|√|×|[（(]?\d{1,3}(?:\.\d+)?[%％][)）]?"
)
_DONE = regex(
    r"(?:已|全部|均|都|如期|按期|按时|提前|超额|正常|顺利)*(?:完成|办结|销号|整改|落实|解决|验收)(?!中|率|时)(?:到位|完毕|完成)?"
    r"(?:[^未没待]*)$"
)
_DEADLINE_WORDS = regex(
    r"前|底|末|内|旬|长期|坚持|立行立改|即知即改|持续|每|学期|常态|季度|适时|立即"
)
_OPEN = regex(r"\s*(?:正在|推进|未|尚未|进行|持续|部分|基本|拟|计划|暂|启动|正|在)")
_SHORT = 12
_TICKS = frozenset("√✓✔☑✅")
_CROSSES = frozenset("×✗✘✕✖☒□☐○")
#: Headings that ask for the matter, whatever the list is about.
_CONTENT = frozenset({"内容", "具体内容", "主要内容", "事项", "具体事项", "事项内容", "事项名称"})
_STRONG_LEADS = regex("牵头|主办|主责|第一责任")
_PROBLEM_NUMBER = regex("问题|诉求")
#: A number that a list gives its rows, and none of papers, things or persons.
_OWN_NUMBER = regex(
    r"(?!.*(?:文件|公文|合同|发票|资产|设备|房间?|楼|证件?|身份|学生?|职工|人员?|部门|单位|邮政|课程|专业|班级|账户|电话))"
    r"[\u4e00-\u9fff]{2,6}(?:编号|编码)"
)
_CODE = regex(r"(?=.*\d)[a-z]{0,6}[-_.]?\d{1,8}(?:[-_.][a-z0-9]{1,8}){0,3}")
_MATTERS = frozenset({"problem", "task", "measure", "duty"})
_HEADS_OF_UNIT = frozenset({"负责人", "主要负责人"})
_DOERS = frozenset({"承办人", "办理人", "执行人", "落实人", "实施人"})


@dataclass(slots=True)
class Beside:
    """What stands beside and below the headings of one table.

    ``rows`` are its data rows; ``keys`` what was decided so far, by column; ``day`` a day not before
    which the workbook was written, where one is known; ``looked`` whether any content was asked for.
    """

    view: SheetView
    heads: Sequence[Head]
    rows: list[int]
    kinds: tuple[ListKind, ...]
    index: HeadingIndex
    day: date | None = None
    keys: dict[int, str | None] = field(default_factory=dict)
    looked: bool = False

    def has(self, key: str) -> bool:
        """Whether some column was decided to be this field."""
        return key in self.keys.values()

    def head_of(self, key: str) -> Head | None:
        """Return the first heading that was decided to be this field."""
        return next((h for h in self.heads if self.keys.get(h.column) == key), None)

    def cells(self, head: Head) -> list[tuple[int, Cell]]:
        """Return the filled cells below a heading with their rows; merged ones once."""
        self.looked = True
        found = []
        for row in self.rows[:_MOST_SAMPLES]:
            if self.view.origin(row, head.column) == (row, head.column):
                cell = self.view.sheet.at(row, head.column)
                if cell is not None and cell.text.strip():
                    found.append((row, cell))
        return found


def decide_headings(beside: Beside) -> dict[int, str | None]:
    """Return the field of each column; None where it is unknown or must be asked."""
    keys = beside.keys
    open_heads: list[Head] = []
    for head in beside.heads:
        own = [f for k in beside.kinds if (f := beside.index.of_list(k, head.texts[-1]))]
        if own and len(set(own)) == 1 and len(head.texts) == 1:
            keys[head.column] = own[0]
        elif len(head.heading.keys) == 1:
            keys[head.column] = head.heading.keys[0]
        else:
            keys[head.column] = None
            open_heads += [head] if head.heading.keys else []
    open_heads = _settle_pair_of_states(beside, open_heads)
    for pair, decision in _DECISIONS.items():
        for head in open_heads:
            if set(head.heading.keys) == pair:
                keys[head.column] = decision(beside, head)
    for head in open_heads:
        if frozenset(head.heading.keys) not in _DECISIONS:
            keys[head.column] = _by_list(beside, head.heading.keys)
    for settle in (
        _settle_own_number,
        _settle_leads,
        _settle_people,
        _settle_numbers,
        _settle_state,
        _settle_task,
    ):
        settle(beside)
    return keys


def _settle_pair_of_states(beside: Beside, open_heads: list[Head]) -> list[Head]:
    """Decide 整改进度 beside 当前进度: the shorter words are the state; return what is still open."""
    pair = [h for h in open_heads if set(h.heading.keys) == {"status", "progress"}]
    if len(pair) != 2 or beside.has("status") or beside.has("progress"):
        return open_heads
    lengths = {
        h.column: [len(cell.text.strip()) for _, cell in beside.cells(h)] or [0] for h in pair
    }
    short, long = sorted(pair, key=lambda h: sum(lengths[h.column]) / len(lengths[h.column]))
    if max(lengths[short.column]) > 2 * _SHORT or not any(lengths[long.column]):
        return open_heads
    beside.keys[short.column], beside.keys[long.column] = "status", "progress"
    return [h for h in open_heads if h not in pair]


def _by_list(beside: Beside, keys: Iterable[str]) -> str | None:
    """Return the only one of several fields that stands in this kind of list."""
    fields = beside.index.words.fields
    fitting = [k for k in keys if k in fields and set(fields[k].lists) & set(beside.kinds)]
    return fitting[0] if len(fitting) == 1 else None


def _number(beside: Beside, head: Head) -> str | None:
    if beside.has("seq"):
        return "item_id"
    if beside.has("item_id"):
        return "seq"
    texts = [cell.text.strip() for _, cell in beside.cells(head)]
    running = [str(n) for n in range(1, len(texts) + 1)]
    return "seq" if texts and texts == running else "item_id"


def _problem(beside: Beside, head: Head) -> str | None:
    if beside.has("problem") or COMPLETIONS in head.lists:
        return "reason"
    if PROBLEMS in head.lists or COMPLETIONS not in beside.kinds:
        return "problem"
    if beside.kinds == (COMPLETIONS,):
        return "reason"
    done = [h.column for h in beside.heads if {"status", "progress"} & set(h.heading.keys)]
    return "problem" if not done or head.column < min(done) else "reason"


def _completion_day(beside: Beside, head: Head) -> str | None:
    if COMPLETIONS in head.lists or _under_progress(beside, head):
        return "done_date"
    if beside.has("deadline"):
        return "done_date"
    if beside.has("done_date") or beside.kinds != (COMPLETIONS,):
        return "deadline"
    cells = [(row, cell) for row, cell in beside.cells(head) if not _is_stroke(cell.text)]
    if not cells:
        return "done_date"
    days = [plain_day(cell.raw if cell.kind == "date" else cell.text) for _, cell in cells]
    if any(_DEADLINE_WORDS.search(cell.text) for _, cell in cells):
        return "deadline"
    by_state = _day_by_state(beside, [row for row, _ in cells])
    if by_state:
        return by_state
    if beside.day is None or None in days:
        return None
    return "done_date" if max(d for d in days if d) <= beside.day else "deadline"


def _under_progress(beside: Beside, head: Head) -> bool:
    above = (beside.index.read(t).keys for t in head.texts[:-1])
    return any({"progress", "status"} & set(keys) for keys in above)


def _day_by_state(beside: Beside, filled: list[int]) -> str | None:
    """Return what 完成时间 is where its filled rows are the done ones, or not only these."""
    states = [h for h in beside.heads if {"status", "progress"} & set(h.heading.keys)]
    if not states:
        return None
    state = min(states, key=lambda h: "status" not in h.heading.keys)
    cells = beside.cells(state)
    done = {row for row, cell in cells if _says_done(beside, cell.text)}
    plain = "status" in state.heading.keys
    open_rows = {row for row, cell in cells if plain or _OPEN.match(cell.text)} - done
    if open_rows & set(filled):
        return "deadline"
    return "done_date" if open_rows or done >= set(filled) else None


def _is_stroke(text: str) -> bool:
    """Whether a cell only says that nothing stands in it."""
    return text.strip() in ("无", "暂无", "没有") or not text.strip(" 　-—－―–/／\\.。…")


def _says_done(beside: Beside, text: str) -> bool:
    word = squeeze(text)
    if text.strip() in _TICKS:
        return True
    statuses = beside.index.words.statuses
    done = {
        w for k in ("done", "done_late", "closed", "done_unverified") for w in statuses.get(k, ())
    }
    return word in done or word in ("100%", "是", "1") or bool(_DONE.match(word))


def _state(beside: Beside, head: Head) -> str | None:
    if beside.has("status"):
        return "progress"
    cells = beside.cells(head)
    states = sum(_is_state(beside, cell) for _, cell in cells)
    if not beside.has("progress"):
        return "status" if cells and states * 5 >= len(cells) * 3 else "progress"
    # The progress stands in a column of its own: short words here are states, known or not.
    short = sum(len(cell.text.strip()) <= _SHORT for _, cell in cells)
    return "status" if short * 5 >= len(cells) * 4 else "progress"


def _is_state(beside: Beside, cell: Cell) -> bool:
    if cell.kind in ("percent", "bool"):
        return True
    if cell.kind == "number":
        return isinstance(cell.raw, int | float) and 0 <= cell.raw <= 100
    if cell.text.strip() in _TICKS | _CROSSES:
        return True
    word = squeeze(cell.text)
    return bool(_STATE.fullmatch(word)) or word in _state_words(beside.index)


def _begins_state(beside: Beside, cell: Cell) -> bool:
    """Whether a cell is a state, or begins with one (已完成，6月15日更换完毕)."""
    if _is_state(beside, cell):
        return True
    if _SHARE.match(squeeze(cell.text)):
        return True
    word = squeeze(_CLAUSE_ENDS.split(cell.text.strip(), maxsplit=1)[0])
    return bool(_STATE.fullmatch(word)) or word in _state_words(beside.index)


def _state_words(index: HeadingIndex) -> frozenset[str]:
    return frozenset(squeeze(w) for words in index.words.statuses.values() for w in words)


def _start(beside: Beside, head: Head) -> str | None:
    if PROBLEMS in head.lists or beside.kinds[0] is PROBLEMS:
        return "start" if beside.has("collected_on") else "collected_on"
    return "start"


_DECISIONS: dict[frozenset[str], Callable[[Beside, Head], str | None]] = {
    frozenset({"seq", "item_id"}): _number,
    frozenset({"problem", "reason"}): _problem,
    frozenset({"deadline", "done_date"}): _completion_day,
    frozenset({"status", "progress"}): _state,
    frozenset({"start", "collected_on"}): _start,
}


def _settle_leads(beside: Beside) -> None:
    """责任单位 beside 牵头单位 co-operates; alone it leads.  单位 leads where nothing else does."""
    keys = beside.keys
    leads = [h for h in beside.heads if keys.get(h.column) == "lead_unit"]
    strong = [h for h in leads if _STRONG_LEADS.search(h.heading.word)]
    for head in leads:
        first = strong[0] if strong else leads[0]
        if head is not first and not (head.heading.rank > 1 > first.heading.rank):
            keys[head.column] = "co_units"
    if not leads:
        units = [h for h in beside.heads if keys.get(h.column) == "unit"]
        if units:
            keys[units[0].column] = "lead_unit"


def _settle_people(beside: Beside) -> None:
    """负责人 beside 经办人 or 责任人 is the unit's leader; alone he is responsible himself."""
    keys = beside.keys
    persons = [h for h in beside.heads if keys.get(h.column) == "person"]
    for head in persons:
        others = len(persons) > 1
        if head.heading.word in _HEADS_OF_UNIT and not beside.has("leader"):
            keys[head.column] = "leader" if others or beside.has("handler") else "person"
        elif head.heading.word in _DOERS and others and not beside.has("handler"):
            keys[head.column] = "handler"
        elif head.heading.word == "督办人" and others:
            keys[head.column] = None
        if keys[head.column] != "person":
            persons = [h for h in persons if h is not head]


def _settle_own_number(beside: Beside) -> None:
    """隐患编号, a heading of nobody's, is the number of the rows where no other is and it numbers them."""
    if beside.has("item_id") or beside.has("problem_id"):
        return
    matters = [h.column for h in beside.heads if beside.keys.get(h.column) in _MATTERS]
    found = [
        h
        for h in beside.heads
        if not h.heading.keys
        and h.column < min(matters, default=0)
        and _OWN_NUMBER.fullmatch(squeeze(h.texts[-1] if h.texts else h.text))
    ]
    if len(found) != 1:
        return
    texts = [squeeze(cell.text) for _, cell in beside.cells(found[0])]
    all_rows = len(texts) == min(len(beside.rows), _MOST_SAMPLES)
    if texts and all_rows and len({*texts}) == len(texts) and all(map(_CODE.fullmatch, texts)):
        beside.keys[found[0].column] = "item_id"


def _settle_numbers(beside: Beside) -> None:
    """问题编号 beside 任务编号 points at the problem; alone it is the matter's own number."""
    numbers = [h for h in beside.heads if beside.keys.get(h.column) == "item_id"]
    of_problem = [h for h in numbers if _names_problem(h)]
    if of_problem and len(of_problem) < len(numbers) and not beside.has("problem_id"):
        beside.keys[of_problem[0].column] = "problem_id"


def _names_problem(head: Head) -> bool:
    return bool(_PROBLEM_NUMBER.search(head.heading.word)) or head.lists == {PROBLEMS}


def _settle_state(beside: Beside) -> None:
    """完成情况 is the state where nothing else is and it holds states, alone or before further words."""
    if beside.has("status"):
        return
    for head in beside.heads:
        cells = beside.cells(head) if beside.keys.get(head.column) == "progress" else []
        if cells and sum(_begins_state(beside, cell) for _, cell in cells) * 5 >= len(cells) * 3:
            beside.keys[head.column] = "status"
            return


def _settle_task(beside: Beside) -> None:
    """措施, or 目标及要求, is the task where no column asks for the task itself.

    A 任务清单 with both and no problem is the form with its 工作任务 cut out: neither stands for it.
    """
    whole = beside.has("measure") and beside.has("goal") and not beside.has("problem")
    if whole and beside.kinds == (TASKS,):
        return
    if beside.kinds == (PROBLEMS,):
        content = beside.head_of("task")
        if content is not None and content.heading.word in _CONTENT and not beside.has("problem"):
            beside.keys[content.column] = "problem"
        return
    if not beside.has("task") and (TASKS in beside.kinds or not beside.has("item_id")):
        head = beside.head_of("measure") or beside.head_of("goal")
        if head is not None:
            beside.keys[head.column] = "task"
