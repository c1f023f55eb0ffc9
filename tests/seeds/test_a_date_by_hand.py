"""A date that an analyst gives turns the article's weekdays into days, and the undo turns them back."""

import pandas as pd

import workbench as wb

TEXTS = ["The ferry ran aground on Wednesday.", "The light was mended on Friday."]


def read():
    return wb.read(pd.DataFrame({"text": TEXTS, "document_id": ["a", "b"]}))


def values(corpus):
    return corpus.times.set_index("document_id")["value"].to_dict()


def test_a_weekday_becomes_a_day(tmp_path):
    path = tmp_path / "decisions.jsonl"
    corpus = wb.annotate(read(), "times")
    assert values(corpus) == {"a": "XXXX-WXX-3", "b": "XXXX-WXX-5"}
    decision = wb.correct(corpus, "set_date", "a", "2024-05-09", path=path, creator="t")
    assert values(wb.annotate(read(), "times", corrections=path)) == {"a": "2024-05-08", "b": "XXXX-WXX-5"}
    wb.correct(corpus, "undo", decision, path=path, creator="t")
    assert values(wb.annotate(read(), "times", corrections=path)) == {"a": "XXXX-WXX-3", "b": "XXXX-WXX-5"}


def test_a_date_taken_away_makes_the_weekday_symbolic_again(tmp_path):
    path = tmp_path / "decisions.jsonl"
    dated = wb.read(pd.DataFrame({"text": TEXTS, "document_id": ["a", "b"], "date_published": ["2024-05-09", "2024-05-12"]}))
    corpus = wb.annotate(dated, "times")
    assert values(corpus) == {"a": "2024-05-08", "b": "2024-05-10"}
    wb.correct(corpus, "set_date", "b", None, path=path, creator="t")
    assert values(wb.annotate(dated, "times", corrections=path)) == {"a": "2024-05-08", "b": "XXXX-WXX-5"}
