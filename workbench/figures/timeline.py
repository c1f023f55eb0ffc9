"""Counts over time: one plotly Figure whose traces stay the same in number and order, so that a widget can update it."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.figures import DASHES, MARKERS, PALETTE, PATTERNS, SCALE, graph_objects, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Actors drawn as lines, bars or small multiples; with more, the figure is a heat map of the most named.
SLOTS = 8
#: Rows of the heat map, and vague dates drawn, at most.
ROWS = 40
STYLES = ("auto", "lines", "bars", "multiples", "heat")
#: frequency -> plotly's xperiod, pandas' offset, the step to the next period, how a period is written
FREQUENCIES = {
    "day": (86_400_000, "D", {"days": 1}, "%d %b %Y"), "week": (604_800_000, "W-MON", {"weeks": 1}, "week of %d %b %Y"),
    "month": ("M1", "MS", {"months": 1}, "%B %Y"), "year": ("M12", "YS", {"years": 1}, "%Y"),
}
#: A peak is weak when so few articles stand behind it.
FEW = 2


def timeline(counts: pd.DataFrame, undated: pd.DataFrame | None = None, *, frequency: str = "month", by: str = "mentions",
             style: str = "auto", title: str = "", spans: pd.DataFrame | None = None, outside: tuple[int, int] = (0, 0)) -> "go.Figure":
    """How often actors are named over time.

    Parameters
    ----------
    counts
        Columns entity_id, name, period (datetime64, start of the period), count and, if there, articles: in how many
        articles, for the mark of weak evidence. ``count`` is a share (0 to 1) where ``by`` is "share".
    undated
        Columns entity_id, name, count: what has no date stands in a bin of its own, and is never left out.
    frequency
        day, week, month or year.
    by
        What is counted, for the axis: mentions, articles, stories or share.
    style
        "lines", "bars", "multiples" (a row for each actor), "heat", or "auto": bars for up to twelve periods or where most
        are empty, lines for others, heat for more than :data:`SLOTS` actors.
    title
        Words above the figure.
    spans
        Columns entity_id, name, date_from, date_to (datetime64, inclusive), count: vague dates such as "2019" or "early April",
        drawn below as long as they are, since a point would claim too much.
    outside
        How many statements lie before and after what is drawn: it is said above.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces, always in this order: :data:`SLOTS` lines, :data:`SLOTS` bars, :data:`SLOTS` bars of the undated, a heat map, its
        column of the undated, the spans. Each point's ``customdata`` is [entity_id, first day, last day] as ISO dates, empty
        where undated, so that a click can be turned into a clause.

    Raises
    ------
    ValueError
        If the frequency or style is not known.
    """
    go = graph_objects()

    return go.Figure(timeline_parts(counts, undated, frequency=frequency, by=by, style=style, title=title, spans=spans, outside=outside))


def timeline_parts(counts: pd.DataFrame, undated: pd.DataFrame | None = None, *, frequency: str = "month", by: str = "mentions",
                   style: str = "auto", title: str = "", spans: pd.DataFrame | None = None, outside: tuple[int, int] = (0, 0)) -> dict:
    """The same as plain dicts, ``data`` and ``layout``: plotly's own check of a figure takes longer than all the rest of a click."""
    if frequency not in FREQUENCIES:
        raise ValueError(f"no frequency {frequency!r}; there are {', '.join(FREQUENCIES)}")
    if style not in STYLES:
        raise ValueError(f"no style {style!r}; there are {', '.join(STYLES)}")
    undated = counts.iloc[:0][["entity_id", "name", "count"]] if undated is None else undated
    order, wide = _order(counts, undated), _wide(counts, frequency)
    if style == "auto":
        sparse = 0 < len(wide) <= 240 and (wide > 0).to_numpy().mean() < 0.4  # lines between so many zeros would be spikes
        style = "heat" if len(order) > SLOTS else "bars" if len(wide) <= 12 or sparse else "lines"
    slots = list(order.items())[:SLOTS] if style != "heat" else []
    drawn = {"multiples": "bars" if len(wide) <= 240 else "lines"}.get(style, style)
    few, missing = _few(counts, wide, by), undated.groupby("entity_id")["count"].sum()
    vague = _lanes(spans, PALETTE[0] if not slots else dict(zip((e for e, _ in slots), PALETTE, strict=False)))
    layout = _layout(by, title, style, bool((missing > 0).any()), frequency, wide.index, len(slots), vague)
    # Bars beside each other or, where they would be too thin, on top of each other.
    stacked = style == "bars" and len(wide) * len(slots) > 60
    layout["barmode"] = "stack" if stacked else "group"
    if any(outside):
        said = " and ".join(f"{n:,} {word}" for n, word in zip(outside, ("earlier", "later"), strict=True) if n)
        layout["annotations"].append({"text": f"{said}, not drawn", "xref": "x domain", "yref": "paper", "x": 1, "y": 1,
                                      "xanchor": "right", "yanchor": "top", "showarrow": False, "font": {"size": 11}})
    if style in ("lines", "bars", "multiples"):
        _fit(layout, wide, missing, [entity_id for entity_id, _ in slots], stacked, by, style == "multiples")
    highest = (wide.sum(axis=1) if stacked else wide).to_numpy().max(initial=0)
    if by != "share" and highest < 6:  # whole numbers only
        for axis in ("yaxis", *(f"yaxis{slot + 3}" for slot in range(SLOTS))):
            layout[axis]["dtick"] = 1
    if 0 < len(wide) <= 8:  # one mark a period, not two
        layout["xaxis"]["dtick"] = FREQUENCIES[frequency][0]
    if style == "multiples":
        _titles(layout, slots)
    if style == "heat":
        top = wide.reindex(columns=list(order)[:ROWS], fill_value=0).to_numpy().max(initial=0)
        layout["coloraxis"]["cmax"] = float(top or missing.max() or 1)  # a tall bin of the undated does not pale the rest
        layout["height"] = max(320, 90 + 18 * min(len(order), ROWS))
    when = _told(tuple(wide.index), frequency)
    traces = []
    for kind in ("lines", "bars", "undated"):
        for slot in range(SLOTS):
            entity_id, name = slots[slot] if slot < len(slots) else ("", "")
            used = bool(entity_id and (kind == drawn or kind == "undated" and missing.get(entity_id, 0) > 0))
            axis = f"y{slot + 3}" if style == "multiples" else "y"
            traces.append(_trace(kind, slot, entity_id, name, wide, when, few, missing, used, frequency, by, axis, stacked))
    traces += _heat(order if style == "heat" else {}, wide, when, missing, frequency, by)
    traces.append(vague | {"type": "bar", "orientation": "h", "yaxis": "y11", "showlegend": False, "textposition": "none", "name": "",
                           "visible": bool(vague["x"]), "hovertemplate": "%{text}<extra></extra>"})
    return {"data": traces, "layout": layout}


