"""Roles of the lines of one page: by its markup, by the line role model, or by rules where all is article."""

import numpy as np

from workbench.annotators.segments.bylines import names
from workbench.annotators.segments.lines import FURNITURE, STOP, Line, appealing, is_prose, is_telling, key, merged
from workbench.annotators.segments.path import likeliest
from workbench.knowledge.date_lines import full_dates
from workbench.knowledge.segments import features as line_features
from workbench.knowledge.segments import model as segment_model
from workbench.knowledge.segments.cues import says
from workbench.knowledge.segments.cutting import titled
from workbench.knowledge.segments.recurring import numbered, repeated
from workbench.knowledge.segments.words import words as words_of

#: Least chance of a line to be the byline, and of one that looks like body to be the headline: most pages have them, so that what is
#: likeliest may be unlikely.
_SIGNED, _TITLED = 0.2, 0.05
#: Items that make a numbered list, and a long one; chance of a long line below which it does not look like an article's.
_ITEMS, _LONG_LIST, _PROSE = 5, 8, 0.7
#: Cards that make a row of them.
_CARDS = 3
#: Share of a line's runs of words that stand in the body above it, beyond which it is a repetition.
_AGAIN = 0.7


def settle(lines: list[Line], text: str, url: object) -> None:
    """Roles of a page without markup."""
    if _furnished(lines) and _guessed(lines, text, url if isinstance(url, str) else None):
        return
    lines[:] = merged(lines, text)
    _header(lines)
    for k, line in enumerate(lines):
        if not line.label:
            _body(lines, k, 0.9 if line.words >= 12 else 0.7)


def _body(lines: list[Line], k: int, score: float, why: str = "rules") -> None:
    """Body, or a subhead: a short line without a full stop above a longer one."""
    line = lines[k]
    short = line.words <= 12 and not STOP.search(line.text) and 0 < k < len(lines) - 1
    follows = short and lines[k + 1].label in ("", "body") and lines[k + 1].words > line.words
    line.become("subhead" if follows else "body", min(score, 0.6) if follows else score, why)


def _furnished(lines: list[Line]) -> bool:
    """Whether the text has page furniture: pasted text has none, and stays article to its last line."""
    cued = sum(line.label in FURNITURE for line in lines)
    if cued >= 2:
        return True
    stubs = sum((line.words <= 4 or (line.words <= 12 and titled(line.text))) and not STOP.search(line.text) for line in lines)
    return (cued == 1 and stubs >= 3) or (stubs >= 12 and stubs > 0.3 * len(lines))


def _guessed(lines: list[Line], text: str, url: str | None) -> bool:
    """Roles by the line role model, with what lines say of themselves and where they stand; False where all is article."""
    offsets = np.array([(line.start, line.end) for line in lines], dtype=np.int64)
    words = np.array([line.words for line in lines])
    shape = line_features.shapes(text, offsets, segment_model.words(), url)
    setting = line_features.settings(text, offsets, shape, segment_model.chance("first", shape))
    chance = segment_model.chance("second", setting)
    article = float((chance * words).sum() / max(1, words.sum()))
    if sum(line.label in FURNITURE for line in lines) > 0.1 * len(lines):
        article = min(article, 0.8)
    if article > 0.97:
        return False
    runs = _runs(lines)
    listed = _only_listed(runs, setting, chance, words)
    inside = likeliest(chance, words, article, lifted=not listed)
    _listed(lines, inside, runs)
    _cards(lines, inside)
    # A page may hold its article twice, for print or for search engines; and captions, once for each size of a picture.
    inside &= repeated(*words_of(text, offsets)[:2], len(lines), inside)[0] <= _AGAIN
    for line, among in zip(lines, inside, strict=True):
        if among and line.label in ("caption", "dateline", "published", "byline") and line.words > 12 and STOP.search(line.text):
            line.become("", 0.0)
    first = next((k for k, line in enumerate(lines) if inside[k] and is_telling(line)), len(lines))
    _titled(lines, first, inside, setting)
    _stamped(lines, inside, first)
    _signed(lines, inside, setting, first)
    _appeals(lines, inside)
    _lists(lines)
    rest = [k for k, line in enumerate(lines) if not line.label and not inside[k]]
    captions = dict(zip(rest, segment_model.chance("caption", setting, rest).tolist(), strict=True))
    for k, line in enumerate(lines):
        if line.label:
            continue
        sure = float(max(chance[k], 1 - chance[k]))
        if inside[k]:
            _body(lines, k, sure, "model")
        elif captions[k] > 0.5:
            line.become("caption", captions[k], "model")
        elif k < first or line.words < 8:
            line.become("nav", sure, "model")
        else:
            line.become("promo" if appealing(line.text) else "related", sure, "model")
    return True


