"""Words of time without a day: 立行立改, 长期坚持, 定期, 待定, 已完成."""

from __future__ import annotations

import re

from ...registry import phrase
from ...wording import day as in_words
from ..names import BORN_ON_A_DAY, SURNAME
from ..pieces import Frame, Piece, Settled, Sort


def _any(words: str) -> str:
    """Return a pattern for any of the words, which blanks part."""
    return "|".join(words.split())


_NOW = _any(
    r"""
    立行立改 立整立改 立查立改 立知立改 立说立改 立说立行 立改 立行 即知即改 即查即改 即行即改 即整即改
    即改 即办 立即 立刻 立马 马上 即到即办 随到随办 随报随办 随查随改 随接随办 随有随办 随发现随整改
    随(?:[收报到查问发交请提接访诉])随(?:[办改批审结处复]|处理|整改) 边查边改 边整边改 边学边改 即知即办 接诉即办 短期攻坚 现场(?=整改|解决|办结|纠正)
    [Ii]mmediately [Aa]t\sonce [Rr]ight\snow
    """
)
#: Words that mean it only at the head of a short clause (现在, but not 现在存在的问题).
_NOW_WEAK = _any("即时 即刻 当即 当场 从速 火速 现在 当[天日](?!晚)")
_ALWAYS = _any(
    r"""
    贯穿(?:于?全年|始终|全程|全过程|全学期)? 全年(?:坚持|持续|推进|常态|不间断|长期|开展|进行)
    长期(?!以来) 常态 常抓 久久为功 持之以恒 锲而不舍 常年 永久 无限期 无期限 长效 坚持不懈 一以贯之
    持续(?:推进|整改|深化|开展|坚持|巩固|改进|进行|落实|跟进|优化|完善|用力|发力|加强|提升|抓|实施|运行|更新|做好)
    继续(?:抓|坚持|推进|开展|落实) [Oo]ngoing [Ll]ong[-\s]term [Cc]ontinuous(?:ly)?
    """
)
_ALWAYS_WEAK = _any(
    r"""
    持续(?!至|到|时间) 不断 一直 始终 经常 日常 平时 平常 滚动 动态(?:更新|管理|调整|推进|清零) 不间断
    全天候 全过程 全周期 全程 常规 深入推进 实时
    """
)
_VAGUE = _any(
    r"""
    不定期 定期 适时 及时 第[一1]时间 按期 如期 按时 准时 尽快 尽早 尽速 抓紧 加快 早日 近期 近日 日内
    短期内? 中期 中长期 远期 逐步 逐年 分期 分批 分步 分阶段 分类 限期 限时 视情况? 酌情 随时
    根据[^,;\n\d]{0,12}(?:确定|而定|安排|要求|进度|情况)
    按照?[^,;\n\d]{0,10}(?:要求|计划|规定|进度|时序|序时|节点|程序|方案|安排|部署|惯例)
    有序推进 有序 稳步推进 同步(?:推进|进行|完成|开展)? 条件(?:成熟|具备|允许)[时后]? 必要时 成熟后
    下一步 下阶段 现阶段 今后 将来 未来 [Aa][Ss][Aa][Pp] [Ss]oon
    """
)
_BLANK = _any(
    r"""
    无(?:明确)?的?(?:期限|时限|时间)(?:要求|规定|限制) 待定 未定 待议 待商 待确认 待明确 待核实 待通知
    待协商 待安排 待批复? 另行通知 另行安排 另行确定 另定 另议 无法确定 不确定 未确定 尚未确定 暂不确定
    暂未确定 暂未 不明 不详 未知 没有明确的?时间表? 无明确时[限间] 见附[件表页]? 详见[^,;\n]{0,10}
    见(?:备注|正文|方案|通知|文件|说明|清单|计划|上|下|前|左|右)[^,;\n]{0,6} 同[上前左下] 同序号\d*
    未填 空白 暂缺 [Tt][Bb][DdCcAa] \b[Nn]/?[Aa]\b [Nn]ull [Nn]one [Nn]il [Nn]aN
    #N/A #VALUE! #REF! #DIV/0! #NUM! #NAME\? /{1,3}$
    """
)
_DONE = _any(
    r"""
    已(?:经)?(?:全部|基本|按期|如期|按时|提前)?(?:完成|办结|整改|落实|解决|到位|销号|办理|启动|开展|报送|提交|结束|实施|建成|制定)
    业已 办结 未完成 未启动 未开展 未整改 未办结 推进中 进行中 正在 整改中 办理中 处置中 实施中 开展中
    部分完成 基本完成 阶段性 超期 逾期 滞后 暂停 挂起 销号 达到序时进度 达到时序进度
    """
)


