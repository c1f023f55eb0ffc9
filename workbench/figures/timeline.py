"""Counts over time: one plotly Figure whose traces stay the same in number and order, so that a widget can update it."""

from typing import TYPE_CHECKING

import pandas as pd

from workbench.figures import DASHES, MARKERS, PALETTE, PATTERNS, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Actors drawn as lines or bars; with more, the figure is a heat map of the most named.
SLOTS = 8
#: Rows of the heat map at most.
ROWS = 40
#: frequency -> plotly's xperiod, pandas' offset, how a period is written
FREQUENCIES = {
    "day": (86_400_000, "D", "%-d %b %Y"), "week": (604_800_000, "W-MON", "week of %-d %b %Y"),
    "month": ("M1", "MS", "%B %Y"), "year": ("M12", "YS", "%Y"),
}
#: A peak is weak when so few articles stand behind it.
FEW = 2


def timeline(counts: pd.DataFrame, undated: pd.DataFrame | None = None, *, frequency: str = "month", by: str = "mentions",
             style: str = "auto", title: str = "") -> "go.Figure":
    """How often actors are named over time.

    Parameters
    ----------
    counts
        Columns entity_id, name, period (datetime64, start of the period), count and, if there, articles: in how many
        articles, for the mark of weak evidence. ``count`` may be a share (0 to 1) where ``by`` is "share".
    undated
        Columns entity_id, name, count: what has no date stands in a bin of its own, and is never left out.
    frequency
        day, week, month or year.
    by
        What is counted, for the axis: mentions, articles, stories or share.
    style
        "lines", "bars", "heat" or "auto": bars for up to twelve periods, lines beyond, heat for more than :data:`SLOTS` actors.
    title
        Words above the figure.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces, always in this order: :data:`SLOTS` lines, :data:`SLOTS` bars, :data:`SLOTS` bars of the undated, one heat
        map, one bar per row of the undated beside it. Each point's ``customdata`` is [entity_id, period as ISO date or "",
        period's last day], so that a click can be turned into a clause.

    Raises
    ------
    ValueError
        If the frequency or style is not known.
    """
    import plotly.graph_objects as go

    if frequency not in FREQUENCIES:
        raise ValueError(f"no frequency {frequency!r}; there are {', '.join(FREQUENCIES)}")
    if style not in ("auto", "lines", "bars", "heat"):
        raise ValueError(f"no style {style!r}; there are auto, lines, bars, heat")
    undated = counts.iloc[:0][["entity_id", "name", "count"]] if undated is None else undated
    order = _order(counts, undated)
    wide = _wide(counts, frequency)
    if style == "auto":
        style = "heat" if len(order) > SLOTS else "bars" if len(wide) <= 12 else "lines"
    figure = go.Figure(layout=_layout(by, title, style, bool(len(undated)), frequency))
    few = _few(counts, wide)
    slots = list(order.items())[:SLOTS] if style != "heat" else []
    missing = undated.groupby("entity_id")["count"].sum()
    for kind in ("lines", "bars", "undated"):
        for slot in range(SLOTS):
            entity_id, name = slots[slot] if slot < len(slots) else ("", "")
            used = bool(entity_id) and (kind == style or kind == "undated" and entity_id in missing.index)
            figure.add_trace(_trace(kind, slot, entity_id, name, wide, few, missing, used, frequency, by))
    for trace in _heat(order if style == "heat" else {}, wide, missing, frequency, by):
        figure.add_trace(trace)
    return figure


def _order(counts: pd.DataFrame, undated: pd.DataFrame) -> dict[str, str]:
    """entity_id -> name, most named first."""
    both = pd.concat([counts[["entity_id", "name", "count"]], undated[["entity_id", "name", "count"]]])
    total = both.groupby(["entity_id", "name"], as_index=False)["count"].sum()
    total = total.sort_values(["count", "name"], ascending=[False, True], kind="stable").drop_duplicates("entity_id")
    return dict(zip(total["entity_id"], total["name"], strict=True))


def _wide(counts: pd.DataFrame, frequency: str, value: str = "count") -> pd.DataFrame:
    """Periods by actors, with the empty periods in between as zero."""
    if counts.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([]))
    wide = counts.pivot_table(index="period", columns="entity_id", values=value, aggfunc="sum", fill_value=0)
    every = pd.date_range(wide.index.min(), wide.index.max(), freq=FREQUENCIES[frequency][1])
    return wide.reindex(every.union(wide.index), fill_value=0)


