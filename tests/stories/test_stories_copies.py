"""Copies share a story, whoever printed them, and lookalikes do not."""

import numpy as np
import pandas as pd

import workbench as wb
from workbench import schema
from workbench.annotators.segments import segments
from workbench.annotators.stories import stories

NOUNS = ("harbour pier ferry lighthouse captain storm island net boat mayor council price market herring crew rope wave bank letter "
         "clerk").split()
VERBS = "met left saw praised blamed sold counted found moved watched".split()


def article(seed, sentences=14):
    """A text of its own for each seed."""
    rng = np.random.default_rng(seed)
    return [f"The {rng.choice(NOUNS)} of the {rng.choice(NOUNS)} {rng.choice(VERBS)} {rng.integers(2, 900)} {rng.choice(NOUNS)}s near the "
            f"{rng.choice(NOUNS)} and the {rng.choice(NOUNS)} {rng.choice(VERBS)} a {rng.choice(NOUNS)}." for _ in range(sentences)]


def told(texts, **columns):
    corpus = wb.read(pd.DataFrame({"document_id": [f"d{k}" for k in range(len(texts))], "text": texts, **columns}))
    made, documents, _ = segments(corpus.documents, corpus.table("markup"), corpus.table("provenance"))
    return schema.check("stories", stories(documents, made)).set_index("document_id")


def test_halves_quarters_edits_and_local_intros_are_copies():
    original, other = article(1), article(2)
    edited = [line.replace("harbour", "port") if k % 3 else line for k, line in enumerate(original)]
    texts = [" ".join(lines) for lines in (original, original[:7], original[4:8], edited, article(3, 3) + original, other)]
    made = told(texts)
    assert made["story_id"].tolist() == ["d0"] * 5 + ["d5"] or made["story_id"].nunique() == 2
    assert made["story_id"].iloc[:5].nunique() == 1 and made["is_lead"].sum() == 2


def test_the_lead_is_the_earliest_then_the_longest_and_order_does_not_matter():
    original = article(4)
    texts = [" ".join(original[:8]), " ".join(original), " ".join(original[2:])]
    dated = told(texts, date_published=["2020-01-03", "2020-01-02", "2020-01-01"])
    assert set(dated["story_id"]) == {"d2"}
    assert set(told(texts)["story_id"]) == {"d1"}
    corpus = wb.read(pd.DataFrame({"document_id": ["d2", "d0", "d1"], "text": [texts[2], texts[0], texts[1]]}))
    made, documents, _ = segments(corpus.documents, corpus.table("markup"), corpus.table("provenance"))
    assert set(stories(documents, made)["story_id"]) == {"d1"}


def test_a_common_appeal_does_not_make_a_story():
    appeal = ("Sign up for our newsletter\n\nDear readers,\n\nYour support keeps our paper alive and our reporters on the road, "
              "so if you can, please support us today with what you have to give to us. We thank you from the whole of our heart.")
    made = told([" ".join(article(k, 5)) + "\n\n" + appeal for k in (5, 6, 7)])
    assert made["story_id"].nunique() == 3


def test_short_and_empty_tables():
    assert stories(schema.empty("documents"), schema.empty("segments")).empty
    assert told(["Yes.", "Yes!", "No."])["story_id"].nunique() == 3


def test_planted_copies_among_strangers():
    """Sixty articles, a copy of each of four kinds: all found, nothing else joined."""
    originals = [article(100 + k) for k in range(60)]
    kinds = (lambda a: a[:7], lambda a: a[:4], lambda a: [line.replace("the", "this", 1) for line in a], lambda a: article(999, 2) + a)
    copies = [kinds[k % 4](original) for k, original in enumerate(originals)]
    made = told([" ".join(lines) for lines in originals + copies])
    ids = made["story_id"].tolist()
    assert all(ids[k] == ids[k + 60] for k in range(60)) and made["story_id"].nunique() == 60


def test_how_many_are_compared_at_once_changes_nothing(monkeypatch):
    texts = [" ".join(article(seed)[:share] + article(100 + 3 * seed + share)[:6]) for seed in range(20) for share in (4, 9, 14)]
    whole = told(texts)
    assert 1 < whole["story_id"].nunique() < len(texts)
    for together in (7, 100, 3000):
        monkeypatch.setattr("workbench.annotators.stories.TOGETHER", together)
        pd.testing.assert_frame_equal(told(texts), whole)