def _runs(lines: list[Line]) -> list[np.ndarray]:
    """Numbered lists: the numbers of their items' lines."""
    items = np.flatnonzero(numbered([line.text for line in lines]))
    return [run for run in np.split(items, np.flatnonzero(np.diff(items) > 6) + 1) if len(run) >= _ITEMS]


def _only_listed(runs: list[np.ndarray], setting: np.ndarray, chance: np.ndarray, words: np.ndarray) -> bool:
    """Let a list be the body, in ``chance``, where nothing looks like an article and it is long, or the likeliest headline near above."""
    for run in runs if not (chance[words >= 12] > _PROSE).any() else ():
        title = int(np.argmax(segment_model.chance("headline", setting, range(run[0])))) if run[0] else -9
        if run[0] - title <= 6 or len(run) >= _LONG_LIST:
            chance[run[0]:run[-1] + 1] = np.maximum(chance[run[0]:run[-1] + 1], 0.95)
            return True
    return False


def _listed(lines: list[Line], inside: np.ndarray, runs: list[np.ndarray]) -> None:
    """Let the items of a numbered list, and what stands between, be body where the list goes on from the body."""
    for run in runs:
        above = slice(max(0, run[0] - 3), run[0])
        if inside[above.start:run[-1]].any() and not any(line.label in ("related", "comment") for line in lines[above]):
            inside[run[0]:run[-1] + 1] = True


def _cards(lines: list[Line], inside: np.ndarray) -> None:
    """Take cards out of the body: texts below a head of related stories, each under or above the same short line, a row of buttons."""
    body = np.flatnonzero(inside)
    heads = [k for k, line in enumerate(lines) if line.label == "related" and len(body) and body[0] < k < body[-1]]
    keys = [key(line.text) if heads and line.words <= 8 else "" for line in lines]
    for head in heads:
        for text in {text for text in keys[head + 1:head + 4] if text}:
            at = np.array([head + 1 + k for k, other in enumerate(keys[head + 1:head + 100]) if other == text])
            at = at[:np.argmax(np.append(np.diff(at), 99) > 4) + 1]
            if len(at) >= _CARDS:
                inside[head:at[-1] + 2] = False


def _titled(lines: list[Line], first: int, inside: np.ndarray, setting: np.ndarray) -> None:
    """Headline, kicker and caption above the first line of prose."""
    above = [k for k in range(first) if not lines[k].label and lines[k].words >= 2]
    if not above:
        return
    title = dict(zip(above, segment_model.chance("headline", setting, above).tolist(), strict=True))
    # Of two that are nearly as likely, the deck and captions stand below.
    likeliest = max(title.values())
    best = next(k for k in above if title[k] >= 0.9 * likeliest)
    if inside[best] and title[best] < _TITLED:
        # Text that is nearly all article begins with its headline, or has none.
        best = above[0]
        if not inside[best] or lines[best].words > 16 or lines[best].text.endswith((".", "…", ":")):
            return
    # A trail of crumbs ends in the headline, which then stands elsewhere alone; what follows a colon is a part of it.
    trail = lines[best].text
    alone = [k for k in above if 2 <= lines[k].words < lines[best].words and trail.endswith(lines[k].text)
             and 2 * len(lines[k].text) > len(trail) and not trail.removesuffix(lines[k].text).rstrip().endswith(":")]
    best = max(alone, default=best)
    lines[best].become("headline", max(0.3, title[best]), "model")
    for k in range(best + 1, first):
        line = lines[k]
        if not line.label and (k == best + 1 and line.words <= 10 if inside[k] else first - best <= 4):
            line.become("caption" if line.words > 4 and not STOP.search(line.text) else "subhead", 0.5)
    if best and not lines[best - 1].label and lines[best - 1].words <= 3 and first - best <= 8:
        lines[best - 1].become("kicker", 0.5)


def _signed(lines: list[Line], inside: np.ndarray, setting: np.ndarray, first: int) -> None:
    """The byline, which most papers print without a "by": the likeliest short line that gives names."""
    title = next((k for k, line in enumerate(lines) if line.label == "headline"), first)
    short = [k for k, line in enumerate(lines) if line.words <= 16 and not inside[k] and line.label in ("", "nav", "byline", "published")]
    chance = segment_model.chance("byline", setting, short)
    likely = (short[k] for k in np.argsort(-chance, kind="stable").tolist() if chance[k] >= _SIGNED)
    best = next((k for k in likely if names(lines[k].text)), None)
    if best is not None:
        lines[best].become("byline", float(chance[short.index(best)]), "model")
    else:
        _named(lines, title, first)
    for line in lines:
        # A cue alone is weaker than what the model has seen.
        if line.label == "byline" and line.why == "rules":
            line.score = min(line.score, 0.5)


