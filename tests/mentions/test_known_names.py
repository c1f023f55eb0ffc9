"""Names of the authority, acronyms, and names that a document teaches."""

import pandas as pd
import pytest

import workbench as wb
from workbench.annotators.mentions import by_model, known

BLOCK = "body"


def read(text: str, *found: tuple[str, str]) -> dict[str, str]:
    """text of each name -> its label, given what a model found."""
    rows = [{"document_id": "d", "start": text.index(name), "end": text.index(name) + len(name), "label": label, "score": 0.95,
             "annotator": "test"} for name, label in found]
    return [(text[r["start"]:r["end"]], r["label"]) for r in sorted(known.added({"d": text}, [("d", 0, len(text), BLOCK)], rows),
                                                                    key=lambda r: r["start"])]


def test_the_authority_is_found_without_a_model():
    assert ("Khalifa Haftar", "PERSON") in read("A letter from Khalifa Haftar came.")


def test_an_ambiguous_alias_counts_only_beside_the_certain_name():
    assert read("They said that Pence went home.") == [], "a coin, and a politician"
    assert ("Pence", "PERSON") in read("They met Mike Pence. They said that Pence went home.")


def test_a_known_word_inside_a_longer_name_is_left_to_it():
    text = "He reads The Moscow Times daily."
    assert read(text, ("Moscow Times", "ORG")) == [("Moscow Times", "ORG")]
    assert ("Russia", "GPE") not in read("They watch Russia Today at home.")


@pytest.mark.parametrize("text", ["see example.org/news/Russia-news for more", "worth US$20 million"])
def test_addresses_and_currencies_are_no_names(text):
    assert read(text) == []


def test_a_title_is_not_put_back_before_the_models_name():
    text = "A word from Pope Francis today."
    assert read(text, ("Francis", "PERSON")) == [("Francis", "PERSON")]


def test_an_acronym_in_brackets_is_learnt():
    text = "The Harbour Authority (HA) is new."
    assert read(text, ("Harbour Authority", "ORG")) == [("Harbour Authority", "ORG"), ("HA", "ORG")]
    assert ("XY", "ORG") not in read("The Harbour Authority (XY) is new.", ("Harbour Authority", "ORG"))


def test_a_name_of_the_body_is_found_in_a_headline_of_capitals():
    text = "ZELIK TARVANEN LEAVES\n\nThe painter Zelik Tarvanen left."
    assert read(text, ("Zelik Tarvanen", "PERSON")) == [("ZELIK TARVANEN", "PERSON"), ("Zelik Tarvanen", "PERSON")]


def test_a_name_that_runs_from_inside_one_known_name_through_another_is_these_two():
    text = "He spoke at the Moscow Conference on International Security Russian Defence Ministry"
    found = read(text, ("International Security Russian Defence Ministry", "ORG"))
    assert found == [("Moscow Conference on International Security", "EVENT"), ("Russian Defence Ministry", "ORG")]


def test_a_credit_glued_to_a_caption_is_a_name_of_its_own():
    text = "A view of the Garden Show for Young Growers Libyan National Army"
    assert ("Libyan National Army", "ORG") in read(text, ("Garden Show for Young Growers Libyan National Army", "ORG"))


def test_an_organisation_and_the_person_it_is_of_are_two_names():
    text = "The Libyan National Army of Khalifa Hifter left. The Friends of Nelson Mandela stayed."
    found = read(text, ("Libyan National Army of Khalifa Hifter", "ORG"), ("Friends of Nelson Mandela", "ORG"))
    assert found == [("Libyan National Army", "ORG"), ("Khalifa Hifter", "PERSON"), ("Friends of Nelson Mandela", "ORG")]


def test_places_are_told_apart_and_conferences_are_events():
    text = ("Ships crossed the Black Sea to Turkey on Monday. Delegates from Chile met at the Arctic Forum in Oslo. "
            "The Libyan delegates stayed at home.")
    found = {text[r["start"]:r["end"]]: r["label"] for r in by_model.names({"d": text}, [("d", 0, len(text), BLOCK)])}
    assert found["Black Sea"] == "LOC" and found["Turkey"] == found["Chile"] == found["Oslo"] == "GPE"
    assert found["Libyan"] == "NORP"
    assert "Monday" not in found


