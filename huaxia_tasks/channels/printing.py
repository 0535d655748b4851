"""打印: all papers of a run in one file for the printer."""

from __future__ import annotations

from ..model import Receipt
from ..placing import place
from ..registry import channel
from ..wording import refused
from ._parcel import Means, Parcel
from ._rows import ROWS


@channel("打印", per="run", repeatable=True, **ROWS["打印"])
def printing(parcel: Parcel, means: Means) -> Receipt:
    """Put the bound file under 发出/打印."""
    means.about_to_send()
    folder = means.root / "发出" / "打印"
    for file in parcel.files:
        try:
            place(folder / file.name, file.data, replace=True)
        except OSError as error:
            return parcel.receipt("retry", f"打印合订本没有写成（{refused(error)}）")
    return parcel.receipt("sent", f"发出/打印/{parcel.files[0].name}" if parcel.files else "")
