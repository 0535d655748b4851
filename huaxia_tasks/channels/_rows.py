"""The rows of sheet 渠道 that each shipped channel may have: for checking a plan without loading mail and web.

A channel of somebody's own need not stand here: its entry in the registry says the same.
"""

from __future__ import annotations

from typing import TypedDict


class Rows(TypedDict):
    """``settings`` must be filled in, ``secrets`` name environment variables, ``options`` may be left out."""

    settings: tuple[str, ...]
    secrets: tuple[str, ...]
    options: tuple[str, ...]


_TOKEN, _SECRET, _KEY = "令牌环境变量", "密钥环境变量", "密钥环境变量"
_WEB = ("地址", "超时秒")
_MAIL = ("端口", "加密", "发件人名称", "账号", "允许的邮箱域名", "根证书文件")

ROWS: dict[str, Rows] = {
    "共享文件夹": Rows(settings=(), secrets=(), options=("目录",)),
    "电子邮件": Rows(
        settings=("服务器", "发件地址"),
        secrets=("密码环境变量",),
        options=(*_MAIL, "连接超时秒", "答复超时秒"),
    ),
    "企业微信": Rows(settings=(_KEY,), secrets=(_KEY,), options=_WEB),
    "钉钉": Rows(settings=(_TOKEN,), secrets=(_TOKEN, _SECRET), options=_WEB),
    "飞书": Rows(settings=(_TOKEN,), secrets=(_TOKEN, _SECRET), options=_WEB),
    "打印": Rows(settings=(), secrets=(), options=("双面",)),
}


def rows_of(name: str) -> tuple[str, ...] | None:
    """Return the names of all rows that a shipped channel may have, None where there is no such one."""
    own = ROWS.get(name)
    return own and tuple(dict.fromkeys((*own["settings"], *own["secrets"], *own["options"])))