def _order(counts: pd.DataFrame, undated: pd.DataFrame) -> dict[str, str]:
    """entity_id -> name, most named first."""
    both = pd.concat([counts[["entity_id", "name", "count"]], undated[["entity_id", "name", "count"]]])
    which, ids = pd.factorize(both["entity_id"].array)
    total, first = np.bincount(which, both["count"], minlength=len(ids)), np.unique(which, return_index=True)[1]
    names = both["name"].array[first].tolist()
    return {ids[k]: names[k] for k in sorted(range(len(ids)), key=lambda k: (-total[k], names[k]))}


def _wide(counts: pd.DataFrame, frequency: str) -> pd.DataFrame:
    """Periods by actors, with the empty periods in between as zero; a single period gets neighbours, so that it looks like one."""
    if counts.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([]))
    wide = _crossed(counts, "count")
    every = _every(wide.index[0], wide.index[-1], len(wide) == 1, frequency)
    return wide if every.equals(wide.index) else wide.reindex(every.union(wide.index), fill_value=0)


def _crossed(counts: pd.DataFrame, value: str) -> pd.DataFrame:
    """Sums by period and actor; a pivot table of pandas takes ten times as long."""
    when, periods = pd.factorize(counts["period"], sort=True)
    which, ids = pd.factorize(counts["entity_id"].array, sort=True)
    sums = np.bincount(when * len(ids) + which, counts[value], minlength=len(periods) * len(ids)).reshape(len(periods), len(ids))
    return pd.DataFrame(sums.astype(counts[value].dtype), pd.DatetimeIndex(periods), pd.Index(ids, dtype="str"))


