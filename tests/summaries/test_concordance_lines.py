"""Key words in context, in each order."""

import pytest
from explorer_worlds import chance_corpus

from workbench.selection import Selection
from workbench.summaries.concordance import concordance


def test_a_line_holds_the_text_around_its_word_and_orders_are_orders():
    corpus = chance_corpus(2)
    rows = Selection().where(text="oil OR envoy").evidence(corpus)
    assert len(rows) > 20 and set(rows["text"].str.lower()) == {"oil", "envoy"}
    texts = corpus.documents.set_index("document_id")["text"]
    made = {order: concordance(corpus.documents, rows, order=order) for order in ("date", "left", "word", "right")}
    for lines in made.values():
        assert len(lines) == len(rows) and set(zip(lines["document_id"], lines["start"], strict=True)) == set(
            zip(rows["document_id"], rows["start"], strict=True))
    for line in made["date"].itertuples():
        text = " ".join(texts[line.document_id].split())
        assert f"{line.left}{line.word}{line.right}".strip() in text
    assert made["word"]["word"].str.lower().is_monotonic_increasing
    first = made["right"]["right"].str.casefold().str.extract(r"(\w+)")[0].fillna("")
    last = made["left"]["left"].str.casefold().str.extract(r"(\w+)\W*$")[0].fillna("")
    assert first.is_monotonic_increasing and last.is_monotonic_increasing
    assert len(concordance(corpus.documents, rows, limit=3)) == 3
    with pytest.raises(ValueError, match="there are date, left"):
        concordance(corpus.documents, rows, order="colour")


def test_searched_words_are_counted_like_names():
    corpus = chance_corpus(2)
    view = Selection().where(text="oil")
    whole = view.evidence(corpus)
    assert len(whole) == view.articles(corpus)["count"].sum()
    assert len(view.where(by="articles").evidence(corpus)) == len(view.documents(corpus))
    assert len(view.where(by="stories", actor="Khalifa Haftar").evidence(corpus, of="hit")) <= len(view.documents(corpus))
