"""Words in front of a number that identifies something: 合同编号, 账号, 版本, QQ.

What follows them is no date, however much it looks like one.
"""

from __future__ import annotations

#: Ends of labels; 项目编号, 银行账号 and 任务编号 end in one of them.
IDENTIFYING = (
    "编号|编码|代码|号码|文号|档号|单号|票号|合同号|工号|学号|账号|帐号|卡号|证号|证书号|批号|批次号|版本号?|流水号|序列号|门牌号?|房间?号"
    "|邮编|档案号|资产号|设备号|车牌号?|课题号|项目号|备案号|立项号|图号|刊号|期号|型号|规格|尺寸|网址|地址|电话|手机号?|分机|短号|内线|传真|座机|总机"
    "|[Qq]{2}群?号?|微信号?|ISBN|ISSN|IP|VX|vx"
)
