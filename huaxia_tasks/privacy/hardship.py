"""Finds the telling of one person's hardship, illness, disability or state of mind.

Measures for groups (完善困难学生资助机制) are the office's daily work and no personal data; one person,
named or singled out, is.  Names are believed only where the words around them ask for one.
"""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import Enum

from ..patterns import any_word, regex
from ..values.name_words import COMMON_SURNAMES, COMPOUND_SURNAMES, NOT_NAMES
from .numbers import Span

HARDSHIP, NAME = "困难或重点学生的个人情况", "姓名"
_HAN = r"\u4e00-\u9fff"
_CONDITION = (
    r"抑郁|焦虑症|双相|精神分裂|精神疾病|精神障碍|精神病|自残|自伤|自杀|轻生|厌世|心理疾病|心理障碍|心理危机|心理问题|心理异常|心理疾患|"
    r"残疾|残障|肢残|聋哑|听障|视障|听力障碍|视力障碍|智力障碍|罹患|患病|发病|病情|病史|躁狂|发作|适应障碍|情绪障碍|行为障碍|学习障碍|发育障碍|认知障碍|语言障碍|睡眠障碍|伤残|骨折|手术|住院|脱落|下岗|失业|拮据|重症|重疾|绝症|重病|大病|病重|病危|病故|白血病|癌|肿瘤|尿毒症|艾滋|乙肝|肺结核|癫痫|先天性|瘫痪|去世|过世|亡故|双亡|离异|离婚|"
    r"单亲|孤儿|失独|服刑|低保|低收入|无收入|收入来源|特困|建档立卡|贫困|家境|家庭困难|经济困难|生活困难|特别困难|特殊困难|变故|致贫|返贫|"
    r"欠债|网贷|欠费|欠缴|拖欠学费|流产|怀孕|休学|退学|情绪低落|情绪失控|情绪崩溃|心理高危|测评异常|测评结果异常|筛查异常|筛查结果异常|割腕|跳楼"
)
_GROUP = (
    r"困难学生|困难生|贫困生|重点学生|重点关注|重点人|受助学生|受助对象|资助对象|帮扶对象|结对对象|特殊学生|特殊群体|学业预警|"
    r"预警学生|心理普查|心理测评|心理筛查|心理预警|心理中心对|心理中心为|困难补助|临时补助|救助金|助学金"
)
#: Words without which nobody's hardship is told; plain words, parted by |.
TELLING_WORDS = f"{_CONDITION}|{_GROUP}"
_SENSITIVE = regex(TELLING_WORDS)
_telling = any_word(TELLING_WORDS.split("|"))
_STATE = regex(_CONDITION)
#: Characters that given names are written with, most frequent ones; others are words of the office.
_GIVEN = frozenset(
    "一二三四五六七八丽义乐书云亚京亮仁今仕代以仪伊伟佑体佳佩侠俊俐信倩健儒元光全兰兴其典军冬冰冲冉凌凤凯刚利力功加勇勋勤化北千升华卓南博卫印"
    "厚友双发可叶吉同名向君启吟周和咏品哲嘉园国圆坚坤垚城培堂墨夏多天太奇奎奕好如妍妙妮姗姝姣娇娅娜娟娣婉婕婧婵婷媛媚嫣子孝孟季学宁宇宏宗定"
    "宝宜家容宸富寒尔尚岚岩岭峥峰峻川巧平年广庆康建开弘强彤彦彩彬彭影彰德心志忆忠怀怡思恒恩悦惠惟想意慈慧懿成才扬承报振捷敏文斌斐方旋旭旺昀"
    "昂昊昌明昕昱春昭晋晓晔晖晗晚晟晨普景晴晶智曦曼月朋朗望朝木本杉杏杨杭杰松林果枝枫柏柔柯柳柱栋根桂桃桐梁梅梓梦森楚楠榕樱欣欢正武民永汉江沁"
    "沐沛沙沫泉泓波泽洁洋洪津洲流济浩海涛润涵淇淑淼清渊渝温湘源溪滢滨漫潇潘潮澄澜灿炎炜炫炯烁烨焕然煜照熙燕爱爽玉王玖玥玮环玲珂珊珍珏珠珺琦"
    "琪琬琰琳琴琼瑄瑛瑜瑞瑶瑾璇璐璟璨生甜田甲男畅百益盈盛真睿石硕磊祖祥祯祺福禹禾秀秋科程穆立童竹笑筠筱筝箫简素紫红纯纳纹绍经维绮缘羽翔翠"
    "耀育胜胡能自舒航良芊芝芬芮花芳芷苏苑若英茂茗茜茵茹荣荷莉莎莲莹菁菊菡菲萌萍萱葳蒙蓉蓓蓝蔓蔚蕊蕾薇虎虹融行裕西言誉诗诚语诺谦豪贝贤贵赛超"
    "越路跃轩辉辰达迅运进远连迪逸道邦郁金鑫钊钦钧钰铁铃铎铭锋锐锦镇长阳雁雄雅雨雪雯霄霆霏霖露青静非韬韵顺颂颖风飞馨骁骏高鸣鸿鹏鹤麒麟黎龙甯玺琛"
    "艳霞雷山黛娴纨丹眉瑗艺卿聪毓希飘馥霭凝芸姬荔美娥贞妹香莺凡璧依星皓楷瀚翰煊恺桦苒溢苓忻芯悠念业继新树守东援鹃鹂鹭芹梨莓珮"
)  # fmt: skip
_NO_NAME = frozenset(
    "周围 周边 任何 方便 高年 万一 成长 全国 全体 明年 毛巾 高中 高三 金秋 余生 常年 温馨 严格 张家 李家 王家 金石 黄金 白天 江南 江北 "
    "石家 于今 汤圆 康平 安全 易学 田园 阳光 文科 文学 文明 文体 方言 方正 关心 关爱 高兴 高明 高尚 高原 高校 成才 成立 成功 白云 黄河 "
    "江苏 江西 韩国 唐代 宋代 高温 高铁 高能 高发 高远 高高 高山 沈阳 何以 何方 何其 何年 方才 方程 文书 文本 文风 文言 文静 文思 莫非 莫名 温和 温柔 "
    "武力 武学 严峻 严明 严寒 严守 严加 任意 任一 史学 史书 周长 周报 周代 周天 万年 万家 万多 余年 余家 余名 许家 施以 施加 施济 常温 常言 付印 范本 程文 罗马 韩语 谢意 "
    "高峰 高龄 江河 江山 马路 龙江 黎明 程序 石子 林业 花园 白石 夏天 秦川 华夏 金华 金融 万能 万达 马上 平安 曾经 董事 康健 温暖 于心 武术 鲁班".split()
)
_SURNAME = "".join(sorted(COMMON_SURNAMES))
_COMPOUND = "|".join(sorted(COMPOUND_SURNAMES))
#: What may be a name: a surname and one or two characters.
CANDIDATE = rf"(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}|[{_SURNAME}][{_HAN}]{{1,2}})"
#: The same, the shorter name first: in 周静患抑郁症 the name ends before 患.
_SHORTER = rf"(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}?|[{_SURNAME}][{_HAN}]{{1,2}}?)"
_BLURRED = rf"(?:(?:{_COMPOUND})|[{_SURNAME}])(?:某某|某(?![些个种项地年月日学单部院处校公企班单位])|[*XO]{{1,2}}(?![0-9A-Za-z*]))|小[{_SURNAME}](?=同学|[(,、])"
_END = r"(?=同学|等|的?(?:家庭|家里|父|母|情况|宿舍|寝室|个人|病情)|患|因|系|为|各|每人|分别|反映|申请|住|在|已|将|未|就|[,、。;:()\s/]|$)"
_VERB = r"帮扶|资助|看望|慰问|走访|联系|关心|关注|探望|谈话|约谈|结对|给|为|向|对|与|和|送|护送|陪同|接送|疏导|开导|照顾|了解到|得知|发现"


