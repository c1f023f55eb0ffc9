"""Names by the packaged model: a small transformer in onnxruntime, drawn by what is known of organisations and places.

Windows go through it one at a time: its activations are quantized by what is in a batch, and what is read beside a document must
not change what is read in it.
"""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from workbench.knowledge import name_cues, names_model
from workbench.knowledge.names_model import CLASSES
from workbench.sentences import sentences

_ANNOTATOR = "mentions/minilm"
#: Articles that are read together; only memory depends on it.
_TOGETHER = 32
#: Added to the log probability of ORG where a known organisation's name stands. This and the next were chosen on held-out articles.
_DRAW_TO_ORG = 3.0
#: A person's name that is also a place's is the place's, unless the model is surer than this (difference of mean log probabilities).
_SURE_OF_PERSON = 3.5
#: Added for what a dateline says, which its form leaves little doubt of.
_DRAW_IN_DATELINE = 6.0
#: Log probability of each of a name's states at a word that can be no part of one.
_NONE = -20.0
_EVENT = re.compile(r"\b(?:conference|summit|forum|games|olympics|cup|championships?|festival|war|revolution|uprising|intifada|"
                    r"marathon|grand prix|congress|expo|fair)\b", re.IGNORECASE)
#: What holds a firm's name of several names together; each of them is short.
_AMPERSAND, _COMMA, _SHORT = re.compile(r"\s?&\s?"), re.compile(r",\s"), 20
_NEVER = ("DATE", "MONEY", "PRODUCT")


