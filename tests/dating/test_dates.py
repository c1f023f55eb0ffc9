"""Dating articles of our own: what is claimed, what stays an interval, and what is no evidence."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import schema
from workbench.annotators.dates import dates
from workbench.knowledge.dating import chances, clues, names, neighbours


def world(*texts, **columns):
    """Articles with one segment a line: body, or promo where the line begins with a star."""
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": [f"d{k}" for k in range(len(texts))], "text": list(texts), "date_basis": ["none"] * len(texts),
        "date_confidence": [0.0] * len(texts), "text_sha256": [""] * len(texts), **columns}))
    rows = []
    for k, text in enumerate(texts):
        place = 0
        for line in text.split("\n"):
            if line:
                rows.append({"document_id": f"d{k}", "start": place, "end": place + len(line), "score": 1.0, "annotator": "test/test",
                             "label": "promo" if line[0] == "*" else "body"})
            place += len(line) + 1
    return documents, schema.spans("segments", documents, rows)


def judged(*texts, options=None, **columns):
    made, evidence = dates(*world(*texts, **columns), **(options or {}))
    schema.check("documents", made)
    schema.check("date_evidence", evidence)
    return made, evidence


def claim(made, k=0):
    row = made.iloc[k]
    return str(row["date_published"])[:10], row["date_basis"]


def conclusion(evidence, k=0):
    rows = evidence[(evidence["kind"] == "conclusion") & (evidence["document_id"] == f"d{k}")]
    return None if rows.empty else (rows.iloc[0]["date_from"], rows.iloc[0]["date_to"])


def test_a_weekday_alone_dates_nothing():
    made, evidence = judged("The ferry to Marran sank on Wednesday. Nobody was hurt.")
    assert claim(made) == ("NaT", "none")
    assert evidence["kind"].tolist() == ["weekday"]


@pytest.mark.parametrize("url", ["https://news.example/2019/04/24/ferry.html", "https://news.example/2019/apr/24/ferry",
                                 "https://n.example/a-20190424-7"])
def test_the_address_dates_the_article(url):
    made, evidence = judged("The ferry to Marran sank on Wednesday.", url=[url])
    assert claim(made) == ("2019-04-24", "url")
    assert evidence["kind"].tolist()[:2] == ["address", "conclusion"]
    assert conclusion(evidence) == (pd.Timestamp("2019-04-23"), pd.Timestamp("2019-04-25"))


@pytest.mark.parametrize("url", ["https://news.example/story/12345678", "https://news.example/2019/13/45/x", "https://n.example/1998",
                                 "not an address"])
def test_other_addresses_do_not(url):
    assert claim(judged("The ferry sank.", url=[url])[0]) == ("NaT", "none")


def test_a_date_line_with_its_year_is_believed():
    made, evidence = judged("MARRAN, April 24, 2019 (Coastal News) - The ferry sank on Wednesday, the harbour office said.")
    assert claim(made) == ("2019-04-24", "inferred")
    row = evidence[evidence["kind"] == "dateline"].iloc[0]
    assert (row["text"], str(row["date_from"])[:10]) == ("April 24, 2019", "2019-04-24")


def test_a_date_line_without_a_year_needs_the_year():
    text = "MARRAN, Feb 26 - The ferry sank, the harbour office said."
    assert claim(judged(text)[0]) == ("NaT", "none")
    made, evidence = judged(text, options={"between": ("1987-01-01", "1987-12-31")})
    assert claim(made) == ("1987-02-26", "inferred")
    assert conclusion(evidence)[0] <= pd.Timestamp("1987-02-26") <= conclusion(evidence)[1]


def test_a_date_printed_on_a_line_of_its_own_is_believed():
    made, _ = judged("Ferry to Marran sinks\nWednesday, April 24, 2019\nThe ferry sank at noon, the harbour office said.")
    assert claim(made) == ("2019-04-24", "inferred")


def test_a_full_date_in_the_story_is_a_lower_bound_and_no_date():
    made, evidence = judged("The ferry was built in Marran. It first sailed on 3 May 1998, and was sold in 2004.")
    assert claim(made) == ("NaT", "none")
    found = conclusion(evidence)
    assert found is None or found[0] >= pd.Timestamp("1997-06-01")


def test_a_weekday_with_its_day_tells_the_year():
    _, evidence = judged("The ferry sank on Thursday, September 22. It was built in 2014 and painted in 2015.")
    row = evidence[evidence["kind"] == "dated weekday"].iloc[0]
    assert row["text"] == "Thursday, September 22"
    text = "It sank on Thursday, September 22. It was built in 2014 and painted in 2015."
    chance = chances.of(chances.telling(clues.clues(text, [(0, len(text))])))
    best = chances.FIRST.toordinal() + int(chance.argmax())
    assert date.fromordinal(best).year in (2016, 2022)


def test_furniture_is_no_evidence():
    _, evidence = judged("The ferry sank on Wednesday.\n* Copyright 2019 The Marran Herald\n"
                         "* Our newsletter of 24 April 2019 comes every Friday.")
    assert evidence["text"].tolist() == ["Wednesday"]


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "MARRAN, 24 avril 2019 (Agence du Port) - Le port a rouvert mercredi, a dit le ministère."),
    ("it", "MARRAN, 24 aprile 2019 - Il porto ha riaperto mercoledì, ha detto il ministero."),
    ("de", "MARRAN, 24. April 2019 (Hafenbote) - Der Hafen ist seit Mittwoch wieder offen."),
    ("es", "MARRAN, 24 abr 2019 (El Muelle) - El puerto reabrió el miércoles."),
])
def test_a_date_line_in_another_language_is_believed(language, text):
    made, evidence = judged(text, in_language=[language])
    assert claim(made) == ("2019-04-24", "inferred")
    assert "dateline" in set(evidence["kind"])


@pytest.mark.parametrize(("language", "text"), [("fr", "Le traité fut signé le 3 mai 1998 à Marran."),
                                                ("de", "Der Vertrag wurde am 3. Mai 1998 in Marran unterschrieben."),
                                                ("it", "Il trattato fu firmato il 3 maggio 1998 a Marran.")])
def test_a_full_date_in_the_story_is_a_lower_bound_in_another_language_too(language, text):
    made, evidence = judged(text, in_language=[language])
    assert claim(made) == ("NaT", "none")
    assert str(evidence[evidence["kind"] == "full date"].iloc[0]["date_from"])[:10] == "1998-05-03"


def test_an_article_with_a_date_is_left_alone():
    documents, segments = world("MARRAN, April 24, 2019 - The ferry sank.", date_published=pd.to_datetime(["2018-01-05"]),
                                date_basis=["metadata"])
    made, evidence = dates(documents, segments)
    assert claim(made) == ("2018-01-05", "metadata")
    assert evidence.empty


def test_a_users_event_narrows_the_days(tmp_path):
    events = pd.DataFrame({"pattern": ["Marran Boat Fair"] * 2, "kind": ["event"] * 2, "from": ["2018-05-11", "2019-05-10"],
                           "to": ["2018-05-13", "2019-05-12"]})
    text = "Crowds came to the Marran Boat Fair on Saturday, May 11. The fair was founded in 1990 and moved in 2017."
    without, with_events = (chances.of(chances.telling(clues.clues(text, [(0, len(text))], named=named)))
                            for named in (names.packaged(), (*names.packaged(), *names.rows(events.to_dict("records")))))
    at = date(2019, 5, 12).toordinal() - chances.FIRST.toordinal()
    assert with_events[at] > 1.5 * without[at]
    _, evidence = judged(text, options={"events": events})
    assert "event" in set(evidence["kind"])
    events.to_csv(tmp_path / "events.csv", index=False)
    pd.testing.assert_frame_equal(judged(text, options={"events": tmp_path / "events.csv"})[1], evidence)
    pd.testing.assert_frame_equal(judged(text, options={"events": events.to_dict("records")})[1], evidence)


def test_a_dated_name_that_lacks_a_column_is_an_error():
    with pytest.raises(ValueError, match="pattern"):
        names.rows([{"pattern": "Marran Boat Fair", "kind": "event"}])
    with pytest.raises(ValueError, match="office, since or event"):
        names.rows([{"pattern": "x", "kind": "party", "from": "", "to": ""}])


def test_neighbours_that_share_rare_names_speak():
    shared = "Captain Orla Venn of the Silver Gannet met Harbour Master Piet Loos at Cape Ransel."
    made, evidence = judged(shared + " It sank.", shared + " It was raised.", "Nothing else happened.",
                            date_published=pd.to_datetime([None, "2019-04-24", "2019-05-02"]))
    assert "neighbour" in set(evidence["kind"])
    assert evidence[evidence["kind"] == "neighbour"]["date_from"].iloc[0] == pd.Timestamp("2019-04-24")
    assert neighbours.nearest(neighbours.rare_names(["a b", "a b"]), [0], [1]) == {}


def test_offices_count_and_former_holders_do_not():
    text = "President Barack Obama spoke. Former President Jimmy Carter and former Prime Minister Tony Blair listened."
    found = clues.clues(text, [(0, len(text))])
    assert [text[c.start:c.end] for c in found] == ["President Barack Obama"]


def test_no_documents_no_rows():
    made, evidence = dates(schema.empty("documents"), schema.empty("segments"))
    assert made.empty and evidence.empty


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["MARRAN, May 3 - It sank.", "on Tuesday", "in 1998", "on 5 June 2011", "in March", "last week",
                                 "Thursday, May 5,", "President Barack Obama", "Brexit", "in 2044", "on Feb. 29",
                                 "Monday, Feb. 29"]), max_size=5))
def test_chances_sum_to_one_and_intervals_are_never_reversed(parts):
    text = " ".join(parts)
    chance = chances.of(chances.telling(clues.clues(text, [(0, len(text))])))
    assert chance.shape == (chances.LAST.toordinal() - chances.FIRST.toordinal() + 1,)
    assert np.isclose(chance.sum(), 1) and (chance >= 0).all()
    found = chances.conclude(chance)
    assert found.date_from <= found.date_to
    first, last = ((d.toordinal() - chances.FIRST.toordinal()) for d in (found.date_from, found.date_to))
    assert chance[first:last + 1].sum() >= 0.9
    assert 0 <= found.confidence <= 1
