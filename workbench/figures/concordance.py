"""Words in their context, one hit a line, as safe HTML."""

import pandas as pd

from workbench.figures import escape


def concordance(rows: pd.DataFrame, *, total: int) -> str:
    """Hits in the middle, their context to the left and right.

    Parameters
    ----------
    rows
        Columns document_id, start, end (code points of the hit), left, words, right, publisher, date_published; in the order
        wanted.
    total
        How many hits there are in all.

    Returns
    -------
    str
        A table; each row's ``data-document``, ``data-start`` and ``data-end`` say what to open.
    """
    if rows.empty:
        return '<p class="wb-evidence wb-empty">No hit. Try fewer words, or a prefix such as offens*.</p>'
    count = f"{total:,} hit{'s' * (total != 1)}" + (f", the first {len(rows):,} shown" if total > len(rows) else "")
    body = "".join(_row(row) for row in rows.to_dict("records"))
    return (f'<div class="wb-evidence wb-concordance"><p class="wb-count" role="status">{count}</p><table><thead><tr>'
            '<th scope="col">before</th><th scope="col">found</th><th scope="col">after</th><th scope="col">where</th></tr></thead>'
            f"<tbody>{body}</tbody></table></div>")


def _row(row: dict) -> str:
    date = row.get("date_published")
    when = "undated" if date is None or pd.isna(date) else f"{pd.Timestamp(date):%Y-%m-%d}"
    left, words, right = (escape(" ".join(str(row[name]).split())) for name in ("left", "words", "right"))
    return (f'<tr data-document="{escape(row["document_id"])}" data-start="{int(row["start"])}" data-end="{int(row["end"])}">'
            f'<td class="wb-left"><span dir="auto">{left}</span></td><td class="wb-hits"><mark class="wb-hit">{words}</mark></td>'
            f'<td dir="auto">{right}</td><td class="wb-head">{escape(row.get("publisher"))} · {when}</td></tr>')
