"""The words round unit names: labels, verbs, endings, and institutions that are not ours."""

# ruff: noqa: SIM905 -- word lists read better without quotation marks

from __future__ import annotations

from ..patterns import regex

# fmt: off
#: Ways in which the school names itself before one of its units.
SCHOOL_NAMES = (
    "武汉华夏理工学院", "武汉理工大学华夏学院", "武汉华夏学院", "武汉华夏理工", "华夏理工学院", "华夏理工", "武汉华夏", "华夏学院",
    "我校", "本校", "学校", "校",
)
#: Ends of names that say what kind of office it is; never the part that tells one from another.
GENERIC_ENDINGS = (
    "办公室", "教学部", "学院", "中心", "课部", "馆", "部", "处", "办", "院", "系", "室", "科", "会",
)
#: Last characters of names that people may put an inner office or a post behind.
INSTITUTIONAL = frozenset("院部处办室馆心委会系所校团")
#: Characters that may take each other's place at the end of a name: another office, no misprint.
OFFICE_ENDS = frozenset("部处办科室系院所校馆局厅司站队组班团委会区门厂店社段")

PARTY_TAIL = regex(
    r"(?:的)?(?:直属)?(?:党总支部委员会|总支部委员会|党总支委员会|总支委员会|党总支部|党总支|总支部|总支|党支部委员会|党支部|支部委员会|支部"
    r"|党委员会|党委|党工委|党组织)"
)
#: The other side of a unit, beside its Party organisation.
ADMIN_TAIL = regex(r"的?(?:党政|行政)(?:方面|一方)?(?![\u4e00-\u9fff])")
_GROUP = r"(?:教职工|教工|教师|行政|机关|学生|本科生|本科|研究生|离退休|退休|联合|混合|师生|毕业生|辅导员|管理|在职)"
BRANCH_TAIL = regex(
    rf"(?:党总支部|党总支|总支|党委)?(?:的|各|所属|下属|下设|所在)*{_GROUP}*(?:20\d\d级|\d\d级)?{_GROUP}*(?:第?[一二三四五六七八九十\d]{{1,3}})?{_GROUP}*"
    rf"(?:[^\W\d_支和与及]{{1,8}}?(?:系|教研室|专业|中心|年级|班|级|科|科室|病区|研究所|实验室))?{_GROUP}*(?:第?[一二三四五六七八九十\d]{{1,3}})?"
    r"(?:党支部委员会|支部委员会|党支部|支部|党小组)"
)
#: A branch without the name of its unit, and the beginning of such a one: 信工院学生第一、第二党支部.
BRANCH_ALONE = regex(rf"{_GROUP}*(?:第?[一二三四五六七八九十\d]{{1,3}})?{_GROUP}*(?:党支部|支部)")
NUMBER_OF_A_BRANCH = regex(r"第?[一二三四五六七八九十\d]{1,3}")
NUMBERED_BRANCH = regex(rf".{{2,}}{_GROUP}*第[一二三四五六七八九十\d]{{1,3}}")
PARTY_END = regex(rf"(?:{PARTY_TAIL.pattern})$")
#: Behind a Party organisation that is a unit itself, a branch may carry another unit's name.
BRANCH_OF_PARTY = regex(r"[^\W\d_和与及同]{2,6}?(?:党支部|支部)")
#: Inner offices of a unit, told by their last words.
INNER_TAIL = regex(
    r"(?:各|所属|下属|下设|相关|有关)?[^\W_]{0,10}?(?:系|专业|教研室|教研部|实验室|研究室|工作室|实训室|资料室|机房|食堂|餐厅|宿舍|公寓|车队|库房|书库|研究所|实训基地|实验中心|实训中心"
    r"|研究中心|服务中心|管理中心|指导中心|资助中心|教育中心|中心|办公室|科室|学工办|教务办|办|科|团委|团总支|团支部|学生会|学代会"
    r"|分工会|工会|教代会|委员会|工作组|小组|组(?!织|建|成|长)|(?<=..)部|(?<=..)室|专班|班子|年级|班级|\d班|窗口|大厅|(?<!网)站|(?<!球)队|关工委|妇委会|岗|各科|各室|全体|[一二三四五六七八九十\d]{1,2}楼)"
)
#: People of a unit: the unit is meant.
ROLE_TAIL = regex(
    r"(?:的|各|全体|有关|相关)*(?:党政)?一把手|(?:的|各|全体|有关|相关)*(?:党员)?(?:主要|分管|具体|党政|行政|专职|兼职|学生|资助)?(?:负责同志|负责人|联系人|联络员|责任人|经办人|领导班子|领导干部|领导"
    r"|(?:常务|执行|教学|科研|行政|学生|分管|挂职|党总支|党委|总支|支部)*(?:副?院长|副?处长|副?部长|副?主任|副?书记)|书记|副书记|院长|副院长|处长|副处长|部长|副部长|主任|副主任|馆长|副馆长|科长"
    r"|副科长|主席|副主席|秘书|干事|专员|辅导员|班主任|导师|教职工|教工|教职员工|教师|师生|学生|党员干部|党员|干部|老师|同志|人员|员工|工作人员)"
    r"(?:和|与|及)?(?:教师|学生|辅导员|干部|书记|班主任)?"
)
#: Offices of this name exist inside every college: glued behind one, they are the college's own.
INSIDE_A_COLLEGE = frozenset(
    "团委 分团委 团总支 工会 分工会 办公室 党政办公室 党政办 综合办 综合办公室 行政办 行政办公室 党办 院办 院办公室 学工办 学生办 学办 学生工作办公室 "
    "教务办 教务 教学办 教学科研办 教科办 科研办 就业办 招生就业办 学工 后勤 科研 宣传 组织 财务 人事 纪委 党委 党委办公室 实验室 实验中心 资料室 "
    "教研室 学生会 关工委 工会办".split()
)
#: The same inside 团委 and 工会.
INSIDE_A_LEAGUE = frozenset("组织部 宣传部 办公室 学术部 文体部 实践部 学生部 权益部 青年部 志愿部 女工部".split())
LEAGUES = ("团委", "工会", "共青团", "学生会")

