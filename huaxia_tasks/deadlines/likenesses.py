"""Names that only begin like a time: 三月街, 十二月党人, 七日谈, 周日新, 6.18大促, 比分3-2.

A month, a day or a weekday that is written short (6月, 15日, 6.30, 周五) says nothing by itself; it
counts where nothing touches it or what touches it is the language of an office: 八月完成, 周五例会.
A word of another kind makes it a name.  In figures (8月) a name is rare: there it takes a word that
ends as places and things do.  Times written in full (6月30日, 6月底, 本周五) need no such company.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..patterns import regex
from .items import Item
from .names import NO_NAME, SURNAME
from .pieces import Sort, Unsettled

_HAN = "\u4e00-\u9fff"


def _any(words: str) -> str:
    """Return a pattern for any of the words, which blanks part."""
    return "|".join(words.split())


#: A time so short that a name may begin or end with it.
_SHORT = regex(
    r"\d{1,2}月(?:\d{1,2})?|正月|腊月|冬月|\d{1,2}[日号]|\d{1,2}[./-]\d{1,2}|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|(?:大?[前后]|[今明昨])天|[今明后昨前]日|[今明昨]晚"
)
_FIGURES = regex(r"\d{1,2}[./-]\d{1,2}")
_TOUCHING = regex(rf"[{_HAN}]+")
#: How the rest of a sentence goes on behind its time.
_GOES_ON = (
    r"[前以止至到起内中底末初旬低左后期间和与及或并且将应须必需要请由向对为在再即就都均各已正拟可能我你他她它咱务力争从按"
    r"经同也还仍只最才便先另又更且当此该本是有没]|确[保认]|之[前后内间]|全[部面校体员院程]|方[可能]|里(?!的)|上[午报交线会述]|下[午班旬发达文]|晚[上间]|晚(?=$)|早[上晨间]|清晨|凌晨|傍晚|中午|夜[间晚里]|上(?=$)|[一1][次律并同起早]|见(?=$)"
)
#: What is done, held or handed in at an office, one word of which explains a time beside it.
_OFFICE_WORDS = _any(
    r"""
    完 报(?![春纸社刊]) 交(?![响界杯]) 办[结理完好毕妥学] 举办 结[束题项业算案清] 总结 截[止至稿] 启[动用] 开[展始放课会工学幕班题讲通设具]
    实施 推[进广动荐行送] 落实 整改 到位 组织 举行 召[开集] 印[发制] 制[定作] 修[订改缮复建] [维检装整翻]修 会议 出[台具席差炉稿结方成版](?!社)
    建[成立设好] 新建 验收 检[查修测] [体年送]检 考[核试察评勤研] 评[审估选价比议优学] 述[职学廉] [评认鉴审核]定 [迎测自参]评 审[核议批计定阅] [初送会终]审 汇[总报]
    公[示开布告] 发(?![廊型财烧卡]) 上[线报会墙架] 投[入用产标放] 使用 竣 施工 招[标生聘新] 采购 签[订字署约收] [培集军]训 调[研整查试度]
    部署 动员 梳理 [排自抽核清督巡普]查 查[找摆处] 核[查实对算定销减] 督[导查办促] 通[报知过车] 反馈 进[场校驻] 安装 改[造进革为版] 换[届发装]
    清[理查零退算库] 搬[迁入家运] 移[交送] 入[驻住库账学] 讨论 研究 起草 [初定成一二三终草]稿 送[审达检交] [报呈]送 征[集求订文] 收[集官尾缴取到回文齐]
    [走回家来]访 访[谈问企] 座谈 谈[心话] 慰问 宣[传讲] 学习 讲[座课评] 例会 毕业 答辩 实[习训] 注[册销] 缴 支付 摸底 论证 谈判 选址 挂网 供[货应] [结封关]账 碰头 呈 演练 [决预]算 拨付 申[报请] 立项
    答复 回(?![响声音味忆族暖]) 销[号账] 挂牌 揭牌 成立 选[举课] 表彰 更[新换] 维护 值班 放假 返[校岗] 离校 到[岗校账会] 补[齐充交报考录办] 阅卷 登[记分]
    排课 聘 面试 笔试 录[用取] 转正 见[效成面底] 达[到标成] 实现 取得 形成 提[升高出供前] 优化 解决 处[理置] 化解 执行 试[运点行用] 复[查核检习试课工学]
    做[好完实] 参[加观] 填[报写] [确议商审拟敲选]定 定[稿案] 联系 走完 约谈 准备 接[收待受入管] [编撰]写 编[制印排] 加[强快工装] 配[备置齐发]
    拆[除迁] 粉刷 测[评试算] 统[计筹] 归档 张贴 [付汇]款 [投启]用 迎新 [春秋郊]游 [党团]课
    """
)
_UNITS = r"处|部|[学书医法]院|办公室|[政委]办|中心|科|团委|工会|支部|总支|党委|纪委|(?:领导小|工作|教研|专家)组|专班|老师|主任|书记|[院校处科]长"
_EXPLAINED = regex(
    rf"(?:{_GOES_ON})|[{_HAN}]{{0,10}}?(?:{_OFFICE_WORDS})"
    rf"|[{_HAN}]{{1,10}}(?:{_UNITS}|(?<![晚诗灯庙音唱舞歌画展协社学博])会)(?![{_HAN}])"
    rf"|[{_HAN}]{{0,3}}[交报收查评审验改签核搬毕办](?![{_HAN}])"
    rf"|[{_HAN}]{{2,7}}月(?![{_HAN}])"
)
_PERSON = regex(rf"{NO_NAME}[{SURNAME}][{_HAN}]{{1,2}}")
#: 11.9消防日, 4.23世界读书日: a day that has a name of its own.
_DAY_WITH_A_NAME = regex(
    rf"(?!第)[{_HAN}]{{1,8}}(?:(?<!工作)(?<!交易)[日节](?![前期常程内])|周年|促销)|大?(?:促|地震|屠杀)(?![\u4e00-\u9fff])"
)
#: 5号病床, 三号报告厅: what is numbered with 号.
_PLACE = regex(
    rf"[{_HAN}]{{0,6}}[楼厅室馆场园区柜桩点桥线门院舍栋房站库池床桌位台机井炉箱亭岗牌册卷证]"
)
#: What names of places, things and offices end in.
_THING = regex(
    r"[街路巷村镇乡店馆厂社队楼厅室房场园区苑厦柜桥线院舍栋桌床站库池井湖河寺庙塔花雪天诗歌曲酒茶虾蟹鱼果人长员杯奖版刊册单榜券票卡牌表勤]$"
    r"|公司|科技$|天气$|工程$|主席$|代表$|委员$|干事$|宿管$|值[周日]生$|助教$|乐队$|组合$|品牌$|系列$"
)
#: 张十月, 方正月: one character in front, and nothing behind.
_ONE_CHARACTER = regex(
    rf"(?:^|[,;(\n])(?:司马|欧阳|上官|诸葛|夏侯|皇甫|公孙|令狐|东方|司徒|端木|南宫|慕容)$|(?:^|[,;、(\n])(?![于至到在自从由限约共待拟按以迄截及和或与并为是即应须需将后前现今明次每同该当本下上这首第中近定期报交])[{_HAN}]$"
)
#: What stands in front and leads to no time (not 计划于, 时限为, 最迟).
_IN_FRONT = regex(
    rf"(?<![{_HAN}])(?=[{_HAN}])[{_HAN}]{{2,6}}(?<![于至到在自从由限约共待拟按以迄截及和或与并为是即应须需将前现每同本第定期迟晚快计底])"
    r"(?<!时间)(?<!时限)(?<!日期)(?<!节点)(?<!计划)(?<!争取)(?<!力争)(?<!不多)(?<!大概)(?<!大约)(?<!估计)(?<!预计)(?<!可能)(?<!应该)(?<!最好)(?<!尽量)(?<!至少)$"
)
#: 百分之十一, 寒冬腊月, 早知今日, 南方周末: the end of a word more often than a time.
_NEVER_ALONE = regex(
    r"五一|六一|七一|八一|十一|三八|五四|正月|腊月|冬月|[今明昨]日|周末|(?:天天|日日|年年|月月|周周|逐[日年月])"
)
#: 8号楼6月楼长: whose 6月 it is stands in front.
_HOUSE_IN_FRONT = regex(r"[□楼栋舍寓]$")
#: Weekdays, lunar months, 今日: as often in names as in sentences.
_MOST_IN_NAMES = regex(r"[周星礼正腊冬]|[今明后昨前]日|[今明昨]晚")
#: Whose sentence it is.
_SOMEBODY = regex(r"[我你您他她咱们]$")
#: 周末（化名）
_OF_A_PERSON = regex(r"\((?:化名|[人姓]名|男|女|教师|老师|学生|辅导员|负责人|经办人|联系人)")
#: 天天新, 年年如此: said twice over, in names and sayings.
_SAID_TWICE = regex(r"天天|日日|年年|月月|周周|逐[日年月]")
#: 比分3-2, 公式(6.30): figures that are measured or numbered.
_MEASURED = regex(
    r"(?:比[分例值]|[得均总]分|分数|[公算]式|[条例]款|[例习]题|坐标|税率|利率|汇率|单价|定价|价格|绩点|视力|血压|温度|湿度|长度|宽度|高度|深度|厚度|浓度|半径|直径|间距|系数|指数|平均|人均|日均"
    r"|约合|合计|共计|总计|尺码|码数|频道|频率|驱动|固件|内核|(?<![进年月季制力])度|[概速效比费增]率|[金数总差]额|[数产流质重]量)(?:为|是|达|:)?\(?$"
)
#: Python 3.11, pH 6.30, Office 2016: what a word in Latin letters is numbered with.
_LATIN = regex(
    r"(?:^|[^A-Za-z])(?!(?i:ddl|deadline|due|by|before|until|till?|on|at|in|to|from|end|date|time|eta|of|the|and|or|no)[^A-Za-z]*$)[A-Za-z]{2,} ?$"
)
#: 3.31 kg: so much of it.
_QUANTITY = regex(r" ?(?:[kcm]?m|k?g|[KMGT]B?|t|[kM]?[VWA]|k?[MP]a|[kMG]?Hz|m?[lL])\)?")
#: Days that are called by their figures, and what is held on them.
_KNOWN_BY_FIGURES = regex(
    r"(?:3.8|5.1|10.1|6.18|8.15|5.20|10.24|3.12|3.15|4.15|4.22|4.23|5.4|5.8|5.12|5.25|6.1|6.5|6.26|7.1|7.7|8.1|9.3|9.10|9.18|11.9|11.11|12.1|12.2|12.4|12.9|12.13)"
)
_HELD = regex(
    rf"(?![前之以])[{_HAN}]{{0,6}}(?:宣传|植树|教育|活动|演练|演习|纪念|主题|普法|比赛|大赛|竞赛|歌[会咏]|合唱|长跑|征文|展[览演]|公祭|鸣笛|表演)(?!周|月|日|完|方案|总结|材料|结束|前)"
)
#: 行政楼6-15, 南一舍3-12: a room.
_HOUSE = regex(r"(?:[楼栋舍馆厅室座幢苑斋]|[\dA-Za-z东南西北][教区])$")
#: 工龄20年, 从教25年: how long, not which year.
_HOW_LONG = regex(
    r"(?:龄|结婚|满|从[教业事警医军政]|执教|任[职教]|办学|建[校院馆]|服务|[参]?工作|入[党职]|教学|学习|连续|累计|长达|已有|婚姻|居住|党龄)(?:了|已|满|近|达)?$"
)


def mark_likenesses(items: list[Item], *, strict: bool) -> None:
    """Let a name that only looks like a time be a name (三月街, 6.18大促).

    `strict` where the cell writes its numbers as such names do.
    """
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        if item.piece.sort is Sort.RHYTHM and _SAID_TWICE.fullmatch(item.text):
            _mark_saying(item)
        if item.trouble is not None or item.role != "due":
            continue
        if _is_a_name(item, following, strict=strict) or (
            _stands_alone(item, index) and _ends_a_name(item, strict=strict)
        ):
            item.role = "name"
            shown = f"{item.before[-4:]}{item.text}{item.after[:6]}"
            item.trouble = Unsettled(f"“{shown}”像是名称的一部分，不能确定是不是时限")


def _mark_saying(item: Item) -> None:
    """Let 天天新 and 夸父逐日 be words without a day."""
    behind = _TOUCHING.match(item.after)
    saying = behind is not None and len(behind[0]) <= 2 and not _EXPLAINED.match(behind[0])
    if (
        saying
        or _ONE_CHARACTER.search(item.before)
        or (item.after == "" and _ends_a_name(item, strict=False))
    ):
        why = f"“{item.before[-4:]}{item.text}{item.after[:4]}”像是名称，不是完成时限"
        item.piece = replace(item.piece, sort=Sort.VAGUE, why=why)


def _stands_alone(item: Item, index: int) -> bool:
    """Whether a short time is the last word of its clause, and nothing timely stands before."""
    ends = re.match(r"\)?(?:$|[,;、(\n])", item.after) is not None
    first = index == 0 or re.search(r"[,;、(\n]", item.before) is not None
    return ends and first and not item.bracketed and item.piece.lapse is None


def _ends_a_name(item: Item, *, strict: bool) -> bool:
    """Whether the characters in front of a short time make it the end of a name (神舟五号)."""
    short = _SHORT.fullmatch(item.text) is not None
    if not (short or "needs-end" in item.piece.marks):
        return False
    if _ONE_CHARACTER.search(item.before) or _OF_A_PERSON.match(item.after):
        return True
    weak = strict and short and item.text[-1] in "日号月"
    if not (weak or _NEVER_ALONE.fullmatch(item.text)):
        return False
    ahead = _IN_FRONT.search(item.before)
    return ahead is not None and not _EXPLAINED.match(ahead[0])


def _numbers_a_word(item: Item) -> bool:
    """Whether bare figures stand behind a word in Latin letters, and nothing behind them."""
    return item.after in ("", ")") and _LATIN.search(item.before) is not None


def _is_an_event(following: Item | None) -> bool:
    """Whether the festival right behind the figures is something that is held (12.4宪法日宣传)."""
    if following is None or following.role != "name":
        return False
    return re.fullmatch("(?:国家|世界|全国|国际|中国|全民)?", following.before) is not None


def _is_a_name(item: Item, following: Item | None, *, strict: bool) -> bool:
    """Whether the characters that touch a short time make it part of a name."""
    piece, text = item.piece, item.text
    if piece.lapse is not None or piece.until is not None or piece.more:
        return False
    if _SOMEBODY.search(item.before):
        return False  # 我周一打球: a sentence
    if piece.bare_year:
        long = len(text) == 3 and _HOW_LONG.search(item.before) is not None
        return long or (text.isdecimal() and _numbers_a_word(item))
    if item.before.endswith("第") and text[0].isdecimal() and "-" in text:
        return True
    if re.fullmatch(r"20\d\d[./-]\d{1,2}", text):
        return _numbers_a_word(item)
    if piece.sort is not Sort.DATE or item.with_hour or _SHORT.fullmatch(text) is None:
        return False
    if _FIGURES.fullmatch(text):
        if _MEASURED.search(item.before) or ("-" in text and _HOUSE.search(item.before)):
            return True
        if _DAY_WITH_A_NAME.match(item.after) or _is_an_event(following):
            return True
        if _KNOWN_BY_FIGURES.fullmatch(text) and _HELD.match(item.after):
            return True
        if _numbers_a_word(item) or _QUANTITY.fullmatch(item.after):
            return True
    touching = _TOUCHING.match(item.after)
    if touching is None:
        return False
    if following is not None and touching.end() == len(item.after):
        return False
    if text[-1] == "号" and _PLACE.fullmatch(touching[0]):
        return True
    if _EXPLAINED.match(touching[0]):
        return False
    if _MOST_IN_NAMES.match(text) or _KNOWN_BY_FIGURES.fullmatch(text) or len(touching[0]) == 1:
        return True
    if strict or _HOUSE_IN_FRONT.search(item.before):
        return True
    return _THING.search(touching[0]) is not None and not _PERSON.fullmatch(touching[0])
