"""Joins tasks to the problems that they work off.

A problem and what is done about it may share few words or none: what numbers and words leave over is
joined where the two lists evidently run side by side, or where only one of each is left.
"""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .entries import Entries
from .likeness import Nearby, pair, pairs_in
from .linking import (
    Fields,
    Link,
    Links,
    among,
    by_words,
    link_rows,
    number_shown,
    scored,
    texts_of,
)
from .model import TaskRow
from .patterns import regex
from .places import are_apart, places_in
from .references import Number, number_of, references_in

#: A problem and its task may share few words, if they share none with other rows that are left over.
_FEW_WORDS, _CLEARLY = 0.25, 0.15
_OF_PROBLEMS: Fields = (
    (1.0, "problem", "problem"),
    (1.0, "task", "problem"),
    (1.0, "problem_id", "problem"),
    (0.9, "measure", "problem"),
    (0.9, "goal", "problem"),
)


def link_problems(tasks: Entries, problems: Entries) -> Links:
    """Join tasks to problems: several tasks may work off one problem."""
    numbers = problems.numbers
    known = frozenset(numbers)
    told = [references_in(t, "problem_id", known) for t in tasks.rows]
    if any(told):
        links = link_rows(tasks, problems, told, numbers, _OF_PROBLEMS)
        if not links.loose:
            return links
        _link_by_places(tasks.rows, problems.rows, links)
        _link_by_few_words(tasks.rows, problems.rows, links)
        # A task that leaves the cell blank, where others fill it in, says that it has no problem.
        _link_parallel(tasks.rows, problems.rows, links, {i for i, n in enumerate(told) if n})
        return _link_last_one(problems.rows, links)
    # Without 对应问题编号 one number may stand for the matter in all lists: then no number is wrong,
    # and bare 1..n, which any list may count for itself, count only for what words leave over.
    numbers, shared = problems.own_numbers, tasks.own_numbers
    named = [(n,) if any(isinstance(part, str) for part in n) else () for n in shared]
    links = link_rows(tasks, problems, named, numbers, _OF_PROBLEMS)
    links.bad_numbers.clear()
    if not links.loose:
        return links
    _link_left_over(tasks.rows, links, shared, numbers)
    _link_by_places(tasks.rows, problems.rows, links)
    _link_by_few_words(tasks.rows, problems.rows, links)
    _link_by_only_word(tasks.rows, problems.rows, links)
    alone = len(tasks) == len(problems) == 1 and not any(shared) and not any(numbers)
    _link_parallel(tasks.rows, problems.rows, links, set(range(len(tasks))), alone)
    return links


def _link_left_over(
    rows: Sequence[TaskRow], links: Links, told: Sequence[Number], numbers: Sequence[Number]
) -> None:
    """Join rows that words did not join by equal numbers, which both lists hold once."""
    counts, own = Counter(numbers), Counter(told)
    taken = links.taken
    index = {n: j for j, n in enumerate(numbers) if n and counts[n] == 1 and j not in taken}
    for position in sorted(links.loose):
        number = told[position]
        if number in index and own[number] == 1:
            why = f"编号“{number_shown(rows[position])}”相同"
            links.joined[position] = Link(index[number], why)
    links.loose -= links.joined.keys()


def _link_by_places(tasks: Sequence[TaskRow], problems: Sequence[TaskRow], links: Links) -> None:
    """Join left over tasks and problems that name one place (3栋) which no other one left over names."""
    taken = links.taken
    free_tasks = {i: _places(tasks[i].text("task")) for i in sorted(links.loose)}
    named = Counter(place for places in free_tasks.values() for place in places)
    if not named:
        return
    free_problems = {
        j: _places(row.text("problem")) for j, row in enumerate(problems) if j not in taken
    }
    having = Counter(place for places in free_problems.values() for place in places)
    for i, places in free_tasks.items():
        for j, others in free_problems.items():
            both = places & others
            if both and places == others and all(named[p] == having[p] == 1 for p in both):
                said, heard = tasks[i].text("task"), problems[j].text("problem")
                if _share_a_word(said, heard):
                    kind, number = min(both)
                    links.joined[i] = Link(j, f"两处都只写了{kind}“{number}”")
    links.loose -= links.joined.keys()


