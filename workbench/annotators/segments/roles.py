"""Roles of the lines of one page: by its markup, by the line role model, or by rules where all is article."""

import numpy as np

from workbench.annotators.segments.lines import FURNITURE, STOP, Line, appealing, is_prose, is_telling, merged
from workbench.knowledge.segments import features as line_features
from workbench.knowledge.segments import model as segment_model
from workbench.knowledge.segments.cues import says

#: Costs of the path through the page, in log-odds: to enter or leave the body, to skip furniture within it; most a line can say;
#: least that the likeliest line says. Chosen on the folds of the training pages.
_ENTER, _SKIP, _CAP, _LEAST = 3.0, 0.5, 4.0, 2.0


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
    stubs = sum(line.words <= 4 and not STOP.search(line.text) for line in lines)
    return cued >= 2 or (cued == 1 and stubs >= 3) or (stubs >= 12 and stubs > 0.3 * len(lines))


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
    inside = _decoded(chance, words, article)
    for line, among in zip(lines, inside, strict=True):
        if among and line.label in ("caption", "dateline", "published", "byline") and line.words > 12 and STOP.search(line.text):
            line.become("", 0.0)
    first = next((k for k, line in enumerate(lines) if inside[k] and is_telling(line)), len(lines))
    _titled(lines, first, inside, segment_model.chance("headline", setting))
    _appeals(lines, inside)
    _lists(lines)
    captions = segment_model.chance("caption", setting)
    for k, line in enumerate(lines):
        if line.label:
            continue
        sure = float(max(chance[k], 1 - chance[k]))
        if inside[k]:
            _body(lines, k, sure, "model")
        elif captions[k] > 0.5:
            line.become("caption", float(captions[k]), "model")
        elif k < first or line.words < 8:
            line.become("nav", sure, "model")
        else:
            line.become("promo" if appealing(line.text) else "related", sure, "model")
    return True


def _titled(lines: list[Line], first: int, inside: np.ndarray, title: np.ndarray) -> None:
    """Headline, kicker and caption above the first line of prose."""
    above = [k for k in range(first) if not lines[k].label and lines[k].words >= 2]
    best = max(above, key=lambda k: (title[k], -k), default=None)
    if best is None:
        return
    if title[best] <= 0.2:
        near = above if len(above) <= 6 else [k for k in above if inside[k]]
        best = max(near, key=lambda k: (min(lines[k].words, 5), -k), default=None)
        if best is None:
            return
    lines[best].become("headline", max(0.3, float(title[best])), "model")
    for k in range(best + 1, first):
        line = lines[k]
        if not line.label and (inside[k] or first - best <= 4):
            line.become("caption" if line.words > 4 and not STOP.search(line.text) else "subhead", 0.5)
    if best and not lines[best - 1].label and lines[best - 1].words <= 3 and first - best <= 8:
        lines[best - 1].become("kicker", 0.5)


def _decoded(chance: np.ndarray, words: np.ndarray, article: float) -> np.ndarray:
    """Which lines are body: the likeliest path through outside, body, and furniture within the body (Viterbi).

    Every page is taken to have a body: where nothing looks like one, the likeliest long line is made to. Where nearly all of the
    text is ``article``, as a pasted text's is, a line is body unless much speaks against it.
    """
    odds = np.log(np.clip(chance, 1e-4, 0.9999)) - np.log1p(-np.clip(chance, 1e-4, 0.9999))
    top = odds[words >= 12].max() if (words >= 12).any() else odds.max(initial=-9)
    gain = np.clip(odds + max(0.0, _LEAST - top) + 2.0 * (article > 0.8), -_CAP, _CAP) * np.sqrt(np.maximum(1, words) / 10)
    move = np.array([[0, -_ENTER, -99], [-_ENTER, 0, -_SKIP], [-_ENTER, -_SKIP, 0]])
    score, came = np.array([0.0, -0.5, -99.0]), np.zeros((len(gain), 3), dtype=np.int8)
    for k, value in enumerate(gain):
        if k:
            ways = score[:, None] + move
            came[k] = ways.argmax(axis=0)
            score = ways.max(axis=0)
        score = score + (0.0, value, 0.0)
    path, state = np.zeros(len(gain), dtype=bool), int(score.argmax())
    for k in range(len(gain) - 1, -1, -1):
        path[k] = state == 1
        state = came[k][state]
    return path


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
    words = np.array([line.words if among and not line.label else 0 for line, among in zip(lines, inside, strict=True)])
    talk = [appealing(line.text) if not line.label else 0 for line in lines]
    telling = np.where([t < 2 for t in talk], words, 0)
    open_ = False
    for k, line in enumerate(lines):
        if line.label in FURNITURE:
            # Only where little of the article is still to come: opinion pieces speak to the reader as well.
            open_ = telling[k:].sum() < 0.25 * telling[:k].sum()
        elif not line.label and open_:
            if talk[k] >= 2 or (talk[k] and says("promo", line.text)):
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
