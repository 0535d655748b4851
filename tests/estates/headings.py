"""Headings that units write over their columns: those seen in printed tables and common usage.

Kept apart from the program's own word list, so that the two can disagree.
"""

from __future__ import annotations

import random

#: Field -> headings that mean it in any of its lists, nothing else being needed to tell.
_SURE = {
    "seq": "序号 项次 No.",
    "category": "类别 问题类别 所属领域 分类",
    "measure": "工作措施 整改措施 措施 解决办法 工作举措",
    "goal": (
        "工作目标 年度任务目标 工作目标及任务要求 审计整改要求和建议 阶段性目标 整改目标 预期成效 2022年度工作目标 2022年度任务目标"
    ),
    "co_units": "配合单位 配合单位/部门 配合部门 协办单位 参与单位 协办部门 参加单位 考核配合单位 责任（配合）单位",
    "leader": (
        "责任领导 牵头校领导 分管校领导 联系校领导 牵头领导 包联领导 分管负责人 分管市领导 区政府分管领导 批示领导 领导名称"
    ),
    "handler": "经办人 联系人 联络员 联络人员 具体经办人 填报人",
    "phone": "联系电话 责任人联系电话 办公电话 监督电话",
    "deadline": (
        "完成时限 整改时限 整改期限 办结时限 办结期限 交办时限 承办时限 承办期限 要求完成时间 完成时间节点 时间节点 "
        "截止日期 工作完成时限要求 办复要求 办理时限 预计完成时间 计划完成时间 "
        "审计整改期限 工单完成时限 计划启动、完成时限"
    ),
    "start": "开始时间 立项时间 下发时间 发布时间 收文时间 启动时间",
    "status": "完成状态 状态 办件状态 任务状态 是否办结 是否完成 隐患状态 是否销号 整改进度 当前进度",
    "progress": (
        "进展情况 进度情况 工作动态 形象进度 办理情况 办理结果 工作完成情况 工作取得成效 完成情况 落实情况 整改情况 "
        "1-6月份工作完成情况 2022年度进展情况 1-6月份工作取得成效 当前进度 工作进度"
    ),
    "done_date": "实际完成时间 销号时间 完成时间 最近整改时间",
    "reason": "未完成原因 未办结情况说明 延期原因 存在的问题",
    "next_step": "下一步措施 下一步打算 下步计划",
    "extend_to": "延期时限 拟延期至 申请延期时间 申请延期至",
    "proof": "佐证材料 证明材料 资料留存 附件 图片印证",
    "verifier": "复核人 验收人 核实人",
    "origin": "来源 任务来源 来文文号 会议来源 问题来源",
    "method": "收集方式",
    "group": "反映群体",
    "collected_on": "收集时间",
    "scope": "涉及范围",
    "immediate": "是否立行立改",
    "measure_tag": "五帮五促",
    "phase": "所属阶段",
    "co_matter": "配合事项",
    "period": "反馈周期 报送频次",
    "funds": "经费来源 资金使用情况",
    "remark": "备注 说明",
    "unit": "填报单位 报送单位",
}
#: The same by list, where the list decides.
_BY_LIST = {
    ("P", "item_id"): "问题编号 事项编号 编号",
    ("T", "item_id"): "任务编号 事项编号 立项编号 编号",
    ("D", "item_id"): "任务编号 事项编号 编号",
    ("C", "item_id"): "任务编号 事项编号 编号",
    ("T", "problem_id"): "对应问题编号 所属问题编号",
    ("P", "problem"): (
        "问题描述 问题 审计发现的问题 隐患描述 存在的问题 存在问题 具体问题 反馈问题 意见建议 师生诉求"
    ),
    ("T", "task"): (
        "工作任务 工作内容 项目名称 项目内容 民生事项名称 主要内容 任务内容 督办事项 督办标题 督查内容 重点工作 实事内容"
    ),
    ("D", "task"): "工作任务 工作内容 任务内容 督办事项 项目名称",
    ("C", "task"): "工作任务 工作内容 任务内容 督办事项 项目名称 办件名称",
    ("P", "lead_unit"): "初判责任单位 责任单位 问题归属单位",
    ("T", "lead_unit"): (
        "牵头单位 责任单位 责任部门 牵头部门 承办部门 承办单位 承办单位/部门 主办单位 主办部门 主责单位 整改牵头单位 "
        "实施单位 整改单位 责任科室 主板单位 问题归属单位"
    ),
    ("D", "lead_unit"): "牵头单位 责任单位 责任部门 牵头部门 承办单位 主办单位",
    ("C", "lead_unit"): "牵头单位 责任单位 责任部门 牵头部门 承办单位 督办对象",
    ("D", "person"): "责任人 具体责任人 整改责任人 责任人员 承办人 督办人 负责人 主要负责人",
    ("C", "person"): "责任人 具体责任人 责任人员",
}
_MARKED = ("{}", "{}", "{}", "{}", "*{}", "{}：", "{}（必填）", " {} ", "{}\n", "＊{}")
_LONG = ("{}（请写明具体情况）", "{}（不超过200字）")
#: Headings that mean no field of the lists: their content is told as not understood.
FOREIGN = ("经验指数", "宣传稿篇数", "分管科室意见栏", "填表次数", "亮点等级")


def headings_of(letter: str, key: str) -> tuple[str, ...]:
    """Return every heading that may stand over a field in a list."""
    return tuple((_BY_LIST.get((letter, key)) or _SURE[key]).split(" "))


def pick(rng: random.Random, letter: str, key: str, standard: float) -> str:
    """Return a heading; with chance `standard` the first one; sometimes with marks around it."""
    known = headings_of(letter, key)
    word = known[0] if rng.random() < standard else rng.choice(known)
    if rng.random() < 0.12 and len(word) > 2:
        middle = len(word) // 2
        word = word[:middle] + rng.choice(("\n", " ", "　")) + word[middle:]
    elif rng.random() < 0.2:
        word = rng.choice((*_MARKED, *_LONG) if len(word) > 2 else _MARKED).format(word)
    return word
