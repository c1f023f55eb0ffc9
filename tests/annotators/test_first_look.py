"""The first look: known names in one pass, plainly said, and replaced by the full annotation."""

import pandas as pd
import pytest

import workbench as wb

TEXTS = [
    "Haftar flies to Moscow\n\nKhalifa Haftar left Benghazi for Moscow on Wednesday, Libyan officials said. The Moscow Times and "
    "Mr. Paris Brown had no comment.",
    "No capital letters here at all, and nothing known.",
    "Angela Merkel met Emmanuel Macron in Paris.\nThey spoke of Ukraine\u2019s army, of Nigeria and of Niger.",
    "\U0001f1f1\U0001f1fe Tripoli: Caf\u00e9 de Paris-Nord, SaoMoscowlo, Moscow.",
]


@pytest.fixture(scope="module")
def fast():
    return wb.annotate(wb.read(pd.DataFrame({"document_id": list("abcd"), "text": TEXTS})), quality="fast", progress=False)


def said(corpus, document_id, table="mentions"):
    rows = corpus[table]
    return rows.loc[rows["document_id"] == document_id, "text"].tolist()


def test_known_names_are_found_with_their_actor_and_place(fast):
    fast.check_spans()
    names = dict(zip(fast.mentions["text"], fast.mentions["entity_id"], strict=True))
    assert names["Khalifa Haftar"].startswith("wb:")
    assert set(fast.mentions["entity_id"]) == set(fast.entities["entity_id"])
    place = fast.toponyms.merge(fast.places, on="place_id")
    assert place.loc[place["text"] == "Benghazi", "country_code"].tolist() == ["LY"]
    assert set(fast.toponyms["mention_id"]) <= set(fast.mentions["span_id"])


def test_parts_of_words_and_of_longer_names_are_no_names(fast):
    assert "Moscow" in said(fast, "a") and "Paris" not in said(fast, "a")
    assert said(fast, "b") == []
    assert [name for name in said(fast, "c") if name.startswith("Nig")] == ["Nigeria", "Niger"]
    assert said(fast, "d").count("Moscow") == 1 and "Paris" not in said(fast, "d")


def test_every_row_says_that_it_was_a_first_look(fast):
    for table in ("segments", "mentions", "toponyms"):
        assert fast[table]["annotator"].str.startswith(f"{table}/fast").all()


def test_blocks_change_nothing(fast):
    alone = [wb.annotate(wb.read(pd.DataFrame({"document_id": [d], "text": [t]})), quality="fast", progress=False)
             for d, t in zip("abcd", TEXTS, strict=True)]
    pd.testing.assert_frame_equal(pd.concat([one.mentions for one in alone], ignore_index=True), fast.mentions)


def test_annotating_in_full_replaces_it(fast, tmp_path):
    folder = wb.save(fast, tmp_path / "c")
    wb.annotate(folder, "entities", quality="full", progress=False)
    assert wb.load(folder).mentions["annotator"].str.contains("fast").all(), "what is there is not made anew unless asked for"
    wb.annotate(folder, progress=False)
    assert not wb.load(folder).mentions["annotator"].str.contains("fast").any()


def test_an_unknown_quality_lists_the_known(fast):
    with pytest.raises(KeyError, match="full, fast"):
        wb.annotate(fast, quality="best")


def test_nothing_to_read():
    assert wb.annotate(wb.read(pd.DataFrame({"text": []})), quality="fast", progress=False).mentions.empty


def test_a_headline_says_in_which_line_it_stands(fast, tmp_path):
    stated = fast.table("provenance").query("column == 'headline'")
    assert stated["document_id"].tolist() == ["a"]
    start, end, text = stated[["start", "end", "text"]].iloc[0]
    assert TEXTS[0][start:end] == text == "Haftar flies to Moscow" == fast.documents.set_index("document_id").loc["a", "headline"]
    given = wb.read(pd.DataFrame({"document_id": list("ab"), "text": [TEXTS[0]] * 2, "headline": [None, "Given"], "url": ["u:a", "u:b"]}))
    wb.annotate(wb.save(given, tmp_path / "c"), quality="fast", progress=False)
    made = wb.load(tmp_path / "c").table("provenance").query("column == 'headline'").set_index("document_id")["origin"]
    assert made.to_dict() == {"a": "text: its first line", "b": "column headline"}
