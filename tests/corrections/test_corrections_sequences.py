"""Any sequence of corrections, applied, undone and re-applied, gives the same tables."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import corrections, schema
from workbench.corpus import Corpus

TEXTS = ["Ann Tarrow met Bo Lind in Brno. Tarrow praised Lind and the Harbour Union.", "Lind left Brno for Ostrava; A. Tarrow stayed.",
         "The Harbour Union (HWU) thanked Eva Lind. The HWU met in Ostrava."]
MEANT = [[("Ann Tarrow", "PERSON", "person:ann-tarrow"), ("Bo Lind", "PERSON", "person:bo-lind"), ("Brno", "GPE", "gpe:brno"),
          ("Tarrow praised", "PERSON", "person:ann-tarrow"), ("Lind and", "PERSON", "person:bo-lind"),
          ("Harbour Union", "ORG", "org:union")],
         [("Lind", "PERSON", "person:bo-lind"), ("Brno", "GPE", "gpe:brno"), ("Ostrava", "GPE", "gpe:ostrava"),
          ("A. Tarrow", "PERSON", "person:a-tarrow")],
         [("Harbour Union", "ORG", "org:union"), ("HWU", "ORG", "org:hwu"), ("Eva Lind", "PERSON", "person:eva-lind"),
          ("Ostrava", "GPE", "gpe:ostrava")]]


def world() -> Corpus:
    documents = schema.conform("documents", pd.DataFrame({"document_id": ["d0", "d1", "d2"], "text": TEXTS, "date_basis": "none",
                                                          "date_confidence": 0.0, "text_sha256": ""}))
    rows, places = [], []
    for number, (text, meant) in enumerate(zip(TEXTS, MEANT, strict=True)):
        for words, label, entity in meant:
            start = text.index(words)
            word = words.removesuffix(" praised").removesuffix(" and")
            row = {"document_id": f"d{number}", "start": start, "end": start + len(word), "label": label, "entity_id": entity, "score": 0.9,
                   "annotator": "test"}
            rows.append(row)
            if label == "GPE":
                places.append({**row, "label": "literal", "place_id": "gn:1" if "brno" in entity else "gn:2",
                               "mention_id": f"d{number}#char={start},{start + len(word)}"})
    mentions = schema.spans("mentions", documents, rows)
    ids = sorted({entity for meant in MEANT for _, _, entity in meant})
    entities = pd.DataFrame({"entity_id": ids, "name": [i.split(":")[1].replace("-", " ").title() for i in ids],
                             "label": [i.split(":")[0].upper() for i in ids], "aliases": "", "origin": "corpus"})
    quotes = schema.spans("quotes", documents, [
        {"document_id": "d0", "start": 32, "end": 50, "label": "indirect", "score": 1.0, "annotator": "test", "speaker_start": 32,
         "speaker_end": 38, "speaker_entity_id": "person:ann-tarrow"}])
    towns = pd.DataFrame({"place_id": ["gn:1", "gn:2"], "name": ["Brno", "Ostrava"], "latitude": [49.2, 49.8], "longitude": [16.6, 18.3]})
    return Corpus({"documents": documents, "mentions": mentions, "entities": entities, "quotes": quotes, "places": towns,
                   "toponyms": schema.spans("toponyms", documents, places)})


BASE = world()


def decide(corpus: Corpus, draw) -> dict:
    """One decision about what the corpus is now."""
    ids, spans = corpus.entities["entity_id"].tolist(), corpus.mentions["span_id"].tolist()
    entity, span = st.sampled_from(ids), st.sampled_from(spans)
    names, labels = st.sampled_from(["Ann Tarrow", "Quill", "Bo Lind", "Ostrava"]), st.sampled_from(["PERSON", "ORG", "GPE"])
    action = draw(st.sampled_from(["merge", "split", "rename", "retype", "reject", "reassign", "add", "set_date", "move_place"]))
    creator = {"creator": "ada"}
    if action == "merge" and len(ids) > 1:
        return corrections.merge(corpus, draw(st.lists(entity, min_size=2, max_size=3, unique=True)), draw(st.none() | names), **creator)
    if action == "split":
        one = draw(entity)
        own = corpus.mentions[corpus.mentions["entity_id"] == one]
        if draw(st.booleans()):
            return corrections.split(corpus, one, [draw(st.sampled_from(own["text"].tolist()))], name=draw(st.none() | names), **creator)
        return corrections.split(corpus, one, mentions=[draw(st.sampled_from(own["span_id"].tolist()))], name=draw(names), **creator)
    if action == "rename":
        return corrections.rename(corpus, draw(entity), draw(names), **creator)
    if action == "retype":
        return corrections.retype(corpus, draw(st.one_of(entity, span)), draw(labels), **creator)
    if action == "reject" and len(ids) > 2:
        return corrections.reject(corpus, draw(st.one_of(entity, span)), **creator)
    if action == "reassign":
        return corrections.reassign(corpus, draw(span), draw(entity), **creator)
    if action == "add":
        start = draw(st.integers(0, 30))
        return corrections.add(corpus, f"d{draw(st.integers(0, 2))}", start, start + draw(st.integers(2, 9)), draw(labels), **creator)
    if action == "move_place":
        return corrections.move_place(corpus, draw(st.sampled_from(["gn:1", *corpus.toponyms["span_id"]])), latitude=50.0, longitude=15.0,
                                      name="Elsewhere", **creator)
    return corrections.set_date(corpus, "d1", draw(st.sampled_from(["2019-04-24", "2020-01-01", None])), **creator)


def same(one: Corpus, other: Corpus) -> None:
    assert list(one) == list(other)
    for table in one:
        pd.testing.assert_frame_equal(one[table], other[table], obj=table)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_apply_undo_apply_again(data):
    made, now = [], BASE
    for _ in range(data.draw(st.integers(1, 6))):
        made.append(decide(now, data.draw))
        now = corrections.apply(BASE, made)
    now.check_spans()
    for table in now:
        schema.check(table, now[table])
    assert set(now.mentions["entity_id"].dropna()) <= set(now.entities["entity_id"])
    assert now.table("problems").empty, now.problems[["reason", "detail"]].to_dict("records")
    same(corrections.apply(BASE, made), now)
    taken = data.draw(st.lists(st.sampled_from(made), unique_by=lambda d: d["id"]))
    backs = [corrections.undo(decision, creator="ada") for decision in taken]
    left = [decision for decision in made if decision not in taken]
    same(corrections.apply(BASE, [*made, *backs]), corrections.apply(BASE, left))
    again = [corrections.undo(back, creator="ada") for back in backs]
    same(corrections.apply(BASE, [*made, *backs, *again]), now)
    same(corrections.apply(BASE, [*again, *backs, *made]), now)  # lines may stand in any order in merged files
    same(corrections.apply(BASE, [*made, *(corrections.undo(d, creator="ada") for d in made)]), BASE)