@phrase("now", rf"(?P<strong>{_NOW}|(?:自|从)?即日起?(?!止))|{_NOW_WEAK}", order=52)
def now(match: re.Match[str]) -> Piece | None:
    """Read 立行立改, 立即, 马上, 即日起: at once."""

    def settle(frame: Frame) -> Settled:
        return Settled(frame.written, notes=(f"从填写日期{in_words(frame.written)}开始",))

    return Piece(Sort.NOW, settle=settle, marks=set() if match["strong"] else {"weak"})


@phrase("always", rf"(?:(?P<strong>{_ALWAYS})|{_ALWAYS_WEAK})(?:化|性)?", order=53)
def always(match: re.Match[str]) -> Piece | None:
    """Read 长期坚持, 常态化, 持续推进, 贯穿全年: no last day by intention."""
    return Piece(Sort.ALWAYS, marks=set() if match["strong"] else {"weak"})


@phrase("vague", _VAGUE, order=54)
def vague(match: re.Match[str]) -> Piece | None:
    """Read 定期, 及时, 尽快, 按要求: a word of time, but no day."""
    return Piece(Sort.VAGUE, why=f"“{match[0]}”没有写明哪一天")


@phrase(
    "blank-form",
    r"(?<![\d])(?:(?:19|20)?\d{2}|20)?[_×xX ]*年[_×xX ]*月[_×xX ]*日|(?<![\u4e00-\u9fff\d])_*月_*日",
    order=30,
)
def blank_form(match: re.Match[str]) -> Piece | None:
    """Read 2022年__月__日: a form that nobody filled in."""
    return Piece(Sort.BLANK, why="年月日是空着的")


@phrase("blank", _BLANK, order=54)
def blank(match: re.Match[str]) -> Piece | None:
    """Read 待定, 见附件, 同上: nothing is said here."""
    return Piece(Sort.BLANK, why=f"“{match[0]}”不是完成时限")


@phrase("done", _DONE, order=54)
def done(match: re.Match[str]) -> Piece | None:
    """Read 已完成, 推进中: a state in the wrong column."""
    return Piece(Sort.DONE, why=f"“{match[0]}”是进展情况，不是完成时限")


@phrase(
    "clock",
    r"(?:(?:上午|下午|中午|(?<!最)晚上?|凌晨|早上|早晨|清晨|傍晚|夜间|夜里|午夜|深夜|正午)?(?<![\d.])(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?(?:\.\d+)?|[点时](?!间|限|段)(?:[0-5]?\d(?:分(?:[0-5]?\d秒?)?)?(?!\d)|半|整|[一三1-3]刻)?钟?))"
    r"|上午|下午|中午|(?<!最)晚上|早上|凌晨|清晨|傍晚|午夜|下班(?:时间|之?前|后)?|上班(?:时间|之?前|后)?|(?<=[\d ])(?:[AaPp]\.?[Mm]\.?)|(?:(?<=:\d\d)|(?<=\.\d\d\d))[Zz](?=$)|营业时间",
)
def clock(match: re.Match[str]) -> Piece | None:
    """Read 17:00, 下午5点, 下班前: a time of day never moves the day."""
    return Piece(Sort.CLOCK)


