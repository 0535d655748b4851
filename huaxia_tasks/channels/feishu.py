"""飞书: a group robot with a signature (``code`` 0 is the only success)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote

from ..model import Receipt
from ..registry import channel
from ._parcel import Means, Parcel
from ._robot import required, tell
from ._rows import ROWS
from ._web import base_address, cut

ADDRESS = "https://open.feishu.cn/open-apis/bot/v2/hook"
#: 11232, 11233: too many calls.  19001, 19021, 19022, 19024: address, signature, place or words wrong.
BUSY, CLOSED = (11232, 11233), (19001, 19021, 19022, 19024)


@channel("飞书", **ROWS["飞书"])
def feishu(parcel: Parcel, means: Means) -> Receipt:
    """Tell a unit's group that a paper has come."""
    address = base_address(means, ADDRESS).rstrip("/")
    url = f"{address}/{quote(required(means, '令牌环境变量'), safe='')}"
    body: dict[str, object] = {"msg_type": "text", "content": {"text": cut(parcel.note, 15_000)}}
    secret = means.secret("密钥环境变量")
    if secret:
        moment = int(means.now().timestamp())
        body = {"timestamp": str(moment), "sign": sign(moment, secret), **body}
    return tell(parcel, means, url, body, busy=BUSY, closed=CLOSED)


def sign(moment: int, secret: str) -> str:
    """Return the signature of a moment (seconds since 1970)."""
    digest = hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")
