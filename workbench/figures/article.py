"""An open article as safe HTML: its words, what was read from them, and what around them is not the article."""

import pandas as pd

from workbench.figures import escape

#: kind of highlight -> how it is said; each has a colour, an underline and a sign of its own (``article.css``).
KINDS = {"actor": "actor", "place": "place", "time": "time", "quote": "quote", "event": "event", "hit": "found words"}
#: Roles of text that is not the article: greyed and folded.
FURNITURE = {"promo": "newsletter, donation or advertisement", "nav": "navigation", "related": "other stories", "comment": "comments"}
ROLES = {"headline": "Headline", "kicker": "Kicker", "byline": "Byline", "dateline": "Dateline", "published": "Published",
         "caption": "Caption", "subhead": "Subhead", **{label: words[:1].upper() + words[1:] for label, words in FURNITURE.items()}}


def article(text: str, segments: pd.DataFrame, highlights: pd.DataFrame, *, focus: tuple[int, int] | None = None) -> str:
    """The article as HTML in which no text can run.

    Parameters
    ----------
    text
        ``documents.text``, as it came.
    segments
        Columns start, end, label (see ``schema.SEGMENT_LABELS``). Text that no segment covers is shown plainly.
    highlights
        Columns start, end, kind (actor, place, time, quote, event, hit), title (what is said of it) and maybe entity_id. Spans may
        overlap: shared text carries all kinds.
    focus
        The span to mark and to scroll to: it gets ``id="focus"``.

    Returns
    -------
    str
        A ``<div class="wb-article">``. Every character of the text stands in it, in order.
    """
    marks = _marks(highlights, len(text))
    if focus is not None:
        marks.append((int(focus[0]), int(focus[1]), "focus", "", ""))
    blocks = []
    for start, end, label in _blocks(text, segments):
        stop = start + len(text[start:end].rstrip())
        # White space after a block stays in the text, but the block's margin shows it.
        inner = _marked(text, start, stop, marks) + f'<span class="wb-gap">{escape(text[stop:end])}</span>' * (stop < end)
        if label in FURNITURE:
            open_ = " open" if focus is not None and focus[0] < end and start < focus[1] else ""
            blocks.append(f'<details class="wb-furniture"{open_}><summary>{ROLES[label]}: not part of the article</summary>'
                          f'<div class="wb-text">{inner}</div></details>')
        elif label == "headline":
            blocks.append(f'<h3 class="wb-text wb-headline">{inner}</h3>')
        elif label in ROLES:
            blocks.append(f'<div class="wb-text wb-role wb-{label}"><span class="wb-tag">{ROLES[label]}</span> {inner}</div>')
        else:
            blocks.append(f'<div class="wb-text">{inner}</div>')
    kinds = [kind for kind in KINDS if len(highlights) and (highlights["kind"] == kind).any()]
    key = " ".join(f'<mark class="wb-{kind}">{words}</mark>' for kind, words in KINDS.items() if kind in kinds)
    legend = f'<p class="wb-key">Marks: {key}</p>' if key else ""
    return f'<div class="wb-article" lang="" dir="auto">{legend}{"".join(blocks)}</div>'


def _blocks(text: str, segments: pd.DataFrame) -> list[tuple[int, int, str]]:
    """Stretches that cover the text once, in order; neighbours of the same furniture become one."""
    made: list[tuple[int, int, str]] = []
    at = 0
    ordered = segments.sort_values(["start", "end"], kind="stable")
    for start, end, label in zip(ordered["start"], ordered["end"], ordered["label"], strict=True):
        start, end = max(int(start), at), min(int(end), len(text))
        if end <= start:
            continue
        if text[at:start].strip():
            made.append((at, start, ""))
        elif made:
            made[-1] = (made[-1][0], start, made[-1][2])
        else:
            start = at
        if made and label in FURNITURE and made[-1][2] == label:
            made[-1] = (made[-1][0], end, label)
        else:
            made.append((start, end, str(label)))
        at = end
    if at < len(text):
        made.append((at, len(text), ""))
    return made


def _marks(highlights: pd.DataFrame, length: int) -> list[tuple[int, int, str, str, str]]:
    if highlights.empty:
        return []
    titles = highlights["title"] if "title" in highlights else pd.Series("", index=highlights.index)
    owners = highlights["entity_id"] if "entity_id" in highlights else pd.Series("", index=highlights.index)
    rows = zip(highlights["start"], highlights["end"], highlights["kind"], titles, owners, strict=True)
    return [(max(0, int(s)), min(length, int(e)), str(kind), title, owner) for s, e, kind, title, owner in rows if kind in KINDS and s < e]


def _marked(text: str, start: int, end: int, marks: list) -> str:
    """The text of a stretch with its marks; where marks overlap, pieces carry every kind that holds there."""
    here = [m for m in marks if m[0] < end and start < m[1]]
    edges = sorted({start, end, *(max(start, m[0]) for m in here), *(min(end, m[1]) for m in here)})
    made, focused = [], False
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        words = escape(text[left:right])
        over = [m for m in here if m[0] <= left and right <= m[1]]
        if not over:
            made.append(words)
            continue
        kinds = list(dict.fromkeys(m[2] for m in over))
        kinds += ["both"] * (len(set(kinds) - {"focus"}) > 1)
        titled = ((KINDS[m[2]], m[3] if isinstance(m[3], str) else "") for m in over if m[2] in KINDS)
        said = "; ".join(dict.fromkeys(f"{word}: {title}" if title else word for word, title in titled))
        owner = next((m[4] for m in over if isinstance(m[4], str) and m[4]), "")
        attributes = f' class="{" ".join("wb-" + kind for kind in kinds)}"'
        if "focus" in kinds and not focused:
            attributes += ' id="focus" tabindex="-1"'
            focused = True
        attributes += f' title="{escape(said)}"' if said else ""
        attributes += f' data-entity="{escape(owner)}"' if owner else ""
        made.append(f"<mark{attributes}>{words}</mark>")
    return "".join(made)
