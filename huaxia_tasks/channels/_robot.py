"""What the three robots share: what they are told, and what their answers mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..model import Receipt
from ._parcel import Means, Parcel, Unreachable
from ._secrets import redact
from ._web import Doubt, post


def tell(
    parcel: Parcel,
    means: Means,
    url: str,
    body: Mapping[str, object],
    *,
    busy: Collection[int],
    closed: Collection[int],
) -> Receipt:
    """Post a message and return the receipt.

    `busy` are the answers that ask for patience, `closed` those that mean that the robot is gone or
    the key is wrong: then nothing more is tried.
    """
    try:
        answer = post(means, url, body)
    except Doubt as doubt:
        return parcel.receipt("in_doubt", str(doubt))
    if answer.code == 0:
        return parcel.receipt("sent")
    said = redact(f"答复 {answer.code} {answer.text}".strip())
    if answer.code is None:
        return parcel.receipt("in_doubt", redact(answer.text))
    if answer.code in busy:
        raise Unreachable(f"机器人发得太快或正忙（{said}）")
    if answer.code in closed:
        raise Unreachable(f"机器人的密钥不对或已停用（{said}）")
    return parcel.receipt("refused", said)


def required(means: Means, setting: str) -> str:
    """Return a secret that the channel cannot do without.  Raises Unreachable where it is missing."""
    value = means.secret(setting)
    if not value:
        raise Unreachable(f"没有找到“{setting}”所指的环境变量")
    return value
