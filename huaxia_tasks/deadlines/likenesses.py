"""Names that only begin like a time: 三月街, 十二月党人, 七日谈, 周日新, 6.18大促, 比分3-2.

A month, a day or a weekday that is written short (6月, 15日, 6.30, 周五) says nothing by itself; it
counts where nothing touches it or what touches it is the language of an office: 8月完成, 周五例会.
A word of another kind makes it a name.  Times written in full (6月30日, 6月底, 本周五) need no such
company.
"""

from __future__ import annotations

import re

from ..patterns import regex
from .items import Item
from .names import SURNAME
from .pieces import Sort, Unsettled

_HAN = "\u4e00-\u9fff"


def _any(words: str) -> str:
    """Return a pattern for any of the words, which blanks part."""
    return "|".join(words.split())


#: A time so short that a name may begin or end with it.
_SHORT = regex(
    r"\d{1,2}月(?:\d{1,2})?|正月|腊月|冬月|\d{1,2}[日号]|\d{1,2}[./-]\d{1,2}|周[一二三四五六日天]"
)
_FIGURES = regex(r"\d{1,2}[./-]\d{1,2}")
_TOUCHING = regex(rf"[{_HAN}]+")
#: How the rest of a sentence goes on behind its time.
_GOES_ON = (
    r"[前之以止至到起内中底末初旬份里低左后期间和与及或并且将应须必需要请由向对为在再即就都均各全已正拟可能我你他她它咱务力争从按"
    r"经同也还仍只最才便先另又更且当此该本是有没上下晚早午夜一]|确[保认]|方[可能]"
)
#: What is done, held or handed in at an office, one word of which explains a time beside it.
_OFFICE_WORDS = _any(
    r"""
    完 报(?![春纸社刊]) 交(?![响界杯]) 办(?!公[楼桌]|事处) 结(?![婚巴冰]) 止 截 启 开 实施 推 落实 整改 到位 组织 举[办行] 召 印
    制[定作] 修 出(?![生嫁纳口租水版]) 建(?![国军]) 验 检 考 评 审 总结 汇 公[示开布告] 发(?!廊) 上[线报会墙架] 投 使用 竣
    施工 招 采购 签 训 调 部署 动员 梳理 查 核 督 通[报知过车] 反馈 进[场校驻] 安装 改 换 清 搬 移 入[驻住库账学] 讨论 研究 起草
    稿 送 征 收 访 座谈 谈[心话] 慰问 宣[传讲] 学习 讲[座课评] 例会 (?:大|年|全|办公|工作|党委|常委|委员|专题|碰头|推进|座谈|组织|民主)会
    迎[新评检] 毕业 答辩 实[习训] 注册 缴 支付 [决预]算 拨 申 立项 答复 回 销 挂牌 揭牌 成立 选[举课] 表彰 更[新换] 维[护修] 值班
    放假 返[校岗] 离校 到[岗校账会] 军训 体检 补 阅卷 登[记分] 排[课查] 聘 面试 笔试 录[用取] 转正 见[效成面底] 达[到标成] 实现
    取得 形成 提[升高出供前] 优化 解决 处[理置] 化解 下[发达] 执行 试 复 做 参[加观] 填 算 [确议商审拟敲选]定 定[稿案] 联系
    走[访完] 约谈 准备 接[收待受入管] 写 编[制写印排] 加[强快工装] 配[备置齐发] 拆 铺 粉刷 测[评试算] 统[计筹] 归档 张贴 付
    [使投启]用 [春秋郊]游 运动会 [班校]会 见$ 家长会 [党团]课 班子会
    """
)
_EXPLAINED = regex(
    rf"(?:{_GOES_ON})|[{_HAN}]{{0,10}}?(?:{_OFFICE_WORDS})"
    rf"|[{_HAN}]{{1,10}}(?:处|部|[学书医法]院|办公室|[政委]办|中心|科|团委|工会|支部|总支|党委|纪委|组|队(?=长)|老师|主任|书记|[院校处科]长)(?![{_HAN}])"
    rf"|[{_HAN}]{{2,7}}月(?![{_HAN}])"
    rf"|[{SURNAME}][{_HAN}]{{1,2}}(?![{_HAN}])"
)
#: 11.9消防日, 4.23世界读书日: a day that has a name of its own.
_DAY_WITH_A_NAME = regex(
    rf"(?!第)[{_HAN}]{{1,8}}(?:(?<!工作)(?<!交易)[日节](?![前期常程内])|周年|大促|促销)"
)
#: 张十月, 方正月: one character in front, and nothing behind.
_ONE_CHARACTER = regex(
    rf"(?:^|[,;(\n])(?![于至到在自从由限约共待拟按以迄截及和或与并为是即应须需将后前现今明次每同该当本下上这首第中近定期报交])[{_HAN}]$"
)
#: 比分3-2, 公式(6.30): figures that are measured or numbered.
_MEASURED = regex(
    r"(?:比[分例值]|[得均总]分|分数|[公算]式|[条例]款|[例习]题|坐标|税率|利率|汇率|单价|定价|价格|绩点|视力|血压|温度|湿度|长度|宽度|高度|深度|厚度|浓度|半径|直径|间距|系数|指数|平均|人均|日均"
    r"|约合|合计|共计|总计|尺码|码数|频道|频率)(?:为|是|达|:)?\(?$"
)
#: 行政楼6-15, 南一舍3-12: a room.
_HOUSE = regex(r"(?:[楼栋舍馆厅室座幢苑斋]|[\dA-Za-z东南西北][教区])$")
#: 工龄20年, 从教25年: how long, not which year.
_HOW_LONG = regex(
    r"(?:龄|从[教业事警医军政]|执教|任[职教]|办学|建[校院馆]|服务|[参]?工作|入[党职]|教学|学习|连续|累计|长达|已有|婚姻|居住|党龄)(?:了|已|满|近|达)?$"
)