@phrase(
    "stage-name",
    r"(?:第[一二三四五六\d]|[一二三四五六]|规划|动员部署|全面开展|持续深化|巩固提升|现|本|各|下|上|起步|攻坚|整改|调研|准备|启动|实施|总结|推进|收官|初始|前期|中期|后期|[\u4e00-\u9fff]{2})阶段",
    order=56,
    needs="阶段",
)
def stage_name(match: re.Match[str]) -> Piece | None:
    """Read 规划阶段, 第二阶段: a label; its day stands in the plan, not here."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”没有写明到哪一天", marks={"label"})


@phrase(
    "person",
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[日号底前、]))[{SURNAME}][\u4e00-\u9fff]?(?:{BORN_ON_A_DAY})(?![\u4e00-\u9fff])",
    order=15,
)
def person(match: re.Match[str]) -> Piece | None:
    """Skip 李国庆, 王五一: persons born on a day."""
    return Piece(Sort.NAME)


@phrase(
    "person-or-next-year",
    rf"(?:(?<![\u4e00-\u9fff])|(?<=责任人)|(?<=负责人)|(?<=联系人))[{SURNAME}]明(?=年)",
    order=15,
    needs="明年",
)
def person_or_next_year(match: re.Match[str]) -> Piece | None:
    """Ask about 王明年底前: 王明 by the end of the year, or 明年底."""
    return Piece(Sort.EVENT, why=f"“{match[0]}年”不能确定是人名还是明年，请写明年份")


@phrase(
    "person-of-weekday",
    r"(?<![\u4e00-\u9fff])周[一二三四五六](?![前后内上下中晚早夜起止完报提交召开会例到至为或和及与以之的间期截各组进检值举见一二三四五六日天])[\u4e00-\u9fff](?=负责|牵头|老师|主任|书记|$|[^\u4e00-\u9fff])",
    order=15,
    needs="周",
)
def person_of_weekday(match: re.Match[str]) -> Piece | None:
    """Skip 周一鸣: a person."""
    return Piece(Sort.NAME)


@phrase(
    "fraction",
    r"(?<![\d./])(?:(?<=完成)|(?<=达)|(?<=达到)|(?<=占)|(?<=超过)|(?<=过)|(?<=近)|(?<=剩余)|(?<=余下)|(?<=进度)|(?<=的))[1-9]/(?:[2-9]|10)(?![\d./日号前])"
    r"|(?<=.\()[1-9]/[2-9](?=\))",
    order=15,
    needs="/",
)
def fraction(match: re.Match[str]) -> Piece | None:
    """Skip 完成1/3: a part of the whole."""
    return Piece(Sort.NAME)


@phrase(
    "idiom",
    r"(?:1|一)日(?:3餐|三餐|之计|游|千里|不见|为师|生活|常规|流程)|(?:4|四)季(?:如春|常青|分明|平安|更替)|10月(?:革命|怀胎)|[58]月(?:桂|花)|[今明昨]日(?:之星|头条|黄花|重现)|明日复明日|日复[一1]日|月复[一1]月|年复[一1]年|明天会?更(?:美?好)|(?:先天)?后天(?:努力|性|形成|养成|培养|因素|习得|教育|环境)|先天后天|前天性|(?:1|一)年(?:4|四)季(?!度)|(?:4|四)季度假"
    r"|天天(?:向上|快乐|开心)|年年有余|月月(?:舒|红)|每[日周月]之星|每周一歌|1号1窗|一号一窗|星期[天日](?:报|工程)|今夜无眠|有朝[1一]日|[5五]黄[6六]月|时至今日|光明日报|后天(?:下之|免疫)|4季(?:豆|青|海棠|春|歌|如画|风)|四季(?:豆|青|海棠|春|歌|如画|风)|3季稻|三季稻|每日(?:新报|电讯|商报|邮报)|烟花3月|人间4月|年年(?:岁岁|有[余鱼]|高)|每日(?:新闻|[1一][练题读测歌]|坚果|经济|鲜)|(?:3|三|1|一)日[1一](?:练|测|考|小考)|(?:周周|月月|天天|日日)(?:练|清|考|乐|见|评|红)|[1一]月不见|(?:1|一)日(?:3秋|三秋|为师)|旦夕|(?:3|三)月不知|朝令夕改",
    order=15,
)
def idiom(match: re.Match[str]) -> Piece | None:
    """Skip 一日三餐, 四季如春, 十月革命: sayings."""
    return Piece(Sort.NAME)


_COUNTED = (
    r"%|‰|[次项人名场家篇份轮批类条处间台套所位村栋级班届页本张幅户校室组件款章万亿元倍米吨度亩支门岁种版稿代线层楼]|周岁|节(?!前)|分(?!钟)|个(?!半?(?:月|周|季|工作日|交易日|自然日|星期|礼拜|学期|小时|钟))"
    r"|期(?!间|末|中)|人次|号楼|平方|公里|公斤|课时|学时|学分|周年|站式|帮"
)


@phrase(
    "name",
    rf"(?<=\()\d个?学[年期](?=\))|(?:序号|编号|任务|事项|问题|条款)\d{{1,3}}(?:[-~至到、]\d{{1,3}})*(?=[:,;)]|$)|(?<!\d)(?:24/7|7[x×*]24|7/24(?=小时|[Hh]|值|在线))(?!\d)|\d+(?:\.\d+(?![张校处室组班]))?(?:余|多)?(?:{_COUNTED})"
    r"|(?:\d+(?:号|#|栋)?[-~至到、,/和及])+\d+(?:#|号(?:教学|宿舍|学生)?(?:楼|公寓|门|食堂|线)|栋|幢|层|单元|#)楼?|\d+#楼?"
    r"|\d+(?:年|天|日|周|个?月)(?:行动|计划|规划|冲刺|攻坚|会战|提升|整治|誓师|倒计时|大庆|纪念|大战|奋战|工程)|第[一二三四五六七八九十百\d]+[次届个批期轮号条项名类](?!工作日|月|周|星期|季)"
    r"|\(\d{4}\)第?\d+号|(?:[一二]?十[一二三四五六七八九]?|\d+)大(?:报告|精神|代表|召开)?|\d+[x×*]\d+小?时?|1[3-9]\d{9}|\d{3,4}-\d{7,8}|(?![Qq][1-4](?!\d))[A-Za-z]+\d+(?![\d月日号年.])|No\.?\d+",
    order=20,
)
def name(match: re.Match[str]) -> Piece | None:
    """Skip 百日冲刺, 三年行动, 3次, 2号楼, 〔2022〕17号, 二十大: numbers that are no dates."""
    return Piece(Sort.NAME)
