"""Personal data are found however they are written, and ordinary office text is left alone."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy_samples import SPELLINGS, office_cells, seeded

from huaxia_tasks.privacy import find_personal_data, is_identity_number, mask, plain

FOUND = [
    ("身份证110105194912310021", "身份证号"),
    ("110105 19491231 002X", "身份证号"),
    ("１１０１０５１９４９１２３１００２Ｘ", "身份证号"),  # noqa: RUF001
    ("11010519491231002Х", "身份证号"),
    ("110105194912310000", "身份证号"),  # a number cell lost the last three digits
    ("1.10105194912310E+17", "身份证号"),
    ("证件号：110105491231002", "身份证号"),
    ("110105491231002", "身份证号"),
    ("身份证 42010619900101123", "身份证号"),
    ("学生13800138000", "手机号"),
    ("+86-138-0013-8000", "手机号"),
    ("(0086)138 0013 8000", "手机号"),
    ("13800138000.0", "手机号"),
    ("1.38E+10", "手机号"),
    ("1.3800138E10", "手机号"),
    ("①③⑧⓪⓪①③⑧⓪⓪⓪", "手机号"),
    ("联系方式①13800138000②13900139000", "手机号"),
    ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "手机号"),
    ("l38OO138OOO", "手机号"),
    ("tel13800138000", "手机号"),
    ("13800138000@example.com", "手机号"),
    ("13800138000wx同号", "手机号"),
    ("1380013\n8000", "手机号"),
    ("张三|13800138000|商学院", "手机号"),
    ("电话：138001380001", "手机号"),
    ("卡号：6217 0012 3456 7890 123", "银行卡号"),
    ("农行卡6228480012345678901", "银行卡号"),
    ("开户行：中国银行，账号：4563510100123456789", "银行卡号"),
    ("学号：2020110234、2020110235", "学号"),
    ("学号为 2020-1102-34", "学号"),
    ("2020110234（学号）", "学号"),
    ("学生李明（2020110234）", "学号"),
    ("准考证号 4201062022001", "考生号"),
    ("工号20150034", "工号"),
    ("护照号：E12345678", "证件号"),
    ("家庭住址：湖北省黄冈市红安县七里坪镇柳林河村3组", "住址"),
    ("家住武汉市江夏区纸坊街道齐心社区3栋2单元402室", "住址"),
    ("武汉市洪山区珞喻路1037号3栋2单元501室", "住址"),
    ("河南省信阳市固始县张广庙镇李店村5组", "住址"),
    ("生日：2003.12.5", "出生日期"),
    ("出生年月：2001-09", "出生日期"),
    ("2001年9月出生", "出生日期"),
    ("家长住在武汉市青山区钢花村18街坊20门1号", "住址"),
    ("通知书寄到恩施州利川市东城街道18号吴刚收", "住址"),
    ("张伟老师办公电话027-81420000", "固定电话"),
    ("联系人孙浩，0714-6462254。", "固定电话"),
    ("楼长家里电话（027）81420000转2", "固定电话"),
    ("可致电+86-27-85458448", "固定电话"),
    ("吴刚联系电话02766358322", "固定电话"),
    ("徐丽的联系电话：６４５６１２９３", "固定电话"),
    ("咨询电话6172-9787，胡珊老师", "固定电话"),
    ("男，2003年5月生，汉族", "出生日期"),
]
HARDSHIP = [
    "张伟同学父亲患癌，家庭困难",
    "为我院患白血病的陈静同学募捐",
    "欧阳娜同学残疾证已办理",
    "学生赵某因抑郁休学",
    "刘××，低保家庭",
    "经济困难学生名单：王芳、李娜、张敏",
    "计算机2101班李明，单亲家庭",
    "心理普查中发现3201班王丽有抑郁倾向",
    "李明（重点关注）",
    "慰问困难学生王芳、李强等",
    "残疾学生王五宿舍调整到一楼",
    "为孤儿学生周星宇减免学费",
    "1名残疾学生反映轮椅无法通行",
    "有一名女生因失恋有自杀倾向",
    "该生家境贫寒，父母离异",
    "某贫困生家中突发变故",
    "重点学生寝室（5栋302）",
    "学生小王（抑郁症）已返校",
    "心理高危学生周静已转介医院",
    "单亲家庭学生欧阳雪情绪不稳，辅导员已谈心",
    "对心理问题学生徐丽逐一建档",
    "心理危机个案吴刚每日一报",
    "重点关注学生名单更新，孙浩列入一类",
    "与重点学生建立联系台账，赵敏由班主任负责",
    "为胡珊等3名家庭经济困难学生发放补助",
    "给欧阳雪发放特殊困难补助2000元",
    "周静患抑郁症，已联系家长",
    "王磊曾因自残送医",
    "赵敏属特困供养人员",
    "家庭突遭变故，王磊欠缴学费8600元",
    "原建档立卡贫困户子女周静已就业",
    "特困学生名单见附件：孙浩、周静",
    "孙浩心理测评结果异常，已约谈",
    "学生父亲患癌症，家庭负担重",
    "困难学生张伟由辅导员每周谈话",
    "学生赵一鸣罹患重症，学院发起募捐",
    "已将罗丹纳入重点关注名单，一周一谈",
    "因抑郁症复发，周俊杰办理退学",
    "林芳同学为听障学生，配备助听设备",
    "向徐志强发放临时困难补助1000元",
    "贫困生认定公示：李雨桐、郭明",
    "工会慰问患病教师刘志远，送去慰问金",
    "学生马骏视网膜脱落，已联系医院",
    "心理中心对何欣怡同学开展六次咨询",
    "经了解，宋佳父母均下岗，生活拮据",
    "贫困学子彭博通过绿色通道入学",
    "已为视力残疾学生杜鹃配备助视器",
]
SILENT = [
    "完善困难学生资助工作机制",
    "与重点学生建立24小时联系机制，走访重点学生寝室",
    "不让一名家庭经济困难学生失学",
    "一名党员联系一名困难学生",
    "张三为重点学生联系人",
    "王芳同学负责困难学生认定工作",
    "由张三老师负责心理健康教育",
    "某学院困难学生比例高",
    "该学生社区残疾人通道已改造",
    "为困难学生发放毛毯、棉衣",
    "张家界籍困难学生",
    "残疾人就业保障金13000元",
    "2003年出生的学生占比",
    "2022年6月生效",
    "出生缺陷干预",
    "家庭住址信息核对工作已布置",
    "住址变更后应及时报告",
    "武汉市洪山区关山大道589号",
    "地址：武汉市江夏区庙山开发区武汉华夏理工学院行政楼501室",
    "赴黄冈市红安县七里坪镇柳林河村开展调研",
    "学生公寓5栋302室已更换灯具",
    "办公电话027-81420000、8142-6118转8003",
    "报修电话027-81420000已公布，24小时有人接听",
    "后勤服务热线（027）81420000、027-81420001",
    "统计编号02781420000",
    "关注学生父母离异等家庭情况",
    "辅导员李明已走访困难学生20户",
    "重点关注毕业年级就业困难学生，推荐岗位120个",
    "对困难学生江苏籍、江西籍较多的班级开展走访",
    "特困学生高温补贴发放到位",
    "由周静同志负责残疾人通道改造",
    "重点学生联系人：张伟",
    "国家助学金评审会由张伟主持",
    "张伟老师讲解助学金政策",
    "李明申请教改课题，涉及学业预警机制",
    "重点关注：安全、卫生、食堂",
    "心理中心开展团体辅导12场、个体咨询326人次",
    "学生高峰时段心理咨询预约不上",
    "重病学生请假流程简化",
    "安排医生坐诊，接诊320人次，慢性病随访46人",
    "将高校资助政策纳入新生入学教育",
    "学业预警机制（编号9477701）",
    "快递柜增设2处，通知书已寄出3200份",
    "学生住在北区3栋的已通知",
    "4008123456、10086、95588",
    "账号：财务部对公账户42001865608053000123",
    "统一社会信用代码52420000717853061R",
    "100101199001011234567",
    "课题编号：18YJA880012，经费80000元",
    "合同编号13012345678",
    "办件编号420106202206130012",
    "1301 1302 130",
    "15000-200000元",
    "13800138000元的合同",
    "2022.06.13-2022.06.15",
    "经度114.32145678，纬度30.45678912",
    "138****8000、110***********002X",
    "同学20220630前提交",
    "学生2022级、学生20人",
    "学号由教务部统一编排",
    "武华党〔2022〕17号",
    "20191234567",
    "",
    " ",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_personal_data_are_found_however_they_are_written(text, kind):
    assert kind in {d.kind for d in find_personal_data(text)}


@pytest.mark.parametrize("text", HARDSHIP)
def test_one_persons_hardship_is_not_told(text):
    assert [d.kind for d in find_personal_data(text)] == ["困难或重点学生的个人情况"]


@pytest.mark.parametrize("text", SILENT)
def test_the_offices_daily_words_are_no_personal_data(text):
    assert find_personal_data(text) == ()


def test_seeded_values_are_found_in_every_spelling():
    assert len(SPELLINGS) >= 30
    seen, missed = 0, Counter()
    for kind, spelling, text in seeded(2040):
        seen += 1
        if kind not in {d.kind for d in find_personal_data(text)}:
            missed[f"{kind} {spelling}"] += 1
    assert sum(missed.values()) <= seen * 0.005, missed


def test_office_cells_raise_hardly_any_false_alarm():
    alarms = Counter(
        (found[0].kind, found[0].text)
        for cell in office_cells(10_000)
        if (found := find_personal_data(cell))
    )
    assert sum(alarms.values()) <= 10, alarms


def test_no_published_text_keeps_a_seeded_value():
    for kind, _, text in seeded(1020, seed=3):
        assert kind not in {d.kind for d in find_personal_data(mask(text))}, text


@pytest.mark.parametrize(
    "part",
    ["1", "1 ", "1-", "138 ", "市区县村", "住址", "家庭住址：武汉市", "学号", "学号1 2 3 4 5 6 ", "困难学生张三、李四、", "一名学生", "某学生困难", "110105194912310020 ", "13800138000、", "1.38E+10 ", "(", "1(", "O l ", "一", "2003年5月1日", "1\u200b", "3名学生"],
)  # fmt: skip
def test_long_texts_take_no_long_time(part):
    text = part * (40_000 // len(part))
    before = time.process_time()
    find_personal_data(text)
    mask(text)
    assert time.process_time() - before < 2


# --------------------------------------------------------------------------- what a column tells


@pytest.mark.parametrize(
    ("text", "heading", "kind"),
    [
        ("19201102034", "学号", "学号"),
        ("19201102034", "", "手机号"),
        ("19201102034", "联系电话", "手机号"),
        ("123456", "学号", "学号"),
        ("110105194912310020", "身份证号码", "身份证号"),
        ("1101051949123100", "身份证号", "身份证号"),
        ("4563510100123456781", "银行卡号", "银行卡号"),
        ("红安县七里坪镇柳林河村", "家庭住址", "住址"),
        ("2003-05-01", "出生日期", "出生日期"),
        ("张三", "学生姓名", "姓名"),
        ("一般困难", "困难等级", "困难或重点学生的个人情况"),
    ],
)
def test_the_heading_tells_what_a_bare_value_is(text, heading, kind):
    assert [d.kind for d in find_personal_data(text, heading=heading)] == [kind]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("张三", "工作任务"),
        ("张三", "责任领导"),
        ("商学院", "学生姓名"),
        ("15201800123", "资产编号"),
        ("存在困难较多", "困难和问题"),
        ("无", "困难等级"),
        ("2022-06-30", "完成时限"),
    ],
)
def test_a_heading_of_something_else_tells_nothing(text, heading):
    assert find_personal_data(text, heading=heading) == ()


@pytest.mark.parametrize("shape", ["20201102034", "学号如 2020#######", "20#########、S####"])
def test_the_office_may_write_the_shape_of_its_own_numbers(shape):
    found = find_personal_data("名单见20211103055", student_number=shape)
    assert [(d.kind, d.text) for d in found] == [("学号", "20211103055")]
    assert find_personal_data("电话13800138000", student_number="1##########")[0].kind == "手机号"
    assert find_personal_data("名单见20211103055") == ()


# --------------------------------------------------------------------------- masks


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800138000，身份证11010519491231002X。", "电话138****8000，身份证110***********002X。"),
        ("电话138 0013 8000转", "电话138****8000转"),
        ("学号2020110234", "学号20******34"),
        ("6222021001112345672", "6222***********5672"),
        ("生于2003年5月1日", "生于（出生日期，略）"),
        ("协调一切，办公电话027-81420000", "协调一切，办公电话027-81420000"),
    ],
)  # fmt: skip
def test_masks_hide_the_value_and_leave_the_rest(text, masked):
    assert mask(text) == masked


@given(st.text(max_size=80))
def test_any_text_can_be_searched_and_masked(text):
    for datum in find_personal_data(text):
        assert 0 <= datum.start < datum.end <= len(text)
    mask(text)


def test_plain_text_has_no_look_alikes():
    assert plain("１３８\u200b０Ｏ－８") == "1380O-8"


def test_the_checksum_tells_a_wrong_digit():
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("990105194912310021")
    assert not is_identity_number("11010519491331002X")
    assert not is_identity_number("12")