@lru_cache(maxsize=64)
def _every(first: pd.Timestamp, last: pd.Timestamp, alone: bool, frequency: str) -> pd.DatetimeIndex:
    """The periods from one to another, with a neighbour on either side where it is a single one."""
    around = pd.DateOffset(**FREQUENCIES[frequency][2]) if alone else pd.Timedelta(0)
    return pd.date_range(first - around, last + around, freq=FREQUENCIES[frequency][1])


def _few(counts: pd.DataFrame, wide: pd.DataFrame, by: str) -> pd.DataFrame:
    """Whether a period is high for its actor (half of the peak and more) though few articles stand behind it, or it is a share of few."""
    if "articles" not in counts or wide.empty:
        return pd.DataFrame(False, index=wide.index, columns=wide.columns)
    articles = _crossed(counts, "articles").reindex(index=wide.index, columns=wide.columns, fill_value=0).to_numpy()
    height = wide.to_numpy()
    few = (articles > 0) & (articles <= FEW) & (height > (0 if by == "share" else articles)) & (height >= height.max(axis=0) / 2)
    return pd.DataFrame(few, wide.index, wide.columns)


@lru_cache(maxsize=64)
def _told(periods: tuple[pd.Timestamp, ...], frequency: str) -> tuple[list[str], list[str], list[str]]:
    """Each period's first day, its name, and its last day: the same at every click."""
    periods = pd.DatetimeIndex(periods)
    last = periods + pd.DateOffset(**FREQUENCIES[frequency][2]) - pd.Timedelta(days=1)
    return periods.strftime("%Y-%m-%d").tolist(), _written(periods, frequency), last.strftime("%Y-%m-%d").tolist()


def _written(periods: pd.DatetimeIndex, frequency: str) -> list[str]:
    return periods.strftime(FREQUENCIES[frequency][3]).str.replace(r"\b0(\d )", r"\1", regex=True).tolist()


