"""Dated statements in order: what happened when, as the articles say it, as a picture and as a list."""

from typing import TYPE_CHECKING

import pandas as pd

from workbench.figures import MARKERS, PALETTE, escape, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Statements drawn at most; the list beside the picture may hold more.
ROWS = 60
#: Characters of a sentence beside its mark.
WORDS = 90


def events(rows: pd.DataFrame, *, title: str = "") -> "go.Figure":
    """Dated statements from top to bottom in the order of their dates.

    Parameters
    ----------
    rows
        Columns document_id, start (code point of the time expression), date_from, date_to (datetime64, days, inclusive), text (the
        time expression), sentence and, if there, name and entity_id (whom it is about), publisher.
    title
        Words above the figure.

    Returns
    -------
    plotly.graph_objects.Figure
        Two traces, always: spans (bars as long as the date is vague) and days (markers). ``customdata`` is [document_id, start,
        first day, last day]. Statements whose date is not resolved are counted below, see :func:`event_list`.
    """
    import plotly.graph_objects as go

    dated = _ordered(rows)
    shown, late = dated.head(ROWS), len(rows) - len(dated)
    place = pd.Series(range(len(shown)), index=shown.index)
    colors = _colors(shown)
    vague = shown["date_to"] > shown["date_from"]
    layout = _layout(len(shown), title)
    notes = [f"{number:,} {words}" for number, words in ((len(dated) - len(shown), "more"), (late, "without a resolved date")) if number]
    # The words stand to the right of their mark, in the first half of the time shown; to the left in the second.
    middle = shown["date_from"].min() + (shown["date_to"].max() - shown["date_from"].min()) / 2 if len(shown) else None
    for k, row in zip(place, shown.itertuples(index=False), strict=True):
        left = row.date_from > middle
        beside = row.date_from if left else row.date_to + pd.Timedelta(days=1)
        layout["annotations"].append({
            "x": f"{beside:%Y-%m-%d}", "y": k, "xanchor": "right" if left else "left", "xshift": -9 if left else 9,
            "text": plot_text(_short(row.sentence)), "showarrow": False, "font": {"size": 11}})
    if notes:
        layout["annotations"].append({"text": "; ".join(notes), "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left",
                                      "yanchor": "bottom", "showarrow": False, "font": {"size": 11}})
    return go.Figure(data=[_spans(shown[vague], place, colors), _days(shown[~vague], place, colors)], layout=layout)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    dated = rows[rows["date_from"].notna() & rows["date_to"].notna()]
    return dated.sort_values(["date_from", "date_to", "document_id", "start"], kind="stable").reset_index(drop=True)


