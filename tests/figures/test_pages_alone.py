"""An article and the sentences behind a view, shown without widgets: safe, the same every time, and clear when misused."""

import pandas as pd
import pytest

import workbench as wb

TEXTS = ["Storm <b>Closes</b> Port\n\nThe harbour of Tripoli, Libya, was closed on Monday, Anna Keller said. Keller left for Tunis.\n\n"
         "Sign up for our newsletter <script>alert(1)</script>. Privacy policy.",
         "Port Opens\n\nThe harbour of Tripoli is open again. Subscribe now for two dinars a month."]


@pytest.fixture(scope="module")
def corpus():
    return wb.annotate(wb.read(pd.DataFrame({"text": TEXTS, "source_path": ["storm.txt", "both.csv"], "document_id": ["d1", "d2"]})))


def test_an_article_is_shown_with_its_marks_and_no_live_text(corpus):
    page = wb.article(corpus, "storm.txt")
    html = page._repr_html_()
    assert 'class="wb-actor' in html and 'class="wb-place' in html and 'class="wb-time' in html
    assert "<script" not in html and "<b>" not in html and "&lt;b&gt;" in html
    assert repr(page).startswith("Article: ") and "actors " in repr(page) and "times 1" in repr(page)
    assert wb.article(corpus, "d1") == page


def test_an_article_that_is_not_there_is_named(corpus):
    with pytest.raises(LookupError, match=r"no articles are called 'x.txt'; ask by document_id: 'd1', 'd2'"):
        wb.article(corpus, "x.txt")
    twice = corpus.replace(documents=corpus.documents.assign(source_path="both.csv"))
    with pytest.raises(LookupError, match=r"2 articles are called 'both.csv'"):
        wb.article(twice, "both.csv")


def test_sentences_are_shown_and_counted(corpus):
    view = wb.Selection()
    page = wb.evidence(corpus, view, limit=1)
    total = len(view.evidence(corpus))
    assert total > 1 and repr(page) == f"{total} sentences, 1 shown"
    assert page.html.count("<li") == 1 and "<mark" in page.html
    assert wb.evidence(corpus, view, limit=9).html.count("<li") == total