def _few(counts: pd.DataFrame, wide: pd.DataFrame) -> pd.DataFrame:
    """Whether a period is high for its actor (half of the peak and more) though few articles stand behind it."""
    if "articles" not in counts or wide.empty:
        return pd.DataFrame(False, index=wide.index, columns=wide.columns)
    articles = counts.pivot_table(index="period", columns="entity_id", values="articles", aggfunc="sum", fill_value=0)
    articles = articles.reindex(index=wide.index, columns=wide.columns, fill_value=0)
    return (articles > 0) & (articles <= FEW) & (wide > FEW) & (wide >= wide.max() / 2)


def _last(periods: pd.DatetimeIndex, frequency: str) -> pd.Index:
    step = {"day": pd.DateOffset(days=1), "week": pd.DateOffset(weeks=1), "month": pd.DateOffset(months=1), "year": pd.DateOffset(years=1)}
    return (periods + step[frequency] - pd.Timedelta(days=1)).strftime("%Y-%m-%d")


def _trace(kind, slot, entity_id, name, wide, few, missing, used, frequency, by):
    import plotly.graph_objects as go

    shared = {"name": plot_text(name), "legendgroup": str(slot), "visible": used}
    color = PALETTE[slot]
    number = "%{y:.1%}" if by == "share" else "%{y:,}"
    if kind == "undated":
        return go.Bar(**shared, x=["undated"] if used else [], y=[float(missing[entity_id])] if used else [], xaxis="x2", showlegend=False,
                      customdata=[[entity_id, "", ""]] if used else [], offsetgroup=str(slot), width=None,
                      marker={"color": color, "pattern": {"shape": PATTERNS[slot]}, "line": {"color": color, "width": 1}, "opacity": 0.75},
                      hovertemplate=f"undated: {number} {_unit(by)}<extra>%{{fullData.name}}</extra>")
    used_periods = wide.index if used and entity_id in wide else wide.index[:0]
    xs = used_periods.strftime("%Y-%m-%d").tolist()
    ys = wide[entity_id].tolist() if len(xs) else []
    words = used_periods.strftime(FREQUENCIES[frequency][2]).tolist()
    weak = few[entity_id].tolist() if len(xs) and entity_id in few else [False] * len(xs)
    text = [w + (f"<br>few articles behind this ({FEW} or fewer)" if flag else "") for w, flag in zip(words, weak, strict=True)]
    custom = [[entity_id, x, last] for x, last in zip(xs, _last(used_periods, frequency), strict=True)]
    shared |= {"x": xs, "y": ys, "text": text, "customdata": custom, "xperiod": FREQUENCIES[frequency][0], "xperiodalignment": "middle",
               "hovertemplate": f"%{{text}}: {number} {_unit(by)}<extra>%{{fullData.name}}</extra>"}
    if kind == "bars":
        return go.Bar(**shared, offsetgroup=str(slot), textposition="none", marker={
            "color": color, "pattern": {"shape": PATTERNS[slot], "fillmode": "overlay"}, "line": {"color": color, "width": 1},
            "opacity": [0.45 if flag else 0.9 for flag in weak]})
    symbols = [MARKERS[slot] + ("-open" if flag else "") for flag in weak]
    mode = "lines+markers" if len(xs) <= 120 else "lines"
    sizes = [11 if flag else 6 for flag in weak]
    return go.Scatter(**shared, mode=mode, line={"color": color, "dash": DASHES[slot], "width": 2},
                      marker={"symbol": symbols, "size": sizes, "color": color})


