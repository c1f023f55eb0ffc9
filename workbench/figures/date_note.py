"""When an article was printed, how that is known, and what speaks for it, as safe HTML."""

import pandas as pd

from workbench.figures import escape

#: What each ``date_basis`` means, in words.
BASES = {"metadata": "the page's own data", "url": "its address", "header": "a line at its head", "inferred": "inferred from its words",
         "analyst": "set by an analyst"}


def date_note(published: object, basis: str, confidence: float, evidence: pd.DataFrame) -> str:
    """One line, which opens to the evidence where there is some.

    Parameters
    ----------
    published, basis, confidence
        Of the article: its ``date_published`` (or missing), ``date_basis`` and ``date_confidence``.
    evidence
        Its rows of ``date_evidence``.
    """
    if published is None or pd.isna(published):
        said = "Undated."
    else:
        day = pd.Timestamp(published)
        sure = f", {confidence:.2f} sure" if basis in ("url", "inferred", "header") else ""
        said = f"Printed on {day.day} {day:%B %Y} ({BASES.get(basis, escape(basis))}{sure})."
    concluded = evidence[evidence["kind"] == "conclusion"]
    if len(concluded) and (published is None or pd.isna(published)):
        row = concluded.iloc[0]
        said += f" Nine chances in ten: {row['date_from']:%Y-%m-%d} to {row['date_to']:%Y-%m-%d}."
    clues = evidence[evidence["kind"] != "conclusion"].sort_values("weight", ascending=False, kind="stable")
    if clues.empty:
        return f'<p class="wb-date-note">{said}</p>'
    items = "".join(f"<li>{_quoted(row.text)}{escape(row.reason)}{_days(row)}</li>" for row in clues.itertuples(index=False))
    return f'<details class="wb-date-note"><summary>{said} <u>Why?</u></summary><ul>{items}</ul></details>'


def _quoted(text: object) -> str:
    return "" if text is None or pd.isna(text) else f"“{escape(text)}”: "


def _days(row) -> str:
    first, last = row.date_from, row.date_to
    if pd.isna(first) and pd.isna(last):
        return ""
    if not pd.isna(first) and first == last:
        return f", {first:%Y-%m-%d}"
    return ", " + (f"from {first:%Y-%m-%d}" if not pd.isna(first) else "") + (f" to {last:%Y-%m-%d}" if not pd.isna(last) else "")
