"""A report: one HTML file with everything in it, that opens with no network and in which no text of an article runs."""

import base64
import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from workbench.figures import escape, graph_objects, style

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Control characters that texts hold and HTML forbids: shown as what cannot be shown.
_FORBIDDEN = dict.fromkeys((*range(9), 11, *range(14, 32), *range(127, 160), 65534, 65535), "�")
#: Rows of a table that are shown; the rest is counted.
ROWS = 200


def report(title: str, sections: Iterable[Mapping], facts: Mapping[str, object], *, language: str = "en") -> str:
    """The report as an HTML document.

    Parameters
    ----------
    title
        Its name.
    sections
        Dicts with ``title`` and any of, shown in this order: ``text`` (plain words), ``figure`` (a plotly Figure), ``map`` (a folium
        Map), ``summary`` (plain words under the picture), ``table`` (a DataFrame), ``html`` (made by this room: an article or
        evidence).
    facts
        Who made it, when, from what, with which filters and versions: name -> value, listed at the end.
    language
        Of the headings, ISO 639-1.

    Returns
    -------
    str
        plotly's script is in it once, and only if there is a figure; maps are sandboxed frames. The content policy of the page
        allows no request at all.
    """
    sections = list(sections)
    scripts = _plotly() if any(section.get("figure") is not None for section in sections) else ""
    parts = [_section(k, section) for k, section in enumerate(sections, start=1)]
    links = "".join(f'<li><a href="#section-{k}">{escape(section["title"])}</a></li>' for k, section in enumerate(sections, start=1))
    about = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    sheet = style() + files("workbench.figures").joinpath("report.css").read_text(encoding="utf8")
    # The page's own styles and scripts only: nothing is fetched, sent or framed from elsewhere.
    parts = [part.translate(_FORBIDDEN) for part in parts]
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
    return (f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{sheet}</style>\n</head>\n<body>\n'
            f'<header><h1>{escape(title)}</h1></header>\n<nav aria-label="Sections"><ol>{links}</ol></nav>\n<main>\n{"".join(parts)}'
            f'<section aria-labelledby="about"><h2 id="about">How this was made</h2><dl>{about}</dl></section>\n</main>\n'
            f'{scripts}\n</body>\n</html>\n')


def _section(number: int, section: Mapping) -> str:
    title = escape(section["title"])
    made = [f'<h2 id="section-{number}">{title}</h2>']
    if section.get("text"):
        made.append(f"<p>{escape(section['text'])}</p>")
    if section.get("figure") is not None:
        made.append(_figure(section["figure"], f"figure-{number}", section["title"]))
    if section.get("map") is not None:
        made.append(section["map"]._repr_html_())
    if section.get("summary"):
        made.append(f'<p class="wb-summary">{escape(section["summary"])}</p>')
    if section.get("table") is not None:
        made.append(table(section["table"], section["title"]))
    if section.get("html"):
        made.append(section["html"])
    return f'<section aria-labelledby="section-{number}">{"".join(made)}</section>\n'


def _figure(figure: "go.Figure", name: str, title: str) -> str:
    # The same signs as in script_json; plotly's own encoder knows dates and arrays.
    data = figure.to_json()
    for sign in "<>&":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return (f'<figure class="wb-plot" aria-label="{escape(title)}"><div id="{name}"></div></figure>'
            f'<script type="application/json" data-plot="{name}">{data}</script>')


@cache
def _plotly() -> str:
    """plotly's script, compressed: 1.9 of 4.8 MB. ``report.js`` unpacks it in the browser."""
    graph_objects()
    from plotly.offline import get_plotlyjs

    packed = base64.b64encode(gzip.compress(get_plotlyjs().encode("utf8"), 9, mtime=0)).decode("ascii")
    runner = files("workbench.figures").joinpath("report.js").read_text(encoding="utf8")
    return f'<script type="application/octet-stream" id="plotly">{packed}</script>\n<script>{runner}</script>'


def table(frame: pd.DataFrame, title: str, *, rows: int = ROWS) -> str:
    """A table as safe HTML: a caption, headed columns, numbers to the right, and what was left out counted."""
    shown = frame.head(rows)
    numbers = {column for column in shown if pd.api.types.is_numeric_dtype(shown[column])}
    head = "".join(f'<th scope="col">{escape(str(column).replace("_", " "))}</th>' for column in shown)
    body = "".join("<tr>" + "".join(f'<td class="wb-number">{_number(value)}</td>' if column in numbers else f"<td>{_word(value)}</td>"
                                    for column, value in zip(shown.columns, row, strict=True)) + "</tr>"
                   for row in shown.itertuples(index=False, name=None))
    more = f"<p>{len(frame) - len(shown):,} more rows are left out.</p>" if len(frame) > len(shown) else ""
    return (f'<details class="wb-table"><summary>Table: {escape(title)} ({len(frame):,} row{"s" * (len(frame) != 1)})</summary>'
            f'<div class="wb-scroll" tabindex="0" role="region" aria-label="{escape(title)}"><table><caption>{escape(title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}</details>")


def _number(value: object) -> str:
    if value is None or pd.isna(value):
        return ""
    return f"{value:,}" if isinstance(value, int) or float(value).is_integer() and abs(value) < 1e15 else f"{value:,.4g}"


def _word(value: object) -> str:
    if value is None or value is pd.NaT:
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else escape(value)
