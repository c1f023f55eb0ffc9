"""Annotators small enough to know by heart; workers import them from here by name."""

import os
import signal
import time

import numpy as np
import pandas as pd

from workbench import schema
from workbench.registry import Annotator


def capitals(documents, segments, *, mark="tiny/1"):
    """A mention for each document's first word; chokes on the word Poison, dies on the word Kill."""
    rows = []
    for row in documents.itertuples():
        if row.text.startswith("Poison"):
            raise RuntimeError("this text is bad")
        if row.text.startswith("Kill") and os.environ.get("TINY_MAY_DIE"):
            os._exit(9)
        rows.append({"document_id": row.document_id, "start": 0, "end": len(row.text.split()[0]), "label": "ORG", "score": 1.0,
                     "annotator": mark})
    return schema.spans("mentions", documents, rows)


CAPITALS = Annotator("mentions", "tiny_annotators:capitals", ("documents", "segments"), ("mentions",))


def places_of(documents, segments):
    """One toponym for each document, all of them one of three places: a table that parts share."""
    rows = [{"document_id": d, "start": 0, "end": 4, "label": "literal", "score": 1.0, "annotator": "tiny/2", "place_id": f"p{len(t) % 3}"}
            for d, t in zip(documents["document_id"], documents["text"], strict=True)]
    toponyms = schema.spans("toponyms", documents, rows)
    known = sorted(toponyms["place_id"].unique())
    return toponyms, schema.conform("places", pd.DataFrame({"place_id": known, "name": known, "latitude": 1.0, "longitude": 2.0}))


def slowly(documents, segments):
    """As capitals, a tenth of a second a call: long enough to be killed in the middle."""
    time.sleep(0.1)
    with open(os.environ["TINY_LOG"], "a") as log:
        log.write(f"{len(documents)}\n")
    return capitals(documents, segments)


PLACES = Annotator("toponyms", "tiny_annotators:places_of", ("documents", "segments"), ("toponyms", "places"))
SLOWLY = Annotator("mentions", "tiny_annotators:slowly", ("documents", "segments"), ("mentions",))


def first_words(documents, segments, *, across):
    """How many documents begin with each word: a table of the part."""
    if documents["text"].str.startswith("Poison").any():
        raise RuntimeError("this text is bad")
    return {"counts": documents["text"].str.split().str[0].value_counts().rename_axis("word").reset_index(name="count")}


def counted(summaries, *, across):
    """The counts of all parts together, as texts of the table's only column."""
    total = pd.concat([told["counts"] for told in summaries]).groupby("word", as_index=False)["count"].sum()
    return {"counts": total.sort_values("word", ignore_index=True)}


def ranks(documents, segments, *, across):
    """Pass two: what each document's word counts, as rows of the document."""
    words = documents["text"].str.split().str[0]
    counts = words.map(across["counts"].set_index("word")["count"])
    return {"own": pd.DataFrame({"document_id": documents["document_id"], "count": counts})}


def gathered(summaries, *, across):
    assert len(across["counts"])
    return {"own": pd.concat([told["own"] for told in summaries], ignore_index=True)}


def shared(documents, segments, *, across):
    """A mention for each document's first word; the score is one by how many documents begin with it."""
    counts = across["own"].set_index("document_id")["count"]
    rows = [{"document_id": row.document_id, "start": 0, "end": len(row.text.split()[0]), "label": "ORG",
             "score": 1 / counts[row.document_id], "annotator": "tiny/3"} for row in documents.itertuples()]
    return schema.spans("mentions", documents, rows)


SHARED = Annotator("mentions", "tiny_annotators:shared", ("documents", "segments"), ("mentions",), scope="corpus", block=3, passes=(
    ("tiny_annotators:first_words", "tiny_annotators:counted"), ("tiny_annotators:ranks", "tiny_annotators:gathered")))


def dies_once(documents, segments):
    """As capitals, but its process dies without a word the first time that it comes to a document in the middle."""
    if documents["document_id"].eq("d0055").any() and not os.path.exists(os.environ["TINY_FLAG"]):
        open(os.environ["TINY_FLAG"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return capitals(documents, segments)


def greedy(documents, segments):
    """As capitals, with eight megabytes a document."""
    taken = np.ones((len(documents), 1 << 20))
    assert taken.sum() == len(documents) << 20
    return capitals(documents, segments)


DIES_ONCE = Annotator("mentions", "tiny_annotators:dies_once", ("documents", "segments"), ("mentions",))
GREEDY = Annotator("mentions", "tiny_annotators:greedy", ("documents", "segments"), ("mentions",))
