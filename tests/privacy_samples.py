"""Made-up personal data in many spellings, and office cells without any: numbers, dates, rooms, amounts."""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

_WEIGHTS = [pow(2, 17 - i, 11) for i in range(17)]
_AREAS = (
    "420106",
    "420111",
    "110105",
    "310104",
    "440305",
    "330106",
    "510107",
    "620102",
    "421122",
    "370202",
)


def an_identity_number(dice: random.Random) -> str:
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(21_000))
    head = f"{dice.choice(_AREAS)}{born:%Y%m%d}{dice.randrange(1000):03d}"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]


def a_mobile(dice: random.Random) -> str:
    return f"1{dice.choice('3456789')}{dice.randrange(10**9):09d}"


def a_card(dice: random.Random) -> str:
    head = (
        dice.choice(("622202", "621799", "621700", "622848", "623058"))
        + f"{dice.randrange(10**12):012d}"
    )
    digits = [int(d) for d in reversed(head)]
    total = sum(digits[1::2]) + sum(d * 2 - 9 if d > 4 else d * 2 for d in digits[::2])
    return head + str(-total % 10)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def _spelled(text: str) -> str:
    return "".join("零一二三四五六七八九"[int(c)] if c.isdigit() else c for c in text)


def _groups(text: str, mark: str) -> str:
    """Part a number as people do: a mobile 3-4-4, an identity number 6-8-4, a card in fours."""
    sizes = {11: (3, 4, 4), 18: (6, 8, 4)}.get(len(text), (4,) * 5)
    parts, at = [], 0
    for size in sizes:
        if at < len(text):
            parts.append(text[at : at + size])
            at += size
    return mark.join(parts)


def _cyrillic(text: str) -> str:
    return text.replace("X", "Х") if "X" in text else text.replace("0", "О", 2)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda t: t,
    "in a sentence": lambda t: f"请联系本人{t}办理手续",
    "behind a colon": lambda t: f"号码：{t}。",
    "in brackets": lambda t: f"（{t}）",
    "behind a name": lambda t: f"经办同志{t}，已核",
    "between bars": lambda t: f"一|{t}|二",
    "full width": _wide,
    "grouped by blanks": lambda t: _groups(t, " "),
    "grouped by two blanks": lambda t: _groups(t, "  "),
    "grouped by dashes": lambda t: _groups(t, "-"),
    "grouped by long dashes": lambda t: _groups(t, "—"),
    "grouped by en dashes": lambda t: _groups(t, "–"),
    "grouped by non-breaking blanks": lambda t: _groups(t, "\u00a0"),
    "grouped by wide blanks": lambda t: _groups(t, "\u3000"),
    "grouped by dots": lambda t: _groups(t, "·"),
    "grouped by full stops": lambda t: _groups(t, "."),
    "grouped by underscores": lambda t: _groups(t, "_"),
    "grouped by line breaks": lambda t: _groups(t, "\n"),
    "grouped by tabs": lambda t: _groups(t, "\t"),
    "one by one": lambda t: " ".join(t),
    "one by one with dashes": lambda t: "-".join(t),
    "zero width inside": lambda t: t[:4] + "\u200b" + t[4:9] + "\ufeff" + t[9:],
    "zero width everywhere": lambda t: "\u200d".join(t),
    "soft hyphen inside": lambda t: t[:6] + "\u00ad" + t[6:],
    "small x": lambda t: t.lower(),
    "letters of other scripts": _cyrillic,
    "letters for digits": lambda t: (
        t.replace("0", "O", 1).replace("1", "l", 2) if t[:1] != "0" else t
    ),
    "digits in Chinese": _spelled,
    "full width, grouped": lambda t: _groups(_wide(t), "－"),
    "a number cell's tail": lambda t: t if "X" in t else f"{t}.0",
    "quoted": lambda t: f"“{t}”",
    "behind an apostrophe": lambda t: f"'{t}",
    "two in a cell": lambda t: f"{t}、{t}",
    "behind a date": lambda t: f"2022-06-28 {t}",
}