def _either(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Return a pattern with a name in its gap, once for the longer and once for the shorter reading."""
    return tuple(regex(pattern.replace("{}", name)) for name in (CANDIDATE, _SHORTER))


_BLURRED_NAME = regex(_BLURRED)
_CALLED_STUDENT = regex(rf"(?=(?P<name>{CANDIDATE})(?:等)?(?:同学|女同学|男同学))")
_AFTER_STUDENT = regex(
    rf"(?:学生|同学|困难生|贫困生|新生|毕业生|孤儿|患者|名单|对象|女生|男生|困难户|立卡户|低保户|困难家庭|残疾人|子女|个案)"
    rf"(?:见附件|如下|附后)?(?:有|为|包括|:|[(])?\s?(?P<name>{CANDIDATE}){_END}"
)
#: A name that stands right behind the words that tell: 心理高危学生周静已转介, 低收入家庭学生李强减免学费.
_BEHIND_THE_WORDS = regex(
    rf"(?:(?:{TELLING_WORDS})(?:户|家庭|关注|供养|状况)?的?(?:学生|学子|家庭学生|同学|大学生|毕业生|新生|女生|男生|职工|教师|人员|对象|子女|个案|患者)"
    rf"|(?:{_GROUP})(?:员|士|群)?)(?:有|是|为|:)?(?P<name>{CANDIDATE})"
)
#: A student of whom the next words tell: 学生马骏视网膜脱落.
_STUDENT_TOLD_OF = _either(
    rf"(?:学生|同学|学子|新生|毕业生|教师|职工)(?P<name>{{}})(?=[{_HAN}]{{0,6}}?(?:{_CONDITION}))"
)
_LONG_NAME_AFTER_STUDENT = regex(
    rf"(?:学生|同学|困难生|贫困生|新生|毕业生|孤儿)(?P<name>[{_SURNAME}][{_HAN}]{{2}})"
)
_NEXT_NAME = regex(rf"(?:等|同学)?[、,和及]\s?({CANDIDATE}){_END}")
_TOLD_OF = (
    rf"(?:同学)?(?:[(]|家庭|家境|家里|家中|系|患|身患|确诊|因|父|母|是|为|属|有|曾|被|列为|列入|享受|心理|情绪|学业|突发|(?:申请|办理)(?=休学|退学|复学|缓缴|缓考|减免)|申请(?=困难|助学|临时)|{_CONDITION}"
    rf"|,(?=单亲|孤儿|残疾|低保|贫困|特困|父|母|患|身患|家庭|家境|抑郁|重病))"
)
_DONE_FOR = r"(?:同学|等|[0-9]|发放|办理|减免|落实|申请|协调|安排|争取|送|提供|补助|逐|开展|进行|实行|建档|一对一|纳入|列入|列为|转介|转入)"
_AT_THE_START = _either(rf"(?:^|[,。;、:(\s班]|{_VERB})(?P<name>{{}}){_TOLD_OF}")
#: Somebody for whom something is done: 给李娜发放特殊困难补助, 为李娜等3名困难学生减免学费.
_FOR_WHOM = _either(rf"(?:给|为|向|对|替|将|把|帮助|资助|慰问|看望|救助)(?P<name>{{}}){_DONE_FOR}")
#: Names listed behind a colon: 贫困生认定公示：李娜、王磊; 联系人：张伟 is no such list.
_MADE_PUBLIC = _either(r"(?:公示|名单|名册|公告|如下)[:](?P<name>{})(?=[、,。;]|$)")
_LISTED = _either(r"(?<![人者员责系师讲])[:](?P<name>{})(?=[、,。;]|$)")
#: What is told of the one named behind it: 与重点学生建立联系台账，李娜由班主任负责.
_NAMED_AFTERWARDS = _either(
    r"(?:^|[,。;、:(\s班])(?P<name>{})(?:同学)?(?:已|由|将|欠|自|目前|现|本人|等)"
)
_LONE = r"(?:同学|学生|女生|男生|新生|毕业生)(?!社区|公寓|宿舍|食堂|会|组织|社团|活动)"
_ONE_OF_THEM = regex(
    rf"(?:某|该|此)(?:名|位|个)?(?={_LONE}|生(?:家|因|患|系|有|存|父|母|身|曾|目前|[,。;]|$)|女生|男生|新生|毕业生|贫困|困难|残疾|重点)"
    rf"|(?:(?<=有|到|现|中|院|内|级|上|映|班|[,。;:\s])|^)(?:1|一)(?:名|位|个|例)(?:(?!党员|教师|干部|领导|联系|帮扶)[^,。;、0-9]){{0,8}}?{_LONE}"
)
#: The family of one student: 学生父亲患病.  关注学生父母离异等情况 speaks of many.
_FAMILY_OF_ONE = regex(
    r"学生(?:的|其)?(?:父亲|母亲|父母|爷爷|奶奶|家人|家中)[^,。;、等的]{0,6}?(?:患|病|去世|过世|亡|残|瘫|癌|离异|服刑)(?![^,。;]{0,3}(?:等|的学生|情况|家庭))"
)
_ROOM_OF_ONE = regex(
    rf"(?:(?:{_GROUP}|残疾学生|抑郁|自杀)[^,。;\n]{{0,8}}?(?<![0-9])[0-9]{{3,4}}(?:室|寝|宿舍|房|\))|[0-9]{{3,4}}(?:室|寝室?|宿舍|房)(?:的)?(?:{_GROUP}|残疾学生))"
)
_ALL = regex(r"[每任让落漏统无各没]|确保|至少|不[让落漏使]|一对一|联系$|帮扶$|结对$|包联")
_NEAR = 24
#: A named person who does the work: 王芳同学负责困难学生认定.
_OF_THE_WORK = regex(
    r"(?:家庭)?(?:经济|生活)?(?:困难|贫困|重点|特殊|残疾|受助)(?:关注)?(?:学生|生|对象|群体|人)?的?"
    r"(?:联系人|联络|负责人|帮扶人|认定|工作|机制|台账|档案|资助|管理|服务|走访|小组|包联|责任|社团|志愿|宣传)"
)
_NAME_HEADING = regex(
    r"^(?:学生|家长|受助人?|反映人?|诉求人?|当事人|患者|本人|联系人|经办人|监护人|申请人|被?帮扶(?:人|对象))?(?:姓名|名字)$|^(?:联系人|经办人|受助学生|反映人|诉求人|当事人|家长|监护人|申请人)$"
)
HARDSHIP_HEADING = regex(
    r"(?:困难|贫困)(?:学生|生|等级|类型|认定|程度|级别)|残疾|残障|心理状况|心理问题|心理档案|低保|建档立卡|病史|病情|疾病"
)
_NOTHING = frozenset("无 否 没有 不是 暂无 - / 0 — 不涉及 正常 不适用 N n 无。".split())


def is_likely_name(text: str) -> bool:
    """Whether a word of two to four characters is written as the names of people mostly are."""
    if text[:2] in COMPOUND_SURNAMES and len(text) > 2:
        return all(c in _GIVEN for c in text[2:])
    if text in NOT_NAMES or text[:2] in NOT_NAMES or text in _NO_NAME or text[:2] in _NO_NAME:
        return False
    given = text[2:] if text[1:2] == "小" and len(text) == 3 else text[1:]
    return text[:1] in COMMON_SURNAMES and all(c in _GIVEN for c in given)


def tells_hardship(text: str) -> bool:
    """Whether a word of hardship, illness or a watched group stands in `text` at all."""
    return _telling(text)


def find_hardship(folded: str, heading: str = "") -> Iterator[Span]:
    """Yield the words that tell one person's hardship, the person included."""
    told = list(_SENSITIVE.finditer(folded))
    if told:
        for start, end, how in _people(folded):
            near = _nearest(folded, told, start, end, how)
            if near is not None:
                first, last = min(start, near.start()), max(end, near.end())
                yield Span(HARDSHIP, folded[first:last], True, first, last)
    if heading and HARDSHIP_HEADING.search(heading):
        text = folded.strip()
        if text and text not in _NOTHING:
            start = folded.index(text)
            yield Span(HARDSHIP, text, True, start, start + len(text))


class _How(Enum):
    """How a person is spoken of: by name; by a name that follows what is told; only singled out."""

    NAMED = "named"
    AFTERWARDS = "afterwards"
    ONE = "one"


_BY_NAME = (
    (_CALLED_STUDENT, _How.NAMED),
    (_AFTER_STUDENT, _How.NAMED),
    (_LONG_NAME_AFTER_STUDENT, _How.NAMED),
    (_BEHIND_THE_WORDS, _How.NAMED),
    *(
        (pattern, _How.NAMED)
        for pattern in (*_STUDENT_TOLD_OF, *_AT_THE_START, *_FOR_WHOM, *_MADE_PUBLIC)
    ),
    *((pattern, _How.AFTERWARDS) for pattern in (*_NAMED_AFTERWARDS, *_LISTED)),
)
_MAY_BE_SHORTER = (_AFTER_STUDENT, _BEHIND_THE_WORDS)


def _people(folded: str) -> Iterator[tuple[int, int, _How]]:
    """Yield (start, end, how): where one person is named or singled out."""
    for match in _BLURRED_NAME.finditer(folded):
        yield match.start(), match.end(), _How.NAMED
    for pattern, how in _BY_NAME:
        for match in pattern.finditer(folded):
            name = _likely_name(match["name"], shorter=pattern in _MAY_BE_SHORTER)
            if name:
                end = _end_of_names(folded, match.start("name") + len(name))
                yield match.start("name"), end, how
    for match in _ONE_OF_THEM.finditer(folded):
        before = folded[max(0, match.start() - 8) : match.start()] + match.group()[:6]
        if not _ALL.search(before):
            yield match.start(), match.end(), _How.ONE
    for pattern in (_ROOM_OF_ONE, _FAMILY_OF_ONE):
        for match in pattern.finditer(folded):
            yield match.start(), match.end(), _How.NAMED


def _likely_name(name: str, *, shorter: bool) -> str:
    """Return a candidate that is written as a name, without what it took of the next word, else ""."""
    if is_likely_name(name):
        return name
    return name[:-1] if shorter and len(name) > 2 and is_likely_name(name[:-1]) else ""


def _end_of_names(folded: str, end: int) -> int:
    """Return where an enumeration of names (张三、李四) ends of which the first ends at `end`."""
    while match := _NEXT_NAME.match(folded, end):
        name = _likely_name(match[1], shorter=True)
        if not name:
            break
        end = match.start(1) + len(name)
    return end


def _nearest(
    folded: str, told: list[re.Match[str]], start: int, end: int, how: _How
) -> re.Match[str] | None:
    """Return the telling word near a person in the same sentence, None where there is none.

    One who is only singled out (某学生) needs a condition; a named one is told by a group's name too.
    """
    for place in range(bisect_left(told, start - _NEAR, key=re.Match.end), len(told)):
        match = told[place]
        if match.start() > end + _NEAR:
            break
        before = match.end() <= start
        if how is _How.ONE and not _STATE.match(match.group()):
            continue
        if how is _How.AFTERWARDS and not before:
            continue
        if (how is _How.AFTERWARDS or not before) and _OF_THE_WORK.match(folded, match.start()):
            continue
        gap = folded[match.end() : start] if before else folded[end : match.start()]
        parted = r"[,。;\n]" if before and how is _How.ONE else r"[。;\n]"
        if not re.search(parted, gap):
            return match
    return None


def find_names(folded: str, heading: str) -> Iterator[Span]:
    """Yield people's names in a column that is headed as one of names; never in running text."""
    if not asks_for_names(heading):
        return
    from ..values.persons import read_persons

    for person in read_persons(folded):
        start = folded.find(person.name)
        if start >= 0:
            yield Span(NAME, person.name, True, start, start + len(person.name))


def asks_for_names(heading: str) -> bool:
    """Whether a heading says that names of people stand in its column."""
    return bool(heading) and _NAME_HEADING.search(fold_heading(heading)) is not None


def fold_heading(heading: str) -> str:
    """Return a heading without blanks, brackets and marks."""
    return re.sub(r"[(].*?[)]|[^\u4e00-\u9fffA-Za-z]", "", heading)