def _places(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((kind, n) for kind, numbers in places_in(text).items() for n in numbers)


def _share_a_word(one: str, other: str) -> bool:
    """Whether two texts share a character beside numbers and the words for places."""
    return bool({*_TELLING.sub("", one)} & {*_TELLING.sub("", other)})


_TELLING = regex(
    r"[^\u3400-\u9fff]|[一二三四五六七八九十第号楼栋幢层室班舍食堂教学公寓宿校区餐厅的和]"
)


def _link_by_few_words(tasks: Sequence[TaskRow], problems: Sequence[TaskRow], links: Links) -> None:
    """Join left over tasks and problems that share some words with each other and none elsewhere."""
    taken = links.taken
    free_tasks = sorted(links.loose)
    free_problems = [j for j in range(len(problems)) if j not in taken]
    nearby = Nearby(problems, texts_of)
    pairs = pair(
        free_tasks,
        free_problems,
        lambda i, j: scored(tasks[i], problems[j], _OF_PROBLEMS),
        _FEW_WORDS,
        _CLEARLY,
        among(free_problems, lambda i: nearby.to(texts_of(tasks[i]))),
    )
    for a, b, value in pairs:
        links.joined[free_tasks[a]] = Link(free_problems[b], by_words(value))
    links.loose -= links.joined.keys()


def _link_parallel(
    tasks: Sequence[TaskRow],
    problems: Sequence[TaskRow],
    links: Links,
    among: set[int],
    alone: bool = False,
) -> None:
    """Join what is left over where the two lists evidently run side by side, row by row.

    A problem and what is done about it need not share a word.  Where every task that is joined is
    joined to the problem of its own rank, and these are half of the tasks or the lists are equally
    long, the others of `among` belong to the problem of their rank as well; further problems have no
    task.  `alone`: a problem and a task without numbers, there being no others.
    """
    texts = [p.text("problem") for p in problems]
    joined = [texts[i : i + 1] == [texts[link.target]] for i, link in links.joined.items()]
    equal = len(tasks) == len(problems)
    if not all(joined) or (len(joined) * 2 < len(tasks) and not equal):
        return
    if not joined and not alone:
        return
    for position in sorted(links.loose & among):
        if position < len(problems):
            links.joined[position] = Link(position, "两张清单逐行对应，这一行的文字不同")
    links.loose -= links.joined.keys()


def _link_by_only_word(tasks: Sequence[TaskRow], problems: Sequence[TaskRow], links: Links) -> None:
    """Join a task and a problem left over that share a word (锅炉) which no other row of either list has.

    Words that any row may have do not count, nor does a word where another one speaks for someone else.
    """
    if not links.loose:
        return
    of_tasks = [pairs_in(" ".join(texts_of(row))) - _COMMON for row in tasks]
    of_problems = [pairs_in(row.text("problem")) - _COMMON for row in problems]
    task_of, problem_of = _only_holders(of_tasks), _only_holders(of_problems)
    free = set(range(len(problems))) - links.taken
    partners: dict[int, dict[int, str]] = {}
    wanted: dict[int, set[int]] = {}
    for word in task_of.keys() & problem_of.keys():
        i, j = task_of[word], problem_of[word]
        if i in links.loose and j in free:
            said = partners.setdefault(i, {})
            said[j] = min(word, said.get(j, word))
            wanted.setdefault(j, set()).add(i)
    for i, found in partners.items():
        (j, word) = next(iter(found.items()))
        apart = are_apart(tasks[i].text("task"), problems[j].text("problem"))
        if len(found) == 1 and len(wanted[j]) == 1 and not apart:
            links.joined[i] = Link(j, f"没有编号；两处都写了“{word}”，别的各行都没有写，请核对")
    links.loose -= links.joined.keys()


def _only_holders(rows: Sequence[set[str]]) -> dict[str, int]:
    """Return for each word that one row alone has which row that is."""
    counts = Counter(word for words in rows for word in words)
    return {word: i for i, words in enumerate(rows) for word in words if counts[word] == 1}


#: Words that say nothing of what a row is about.
_COMMON = frozenset(
    (
        "不足 不够 不便 不到 不全 不清 没有 困难 太少 太多 缺少 缺乏 老旧 老化 损坏 学生 教师 师生 老师 同学 "
        "学校 校园 学院 部门 单位 管理 服务 建设 平台 机制 制度 建立 增加 增设 改善 提高 优化 完善 规范 组织 "
        "举办 提供 时间 情况 需要 希望 反映 设施 设备 条件 部分 方案 措施 分批 到位 全校 经常 统一 宿舍 教室 "
        "食堂 公布 发布 开放 落实 加强 规定 要求 周末 假期 一个 为学 "
    ).split()
)


def _link_last_one(problems: Sequence[TaskRow], links: Links) -> Links:
    """Join the only task whose number is wrong to the only problem that no task takes up."""
    wrong = links.loose & links.bad_numbers
    free = set(range(len(problems))) - links.taken
    if len(wrong) == len(free) == 1:
        (position,), (target,) = wrong, free
        links.joined[position] = Link(target, "编号对不上，问题清单里也只剩这一项没有任务")
        links.loose.discard(position)
    return links


def numbers_of_problems(tasks: Entries, problems: Entries, links: Links) -> dict[Number, int]:
    """Return which task each problem's number stands for; -1 where none or several work it off.

    `links` join tasks to problems; without a 问题清单 the tasks' own 对应问题编号 tell.
    """
    bearing = problems.own_numbers
    known: dict[Number, int] = dict.fromkeys(bearing, -1)
    seen: set[Number] = set()
    for position, task in enumerate(tasks.rows):
        link = links.joined.get(position)
        own: tuple[Number, ...] = ()
        if link is not None:
            own = tuple(filter(None, [bearing[j] for j in (link.target, *link.more)]))
        for number in own or (number_of(task, "problem_id"),):
            known[number] = -1 if number in seen else position
            seen.add(number)
    known.pop((), None)
    return known