def _named(lines: list[Line], title: int, first: int) -> None:
    """A line that is a name and nothing else, beside the date line under the headline."""
    for k in range(title + 1, min(first, len(lines) - 1)):
        line, beside = lines[k], (lines[k - 1].label, lines[k + 1].label)
        if "published" in beside and line.label in ("", "nav", "subhead", "caption") and names(line.text) == [line.text] and line.words > 1:
            line.become("byline", 0.5)
            return


def _stamped(lines: list[Line], inside: np.ndarray, first: int) -> None:
    """The date line: where no line says that it is one, a short line with a full date near the headline."""
    title = next((k for k, line in enumerate(lines) if line.label == "headline"), max(0, first - 4))
    near = range(max(0, title - 6), min(len(lines), max(first, title + 1) + 3))
    if any(lines[k].label == "published" and full_dates(lines[k].text) for k in near):
        return
    dated = [k for k in near if not inside[k] and lines[k].label in ("", "nav", "kicker", "subhead", "caption") and lines[k].words <= 14
             and full_dates(lines[k].text)]
    if dated:
        lines[min(dated, key=lambda k: (abs(k - title), k))].become("published", 0.6)


def _header(lines: list[Line]) -> None:
    """Headline, kicker and caption: unmarked lines before the first line of prose."""
    first = next((k for k, line in enumerate(lines) if is_telling(line)), None)
    if first is None:
        return
    open_lines = [line for line in lines[:first] if not line.label]
    if not open_lines:
        return
    headline = max(open_lines, key=lambda line: (min(line.words, 5), -line.start))
    headline.become("headline", 0.85)
    for line in open_lines:
        if line.start < headline.start:
            line.become("kicker" if line.words <= 4 else "nav", 0.5)
        elif line.start > headline.start:
            line.become("caption" if line.words > 4 and not STOP.search(line.text) else "subhead", 0.6)


def _appeals(lines: list[Line], inside: np.ndarray) -> None:
    """Appeals to the reader are prose: below the article, after a promo line, paragraphs that speak to the reader are promo too."""
    talk = [appealing(line.text) if among and line.words and not line.label else 0 for line, among in zip(lines, inside, strict=True)]
    telling = np.array([line.words if among and not line.label and spoken < 2 else 0
                        for line, among, spoken in zip(lines, inside, talk, strict=True)], dtype=np.int64)
    above = np.cumsum(telling) - telling
    late = (telling.sum() - above < 0.25 * above).tolist()
    open_ = False
    for k, line in enumerate(lines):
        if line.label in FURNITURE:
            # Only where little of the article is still to come: opinion pieces speak to the reader as well.
            open_ = late[k]
        elif not line.label and open_:
            spoken = talk[k] if inside[k] else appealing(line.text)
            if spoken >= 2 or (spoken and says("promo", line.text)):
                line.become("promo", 0.8)
            elif line.words >= 8:
                open_ = False


def _lists(lines: list[Line]) -> None:
    """What stands under the head of a list of stories or of comments, below the article."""
    prose = [line.words if is_prose(line) else 0 for line in lines]
    inside = ""
    for k, line in enumerate(lines):
        if line.label in ("related", "comment") and sum(prose[k:]) < sum(prose[:k]) / 2:
            inside = line.label
        elif inside and line.why == "repetition":
            line.become(inside, 0.8, "repetition")
        elif line.label:
            inside = inside if line.label in ("caption", "published", "byline") else ""
        elif inside == "comment" or (inside == "related" and line.words <= 14 and not line.text.endswith(".")):
            line.become(inside, 0.7)
        else:
            inside = ""


def marked(lines: list[Line], marks: list[tuple]) -> None:
    """Roles from the page's markup; a line that it does not speak of, or that the publisher repeats, is furniture."""
    at = {start: (label, score) for start, _, label, score in marks}
    for line in lines:
        if line.start in at and not (line.why == "repetition" and at[line.start][0] != "headline"):
            line.become(*at[line.start], "markup")
        elif line.why != "repetition":
            line.become("nav" if line.words < 8 else "related", 0.6, "markup")