def _trace(kind, slot, entity_id, name, wide, when, few, missing, used, frequency, by, axis, stacked) -> dict:
    """One actor's lines, bars or bar of the undated; empty where its slot is not used."""
    color = PALETTE[slot]
    number = "%{y:.1%}" if by == "share" else "%{y:,}"
    shared = {"name": plot_text(name), "legendgroup": str(slot), "visible": used, "yaxis": axis}
    own = "0" if axis != "y" or stacked and kind == "bars" else str(slot)  # the few bars of the undated stand beside each other
    if kind == "undated":
        return shared | {
            "type": "bar", "x": ["undated"] if used else [], "y": [float(missing[entity_id])] if used else [], "xaxis": "x2",
            "showlegend": False, "customdata": [[entity_id, "", ""]] if used else [], "offsetgroup": own,
            "marker": {"color": color, "pattern": {"shape": PATTERNS[slot]}, "line": {"color": color, "width": 1}, "opacity": 0.75},
            "hovertemplate": f"undated: {number} {_unit(by)}<extra>%{{fullData.name}}</extra>"}
    drawn = used and entity_id in wide
    xs, words, lasts = when if drawn else ([], [], [])
    weak = few[entity_id].tolist() if drawn and entity_id in few else [False] * len(xs)
    shared |= {"x": xs, "y": wide[entity_id].tolist() if drawn else [], "xperiodalignment": "middle", "xperiod": FREQUENCIES[frequency][0],
               "customdata": [[entity_id, first, last] for first, last in zip(xs, lasts, strict=True)],
               "text": [w + f"<br>few articles behind this ({FEW} or fewer)" * flag for w, flag in zip(words, weak, strict=True)],
               "hovertemplate": f"%{{text}}: {number} {_unit(by)}<extra>%{{fullData.name}}</extra>"}
    if kind == "bars":
        return shared | {"type": "bar", "offsetgroup": own, "textposition": "none", "marker": {
            "color": color, "pattern": {"shape": PATTERNS[slot], "fillmode": "overlay"}, "line": {"color": color, "width": 1},
            "opacity": [0.45 if flag else 0.9 for flag in weak] if any(weak) else 0.9}}
    return shared | {"type": "scatter", "mode": "lines+markers" if len(xs) <= 120 else "lines",
                     "line": {"color": color, "dash": DASHES[slot], "width": 2},
                     "marker": {"symbol": [MARKERS[slot] + "-open" * flag for flag in weak] if any(weak) else MARKERS[slot],
                                "size": [11 if flag else 6 for flag in weak] if any(weak) else 6, "color": color}}


def _heat(order, wide, when, missing, frequency, by) -> list[dict]:
    """The heat map and beside it its column of the undated, most named on top."""
    ids = list(order)[:ROWS][::-1]
    names = [plot_text(order[entity_id]) for entity_id in ids]
    xs, words, lasts = when if ids else ([], [], [])
    edges = [*xs, _range(wide.index, frequency)[1]] if xs else []
    late = [float(missing.get(entity_id, 0)) for entity_id in ids]
    number = "%{z:.1%}" if by == "share" else "%{z:,}"
    shared = {"type": "heatmap", "y": names, "yaxis": "y2", "coloraxis": "coloraxis", "xgap": int(len(xs) <= 60), "ygap": 1, "name": ""}
    return [
        shared | {"x": edges, "z": wide.reindex(columns=ids, fill_value=0).T.to_numpy().tolist() if xs else [], "visible": bool(xs),
                  "customdata": [[[entity_id, first, last] for first, last in zip(xs, lasts, strict=True)] for entity_id in ids],
                  "text": [words for _ in ids], "hovertemplate": f"%{{y}}<br>%{{text}}: {number} {_unit(by)}<extra></extra>"},
        shared | {"x": ["undated"] if ids else [], "z": [[v] for v in late], "visible": any(late), "xaxis": "x2",
                  "customdata": [[[entity_id, "", ""]] for entity_id in ids],
                  "hovertemplate": f"%{{y}}<br>undated: {number} {_unit(by)}<extra></extra>"}]


def _lanes(spans: pd.DataFrame | None, colors: dict[str, str] | str) -> dict:
    """Vague dates as horizontal bars, packed into as few lanes as they need, longest first."""
    empty = {"x": [], "y": [], "base": [], "text": [], "customdata": [], "width": [], "offset": [], "marker": {"color": []}}
    if spans is None or spans.empty:
        return empty
    chosen = spans.sort_values(["count", "date_from", "name"], ascending=[False, True, True], kind="stable").head(ROWS)
    chosen = chosen.sort_values(["date_from", "date_to", "name"], kind="stable")
    ends: list[pd.Timestamp] = []
    for row in chosen.itertuples(index=False):
        after = row.date_to + pd.Timedelta(days=1)
        lane = next((k for k, end in enumerate(ends) if end <= row.date_from), len(ends))
        ends[lane:lane + 1] = [after]
        first, last = f"{row.date_from:%Y-%m-%d}", f"{row.date_to:%Y-%m-%d}"
        empty["x"].append((after - row.date_from) / pd.Timedelta(milliseconds=1))
        empty["y"].append(-lane)
        empty["base"].append(first)
        empty["text"].append(f"{plot_text(row.name)}: {row.count:,} between {first} and {last}")
        empty["customdata"].append([row.entity_id, first, last])
        empty["marker"]["color"].append(colors if isinstance(colors, str) else colors.get(row.entity_id, "#5f5f5f"))
    return empty | {"width": [0.7] * len(empty["x"]), "offset": [-0.35] * len(empty["x"]), "opacity": 0.55}


