"""Real spellings of one name, and names of two that look alike: through the annotator, with and without the authority's help."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.entities import entities
from workbench.knowledge import actors, name_forms, spellings
from workbench.knowledge.body_names import body_key

PAIRS = list(csv.DictReader((Path(__file__).parent / "spellings.csv").open(encoding="utf8")))


def together(one: str, other: str, label: str) -> bool:
    """Whether the annotator takes the names, each in an article of its own, for one entity."""
    documents = schema.conform("documents", pd.DataFrame({"document_id": ["a", "b"], "text": [one, other], "date_basis": "none",
                                                          "date_confidence": 0.0, "text_sha256": ""}))
    mentions = schema.spans("mentions", documents, [
        {"document_id": key, "start": 0, "end": len(text), "label": label, "score": 1.0, "annotator": "test"}
        for key, text in (("a", one), ("b", other))])
    return entities(documents, schema.empty("segments"), mentions)[1]["entity_id"].nunique() == 1


def alike(one: str, other: str, label: str) -> bool:
    """Whether the letters alone say so, without an authority of people and organisations."""
    first, second = (tuple(actors.fold(name).split()) for name in (one, other))
    if label != "PERSON":
        return body_key(first, actors.countries()) == body_key(second, actors.countries())
    score = spellings.same_person(*(tuple(name_forms.core(name_forms.untitled(list(name))[0])) for name in (first, second)))
    return score is not None and score[0] >= 0.75


def test_there_are_sixty_of_each():
    assert sum(p["same"] == "yes" for p in PAIRS) == sum(p["same"] == "no" for p in PAIRS) == 60


@pytest.mark.parametrize(("judge", "least"), [(together, 0.97), (alike, 0.94)])
def test_spellings(judge, least):
    wrong = [(p["one"], p["other"], p["same"]) for p in PAIRS if judge(p["one"], p["other"], p["label"]) != (p["same"] == "yes")]
    right = 1 - len(wrong) / len(PAIRS)
    print(f"{right:.3f} right; wrong: {wrong}")
    assert right >= least, wrong
