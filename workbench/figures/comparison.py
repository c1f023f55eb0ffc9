"""Two sides beside each other: the words that set them apart, and their numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from workbench.figures import PALETTE, PATTERNS, escape, graph_objects, plot_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Words drawn for each side at most.
ROWS = 15
#: Below so many articles on a side, what sets it apart may be chance, and that is said.
FEW = 10


def comparison(words: pd.DataFrame, names: tuple[str, str], *, title: str = "") -> "go.Figure":
    """The words that set two sides apart, the first side's to the left, the second's to the right.

    Parameters
    ----------
    words
        Columns word, score (log-odds ratio with a prior, in standard errors; below zero for the first side, above for the second),
        first and second (how often each side says it). Where ``first`` and ``second`` are there, they are said.
    names
        What the sides are called.
    title
        Words above the figure.

    Returns
    -------
    plotly.graph_objects.Figure
        Two traces of bars, always: the first side, the second. ``customdata`` is [word, side].
    """
    go = graph_objects()

    ordered = words.sort_values(["score", "word"], kind="stable")
    sides = ordered[ordered["score"] < 0].head(ROWS), ordered[ordered["score"] > 0].tail(ROWS).iloc[::-1]
    rows = max(map(len, sides))
    traces = []
    for k, (side, name) in enumerate(zip(sides, names, strict=True)):
        counts = [""] * len(side)
        if "first" in side:
            counts = [f": {a:,} against {b:,}" for a, b in zip(side["first"], side["second"], strict=True)]
        texts = [plot_text(word) for word in side["word"]]
        traces.append({
            "type": "bar", "orientation": "h", "name": plot_text(name), "x": side["score"].astype(float).tolist(),
            "y": list(range(len(side))), "text": texts, "textposition": "outside", "cliponaxis": False,
            "customdata": [[word, k] for word in side["word"]],
            "hovertext": [f"{text}{count}" for text, count in zip(texts, counts, strict=True)], "hoverinfo": "text",
            "marker": {"color": PALETTE[k], "pattern": {"shape": PATTERNS[k]}, "opacity": 0.85}})
    reach = 1.6 * max(1e-9, ordered["score"].abs().max() if len(ordered) else 1)
    layout = {"title": {"text": plot_text(title)}, "height": 110 + 22 * max(rows, 3), "barmode": "overlay", "clickmode": "event",
              "hovermode": "closest", "uirevision": "comparison", "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
              "margin": {"l": 12, "r": 12, "t": 50 if title else 30, "b": 40}, "font": {"size": 12, "color": "#767676"}, "annotations": [],
              "xaxis": {"range": [-reach, reach], "title": {"text": "how far apart, in standard errors"}, "zeroline": True,
                        "zerolinecolor": "rgba(128,128,128,0.6)", "gridcolor": "rgba(128,128,128,0.2)", "fixedrange": True},
              "yaxis": {"visible": False, "range": [max(rows, 3) - 0.4, -0.6], "fixedrange": True},
              "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    if not rows:
        layout["annotations"].append({"text": "No word sets the two apart", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5,
                                      "showarrow": False})
    return go.Figure(data=traces, layout=layout)


def comparison_summary(words: pd.DataFrame, names: tuple[str, str], articles: tuple[int, int], *, most: int = 6) -> str:
    """What sets the sides apart, in words, with a warning where few articles stand behind a side."""
    ordered = words.sort_values(["score", "word"], kind="stable")
    sides = ordered[ordered["score"] < 0].head(most), ordered[ordered["score"] > 0].tail(most).iloc[::-1]
    parts = [f"{name}: {', '.join(side['word']) if len(side) else 'no word of its own'}" for name, side in zip(names, sides, strict=True)]
    few = [f"only {n:,} article{'s' * (n != 1)} for {name}" for name, n in zip(names, articles, strict=True) if n < FEW]
    return "Words that set apart. " + "; ".join(parts) + "." + (f" Be careful: {' and '.join(few)}." if few else "")


def facts(rows: pd.DataFrame, names: tuple[str, str], *, caption: str = "The two sides") -> str:
    """Numbers of two sides as a safe HTML table.

    Parameters
    ----------
    rows
        Columns what, first, second: numbers or words.
    names
        Heads of the two columns.
    caption
        The table's name.
    """
    def cell(value: object) -> str:
        number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
        return f'<td class="wb-number">{value:,}</td>' if number else f"<td>{escape(value)}</td>"

    body = "".join(f'<tr><th scope="row">{escape(what)}</th>{cell(first)}{cell(second)}</tr>'
                   for what, first, second in rows[["what", "first", "second"]].astype(object).itertuples(index=False, name=None))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return (f'<table class="wb-facts"><caption>{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>'
            f"<tbody>{body}</tbody></table>")
