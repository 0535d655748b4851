"""工作简报: problem, measure, result of what was done; good practice by name; what comes next."""

from __future__ import annotations

from .. import wording
from ..model import Briefing, Document, Edition, Snapshot
from ..registry import document
from ._charts import BY_PHASE, chart_traces, phase_chart
from ._count_traces import overall_traces
from ._letter import COMMON, letter_fields
from ._office import office_of, setting, whole
from ._progress import theme_traces, themes
from .circular import good_names, good_units, next_node, overall

KIND = "bulletin"
OWN = frozenset(
    {"综述", "事例", "好的做法", "好的做法序号", "下一步", "下一步序号", "编印", "期号",
     "图表"}
)  # fmt: skip


@document(KIND, name="工作简报", template="工作简报.docx", fields=COMMON | OWN, per="run")
def bulletin(briefing: Briefing) -> Document | None:
    """Return the 简报 of a period, None where nothing finished is worth telling."""
    snapshot, day = briefing.snapshot, briefing.snapshot.today
    told = themes(snapshot, snapshot.matters, whole(snapshot, "简报事例数", 6))
    if not told:
        return None
    fields = letter_fields(
        snapshot, KIND, title="工作简报", to=setting(snapshot, "简报报送", "校领导"), day=day
    )
    good = good_units(briefing)
    headings = ["综述", "事例", *(["好"] if good else []), "下一步"]
    number = {name: wording.chinese_number(i) for i, name in enumerate(headings, 1)}
    charts = {BY_PHASE: phase_chart(snapshot.plan, briefing.tally)}
    fields |= {
        "红头": office_of(snapshot).red,
        "期号": fields["发文字号"],
        "综述": overall(briefing.tally),
        "事例": [
            {"题": f"（{wording.chinese_number(i)}）{t.heading}。", "文": t.text}
            for i, t in enumerate(told, 1)
        ],
        "好的做法": good,
        "好的做法序号": number.get("好", ""),
        "下一步": next_node(snapshot) or _afterwards(snapshot),
        "下一步序号": number["下一步"],
        "编印": fields["署名"],
        "图表": charts,
    }
    return Document(
        kind=KIND,
        name="工作简报",
        template="工作简报.docx",
        unit=None,
        edition=Edition.INTERNAL,
        key=f"{KIND}|{snapshot.plan.key}|{day.isoformat()}",
        fields=fields,
        matters=tuple(topic.matter for theme in told for topic in theme.topics),
        traces=theme_traces("事例", told)
        | overall_traces("综述", snapshot, briefing.tally)
        | ({"好的做法": tuple(good_names(briefing))} if good else {})
        | chart_traces(charts, snapshot.matters),
    )


def _afterwards(snapshot: Snapshot) -> str:
    """Return what is left to do when every phase is over."""
    if any(m.is_open for m in snapshot.matters):
        return "对尚未办结的事项继续跟踪办理，办结一项、核实一项、销号一项。"
    return "各事项均已办结，请做好核实、销号和成果巩固工作，及时总结经验、建章立制。"
