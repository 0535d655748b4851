"""企业微信: a group robot (``errcode`` 0 is the only success; 2 048 bytes of text; 20 a minute)."""

from __future__ import annotations

from urllib.parse import quote

from ..model import Receipt
from ..registry import channel
from ._parcel import Means, Parcel
from ._robot import required, tell
from ._rows import ROWS
from ._web import base_address, cut

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
#: 45009 and 45033: too many calls; -1: the server is busy.
BUSY, CLOSED = (45009, 45033, -1), (93000, 40014, 40058, 42001)


@channel("企业微信", **ROWS["企业微信"])
def wecom(parcel: Parcel, means: Means) -> Receipt:
    """Tell a unit's group that a paper has come, calling its contact by phone."""
    url = f"{base_address(means, ADDRESS)}?key={quote(required(means, '密钥环境变量'))}"
    text: dict[str, object] = {"content": cut(parcel.note, 2048)}
    if parcel.mentions:
        text["mentioned_mobile_list"] = list(parcel.mentions)
    body = {"msgtype": "text", "text": text}
    return tell(parcel, means, url, body, busy=BUSY, closed=CLOSED)