_DUTY = r"(?:牵头|主责|责任|承办|主办|协办|配合|参与|参加|实施|整改|落实|协助|支持|联合|组织|督办|督导|执行|报送|填报|分管|归口|协同)"
_DUTY_LABEL = (
    rf"(?:第?[一二三四五]?|主要|具体|共同|主体|直接|总|主|初判|问题)?(?:{_DUTY}){{1,3}}(?:或|及|\/)?(?:单位|部门|学院|处室|科室|院系|组织|主体|方(?![案面式法向])|对象|者|党组织)?(?:名称)?(?:为|是)?"
)
#: What may stand before a colon; alone, without a colon, only the words with a duty are labels.
LABEL = regex(
    _DUTY_LABEL + r"|[甲乙丙丁]方|第?[一二三四五六][是、]?|其[一二三]|首先|其次|(?:责任|单位|部门|(?:二级|试点|示范|相关|有关|涉及)?(?:学院|单位|部门)|(?:职能|机关)(?:部门|处室)|(?:保障|技术支持|服务|监督|审核|验收|复核|执行|推进|指导|统筹|协调)|教学单位|院系|处室|科室|所属单位|所在单位|所在部门|党组织)(?:名称)?(?:为|是)?"
    r"|(?![各全所])[\u4e00-\u9fff]{1,6}(?:单位|部门|主体)|归口管理|(?:监督|主体|领导|管理|监管)责任"
)
DUTY_LABEL = regex(_DUTY_LABEL)
#: Before a colon: whom or what stands behind it is a person or a number.
PERSON_LABEL = regex(
    r"(?:^|(?<=[及和与]))(?:分管|责任|牵头|主管|联系|包保|挂点|第一|直接|主要|具体)*(?:校|院)?(?:领导|责任人|负责人|负责同志|联系人|联络员|经办人|填报人|审核人|承办人)$"
    r"|(?:联系|办公)?(?:电话|手机|方式)(?:号码?)?$|(?:邮箱|微信|姓名|职务)$"
)
#: Words that a list of units is strung together with; they say nothing of which unit.
FILLER = regex(
    r"(?:按照?|依照?|根据)(?:各自|部门|单位|岗位|工作)*(?:职责|职能|分工|任务|权限|范围)+(?:做好|抓好|分别|分工|共同)*(?:负责|落实|实施|配合|开展|推进|办理|完成)*|各司其职|各负其责|分工负责|"
    r"第?[一二三四五六七八九十]{1,3}是|特别是|尤其是?|重点是|优先|先行|分头|双(?=牵头|主办)|主导|(?:提供)?技术支持|指导(?![中委办室组科部])|在(?=.{2,15}(?:指导|领导|统筹|协调|支持|配合)下)|(?:指导|领导|统筹|协调|支持|配合)下|负总责|总负责|由|以|请|拟|经(?=.{2,12}(?:审|批|同意|研究|核|汇总|后))|其中|包括|包含|含|首先|其次|分别|共同|一起|具体|主要|同时|均|"
    rf"(?:{_DUTY}|负责|统筹|协调|推进|办理|开展|完成|汇总|提供|抓好|抓总|做好|给予|承担|加强|修订|制定|起草|印发|召开|督促|审核|上报|部署|完善|梳理|排查|解决|答复|回复|走访|进行|合署办公|合署){{1,3}}(?:单位|部门|处室|方(?![案面式法向]))?|"
    r"为主体|为主|为辅|为副|主抓|主|辅|"
    r"等(?:\d{1,3}|[两三四五六七八九十]{1,2})?[个家]?(?:相关|有关|职能|二级|其他)*(?:单位|部门|学院|院系|处室|党组织|机构)?(?:负责|配合|参与)?|"
    r"单位名称|部门名称|所属单位|所在单位|单位"
)
#: What a unit does, with what it does it to behind: 教务处负责教学.
TASK_VERB = regex(r"(?:负责|统筹|协调|推进|办理|开展|完成|汇总|提供|抓好|抓总|组织|落实|实施|督促|承办|主抓|分管|做好|给予|承担|加强|修订|制定|起草|印发|召开|审核|上报|部署|完善|梳理|排查|解决|答复|回复|走访|进行)$")
#: The kind of all the names before it: 土建、生药两学院; 组织、宣传等部门.
KIND_OF_ALL = regex(r"(?:等|[两三四五六七八九十]个?|\d{1,2}个)(?:相关|有关|职能|二级)*(?P<kind>学院|院系|部门|处室|部处|单位)")
COUNTED_KIND = regex(r"(?:[两三四五六七八九十]个?|\d{1,2}个)(?:二级)?(?:学院|院系|部门|处室|部处|单位)")
VERB = regex(rf"{_DUTY}|负责")
#: What fillers begin with: at most places none can, and need not be looked for.
FILLER_BEGINNINGS = frozenset(
    "第主要具体共同直接总初判问题牵责承办协配参实整落支联组督执报填分归按依根各由以请拟经其中包含首次别一起均负统筹推开完汇提抓做给加修制起印召审上部完梳排解答回走进合"
    "为辅等单所二三四五六七八九十特尤重优先双技指在领"
)
#: No name of an inner office holds one of these.
NEVER_INSIDE = regex("党支部|党总支|牵头|配合|负责|会同|协助|主责")
CONNECTIVE = regex(r"以及|及其(?![他它余])|会同|协同|联合|或者|和|与|及|同|跟|并|或|暨")
NUMBERING = regex(r"\d{1,3}|[一二三四五六七八九十]{1,3}")
DIGITS = regex(r"(?:转)?\d{3,20}")