def _unit(by: str) -> str:
    return {"share": "of all articles"}.get(by, by)


def _layout(by: str, title: str, style: str, undated: bool, frequency: str, periods: pd.DatetimeIndex, slots: int, vague: dict) -> dict:
    grid = "rgba(128,128,128,0.25)"
    dates = {"day": "%-d %b\n%Y", "week": "%-d %b\n%Y", "month": "%b\n%Y", "year": "%Y"}[frequency]
    strip = min(0.3, 0.06 * (1 - min(vague["y"], default=1))) if vague["x"] else 0
    bottom = strip + 0.09 if strip else 0
    counted = {"rangemode": "tozero", "gridcolor": grid, "fixedrange": True, "tickformat": ".0%" if by == "share" else "d", "nticks": 6,
               "zerolinecolor": grid}
    made = {
        "title": {"text": plot_text(title)}, "margin": {"l": 50, "r": 20, "t": 40 if title else 16, "b": 40}, "barmode": "group",
        "height": max(320, 60 + 70 * slots) if style == "multiples" else 320, "hovermode": "closest", "dragmode": "select",
        "selectdirection": "h", "bargap": 0.15, "uirevision": "timeline", "clickmode": "event",
        "showlegend": style not in ("heat", "multiples"),
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, "font": {"size": 12, "color": "#767676"},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"type": "date", "domain": [0, 0.9 if undated else 1], "gridcolor": grid, "tickformat": dates, "title": {"text": ""},
                  "range": _range(periods, frequency), "anchor": "free", "position": 0, "visible": bool(len(periods) or vague["x"])},
        "xaxis2": {"type": "category", "domain": [0.92, 1], "visible": undated, "fixedrange": True, "anchor": "free", "position": 0},
        "yaxis": counted | {"visible": style in ("lines", "bars"), "domain": [bottom, 1], "title": {"text": _axis(by)}},
        "yaxis2": {"overlaying": "y", "showgrid": False, "visible": style == "heat", "automargin": style == "heat", "fixedrange": True,
                   "type": "category", "dtick": 1},
        "coloraxis": {"colorscale": SCALE, "cmin": 0, "showscale": style == "heat",
                      "colorbar": {"title": {"text": _axis(by), "side": "right"}, "thickness": 12, "x": 1.02,
                                   "tickformat": ".0%" if by == "share" else "d"}},
        "yaxis11": {"domain": [0, strip] if strip else [0, 0.01], "visible": False, "fixedrange": True},
        "annotations": [],
    }
    if not len(periods):
        made["annotations"].append({"text": "Nothing dated to show", "xref": "paper", "yref": "paper", "x": 0.45, "y": 0.5,
                                    "showarrow": False})
        made["yaxis"] |= {"showticklabels": undated, "showgrid": undated}
    if strip:
        made["annotations"].append({"text": "vague dates", "xref": "paper", "yref": "paper", "x": 0, "y": strip, "xanchor": "left",
                                    "yanchor": "bottom", "showarrow": False, "font": {"size": 10}})
    each = (1 - bottom) / max(1, slots)
    for slot in range(SLOTS):
        used = style == "multiples" and slot < slots
        top = 1 - slot * each
        domain = [max(0, top - 0.82 * each), top] if used else [0, 0.01]
        # All rows have one scale, so that heights can be compared.
        made[f"yaxis{slot + 3}"] = counted | {"visible": used, "domain": domain, "matches": "y3" if slot else None, "nticks": 3}
    return made


