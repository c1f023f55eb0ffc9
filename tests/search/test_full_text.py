"""Full-text search: every form of a question against a plain reading of the texts."""

import random
import re
import time

import pandas as pd
import pytest

from workbench import schema
from workbench.corpus import Corpus
from workbench.search import SearchError, fold, parse, text_index

TEXTS = {
    "a": "Haftar flew to Moscow.\nThe envoy of the U.N. said nothing.",
    "b": "Moscow denied it. Haftar's office, too.",
    "c": "Élysée: le maréchal Haftar à Paris. Mosques were hit.",
    "d": "Subscribe to The Moscow Post!\nTripoli was quiet.",
    "e": "Nothing at all.",
}


@pytest.fixture(scope="module")
def corpus():
    documents = pd.DataFrame({"document_id": list(TEXTS), "text": list(TEXTS.values()), "date_basis": "none", "date_confidence": 0.0,
                              "text_sha256": ""})
    documents = schema.conform("documents", documents)
    cut = {d: t.index("\n") if "\n" in t else len(t) for d, t in TEXTS.items()}
    rows = [{"document_id": d, "start": 0, "end": cut[d], "label": "promo" if d == "d" else "body"} for d in TEXTS if d != "e"]
    rows += [{"document_id": d, "start": cut[d] + 1, "end": len(TEXTS[d]), "label": "body"} for d in "ad"]
    return Corpus({"documents": documents, "segments": schema.spans("segments", documents, [
        {**row, "score": 1.0, "annotator": "test/hand"} for row in rows])})


def ask(corpus, question):
    return "".join(corpus.documents["document_id"][text_index(corpus).matches(question)])


@pytest.mark.parametrize(("question", "answer"), [
    ("haftar", "abc"), ("HAFTAR moscow", "ab"), ("haftar AND moscow", "ab"), ("haftar NOT moscow", "c"), ("haftar AND NOT moscow", "c"),
    ("paris OR tripoli", "cd"), ("(paris OR tripoli) NOT haftar", "d"), ("moscow NOT (envoy OR office)", ""), ('"flew to"', "a"),
    ('"to flew"', ""), ('"Moscow. The"', ""), ("mos*", "abc"), ("mosco", ""), ('"denied i*"', ""), ('"denied i"*', "b"), ("marechal", "c"),
    ("elysee", "c"), ("u.n.", "a"), ("haftar's", "b"), ("haftar’s", "b"), ("post", ""), ("quiet", "d"), ("nothing", "ae"), ("and", ""),
    ("/haft[a-z]+ .* paris/", "c"), ("/moscow post/", ""), ("/^nothing/", "e"), ("“flew to” moscow", "a"),
])
def test_a_question_finds_its_articles(corpus, question, answer):
    assert ask(corpus, question) == answer


@pytest.mark.parametrize(("question", "words"), [
    ('"open', "not closed"), ("(a OR b", "not closed"), ("a)", "not opened"), ("NOT a", "before it"), ("a OR", "both sides"),
    ("OR a", "both sides"),
    ("a AND", "after it"), ("!!", "no word"), ("/(/", "cannot be read"), ("AND", "before it"), ("()", "no word"),
])
def test_a_question_that_cannot_be_read_says_why(corpus, question, words):
    with pytest.raises(SearchError, match=words):
        ask(corpus, question)


def test_hits_are_the_words_looked_for_and_not_those_after_not(corpus):
    index = text_index(corpus)
    found = [TEXTS[corpus.documents["document_id"][row]][a:b] for row, a, b in index.hits('(haftar OR "the envoy") NOT paris')]
    assert found == ["Haftar", "The envoy", "Haftar"]
    assert [tuple(hit) for hit in index.hits("mos*")][-1] == (2, TEXTS["c"].index("Mosques"), TEXTS["c"].index("Mosques") + 7)


def test_the_best_come_first(corpus):
    index = text_index(corpus)
    assert [corpus.documents["document_id"][row] for row in index.best("haftar OR moscow")][-1] == "c"
    assert sorted(index.best("haftar")) == list(index.matches("haftar").nonzero()[0]) and len(index.best("haftar", limit=1)) == 1
    assert list(index.best("/o/"))[0] == max(range(5), key=lambda row: (index.hits("/o/")[:, 0] == row).sum())


def test_folding_keeps_every_character_in_its_place():
    text = "".join(chr(c) for c in range(32, 0x3000) if chr(c).isprintable())
    assert len(fold(text)) == len(text)


def test_every_match_has_a_hit_and_no_hit_is_outside_of_a_match():
    rng = random.Random(4)
    words = ["oil", "oils", "gas", "Öl", "ceasefire", "cease-fire", "U.N.", "haftar's", "9", "a_b"]
    ends = [",", ".", "", "\n", " –"]
    texts = [" ".join(rng.choice(words) + rng.choice(ends) for _ in range(rng.randint(0, 12))) or "x" for _ in range(300)]
    documents = pd.DataFrame({"document_id": [f"d{k}" for k in range(300)], "text": texts, "date_basis": "none", "date_confidence": 0.0,
                              "text_sha256": ""})
    index = text_index(Corpus({"documents": documents}))
    for question in ("oil", "oi*", "ol", "un", '"oil gas"', "cease fire", "ceasefire", "haftar", "9 OR gas", "oil NOT gas", "a b", "a_b"):
        matched, hits = index.matches(question), index.hits(question)
        assert set(hits[:, 0]) == set(matched.nonzero()[0]), question
    plain = [k for k, text in enumerate(texts) if re.search(r"\boil\b", text) and not re.search(r"\bgas\b", text)]
    assert list(index.matches("oil NOT gas").nonzero()[0]) == plain


def test_no_question_reaches_sqlite_as_it_was_typed():
    for question in ('x" OR 1', "col:x", "x NEAR y", "^x", "x + y", "- x", "words : x", 'a" "b', "'; DROP TABLE articles; --", "x*y*"):
        try:
            fts = parse(question).fts
        except SearchError:
            continue
        assert re.fullmatch(r'[()]*("[^"]*"\*?|[() ]|AND|OR|NOT)+', fts), fts


def test_ten_thousand_articles_are_answered_at_once():
    rng = random.Random(1)
    words = [f"word{k}" for k in range(5000)]
    documents = pd.DataFrame({"document_id": [f"d{k}" for k in range(10_000)], "text": [
        " ".join(rng.choices(words, k=120)) for _ in range(10_000)], "date_basis": "none", "date_confidence": 0.0, "text_sha256": ""})
    index = text_index(Corpus({"documents": documents}))
    index.matches("word1")
    begin = time.perf_counter()
    for k in range(20):
        index.hits(f"word{k} OR word{k + 7} NOT word{k + 9}")
    assert (time.perf_counter() - begin) / 20 < 0.2
