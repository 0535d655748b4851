"""A State Council notice pasted as text becomes days off and make-up days."""

from __future__ import annotations

from datetime import date

import pytest

from huaxia_tasks.deadlines import missing_festivals, read_notice, read_notice_calendar
from huaxia_tasks.errors import CalendarError
from huaxia_tasks.notices import DAYS_OFF, MAKE_UP

OF_2022 = """国务院办公厅关于2022年部分节假日安排的通知
国办发明电〔2021〕11号
经国务院批准，现将2022年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"""

OF_2023 = """国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。"""

OF_2024 = """国务院办公厅关于2024年部分节假日安排的通知 国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""

OF_2025 = (
    "国务院办公厅关于2025年部分节假日安排的通知。一、元旦：1月1日（周三）放假1天，不调休。"
    "二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。"
    "1月26日（周日）、2月8日（周六）上班。三、清明节：4月4日（周五）至6日（周日）放假，共3天。"
    "四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。"
    "五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。"
    "六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"
)

OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""

NOTICES = {2022: OF_2022, 2023: OF_2023, 2024: OF_2024, 2025: OF_2025, 2026: OF_2026}


def _of_notice(year: int, table: dict[date, str]) -> dict[date, str]:
    first = date(year - 1, 12, 31) if year == 2023 else date(year, 1, 1)
    return {d: n for d, n in table.items() if first <= d < date(year, 12, 31)}


@pytest.mark.parametrize("year", NOTICES)
def test_a_pasted_notice_gives_the_days_that_the_program_ships(year: int) -> None:
    days_off, make_up = read_notice(NOTICES[year])
    assert days_off == _of_notice(year, DAYS_OFF)
    assert make_up == _of_notice(year, MAKE_UP)


def test_one_festival_alone_can_be_read_when_the_year_is_told() -> None:
    days_off, make_up = read_notice(
        "元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。", 2026
    )
    assert sorted(days_off) == [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    assert make_up == {date(2026, 1, 4): "元旦"}


def test_a_calendar_of_one_notice_knows_its_year_and_its_source() -> None:
    calendar = read_notice_calendar(OF_2022)
    assert calendar.known_years == {2022}
    assert calendar.sources == {2022: "国办发明电〔2021〕11号"}
    assert calendar.is_workday(date(2022, 10, 8))


def test_what_a_half_pasted_notice_leaves_out_can_be_told() -> None:
    half, _ = read_notice(OF_2022[: OF_2022.index("三、清明节")])
    assert missing_festivals(half) == ("清明节", "劳动节", "端午节", "中秋节", "国庆节")
    assert missing_festivals(read_notice(OF_2023)[0]) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "没有读到任何放假日期"),
        ("放假安排另行通知", "没有读到任何放假日期"),
        ("元旦：1月1日（周五）放假。", "2026年1月1日是星期四"),
        ("元旦：1月1日至5日放假，共3天。", "写的是共3天，读出来是5天"),
        ("元旦：1月32日放假。", "不是日期"),
        ("元旦：1月3日至1日放假。", "起止日期不对"),
        ("元旦：1月份放假。", "没有读到放假日期"),
        ("元旦：1月1日至3日放假。1月3日上班。", "既写了放假又写了上班"),
    ],
)
def test_what_cannot_be_a_notice_is_refused_in_chinese(text: str, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        read_notice(text, 2026)


def test_a_notice_without_its_year_is_refused() -> None:
    with pytest.raises(CalendarError, match="看不出是哪一年"):
        read_notice("元旦：1月1日放假。")