def mark_likenesses(items: list[Item]) -> None:
    """Let a name that only looks like a time be a name (三月街, 6.18大促)."""
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        if item.trouble is not None or item.role != "due":
            continue
        if _is_a_name(item, following) or (_stands_alone(item, index) and _one_more(item)):
            item.role = "name"
            shown = f"{item.before[-4:]}{item.text}{item.after[:6]}"
            item.trouble = Unsettled(f"“{shown}”像是名称的一部分，不能确定是不是时限")


def _stands_alone(item: Item, index: int) -> bool:
    """Whether a short time is the last word of its clause, and nothing timely stands before."""
    ends = re.match(r"\)?(?:$|[,;\n])", item.after) is not None
    first = index == 0 or re.search(r"[,;(\n]", item.before) is not None
    return ends and first and not item.bracketed and item.piece.lapse is None


def _one_more(item: Item) -> bool:
    return bool(_SHORT.fullmatch(item.text) and _ONE_CHARACTER.search(item.before))


def _is_an_event(following: Item | None) -> bool:
    """Whether the festival right behind the figures is something that is held (12.4宪法日宣传)."""
    if following is None or following.role != "name":
        return False
    return re.fullmatch(rf"[{_HAN}]{{0,4}}", following.before) is not None


def _is_a_name(item: Item, following: Item | None) -> bool:
    """Whether the characters that touch a short time make it part of a name."""
    piece, text = item.piece, item.text
    if piece.lapse is not None or piece.until is not None or piece.more:
        return False
    if piece.bare_year:
        return len(text) == 3 and _HOW_LONG.search(item.before) is not None
    if piece.sort is not Sort.DATE or _SHORT.fullmatch(text) is None:
        return False
    if _FIGURES.fullmatch(text):
        if _MEASURED.search(item.before) or ("-" in text and _HOUSE.search(item.before)):
            return True
        if _DAY_WITH_A_NAME.match(item.after) or _is_an_event(following):
            return True
    touching = _TOUCHING.match(item.after)
    if touching is None:
        return False
    if following is not None and touching.end() == len(item.after):
        return False
    return _EXPLAINED.match(touching[0]) is None