#: A kind without its noun, which only the next one carries: 各教学、教辅单位.
KIND_WITHOUT_NOUN = regex(r"各?(?:教学|教辅|科研|管理|职能|党政|党群|行政|直属|机关|附属|业务|服务)")
NOUN_OF_KIND = regex(r"(?:教学|教辅|科研|管理|职能|党政|党群|行政|直属|机关|附属|业务|服务)(单位|部门|处室|机构)")
NEGATION_BEFORE = regex(r"(?:但|并)?(?:不含|不包括|不包含|不涉及|不需要|不需|无需|无须|不是|不由|除去|除了|除|非|免除|免|剔除|去掉)")
NEGATION_BEHIND = regex(r"(?:单位)?(?:除外|(?:暂|均|都)?不参加|(?:暂|均|都)?不参与|不涉及|不用|不需要|不报|不报送|不填|不填报|无需报送|免报|免报送|免填|免|暂不|不在内|无关|以外|之外|外)$")
EXCEPT = regex(
    r"除(?:了)?(.{2,60}?)(?:以外|之外|外)(?:的|,|、)?"
    r"|(?:^|(?<=[、，,；;。\n]))([^除，,；;。\n]{2,60}?)(?:以外|之外)的?(?=各|其他|其它|其余|所有|全|学院|部门|单位)"
)

_FOREIGN_ANYWHERE = regex(
    r"大学|学校|中学|小学|幼儿园|公司|集团|医院|政府|街道|社区|银行|教育部|国务院|中央|省委|市委|区委|县委|职业技术|技师|[省市区县州]"
)
_FOREIGN_ENDING = regex(
    r"(?:局|厅|省|市|区|县|镇|乡|村|..(?:理工|师范|技术|科技|财经|政法|农|医|民族|体育|美术|音乐|职业|工商|经济|工程|工业|外国语|外贸)学院|委员会|协会|学会|基金会|法院|检察院|研究院|研究所|部队|企业|高校|支队|大队|派出所)$"
)
#: An office or college of a stranger (武汉大学图书馆): what stands behind it is no part of it.
OFFICE_OF_A_STRANGER = regex(r"(?:大学|学院|学校|公司|集团|局|厅|委|政府).+(?:学院|馆|[处部室科办]|中心)$")
_INSTITUTION_ENDING = regex(r"(?:学院|院|部|处|办|办公室|中心|馆|室|会|局|厅|委|校|科|系|所|公司|大学|集团|企业|政府|街道|社区|单位|部门|党组织|总支|支部|高校)$")

