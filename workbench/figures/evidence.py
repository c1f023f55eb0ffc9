"""The sentences behind a number, as safe HTML."""

import pandas as pd

from workbench.figures import escape


def evidence(rows: pd.DataFrame, *, total: int, skipped: int = 0) -> str:
    """Sentences with where they stand, when they were printed, the words meant and why.

    Parameters
    ----------
    rows
        Columns document_id, publisher, date_published, headline, sentence, sentence_start, start, end (code points into the
        article), text, kind (actor, place, time, quote, event), name, reason, score.
    total
        How many rows there are in all: where more than are given, it is said.
    skipped
        How many of them come before these.

    Returns
    -------
    str
        An ordered list; each item's ``data-document``, ``data-start`` and ``data-end`` say what to open.
    """
    if rows.empty:
        return '<p class="wb-evidence wb-empty">No sentence is behind this. Choose a bar, a place or an actor, or clear a filter.</p>'
    before = [None, *rows["document_id"].tolist()]  # an article is named once above its sentences
    items = [_item(row, row["document_id"] != last) for row, last in zip(rows.to_dict("records"), before, strict=False)]
    shown = f"the first {len(rows):,}" if not skipped else f"{skipped + 1:,} to {skipped + len(rows):,}"
    count = f"{total:,} sentence{'s' * (total != 1)}" + (f", {shown} shown" if total > len(rows) else "")
    return f'<div class="wb-evidence"><p class="wb-count" role="status">{count}</p><ol>{"".join(items)}</ol></div>'


def _item(row: dict, first: bool) -> str:
    start, end, offset = int(row["start"]), int(row["end"]), int(row["sentence_start"])
    sentence = str(row["sentence"])
    left = max(0, start - offset)
    right = max(left, end - offset)  # a span that runs backwards marks nothing, and doubles no word
    kind = row["kind"] if row["kind"] in ("actor", "place", "time", "quote", "event", "hit") else "hit"
    words = f'{escape(sentence[:left])}<mark class="wb-{kind}">{escape(sentence[left:right])}</mark>{escape(sentence[right:])}'
    date = row.get("date_published")
    if date is None or pd.isna(date):
        when = '<span class="wb-undated">undated</span>'
    else:
        date = pd.Timestamp(date)
        when = f'<time datetime="{date:%Y-%m-%d}">{date.day} {date:%b %Y}</time>'
    publisher = escape(row.get("publisher")) or "publisher unknown"
    headline = escape(row.get("headline")) or "no headline"
    why = "; ".join(part for part in (_named(row), escape(row.get("reason")), _score(row.get("score"))) if part)
    head = f'<div class="wb-head">{when} · {publisher} · <cite>{headline}</cite></div>' if first else ""
    follows = "" if first else ' class="wb-same"'
    return (f'<li{follows} data-document="{escape(row["document_id"])}" data-start="{start}" data-end="{end}">'
            f'{head}<div class="wb-sentence" dir="auto">{words}</div>'
            f'<div class="wb-why">{kind}: {why}</div></li>')


def _named(row: dict) -> str:
    return escape(row.get("name")) or escape(row.get("text"))


def _score(score: object) -> str:
    return "" if score is None or pd.isna(score) else f'<span title="how sure, 0 to 1">score {float(score):.2f}</span>'
