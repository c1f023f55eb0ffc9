"""Dated statements: in order, as vague as they are, the undated counted, words never markup."""

import json

import pandas as pd

from workbench.figures.events import ROWS, event_list, events


def rows(*dates):
    made = [{"document_id": f"d{k}", "start": k, "date_from": first, "date_to": last, "text": "then",
             "entity_id": f"e{k % 3}", "sentence": f"<b>Statement</b> {k} ${{x}}", "name": "Ana",
             "publisher": "The Port Daily"} for k, (first, last) in enumerate(dates)]
    return pd.DataFrame(made).astype({"date_from": "datetime64[us]", "date_to": "datetime64[us]"})


MIXED = rows(("2019-05-01", "2019-05-31"), ("2019-04-04", "2019-04-04"), (None, None),
             ("2019-01-01", "2019-12-31"), ("2019-04-05", "2019-04-09"))


def test_days_are_points_and_vague_dates_are_as_long_as_they_are():
    spans, days = events(MIXED).data
    assert [c[0] for c in spans.customdata] == ["d3", "d4", "d0"] and [x / 86_400_000 for x in spans.x] == [365, 5, 31]
    assert [list(c) for c in days.customdata] == [["d1", 1, "2019-04-04", "2019-04-04"]] and list(days.y) == [1]
    assert spans.hovertext[0].startswith("<b>2019</b>") and "<b>May 2019</b>" in spans.hovertext[2]
    assert "5 to 9 Apr 2019" in spans.hovertext[1]


def test_what_is_left_out_is_counted():
    many = rows(*[(f"2019-01-{k % 28 + 1:02d}", f"2019-01-{k % 28 + 1:02d}") for k in range(ROWS + 5)], (None, None))
    said = [a.text for a in events(many).layout.annotations]
    assert "5 more; 1 without a resolved date" in said
    assert len(events(many.iloc[:0]).data) == 2 and "No dated statement" in events(many.iloc[:0]).layout.annotations[0].text


def test_words_are_words_and_values_are_plain():
    text = json.dumps(events(MIXED).to_plotly_json(), default=str)
    assert "<b>Statement" not in text and "${x}" not in text
    json.dumps(events(MIXED).to_plotly_json()["data"])
    page = event_list(MIXED)
    assert "<b>" not in page and page.index("d3") < page.index("d1") < page.index("d0") < page.index("d2") and "no date resolved" in page
    assert "9 dated statements, the first 5 shown" in event_list(MIXED, total=9)
    assert "Clear a filter" in event_list(MIXED.iloc[:0])