def _fit(layout: dict, wide: pd.DataFrame, missing: pd.Series, ids: list[str], stacked: bool, by: str, rows_each: bool) -> None:
    """A tall bin of the undated does not flatten the rest: it is cut at the top, and its number stands there."""
    dated, late = wide.reindex(columns=ids, fill_value=0), missing.reindex(ids, fill_value=0)
    if not late.sum():
        return
    top = (dated.sum(axis=1) if stacked else dated).to_numpy().max(initial=0)
    if not top or late.max() <= 1.5 * top:
        return
    for axis in ("yaxis", *(f"yaxis{slot + 3}" for slot in range(SLOTS))):
        layout[axis] |= {"range": [0, 1.2 * top]}
    rows = {f"yaxis{slot + 3}": late[entity_id] for slot, entity_id in enumerate(ids)} if rows_each else {"yaxis": late.sum()}
    for axis, number in rows.items():
        if number > 1.2 * top:
            layout["annotations"].append({"text": format(number, ".0%" if by == "share" else ",.0f") + " ↑", "xref": "x2", "x": "undated",
                                          "yref": "paper", "y": layout[axis]["domain"][1], "yanchor": "bottom", "showarrow": False,
                                          "font": {"size": 11}})


def _titles(layout: dict, slots: list[tuple[str, str]]) -> None:
    """Each row's name in the row itself: nothing to look up."""
    for slot, (_, name) in enumerate(slots):
        layout["annotations"].append({"text": plot_text(name), "xref": "paper", "x": 0.005, "xanchor": "left", "yref": "paper",
                                      "y": layout[f"yaxis{slot + 3}"]["domain"][1], "yanchor": "top", "showarrow": False})


def _range(periods: pd.DatetimeIndex, frequency: str) -> list[str] | None:
    """From the first day of the first period to past the last."""
    if not len(periods):
        return None
    return [f"{periods.min():%Y-%m-%d}", f"{periods.max() + pd.DateOffset(**FREQUENCIES[frequency][2]):%Y-%m-%d}"]


def _axis(by: str) -> str:
    return "share of articles" if by == "share" else by


def timeline_summary(counts: pd.DataFrame, undated: pd.DataFrame | None = None, frequency: str = "month", *, by: str = "mentions") -> str:
    """What the timeline shows, in words: how much, from when to when, each actor's peak, and what has no date."""
    late = 0 if undated is None or undated.empty else undated["count"].sum()
    tail = f" {late:,.0f} undated." if late and by != "share" else ""
    shown = counts[counts["count"] > 0]
    if shown.empty:
        return "Nothing dated to show." + tail
    which, ids = pd.factorize(shown["entity_id"].array)
    totals, count, period = np.bincount(which, shown["count"]), shown["count"].to_numpy(), shown["period"].to_numpy()
    order = np.lexsort([period, -count])
    peak = order[np.unique(which[order], return_index=True)[1]]  # the row of each actor's peak, the earliest of equals
    names = shown["name"].array[peak].tolist()
    most = sorted(range(len(ids)), key=lambda k: (-totals[k], names[k]))[:SLOTS]
    share = by == "share"
    *written, first, last = _written(pd.DatetimeIndex([*period[peak[most]], period.min(), period.max()]), frequency)
    parts = [f"{names[k]}: {'' if share else f'{totals[k]:,.0f}, '}most in {when} ({format(count[peak[k]], '.1%' if share else ',.0f')})"
             for k, when in zip(most, written, strict=True)]
    span = first if first == last else f"{first} to {last}"
    more = len(ids) - len(most)
    parts += [f"and {more:,} more"] * (more > 0)
    return f"{by[:1].upper()}{by[1:]} by {frequency}, {span}. {'; '.join(parts)}.{tail}"
