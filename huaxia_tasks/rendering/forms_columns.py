"""The columns of our own forms: width, look, dropdown, and how each is to be filled in."""

from __future__ import annotations

from typing import NamedTuple

from ..model import ColumnSpec, ListSpec, Plan

#: Filled with a day; words such as 6月底前 are as good as a date.
DATE_FIELDS = frozenset({"collected_on", "deadline", "done_date", "extend_to", "start"})
#: Kept as text whatever is typed, so that 001 stays 001.
TEXT_FIELDS = frozenset({"item_id", "problem_id", "phone"})
CENTRED_FIELDS = DATE_FIELDS | TEXT_FIELDS | {"seq", "method", "group", "status", "immediate"}

_STATUS_WORDS = ("未启动", "推进中", "部分完成", "已完成", "长期坚持", "暂停")
_YES_NO = ("是", "否")

#: Field -> how to fill it in.  Shown on 填写说明 and, shortened, beside the cell.
HINTS = {
    "seq": "从1起顺序填写，只作排序用。",
    "item_id": "同一件事在各张清单里用同一个编号，本单位内不重复；没有编号的可以空着，由办公室编好后发回。",
    "problem_id": "填所解决的问题在问题清单里的编号。",
    "collected_on": "填收集到这个问题的日期，如 2022-06-08。",
    "method": "从下拉列表中选。",
    "group": "从下拉列表中选提出问题的人是谁。",
    "problem": "写清什么地方、什么人、什么困难，一行写一个问题，不写姓名、学号、证件号码。",
    "category": "热点、难点、焦点等，可写细类。",
    "scope": "涉及的学院、楼栋、班级等。",
    "immediate": "能马上办的选“是”。",
    "task": "写要做成什么事，一行写一件。",
    "measure": "写怎么做，一项一句。",
    "goal": "写可以检验的结果，如数量、时间、范围。",
    "lead_unit": "只填一个单位，写方案单位名单里的名称，不写“各学院”“相关部门”。",
    "co_units": "几个单位之间用顿号隔开；牵头单位不再写在这里。",
    "leader": "填分管该单位的校领导姓名。",
    "person": "每行都要有；填具体的人，不能只写职务或单位。",
    "handler": "填具体办理的人。",
    "phone": "办公电话或手机号码，只供工作联系，不公开。",
    "co_matter": "写请配合单位做什么。",
    "phase": "从下拉列表中选。",
    "deadline": "填具体日期（如 2022-06-30），也可以写“6月底前”；长期的工作写“长期坚持”。",
    "measure_tag": "写属于五帮五促的哪一项；不属于的空着。",
    "status": "从下拉列表中选。“基本完成”“部分完成”不算已完成。",
    "progress": "写这一期做了什么、结果怎样，不照抄上期和别的单位。",
    "done_date": "已完成的填实际完成的那一天；没有完成的空着。",
    "proof": "已完成的写证明材料的文件名，如“供水时间调整通知.pdf”。",
    "reason": "过了时限没有完成或者暂停的，写明原因。",
    "next_step": "没有完成的，写下一步怎么办。",
    "extend_to": "需要延期的，在原时限之前填写申请延到哪一天，并写明原因。",
    "remark": "需要另外说明的写在这里。",
}
_OTHER = "按实际情况填写；没有的空着。"


class FormColumn(NamedTuple):
    """A column of a form.  ``look`` is text | centre | date | id | number."""

    field: str
    heading: str
    width: float
    needed: bool
    choices: tuple[str, ...]
    look: str
    hint: str
    example: str

    @property
    def prompt(self) -> tuple[str, str]:
        """Title and text shown beside a selected cell (Excel allows 32 and 255 characters)."""
        return ("必填" if self.needed else "选填", self.hint[:250])


def form_columns(plan: Plan, spec: ListSpec) -> tuple[FormColumn, ...]:
    """Return the columns of one list in the plan's order."""
    return tuple(_column(plan, column) for column in spec.columns)


def _column(plan: Plan, column: ColumnSpec) -> FormColumn:
    return FormColumn(
        field=column.field,
        heading=column.heading,
        width=max(column.width, 2 * len(column.heading) + 1.5),
        needed=column.needed,
        choices=_choices(plan, column),
        look=_look(column.field),
        hint=HINTS.get(column.field, _OTHER),
        example=column.example,
    )


def _look(field: str) -> str:
    if field in DATE_FIELDS:
        return "date"
    if field in TEXT_FIELDS:
        return "id"
    return "centre" if field in CENTRED_FIELDS else "text"


def _choices(plan: Plan, column: ColumnSpec) -> tuple[str, ...]:
    own = column.choices or plan.choices.get(column.field, ())
    if own:
        return tuple(own)
    return {
        "lead_unit": tuple(unit.name for unit in plan.units),
        "phase": tuple(phase.name for phase in plan.phases),
        "status": _STATUS_WORDS,
        "immediate": _YES_NO,
    }.get(column.field, ())
