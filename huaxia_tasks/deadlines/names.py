"""Names of persons beside a deadline: 张三 9月30日, 年底前 李国庆, 十一前 周老师."""

from __future__ import annotations

from ..patterns import regex
from .numerals import NUMERAL

#: Surnames that begin no word of time; 于国庆 and 周五一 are no persons.
SURNAME = (
    "王李张刘陈杨黄赵吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋"
    "田杜丁沈姜范江傅钟卢汪戴崔廖姚邱贾夏谭韦熊孟秦阎薛侯雷龙郝孔邵史毛顾赖武康贺严尹钱施牛洪龚"
)
_HAN = "\u4e00-\u9fff"
_TITLE = "老师|同志|书记|校长|院长|处长|部长|主任|科长|馆长|所长|教授|辅导员"
#: Words that begin like a surname.
NO_NAME = (
    r"(?!高[考校新中等职]|马上|何时|程序|江[城南北]|武[汉昌大华]|黄[金冈石]|康[复健]|夏[季天令]|施[工行]|严[格禁重]"
    r"|余[下款额]|林[业场]|范[围本]|龙舟|雷锋|顾问|许可|董事|宋体|胡同|毛坯|洪[水山]|钟头)"
)
#: What a name does not end in: 6月 施工前 is no person.
_NO_NAME_END = "前后内时间期末底初中日年季周起止旬"
_SPACED = regex(rf"(?<![{_HAN}\d])([{SURNAME}]) ([{_HAN}])(?= |$|[,;)])")
_NAME = rf"{NO_NAME}[{SURNAME}][{_HAN}]{{1,2}}"
_PERSON = rf"(?:{_NAME}(?<![{_NO_NAME_END}])|[{_HAN}]{{1,3}}(?:{_TITLE}))"
_BEFORE = regex(
    rf"(?<![{_HAN}\d])({_NAME}(?<![前后内间期末底旬起止])|[{_HAN}]{{1,3}}(?:{_TITLE})"
    rf"|周[一二三四五六](?![前后上下中晚早夜起止完内一二三四五六日天])[{_HAN}]) (?=\S)"
)
_BEHIND = regex(rf"(?<=\S) (?={_PERSON}(?:$|[ ,;()\n\d]))")
#: Given names that are days as well.
BORN_ON_A_DAY = (
    "国庆|建国|建军|元旦|清明|七夕|春节|立春|立夏|立秋|立冬|谷雨|白露|小满|夏至|冬至|重阳|端阳|中秋"
    "|五一|六一|七一|八一|十一|三八|五四|明天|元宵"
)
_NAMED = regex(rf"(?<=\S) (?=[{SURNAME}][{_HAN}]?(?:{BORN_ON_A_DAY})(?:$|[ ,;()\n\d]))")
#: 序号3 三天内: the numeral behind the blank is another number.
_TWO_NUMBERS = regex(
    rf"(?<=\d) (?=[{NUMERAL}])|(?<=[{NUMERAL}]) (?=\d)"
    r"|(?<=\d) (?=[上下本这][个周月学]|每|今|明|后天|大后天|半|周[一二三四五六日]|星期|礼拜|[上下]半年)|(?<=\d{3})(?<!(?:19|20)\d\d) (?=年[底末内终]|月[底末初])|(?<=[\u4e00-\u9fff]{2}) (?=[明今]\d{1,2}月)| (?=\d+(?:\.\d+)?[%人项名份场家条件万])"
)
#: 大一6月10日前: a grade, and a month of its own.
_GRADE = regex(r"(?<=[大研高初][一二三四])(?=\d)")
#: 张三9月30日: the numeral belongs to the name in front.
_NAME_THEN_NUMBER = regex(
    rf"(?<=[{_HAN}])(?<![{NUMERAL}年月日号旬第每周期拜初大上下各前后达共于在])([{NUMERAL}]{{1,2}})"
    r"(?=\d{1,4}[年月./-])"
)


def part_from_names(text: str) -> str:
    """Return `text` with a comma for the blank that parts a name or a number from a time."""
    if " " in text:
        text = _SPACED.sub(r"\1\2", text)
        text = _NAMED.sub(",", _BEHIND.sub(",", _BEFORE.sub(r"\1,", text)))
        text = _TWO_NUMBERS.sub(",", text)
    text = _GRADE.sub(",", text)
    return _NAME_THEN_NUMBER.sub(r"\1,", text)
