"""Annotators small enough to know by heart; workers import them from here by name."""

import os

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