@pytest.mark.parametrize(("kinds", "wanted"), [
    (("ORG", "ORG", "ORG"), ["Tarvan, Lufkin & Jenrose"]), (("PERSON", "ORG", "PERSON"), ["Tarvan, Lufkin & Jenrose"]),
    (("PERSON", "PERSON", "PERSON"), ["Tarvan", "Lufkin", "Jenrose"])])
def test_an_ampersand_holds_a_firms_name_together(kinds, wanted):
    text = "He left Tarvan, Lufkin & Jenrose."
    rows = [{"document_id": "d", "text": text, "first": text.index(name), "last": text.index(name) + len(name), "kind": kind}
            for name, kind in zip(("Tarvan", "Lufkin", "Jenrose"), kinds, strict=True)]
    assert [text[row["first"]:row["last"]] for row in by_model._with_ampersands(rows)] == wanted


def test_two_bodies_of_long_names_stay_two():
    text = "the Western Harbour Rugby League & the Eastern Harbour Boat Club"
    rows = [{"document_id": "d", "text": text, "first": text.index(name), "last": text.index(name) + len(name), "kind": "ORG"}
            for name in ("Western Harbour Rugby League", "Eastern Harbour Boat Club")]
    assert by_model._with_ampersands(rows) == rows


@pytest.fixture
def own_actors(tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text("id,name,label,aliases,not_aliases\nme:anna-keller,Anna Keller,PERSON,Анна Келлер|آنا كيلر|安娜凯勒,Anne Keller\n",
                    encoding="utf8")
    return path


@pytest.mark.parametrize(("text", "name"), [
    ("Анна Келлер выступила в понедельник.", "Анна Келлер"), ("صرحت آنا كيلر يوم الاثنين.", "آنا كيلر"),
    ("安娜凯勒周一在港口发表讲话。", "安娜凯勒"), ("Yesterday the harbour saw anna. ANNA KELLER, though, was Anna Keller.", "Anna Keller")])
def test_a_users_actor_is_found_in_any_script(own_actors, text, name):
    corpus = wb.read(pd.DataFrame({"document_id": ["d"], "text": [text]}))
    made = wb.annotate(corpus, "entities", options={"entities": {"authority": own_actors}}, progress=False)
    mine = made.mentions[made.mentions["entity_id"] == "me:anna-keller"]
    assert name in [text[start:end] for start, end in zip(mine["start"], mine["end"], strict=True)]


@pytest.mark.parametrize(("never", "one"), [("Rashid Qadhafi", False), ("", True)])
def test_who_is_never_the_same_is_kept_apart(tmp_path, never, one):
    path = tmp_path / "actors.csv"
    path.write_text(f"entity_id,name,label,aliases,not_aliases\nme:rashid,Rashid Gaddafi,PERSON,,{never}\n", encoding="utf8")
    corpus = wb.read(pd.DataFrame({"document_id": ["d", "e"], "text": ["Rashid Gaddafi spoke on Monday in the harbour.",
                                                                       "Rashid Qadhafi spoke on Monday in the town hall."]}))
    made = wb.annotate(corpus, "entities", options={"entities": {"authority": path}}, progress=False).mentions
    last = made[made["document_id"] == "e"].iloc[0]
    assert (last["entity_id"] == "me:rashid") == one
    assert one or last["reason"] == "the authority says it is somebody else"


def test_a_changed_file_of_actors_is_read_anew(own_actors):
    def found():
        return known.added({"d": "Otto Brandis left."}, [("d", 0, 18, BLOCK)], [], (str(own_actors),))

    assert found() == []
    with own_actors.open("a", encoding="utf8") as file:
        file.write("me:otto,Otto Brandis,PERSON,,\n")
    assert len(found()) == 1