#: Whole pieces that are no unit and deserve no suggestion.
NON_UNITS = frozenset(
    "学员 民警 患者 学生 教师 师生 老师 辅导员 班主任 学生会 学生社团 教职工 全体教师 全体师生 全体学生 全校师生 党员 党员干部 干部 党委 校党委 学校党委 院党委 学校 我校 "
    "本校 校领导 学校领导 院领导 领导 书记 校长 副校长 院长 处长 主任 党支部 支部 教研室 教育部 企业 社会 家长 个人 本人 单位 本单位 我单位 "
    "本学院 我院 本院 我部 本部 本部门 我处 本处 中心 办公室 部 处 院 系 校 工程 教育 课部 管理 服务".split()
)
#: Words that the names of offices and colleges are made of: a character that makes one of them is no
#: misprint but another name.
NAME_WORDS = frozenset(
    "建造 建设 国防 创业 创意 学业 就业 招标 招商 资金 财产 资源 信号 通信 电子 电气 机械 机电 自动 计算 软件 网络 数据 数学 物理 化学 化工 材料 能源 环境 "
    "生态 生命 医学 医药 药学 护理 食品 农业 园林 林业 水利 土建 土木 建筑 测绘 交通 汽车 车辆 船舶 航空 航天 轨道 纺织 服装 艺术 美术 音乐 舞蹈 设计 传媒 "
    "新闻 影视 动画 文学 文法 法学 政法 政治 历史 哲学 社会 社科 公共 公管 管理 经济 经管 金融 财经 财政 财务 会计 审计 统计 工商 商务 商学 电商 旅游 酒店 "
    "物流 国际 国贸 贸易 外语 外国 英语 日语 体育 教育 师范 学前 心理 职业 职教 成人 远程 高教 教学 教务 教研 教师 学生 研究 研工 科研 科技 科学 科普 技术 "
    "实验 实训 实践 档案 校友 基金 基建 规划 法规 法制 政策 保密 保障 保卫 保健 后勤 总务 资产 设备 采购 招生 招办 人事 人才 人力 组织 宣传 统战 纪检 监察 "
    "巡察 督查 督导 评估 评建 质量 质控 安全 应急 信息 智能 智慧 医疗 医院 卫生 校医 离休 退休 老干 关工 女工 工会 团委 武装 机关 直属 图书 出版 期刊 后保 "
    "产业 校企 合作 交流 联络 港澳 对外 发展 改革 战略 学科 学位 学籍 考试 考务 课程 教材 思政 马列 国学 书院 通识 基础 公选 数理 理学 工学 文理 综合 行政 "
    "党政 党建 党校 群团 接待 信访 维权 住宿 公寓 宿舍 饮食 餐饮 物业 水电 能耗 绿化 校园 校区 附属 继续 终身 培训 民族 侨务 台办 项目 工程 制药 制造 生物 "
    "人文 马克 主义 资助 社区 育人 劳动 美育 创新 双创 竞赛 指导 服务 监控 监督 运维 网信 融媒 媒体 品牌 形象 文明 文化 综治 国资 国有 国内 区域 地方 经贸 商贸 财贸 评价 评审 评议 教程 流程 日程 职能 技能 节能 铸造 改造 创造 连续 持续 培育 保育 国内 校际 革新 更新 毕业 行业 企业 "
    "专业 工业 商业 辅导 领导 引导 流量 数量 招聘 新生 考生 生产 监理 代理 办理 拓展 发布 计划 策划 规范 规章 交换 交易 外交 智能化 信用 消息 技师 职工 教职 "
    "训练 演艺 文艺 医护 助理 留学 出国 游学 军事 军训 党史 党务 政务 校务 院务 事务 常务 勤务 劳务 医务 税务 内务".split()
)
# fmt: on

NAME_CHARACTERS = frozenset("".join(NAME_WORDS))


def is_foreign(text: str) -> bool:
    """Whether `text` names an institution that has units of its own (武汉理工大学, 市教育局)."""
    if text.removeprefix("中共").removeprefix("中国共产党") in SCHOOL_NAMES:
        return False
    return bool(_FOREIGN_ANYWHERE.search(text[:60]) or _FOREIGN_ENDING.search(text[-12:]))


def looks_like_an_institution(text: str) -> bool:
    """Whether `text` ends as names of offices do, so that 与 behind it parts two of them."""
    return bool(_INSTITUTION_ENDING.search(text[-8:]))