def seeded(count: int, seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, name of the spelling, text), all kinds in all spellings in turn."""
    dice = random.Random(seed)
    makers = {"身份证号": an_identity_number, "手机号": a_mobile, "银行卡号": a_card}
    for n in range(count):
        kind = list(makers)[n % 3]
        name = list(SPELLINGS)[n // 3 % len(SPELLINGS)]
        yield kind, name, SPELLINGS[name](makers[kind](dice))


# --------------------------------------------------------------------------- cells without personal data

_UNITS = "信息工程学院 商学院 外国语学院 后勤保障部 学生工作部 教务部 图书馆 就业指导中心 校团委 财务部 安全保卫部 人文与艺术学院".split()
_VERBS = "完善 推进 开展 组织 落实 建立 优化 加强 制定 梳理 整改 更换 维修 延长 开放 增设 走访 慰问 帮扶 资助 联系 发放 举办 召开".split()
_THINGS = (
    "困难学生资助工作机制|心理健康教育示范中心建设|一站式学生社区综合管理|学生公寓热水供应时间|残疾学生无障碍通道改造|重点学生寝室走访制度|"
    "毕业生就业帮扶台账|图书馆自习座位|家庭经济困难学生认定办法|心理咨询预约平台|临时困难补助发放流程|一帮一结对精准资助|食堂饭菜价格公示|"
    "学生宿舍水电改造|教学楼无线网络|实验室安全隐患|青年教师住房问题|校园快递点布局|体育场馆开放时间|研究生导师责任|孤儿和残疾学生学费减免政策|"
    "心理危机干预预案|家校联系制度|学生家庭走访计划|校医院服务时间|困难职工慰问|党员先锋岗|访企拓岗专项行动|百日冲刺就业攻坚|学生骨干培训|少数民族学生服务"
).split("|")
_DAYS = "6月底前 2022年6月30日 2022-06-30 2022/6/30 2022.06.30 20220630 10月底 12月31日前 9月中旬 第三季度 每月25日 2022年6月30日17:30前 6月1日-6月30日 2022年5月-2022年12月 3个工作日内".split()
_TAILS = (
    "已全部完成|正在推进|已完成80%|涉及学生1,236人|惠及师生3200余人次|共收集意见128条|已发放补助156,800.00元|投入经费12.5万元|预算35万元，已支出218600元|"
    "服务电话：027-81420000|办公电话 81426118|咨询电话027-8142-6118转8003|服务热线4008123456|值班电话：027-87654321、027-87654322|"
    "地点：行政楼501室|地点在3号教学楼B区402、404|学生公寓5栋302、303寝室已更换|图书馆三楼301-315室|文号：武华党〔2022〕17号|见鄂教〔2021〕12号文件|"
    "合同编号HX2022-0613-001|项目编号2022WH0135|资产编号：20190012345678|设备编号13012345678|发票号码15201800123|课程代码1801234567|班级：计算机类2101班|"
    "第12周至第16周|2021-2022学年第二学期|2022级新生|2019、2020、2021级学生|8:30-11:30，14:00-17:00|1-9月份|占比12.35%|由22时延长到23时30分|"
    "采购编号420106202206130012|订单号20220628103000123456|流水号1000039801202206281234567890|ISBN 978-7-302-51234-5|统一社会信用代码12420000441626842D|"
    "经度114.32145678，纬度30.45678912|版本13.2.1|面积1350.5平方米|15000-200000元|13-19号楼|房间1301 1302 1303 1304|1501、1502、1503室|"
    "完成率92.3%，同比提高5.6个百分点|学生满意度96.8%|QQ群：123456789|邮箱：xsc@hxut.edu.cn|网址https://www.example.edu.cn/2022/0628/c1380a13800/page.htm|"
    "每周二、周四下午2点开放|6月15日召开座谈会，参会32人|已走访企业46家，提供岗位1580个|慰问困难教职工25人|走访宿舍128间|更换灯具356盏、水龙头82个|"
    "不让一名家庭经济困难学生失学|一名党员联系一名困难学生|全体同学反映良好|部分同学反映食堂排队时间长|某些学院学生心理普查未完成|出生缺陷干预宣传|方案已于6月10日印发生效|"
    "户籍迁移办理时间为工作日|家庭住址信息核对工作已布置|银行卡办理点设在一楼|学号、姓名等信息不得外传|身份证遗失补办流程已公布|手机信号弱的问题已协调运营商"
).split("|")
_WHOLE = (
    "1|2|3|12|35|128|2022|0.8|80%|100%|R01|W01|U01-003|是|否|无|/|—|同上|见附件|推进中|已完成|长期坚持|立行立改|问|谈|查|学生|教师|2022-06-30|44742|44742.5|"
    "20220630|13|15|18|1.5|1,350,000.00|2,580.00|15800|138000|1580000|15800000.00|158000000|服务热线027-81420000|81420000|8142-6118|007|001|3.14E+05|1.2E-03"
).split("|")


def office_cells(count: int, seed: int = 11) -> Iterator[str]:
    """Yield cells as office tables hold them, none with personal data."""
    dice = random.Random(seed)
    for _ in range(count):
        kind = dice.randrange(10)
        if kind < 3:
            yield dice.choice(_WHOLE) if dice.random() < 0.6 else _a_number(dice)
        elif kind < 5:
            yield f"{dice.choice(_VERBS)}{dice.choice(_THINGS)}"
        elif kind < 6:
            yield "、".join(dice.sample(_UNITS, dice.randrange(1, 4)))
        elif kind < 7:
            yield dice.choice(_DAYS)
        else:
            parts = [f"{dice.choice(_VERBS)}{dice.choice(_THINGS)}"]
            parts += [dice.choice(_TAILS) for _ in range(dice.randrange(1, 4))]
            if dice.random() < 0.3:
                parts.insert(0, f"{dice.choice(_DAYS)}，{dice.choice(_UNITS)}")
            yield dice.choice("，；。\n").join(parts)


def _a_number(dice: random.Random) -> str:
    shape = dice.randrange(9)
    if shape == 0:
        return f"{dice.randrange(10**6) / 100:,.2f}"
    if shape == 1:
        return str(dice.randrange(10 ** dice.randrange(1, 9)))
    if shape == 2:
        day = date(2021, 1, 1) + timedelta(days=dice.randrange(900))
        return dice.choice(
            (f"{day:%Y%m%d}", f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日")
        )
    if shape == 3:
        return f"值班电话027-8{dice.randrange(10**7):07d}"
    if shape == 4:
        return f"{dice.choice('武华党 鄂教 校发 教高函'.split())}〔{dice.randrange(2015, 2023)}〕{dice.randrange(1, 200)}号"
    if shape == 5:
        return f"{dice.randrange(1, 20)}栋{dice.randrange(101, 999)}室"
    if shape == 6:
        day = date(2021, 1, 1) + timedelta(days=dice.randrange(900))
        return (
            f"{day:%Y%m%d}{dice.randrange(24):02d}{dice.randrange(60):02d}{dice.randrange(60):02d}"
        )
    if shape == 7:
        return f"{dice.randrange(1000, 2000)}-{dice.randrange(1000, 2000)}"
    return f"{dice.choice('ZC SB HT XM KT'.split())}{dice.randrange(2015, 2023)}{dice.randrange(10**6):06d}"
