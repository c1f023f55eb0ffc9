"""Which rows of evidence a selection asks for."""

import numpy as np

from workbench.summaries import index_of
from workbench.summaries.evidence import Spans, hits, pairs, quotes, times, unplaced

#: Kinds of evidence: mentions of actors, names of places, words searched, two actors together, dated statements, what was said, names
#: without a place.
KINDS = ("actor", "place", "hit", "pair", "time", "quote", "unplaced")


def kinds(selection) -> list[str]:
    """Kinds of evidence that the clauses choose; mentions of actors where they choose none."""
    asked = {"actor": selection.clause("actor"), "place": selection.clause("place"), "hit": selection.clause("text"),
             "pair": next((c for c in selection.clauses if c.op == "together"), None), "quote": selection.clause("speaker")}
    made = [kind for kind, clause in asked.items() if clause is not None and clause.op != "between"]
    if selection.clause("happened") is not None:  # the statements name the chosen actors
        made = [*(kind for kind in made if kind != "actor"), "time"]
    return made or ["actor"]


def wanted(selection, corpus, of: str | None, strict: bool) -> tuple[dict, list[Spans]]:
    """What rows are wanted, of one kind or of all that are chosen: codes by kind, and rows of other kinds."""
    index, chosen, others = index_of(corpus), {}, []
    for kind in [of] if of else kinds(selection):
        if kind in ("actor", "place"):
            chosen[kind] = selection.codes(corpus, kind, strict=strict)
        elif kind == "hit":
            found = selection.hits(corpus, strict=strict)
            others.append(hits(index, np.empty((0, 3), np.int64) if found is None else found))
        elif kind == "pair":
            others.append(pairs(index, *selection.pair(corpus, strict=strict) or (np.empty(0, np.int64), "")))
        elif kind == "time":
            others.append(times(index, selection.statements(corpus, strict=strict)))
        elif kind == "quote":
            speakers = selection.codes(corpus, "speaker", strict=strict)
            others.append(quotes(index, selection.codes(corpus, "actor", strict=strict) if speakers is None else speakers))
        elif kind == "unplaced":
            others.append(unplaced(index))
        else:
            raise ValueError(f"no kind of evidence {kind!r}; there are {', '.join(KINDS)}")
    return chosen, others
