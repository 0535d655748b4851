"""Characters that people confuse: same sound (input methods) or same look (scans, handwriting)."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

# The 3,755 common characters of GB 2312 stand in the order of their reading, so the first
# character of each reading is enough to know the reading of all.
# fmt: off
_FIRST_OF_READING = (
    "a啊 ai埃 an鞍 ang肮 ao凹 ba芭 bai白 ban斑 bang邦 bao苞 bei杯 ben奔 beng崩 bi逼 bian鞭 biao标 bie鳖 bin彬 "
    "bing兵 bo玻 bu捕 ca擦 cai猜 can餐 cang苍 cao操 ce厕 ceng层 cha插 chai拆 chan搀 chang昌 chao超 che车 chen郴 "
    "cheng撑 chi吃 chong充 chou抽 chu初 chuai揣 chuan川 chuang疮 chui吹 chun春 chuo戳 ci疵 cong聪 cou凑 cu粗 "
    "cuan蹿 cui摧 cun村 cuo磋 da搭 dai呆 dan耽 dang当 dao刀 de德 deng蹬 di堤 dian颠 diao碉 die跌 ding丁 diu丢 "
    "dong东 dou兜 du督 duan端 dui堆 dun墩 duo掇 e蛾 en恩 er而 fa发 fan藩 fang坊 fei菲 fen芬 feng丰 fo佛 fou否 "
    "fu夫 ga噶 gai该 gan干 gang冈 gao篙 ge哥 gei给 gen根 geng耕 gong工 gou钩 gu辜 gua刮 guai乖 guan棺 guang光 "
    "gui瑰 gun辊 guo锅 ha哈 hai骸 han酣 hang夯 hao壕 he呵 hei嘿 hen痕 heng哼 hong轰 hou喉 hu呼 hua花 huai槐 "
    "huan欢 huang荒 hui灰 hun荤 huo豁 ji击 jia嘉 jian歼 jiang僵 jiao蕉 jie揭 jin巾 jing荆 jiong炯 jiu揪 ju鞠 "
    "juan捐 jue撅 jun均 ka喀 kai开 kan刊 kang康 kao考 ke坷 ken肯 keng坑 kong空 kou抠 ku枯 kua夸 kuai块 kuan宽 "
    "kuang匡 kui亏 kun坤 kuo括 la垃 lai莱 lan蓝 lang琅 lao捞 le勒 lei雷 leng棱 li厘 lia俩 lian联 liang粮 "
    "liao撩 lie列 lin琳 ling玲 liu溜 long龙 lou楼 lu芦 lv驴 luan峦 lve掠 lun抡 luo萝 ma妈 mai埋 man瞒 mang芒 "
    "mao猫 me么 mei玫 men门 meng萌 mi眯 mian棉 miao苗 mie蔑 min民 ming明 miu谬 mo摸 mou谋 mu拇 na拿 nai氖 nan南 "
    "nang囊 nao挠 ne呢 nei馁 nen嫩 neng能 ni妮 nian蔫 niang娘 niao鸟 nie捏 nin您 ning柠 niu牛 nong脓 nu奴 nv女 "
    "nuan暖 nve虐 nuo挪 o哦 ou欧 pa啪 pai拍 pan攀 pang乓 pao抛 pei呸 pen喷 peng砰 pi坯 pian篇 piao飘 pie撇 "
    "pin拼 ping乒 po坡 pu扑 qi期 qia掐 qian牵 qiang枪 qiao橇 qie切 qin钦 qing青 qiong琼 qiu秋 qu趋 quan圈 "
    "que缺 qun裙 ran然 rang瓤 rao饶 re惹 ren壬 reng扔 ri日 rong戎 rou揉 ru茹 ruan软 rui蕊 run闰 ruo若 sa撒 "
    "sai腮 san三 sang桑 sao搔 se瑟 sen森 seng僧 sha莎 shai筛 shan珊 shang墒 shao梢 she奢 shen砷 sheng声 shi师 "
    "shou收 shu蔬 shua刷 shuai摔 shuan栓 shuang霜 shui谁 shun吮 shuo说 si斯 song松 sou搜 su苏 suan酸 sui虽 "
    "sun孙 suo蓑 ta塌 tai胎 tan坍 tang汤 tao掏 te特 teng藤 ti梯 tian天 tiao挑 tie贴 ting厅 tong通 tou偷 tu凸 "
    "tuan湍 tui推 tun吞 tuo拖 wa挖 wai歪 wan豌 wang汪 wei威 wen瘟 weng嗡 wo挝 wu巫 xi昔 xia瞎 xian掀 xiang相 "
    "xiao萧 xie楔 xin薪 xing星 xiong兄 xiu休 xu墟 xuan轩 xue靴 xun勋 ya压 yan焉 yang殃 yao邀 ye椰 yi一 yin茵 "
    "ying英 yo哟 yong拥 you幽 yu迂 yuan鸳 yue曰 yun耘 za匝 zai栽 zan咱 zang赃 zao遭 ze责 zei贼 zen怎 zeng增 "
    "zha扎 zhai摘 zhan瞻 zhang樟 zhao招 zhe遮 zhen珍 zheng蒸 zhi芝 zhong中 zhou舟 zhu珠 zhua抓 zhuai拽 zhuan专 "
    "zhuang桩 zhui椎 zhun谆 zhuo捉 zi兹 zong鬃 zou邹 zu租 zuan钻 zui嘴 zun尊 zuo昨"
)

# Groups of characters that look alike, as typed from paper, scanned or hand-written.
_ALIKE = (
    "土士工王主 未末木本 己已巳 人入八 大太犬 日曰目 今令 千干于 戊戌戍戎 部陪剖倍 商啇 学字孚 务备各 招拍抬 生主 "
    "科料 研妍 财材 政攻改 休体 育盲 图圈固 话语 国围图 际标 继断 续读 创刨 业亚 制刺 造选 后石 保堡 障章 宣宜 "
    "统流 战站 纪记 委季 组阻祖 织识 处外 处夕 官宫 院阮 质贡 评讦 估伯 规现 划刘 发友 展层 合含 交文 信佳 息恩 程桯 "
    "智知 能熊 建健 筑巩 医匠 药约 艺芝 术木 马乌 克兑 思恩 义叉 教敎 基墓 础础 课裸 党堂 办为 室空 团因 会全 "
    "人入 力刀 资贸 源原 后右 勤勒 安女 全金 卫口 招沼 就蹴 指脂 导异 中申 心必 产严 管菅 理埋 书韦 馆倌 量重 "
    "机杌 关美 总怠 支友 直宜真 属厲 史吏 末朱 候侯 项顶 师帅 辩辨 治冶 折拆 免兔 折析 住往佳 准淮 贷货 持特 "
    "快块 明朋 数敦 县具 第弟 系糸 拨拔 晴睛 孤弧 间问 闲闭 开井 元无 夫天 贝见 午牛 少小 手毛 乎平 兵乒 丘兵 "
    "计讣 化花 外处 历厉 厂广 艺乙 场扬 设没 施旋 论沦 提堤 检捡 验险 测侧 练炼 绩债 状壮 泛 低底 辆俩 网冈 终络"
)
# fmt: on

# Readings that many speakers and the fuzzy setting of input methods do not tell apart.
_SAME_TO_THE_EAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def _starts() -> tuple[list[bytes], list[str]]:
    codes, readings = [], []
    for word in _FIRST_OF_READING.split():
        readings.append(word[:-1])
        codes.append(word[-1].encode("gb2312"))
    return codes, readings


_CODES, _READINGS = _starts()
_LAST_BY_READING = "座".encode("gb2312")
_ALIKE_PAIRS = frozenset((a, b) for group in _ALIKE.split() for a in group for b in group if a != b)


@lru_cache(maxsize=4096)
def reading(character: str) -> str:
    """Return the reading of a common character without tone (院 -> yuan), "" where unknown.

    A character with several readings gives only one of them.
    """
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    if len(code) != 2 or not _CODES[0] <= code <= _LAST_BY_READING:
        return ""
    return _READINGS[bisect_right(_CODES, code) - 1]


@lru_cache(maxsize=4096)
def _by_ear(character: str) -> str:
    sound = reading(character)
    for hard, soft in _SAME_TO_THE_EAR:
        if sound.startswith(hard):
            sound = soft + sound[len(hard) :]
            break
    for long, short in (("ang", "an"), ("eng", "en"), ("ing", "in")):
        if sound.endswith(long):
            return sound[: -len(long)] + short
    return sound


def are_confusable(a: str, b: str) -> bool:
    """Whether `b` is typically written for `a` by mistake: same sound or same look."""
    if (a, b) in _ALIKE_PAIRS:
        return True
    sound = _by_ear(a)
    return bool(sound) and sound == _by_ear(b)
