"""The times annotator on small articles of our own: what it reads, where, and what a date changes."""

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.times import retime, times

HEAD = "Dockers of Marran return to work"
BODY = "The dockers of Marran went back to work on Wednesday after a strike that began in early April."
PROMO = "Our newsletter comes every Friday."


def world(date=None, text=None, labels=None):
    """One article with its segments, line by line."""
    text = "\n\n".join([HEAD, BODY, PROMO]) if text is None else text
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ["a"], "text": [text], "date_published": pd.to_datetime([date]), "date_basis": ["none"], "date_confidence": [0.0],
        "text_sha256": [""]}))
    rows, place = [], 0
    for line, label in zip(text.split("\n\n"), labels or ("headline", "body", "promo"), strict=False):
        rows.append({"document_id": "a", "start": place, "end": place + len(line), "label": label, "score": 1.0, "annotator": "test"})
        place += len(line) + 2
    return documents, schema.spans("segments", documents, rows)


def seen(table):
    return [(r.text, r.value, str(r.date_from)[:10], str(r.date_to)[:10]) for r in table.itertuples()]


def test_a_weekday_and_a_fuzzy_month_against_the_date_of_publication():
    table = times(*world("2019-04-24"))
    assert seen(table) == [("Wednesday", "2019-04-24", "2019-04-24", "2019-04-24"), ("early April", "2019-04", "2019-04-01", "2019-04-10")]
    schema.check("times", table)
    assert set(table["annotator"]) == {"times/weekday", "times/month"}


def test_without_a_date_a_weekday_stays_symbolic():
    assert seen(times(*world())) == [("Wednesday", "XXXX-WXX-3", "NaT", "NaT"), ("early April", "XXXX-04", "NaT", "NaT")]


def test_furniture_is_not_read():
    assert "every Friday" not in set(times(*world())["text"])
    assert "every Friday" in set(times(*world(labels=("headline", "body", "body")))["text"])


def test_a_date_set_later_resolves_what_was_symbolic_and_leaves_other_articles_alone():
    documents, segments = world()
    other = documents.assign(document_id="b", date_published=pd.Timestamp("2018-01-05")).astype(documents.dtypes.to_dict())
    both = pd.concat([documents, other], ignore_index=True)
    segments = pd.concat([segments, schema.spans("segments", other, segments.assign(document_id="b"))], ignore_index=True)
    before = times(both, segments)
    both["date_published"] = pd.to_datetime(["2019-04-24", "1999-01-01"]).astype("datetime64[us]")
    after = retime(both, segments, before, ["a"])
    assert after[after["document_id"] == "a"]["value"].tolist() == ["2019-04-24", "2019-04"]
    pd.testing.assert_frame_equal(after[after["document_id"] == "b"].reset_index(drop=True),
                                  before[before["document_id"] == "b"].reset_index(drop=True))


def test_a_word_of_time_in_a_name_is_none_but_a_year_stays():
    text = "A memoir by Wednesday Martin was read by April on Friday at the Marran 2022 Committee."
    documents, segments = world("2019-04-24", text, ("body",))
    names = {"Wednesday Martin": "PERSON", "April": "PERSON", "Marran 2022 Committee": "ORG"}
    mentions = schema.spans("mentions", documents, [
        {"document_id": "a", "start": text.index(name), "end": text.index(name) + len(name), "label": label, "score": 1.0,
         "annotator": "test"} for name, label in names.items()])
    assert [row[0] for row in seen(times(documents, segments))] == ["Wednesday", "April", "Friday", "2022"]
    assert [row[0] for row in seen(times(documents, segments, mentions))] == ["Friday", "2022"]
    undated, _ = world(None, text, ("body",))
    again = retime(documents, segments, times(undated, segments, mentions), ["a"], mentions)
    assert [row[0] for row in seen(again)] == ["Friday", "2022"]


@pytest.mark.parametrize(("language", "text"), [("fr", "Le pont fut ouvert le 3 mai 1998."), ("it", "Il ponte fu aperto il 3 maggio 1998."),
                                                ("de", "Die Brücke wurde am 3. Mai 1998 eröffnet.")])
def test_a_full_date_is_read_in_the_articles_own_language(language, text):
    documents, segments = world("2019-04-24", text, ("body",))
    table = times(documents.assign(in_language=pd.Series([language], dtype="str")), segments)
    assert [row[1:] for row in seen(table)] == [("1998-05-03",) * 3]


def test_a_date_line_says_so():
    documents, segments = world("2019-04-25", "MARRAN, April 24 (AP) - The ferry sank on April 23.", ("body",))
    assert times(documents, segments)["annotator"].tolist() == ["times/date line", "times/month day"]


def test_no_rows_in_no_rows_out():
    table = times(schema.empty("documents"), schema.empty("segments"))
    assert table.empty
    schema.check("times", table)


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_expression_may_run_over_a_line_of_wire_copy_only(wrapped):
    line = "    The ministry of ports of Marran said that the two sides will meet again on March\n"
    text = line + "21 in the town hall of the capital, where talks about wages have been going on since\n" + line if wrapped else \
        "Meet again on March\n21 people came.\nAll is well."
    documents, segments = world("2019-04-24", text, ("body",))
    assert ("2019-03-21" in set(times(documents, segments)["value"])) == wrapped