@cache
def _session():
    """The packaged model in onnxruntime, on one thread: many documents are read in many processes instead."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan of memory for each length of window takes 10 MB and saves nothing
    # Fused with the addition before it, a norm takes several times as long (onnxruntime 1.32).
    return onnxruntime.InferenceSession(str(names_model.MODEL), options, providers=["CPUExecutionProvider"],
                                        disabled_optimizers=["SkipLayerNormFusion"])


def log_probabilities(document: names_model.Words) -> np.ndarray:
    """Words x states, from the packaged model; a word that can be no part of a name is left out by it, and is surely none."""
    asked = np.flatnonzero(names_model.may_be_names(document))
    found = np.full((len(document), names_model.STATES), _NONE, np.float32)
    found[:, 0] = 0
    for left, right in names_model.windows(document):
        some = asked[np.searchsorted(asked, left):np.searchsorted(asked, right)]
        if len(some):
            found[some] = _session().run(None, names_model.inputs(document, left, right, some))[0][0]
    found -= found.max(1, keepdims=True, initial=-np.inf)
    return found - np.log(np.exp(found).sum(1, keepdims=True))


def names(texts: dict[str, str], blocks: list[tuple[str, int, int, str]]) -> Iterator[dict]:
    """Names in the blocks (document_id, start, end, role), as rows of a span table."""
    read: dict[str, list[tuple[int, int]]] = {}
    for document, start, end, _ in blocks:
        read.setdefault(document, []).extend(sentences(texts[document], start, end))
    documents = list(read)
    for begin in range(0, len(documents), _TOGETHER):
        some = documents[begin:begin + _TOGETHER]
        words = [names_model.words(texts[document], read[document]) for document in some]
        yield from labelled([(d, texts[d], w, log_probabilities(w)) for d, w in zip(some, words, strict=True)])


def labelled(read: list[tuple[str, str, names_model.Words, np.ndarray]]) -> list[dict]:
    """Names of several documents, each given as (document_id, text, words, the model's log probabilities)."""
    drawn = [names_model.recurring(text, words, _drawn(text, words, told)) for _, text, words, told in read]
    states = names_model.best([words for _, _, words, _ in read], drawn)
    rows, people = [], []
    for (document, text, words, told), emissions, best in zip(read, drawn, states, strict=True):
        for first, last, kind in names_model.spans(best, words.sentence):
            if kind in _NEVER:
                continue
            row = {"document_id": document, "text": text, "first": int(words.start[first]), "last": int(words.end[last - 1]), "kind": kind,
                   "score": float(np.exp(_of(kind, told[first:last])).mean())}
            if kind == "PERSON" and (_of(kind, emissions[first:last]) - _of("LOC", emissions[first:last])).mean() < _SURE_OF_PERSON:
                people.append(row)
            rows.append(row)
    for row, place in zip(people, _are_places([row["text"][row["first"]:row["last"]] for row in people]), strict=True):
        row["kind"] = "LOC" if place else "PERSON"
    made = [{"document_id": row["document_id"], "text": row["text"][start:end], "start": start, "end": end, "label": label,
             "score": row["score"], "annotator": _ANNOTATOR}
            for row in _with_ampersands(rows) for start, end, label in name_cues.split(row["text"], row["first"], row["last"], row["kind"])
            if not name_cues.is_credit(row["text"], start)]
    for row in made:
        row["label"] = "ORG" if row["label"] in ("LOC", "FAC") and name_cues.is_body(row["text"]) else row["label"]
    kinds = _kinds_of_places({row["text"] for row in made if row["label"] == "LOC"})
    for row in made:
        row["label"] = kinds[row["text"]] if row["label"] == "LOC" else "EVENT" if row["label"] == "MISC" else row["label"]
    return [row for row in made if row["label"] != "EVENT" or _EVENT.search(row["text"])]


def _with_ampersands(rows: list[dict]) -> list[dict]:
    """The rows, those that an ampersand or the comma before it holds together made one organisation: "Donaldson, Lufkin & Jenrette"."""
    made: list[dict] = []
    for row in rows:
        last = made[-1] if made else None
        if last and last["document_id"] == row["document_id"] and "ORG" in (last["kind"], row["kind"]) and {
                last["kind"], row["kind"]} <= {"ORG", "PERSON"} and _AMPERSAND.fullmatch(
                last["text"], last["last"] - last["text"][:last["last"]].endswith("&"), row["first"]) and max(
                last["last"] - last["first"], row["last"] - row["first"]) <= _SHORT:
            before = made[-2] if len(made) > 1 else None
            if before and before["document_id"] == row["document_id"] and before["kind"] in ("ORG", "PERSON") and \
                    _COMMA.fullmatch(row["text"], before["last"], last["first"]):
                made.pop()
                last = before
            made[-1] = {**last, "last": row["last"], "kind": "ORG"}
        else:
            made.append(row)
    return made


def _of(kind: str, emissions: np.ndarray) -> np.ndarray:
    """Log probability of a class at each word, whether it begins or goes on."""
    state = 1 + 2 * CLASSES.index(kind)
    return np.logaddexp(emissions[:, state], emissions[:, state + 1])


@cache
def _organisations():
    """Automaton over the names of organisations that news takes as known."""
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(names_model.organisations())


def _drawn(text: str, words: names_model.Words, emissions: np.ndarray) -> np.ndarray:
    """The log probabilities, moved towards ORG where a known organisation's whole name stands, and towards a dateline's place and
    agency; of those that overlap, towards the longest."""
    starts = {start: k for k, start in enumerate(words.start.tolist())}
    ends = {end: k for k, end in enumerate(words.end.tolist())}
    found = [(start, end, "ORG", _DRAW_TO_ORG) for _, start, end in _organisations().find_matches_as_indexes(text, overlapping=True)]
    found += [(start, end, kind, _DRAW_IN_DATELINE) for start, end, kind in name_cues.dateline_names(text)]
    hits = [(starts[start], ends[end] + 1, kind, by) for start, end, kind, by in found if start in starts and end in ends]
    made, until = emissions.copy(), np.zeros(len(words), bool)
    for left, right, kind, by in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not until[left:right].any():
            until[left:right] = True
            state = 1 + 2 * CLASSES.index(kind)
            made[left, state] += by
            made[left + 1:right, state + 1] += by
    return made


def _are_places(candidates: list[str]) -> np.ndarray:
    """Whether each string is the main name of a place in the gazetteer."""
    from workbench.knowledge.gazetteer import MAIN, gazetteer

    which, _, how = gazetteer().find(candidates)
    found = np.zeros(len(candidates), bool)
    found[which[how == MAIN]] = True
    return found


def _kinds_of_places(names: set[str]) -> dict[str, str]:
    """GPE or LOC for each name of a place: what the gazetteer has as a country, division or town is a GPE, and so is what it does
    not know, unless it is called a sea, a river, a mountain ..."""
    from workbench.knowledge.gazetteer import ADMIN1, REGION, gazetteer

    found = sorted(names)
    which, places, _ = gazetteer().find(found)
    kinds = gazetteer().kind[places]
    region, above = np.zeros(len(found), bool), np.zeros(len(found), bool)
    region[which[kinds == REGION]], above[which[kinds <= ADMIN1]] = True, True
    nature = np.array([name_cues.is_nature(name) for name in found], bool)
    return dict(zip(found, np.where((region | nature) & ~above, "LOC", "GPE").tolist(), strict=True))

