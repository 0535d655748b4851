"""钉钉: a group robot with a signature (``errcode`` 0 is the only success)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

from ..model import Receipt
from ..registry import channel
from ._parcel import Means, Parcel
from ._robot import required, tell
from ._rows import ROWS
from ._web import base_address, cut

ADDRESS = "https://oapi.dingtalk.com/robot/send"
#: 130101: too many calls; -1, 410100: busy.  300001, 300005: token gone; 310000: signature or words.
BUSY, CLOSED = (130101, 410100, -1, 33), (300001, 300005, 310000, 40035)


@channel("钉钉", **ROWS["钉钉"])
def dingtalk(parcel: Parcel, means: Means) -> Receipt:
    """Tell a unit's group that a paper has come, calling its contact by phone."""
    url = (
        f"{base_address(means, ADDRESS)}?access_token={quote_plus(required(means, '令牌环境变量'))}"
    )
    secret = means.secret("密钥环境变量")
    if secret:
        moment = round(means.now().timestamp() * 1000)
        url += f"&timestamp={moment}&sign={quote_plus(sign(moment, secret))}"
    body: dict[str, object] = {"msgtype": "text", "text": {"content": cut(parcel.note, 15_000)}}
    if parcel.mentions:
        body["at"] = {"atMobiles": list(parcel.mentions), "isAtAll": False}
    return tell(parcel, means, url, body, busy=BUSY, closed=CLOSED)


def sign(moment: int, secret: str) -> str:
    """Return the signature of a moment (milliseconds since 1970)."""
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")
