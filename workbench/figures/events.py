"""Dated statements in order: what happened when, as the articles say it, as a picture and as a list."""

from typing import TYPE_CHECKING

import pandas as pd

from workbench.figures import MARKERS, PALETTE, escape, graph_objects, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Statements drawn at most; the list beside the picture may hold more.
ROWS = 60
#: Characters of a sentence beside its mark.
WORDS = 80
#: Share of the width that the marks take; the words stand to the right of it.
MARKS = 0.24


def events(rows: pd.DataFrame, *, title: str = "", more: int = 0, late: int = 0, words: int = WORDS) -> "go.Figure":
    """Dated statements from top to bottom in the order of their dates.

    Parameters
    ----------
    rows
        Columns document_id, start (code point of the time expression), date_from, date_to (datetime64, days, inclusive), text (the
        time expression), sentence and, if there, name (whom it is about), publisher.
    title
        Words above the figure.
    more, late
        How many statements there are that are not among the rows: dated ones, and those without a resolved date.
    words
        Characters of a sentence beside its mark.

    Returns
    -------
    plotly.graph_objects.Figure
        Two traces, always: spans (bars as long as the date is vague) and days (markers). ``customdata`` is [document_id, start,
        first day, last day]. Statements whose date is not resolved are counted below, see :func:`event_list`.
    """
    go = graph_objects()

    dated = _ordered(rows)
    shown, more, late = dated.head(ROWS), more + max(0, len(dated) - ROWS), late + len(rows) - len(dated)
    place = pd.Series(range(len(shown)), index=shown.index)
    vague = shown["date_to"] > shown["date_from"]
    layout = _layout(len(shown), title)
    notes = [f"{number:,} {words}" for number, words in ((more, "more"), (late, "without a resolved date")) if number]
    for k, (when, sentence) in enumerate(zip(dates(shown), shown["sentence"], strict=True)):
        layout["annotations"].append({
            "xref": "paper", "x": MARKS + 0.02, "y": k, "xanchor": "left", "showarrow": False, "font": {"size": 11}, "align": "left",
            "text": f"<b>{plot_text(when)}</b>  {plot_text(_short(sentence, words + 11 - len(when)))}"})
    if notes:
        layout["annotations"].append({"text": "; ".join(notes), "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left",
                                      "yanchor": "bottom", "showarrow": False, "font": {"size": 11}})
    return go.Figure(data=[_spans(shown[vague], place), _days(shown[~vague], place)], layout=layout)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    dated = rows[rows["date_from"].notna() & rows["date_to"].notna()]
    return dated.sort_values(["date_from", "date_to", "document_id", "start"], kind="stable").reset_index(drop=True)


def _hover(part: pd.DataFrame) -> list[str]:
    names = part["name"] if "name" in part else pd.Series("", index=part.index)
    publishers = part["publisher"] if "publisher" in part else pd.Series("", index=part.index)
    return ["<br>".join(filter(None, (f"<b>{when}</b> (“{plot_text(text)}”)", plot_text(name), *_lines(sentence), plot_text(publisher))))
            for when, text, name, sentence, publisher in zip(dates(part), part["text"], names, part["sentence"], publishers, strict=True)]


def _lines(sentence: str) -> list[str]:
    """A sentence in lines of about 70 characters."""
    import textwrap

    return [plot_text(line) for line in textwrap.wrap(_short(sentence, 280), 70)]


def _short(sentence: str, most: int = WORDS) -> str:
    sentence = " ".join(str(sentence).split())
    return sentence if len(sentence) <= most else sentence[:most - 1].rsplit(" ", 1)[0] + " …"


def dates(rows: pd.DataFrame) -> list[str]:
    """When each statement was, in words: a day as a day, a whole month or year as such; else from and to."""
    made = []
    for first, last in zip(rows["date_from"], rows["date_to"], strict=True):
        if pd.isna(first) or pd.isna(last):
            made.append("not resolved")
            continue
        first, last = first.normalize(), last.normalize()
        if first == last:
            made.append(f"{first.day} {first:%b %Y}")
        elif first.day == 1 and last == first + pd.offsets.MonthEnd(0):
            made.append(f"{first:%B %Y}")
        elif first.day_of_year == 1 and last == first + pd.offsets.YearEnd(0):
            made.append(f"{first:%Y}")
        else:
            same = "" if first.year != last.year else f" {first:%b}" if first.month != last.month else None
            begin = f"{first.day}" if same is None else f"{first.day} {first:%b %Y}" if same == "" else f"{first.day}{same}"
            made.append(f"{begin} to {last.day} {last:%b %Y}")
    return made


def _custom(part: pd.DataFrame) -> list[list]:
    return [[document, int(start), f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"]
            for document, start, first, last in zip(part["document_id"], part["start"], part["date_from"], part["date_to"], strict=True)]


def _spans(part: pd.DataFrame, place: pd.Series) -> dict:
    long = (part["date_to"] - part["date_from"] + pd.Timedelta(days=1)) / pd.Timedelta(milliseconds=1)
    return {"type": "bar", "orientation": "h", "name": "vague date", "base": part["date_from"].dt.strftime("%Y-%m-%d").tolist(),
            "x": long.tolist(), "y": place[part.index].tolist(), "width": [0.5] * len(part),
            "marker": {"color": PALETTE[0], "opacity": 0.45, "line": {"width": 2, "color": PALETTE[0]}},
            "hovertext": _hover(part), "hoverinfo": "text", "customdata": _custom(part), "showlegend": False}


def _days(part: pd.DataFrame, place: pd.Series) -> dict:
    return {"type": "scatter", "mode": "markers", "x": part["date_from"].dt.strftime("%Y-%m-%d").tolist(),
            "y": place[part.index].tolist(), "marker": {"color": PALETTE[0], "symbol": MARKERS[2], "size": 9},
            "hovertext": _hover(part), "hoverinfo": "text", "customdata": _custom(part), "name": "day", "showlegend": False}


def _layout(count: int, title: str) -> dict:
    grid = "rgba(128,128,128,0.25)"
    made = {"title": {"text": plot_text(title)}, "height": 90 + 24 * max(count, 4), "annotations": [], "uirevision": "events",
            "margin": {"l": 12, "r": 12, "t": 44 if title else 26, "b": 34}, "hovermode": "closest", "barmode": "overlay",
            "clickmode": "event", "xaxis": {
                "visible": bool(count), "type": "date", "gridcolor": grid, "side": "bottom", "domain": [0, MARKS], "nticks": 3,
                "tickangle": 0, "tickformat": "%b\n%Y"},
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
    when = [*(f'<time datetime="{first:%Y-%m-%d}">{words}</time>' for first, words in zip(dated["date_from"], dates(dated), strict=True)),
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