def _heat(order, wide, missing, frequency, by):
    import plotly.graph_objects as go

    ids = list(order)[:ROWS][::-1]
    names = [plot_text(order[entity_id]) for entity_id in ids]
    xs = wide.index.strftime("%Y-%m-%d").tolist() if ids else []
    table = wide.reindex(columns=ids, fill_value=0)
    last = list(_last(wide.index, frequency))
    words = wide.index.strftime(FREQUENCIES[frequency][2]).tolist()
    z = table.T.to_numpy().tolist() if ids else []
    scale = [[0, "rgba(0,114,178,0.04)"], [0.2, "#9ecae1"], [0.6, "#3182bd"], [1, "#08306b"]]
    yield go.Heatmap(x=xs, y=names, z=z, visible=bool(ids), yaxis="y2", colorscale=scale, xgap=1, ygap=1, name="",
                     customdata=[[[entity_id, x, end] for x, end in zip(xs, last, strict=True)] for entity_id in ids],
                     text=[words for _ in ids], hovertemplate=f"%{{y}}<br>%{{text}}: %{{z:,}} {_unit(by)}<extra></extra>",
                     colorbar={"title": {"text": _unit(by), "side": "right"}, "thickness": 12, "x": 1.02}, zmin=0,
                     **({"xperiod": FREQUENCIES[frequency][0], "xperiodalignment": "middle"} if ids else {}))
    late = [int(missing.get(entity_id, 0)) for entity_id in ids]
    yield go.Heatmap(x=["undated"] if ids else [], y=names, z=[[v] for v in late], visible=bool(ids) and any(late), xaxis="x2", yaxis="y2",
                     colorscale=scale, showscale=False, zmin=0, customdata=[[[entity_id, "", ""]] for entity_id in ids], name="",
                     hovertemplate=f"%{{y}}<br>undated: %{{z:,}} {_unit(by)}<extra></extra>", xgap=1, ygap=1)


def _unit(by: str) -> str:
    return {"share": "of all articles"}.get(by, by)


def _layout(by: str, title: str, style: str, undated: bool, frequency: str) -> dict:
    grid = "rgba(128,128,128,0.25)"
    dates = {"day": "%-d %b\n%Y", "week": "%-d %b\n%Y", "month": "%b\n%Y", "year": "%Y"}[frequency]
    return {
        "title": {"text": plot_text(title)}, "margin": {"l": 50, "r": 20, "t": 40 if title else 16, "b": 40}, "height": 320,
        "barmode": "group", "hovermode": "closest", "dragmode": "select", "selectdirection": "h", "bargap": 0.15,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, "uirevision": "timeline", "clickmode": "event",
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"size": 12, "color": "#777"},
        "xaxis": {"type": "date", "domain": [0, 0.9 if undated else 1], "gridcolor": grid, "tickformat": dates, "title": {"text": ""}},
        "xaxis2": {"type": "category", "domain": [0.92, 1], "visible": undated, "fixedrange": True,
                   "anchor": "y2" if style == "heat" else "y"},
        "yaxis": {"rangemode": "tozero", "gridcolor": grid, "title": {"text": "share of articles" if by == "share" else by},
                  "visible": style != "heat", "fixedrange": True, "tickformat": ".0%" if by == "share" else "d"},
        "yaxis2": {"overlaying": "y", "visible": style == "heat", "automargin": True, "fixedrange": True, "type": "category"},
    }


def timeline_summary(counts: pd.DataFrame, undated: pd.DataFrame | None = None, frequency: str = "month", *, by: str = "mentions") -> str:
    """What the timeline shows, in words: how much, from when to when, each actor's peak, and what has no date."""
    form = FREQUENCIES[frequency][2]
    late = 0 if undated is None or undated.empty else undated["count"].sum()
    tail = f" {late:,.0f} undated." if late else ""
    shown = counts[counts["count"] > 0]
    if shown.empty:
        return "Nothing dated to show." + tail
    peaks = shown.sort_values(["count", "period"], ascending=[False, True], kind="stable").drop_duplicates("entity_id")
    totals = shown.groupby("entity_id")["count"].sum()
    rank = peaks["entity_id"].map(totals)
    peaks = peaks.assign(total=rank).sort_values(["total", "name"], ascending=[False, True], kind="stable").head(SLOTS)
    number = (lambda v: f"{v:.1%}") if by == "share" else (lambda v: f"{v:,.0f}")
    parts = [
        f"{name}: {'' if by == 'share' else number(total) + ', '}most in {period.strftime(form)} ({number(count)})"
        for name, total, period, count in zip(peaks["name"], peaks["total"], peaks["period"], peaks["count"], strict=True)]
    first, last = shown["period"].min().strftime(form), shown["period"].max().strftime(form)
    span = first if first == last else f"{first} to {last}"
    more = len(totals) - len(peaks)
    parts += [f"and {more:,} more"] * (more > 0)
    return f"{by[:1].upper()}{by[1:]} by {frequency}, {span}. {'; '.join(parts)}.{tail}"