def _colors(shown: pd.DataFrame) -> pd.Series:
    """A colour for each of the most frequent actors, grey for the others."""
    if "entity_id" not in shown:
        return pd.Series(PALETTE[0], index=shown.index)
    top = shown["entity_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:len(PALETTE) - 1]
    return shown["entity_id"].map(dict(zip(top, PALETTE, strict=False))).fillna(PALETTE[-1])


def _hover(part: pd.DataFrame) -> list[str]:
    names = part["name"] if "name" in part else pd.Series("", index=part.index)
    publishers = part["publisher"] if "publisher" in part else pd.Series("", index=part.index)
    return ["<br>".join(filter(None, (f"<b>{when}</b> (“{plot_text(text)}”)", plot_text(name), *_lines(sentence), plot_text(publisher))))
            for when, text, name, sentence, publisher in zip(_when(part), part["text"], names, part["sentence"], publishers, strict=True)]


def _lines(sentence: str) -> list[str]:
    """A sentence in lines of about 70 characters."""
    import textwrap

    return [plot_text(line) for line in textwrap.wrap(_short(sentence, 280), 70)]


def _short(sentence: str, most: int = WORDS) -> str:
    sentence = " ".join(str(sentence).split())
    return sentence if len(sentence) <= most else sentence[:most - 1].rsplit(" ", 1)[0] + " …"


def _when(part: pd.DataFrame) -> list[str]:
    """A day as a day; a whole month or year as such; else from and to."""
    made = []
    for first, last in zip(part["date_from"], part["date_to"], strict=True):
        first, last = first.normalize(), last.normalize()
        if first == last:
            made.append(f"{first.day} {first:%b %Y}")
        elif first.day == 1 and last == first + pd.offsets.MonthEnd(0):
            made.append(f"{first:%B %Y}")
        elif first.day_of_year == 1 and last == first + pd.offsets.YearEnd(0):
            made.append(f"{first:%Y}")
        else:
            made.append(f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}")
    return made


def _custom(part: pd.DataFrame) -> list[list]:
    return [[document, int(start), f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"]
            for document, start, first, last in zip(part["document_id"], part["start"], part["date_from"], part["date_to"], strict=True)]


def _spans(part: pd.DataFrame, place: pd.Series, colors: pd.Series) -> dict:
    long = (part["date_to"] - part["date_from"] + pd.Timedelta(days=1)) / pd.Timedelta(milliseconds=1)
    color = colors[part.index].tolist()
    return {"type": "bar", "orientation": "h", "name": "vague date", "base": part["date_from"].dt.strftime("%Y-%m-%d").tolist(),
            "x": long.tolist(), "y": place[part.index].tolist(), "width": [0.5] * len(part),
            "marker": {"color": color, "opacity": 0.45, "line": {"width": 2, "color": color}},
            "hovertext": _hover(part), "hoverinfo": "text", "customdata": _custom(part), "showlegend": False}


def _days(part: pd.DataFrame, place: pd.Series, colors: pd.Series) -> dict:
    return {"type": "scatter", "mode": "markers", "x": part["date_from"].dt.strftime("%Y-%m-%d").tolist(),
            "y": place[part.index].tolist(), "marker": {"color": colors[part.index].tolist(), "symbol": MARKERS[2], "size": 9},
            "hovertext": _hover(part), "hoverinfo": "text", "customdata": _custom(part), "name": "day", "showlegend": False}


def _layout(count: int, title: str) -> dict:
    grid = "rgba(128,128,128,0.25)"
    made = {"title": {"text": plot_text(title)}, "height": 90 + 24 * max(count, 4), "annotations": [], "uirevision": "events",
            "margin": {"l": 12, "r": 12, "t": 44 if title else 26, "b": 34}, "hovermode": "closest", "barmode": "overlay",
            "clickmode": "event", "xaxis": {"type": "date", "gridcolor": grid, "side": "bottom"},
            "yaxis": {"visible": False, "range": [max(count, 4) - 0.4, -0.6], "fixedrange": True},
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"size": 12, "color": "#767676"}}
    if not count:
        made["annotations"].append({"text": "No dated statement to show", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5,
                                    "showarrow": False})
    return made


def event_list(rows: pd.DataFrame, *, total: int | None = None) -> str:
    """The same statements as safe HTML, in order, those without a resolved date last.

    Each item's ``data-document`` and ``data-start`` say what to open, as in ``evidence``; ``total`` says how many there are where
    ``rows`` are the first of more.
    """
    if rows.empty:
        return '<p class="wb-evidence wb-empty">No statement with a date here. Clear a filter to see more.</p>'
    dated = _ordered(rows)
    vague = rows[rows["date_from"].isna() | rows["date_to"].isna()]
    when = [*(f'<time datetime="{first:%Y-%m-%d}">{words}</time>' for first, words in zip(dated["date_from"], _when(dated), strict=True)),
            *['<span class="wb-undated">no date resolved</span>'] * len(vague)]
    items = []
    for said, row in zip(when, pd.concat([dated, vague]).to_dict("records"), strict=True):
        parts = [said, escape(row.get("name")), f"said as “{escape(row['text'])}”", escape(row.get("publisher"))]
        items.append(f'<li data-document="{escape(row["document_id"])}" data-start="{int(row["start"])}">'
                     f'<div class="wb-head">{" · ".join(filter(None, parts))}</div>'
                     f'<div class="wb-sentence" dir="auto">{escape(row["sentence"])}</div></li>')
    total = len(rows) if total is None else total
    count = f"{total:,} dated statement{'s' * (total != 1)}" + (f", the first {len(rows):,} shown" if total > len(rows) else "")
    return f'<div class="wb-evidence wb-events"><p class="wb-count" role="status">{count}</p><ol>{"".join(items)}</ol></div>'
