"""What belongs to a name: titles, possessives, full stops, commas, compass words."""

import pandas as pd
import pytest

import workbench as wb
from workbench.knowledge import name_cues


def of(text: str, name: str, label: str) -> list[tuple[str, str]]:
    start = text.index(name)
    return [(text[s:e], kind) for s, e, kind in name_cues.split(text, start, start + len(name), label)]


@pytest.mark.parametrize(("text", "name", "label", "wanted"), [
    ("the Harbour Authority said", "the Harbour Authority", "ORG", "Harbour Authority"),
    ("met President Anna Keller on", "President Anna Keller", "PERSON", "Anna Keller"),
    ("met Lt. Col. Ali Zayd on", "Lt. Col. Ali Zayd", "PERSON", "Ali Zayd"),
    ("Prime Minister Keller's plan", "Prime Minister Keller's", "PERSON", "Keller"),
    ("the Jones’ house", "Jones’", "PERSON", "Jones"),
    ("a man called General", "General", "PERSON", "General"),
    ("bought Acme Corp. for", "Acme Corp", "ORG", "Acme Corp."),
    ("bought Acme, Inc. for", "Acme", "ORG", "Acme, Inc."),
    ("bought ACME, INC. for", "ACME, INC", "ORG", "ACME, INC."),
    ("bought Acme Pty Ltd for", "Acme", "ORG", "Acme Pty Ltd"),
    ("a sale at Macy's today", "Macy's", "ORG", "Macy's"),
    ("rated by Moody’s today", "Moody", "ORG", "Moody’s"),
    ("the Harbour Authority's plan", "Harbour Authority's", "ORG", "Harbour Authority"),
    ("in the U.S. today", "U.S", "LOC", "U.S."),
    ("lived in Lima. Then", "Lima.", "LOC", "Lima"),
    ('called "Red Star" by', '"Red Star"', "ORG", "Red Star"),
    ("of the JD(S) party", "JD(S)", "ORG", "JD(S)"),
    ("in southern Chile for", "southern Chile", "LOC", "Chile"),
    ("in north-eastern Chile for", "north-eastern Chile", "LOC", "Chile"),
    ("in South Africa for", "South Africa", "LOC", "South Africa"),
    ("in the Misrata District of", "Misrata District of", "LOC", "Misrata District"),
])
def test_a_name_is_trimmed_to_itself(text, name, label, wanted):
    assert of(text, name, label) == [(wanted, label)]


def test_places_joined_by_a_comma_are_two():
    assert of("in Lima, Peru, today", "Lima, Peru", "LOC") == [("Lima", "LOC"), ("Peru", "LOC")]
    assert of("of Smith, Jones and Co", "Smith, Jones", "ORG") == [("Smith, Jones", "ORG")]


def test_a_senators_state_is_a_place():
    assert of("Ron Doe, D-Ore., said", "D-Ore.", "PERSON") == [("Ore.", "LOC")]
    assert of("Ron Doe, R-Texas, said", "R-Texas", "ORG") == [("Texas", "LOC")]


def test_a_party_and_its_seat_are_told_apart():
    assert of("Lim Ah Kau (DAP-Teluk Intan) asked", "DAP-Teluk Intan", "PERSON") == [("DAP", "ORG"), ("Teluk Intan", "LOC")]
    assert of("the AFL-CIO and an AFP-Reuters report", "AFL-CIO", "ORG") == [("AFL-CIO", "ORG")]


def test_an_organisation_is_told_from_the_building_it_sits_in():
    assert all(map(name_cues.is_body, ("Meru Golf Club", "Dover School District", "Orlando Medical Center", "Museum of Art Institute")))
    assert not any(map(name_cues.is_body, ("Carnegie Hall", "Perth city centre", "Misrata District", "Center", "Grand Hotel")))


@pytest.mark.parametrize("text", ["institute of technology", "'s", "the", "...", "12", " "])
def test_what_has_no_capital_is_no_name(text):
    assert name_cues.split(text, 0, len(text), "ORG") == []


def test_seas_and_mountains_are_told_from_towns():
    assert all(map(name_cues.is_nature, ("Black Sea", "Lake Chad", "Gulf of Sidra", "Nafusa Mountains", "Africa")))
    assert not any(map(name_cues.is_nature, ("Misrata", "Salt Lake City", "Seattle", "Seaford")))


def test_the_outlet_that_a_picture_was_taken_for_is_no_name():
    text = "The harbour at dawn. Photo: Mara Lund / Courier\n\nPhotographs of Lund / Courier"
    assert name_cues.is_credit(text, text.index("Courier"))
    assert not name_cues.is_credit(text, text.index("Mara"))
    assert not name_cues.is_credit(text, text.rindex("Courier"))


@pytest.mark.parametrize(("text", "wanted"), [
    ("OSTMERE, March 7 (CPA) - The pumps", [("OSTMERE", "LOC"), ("CPA", "ORG")]),
    ("Pumps lost\n\nPORT CALDER, Sable Coast, Sept. 28 (Valletta Wire) — The", [("PORT CALDER", "LOC"), ("Valletta Wire", "ORG")]),
    ("St. Olave (CPA) -- The", [("St. Olave", "LOC"), ("CPA", "ORG")]),
    ("OSTMERE, Oct 19 - Shr 51 cts", [("OSTMERE", "LOC")]),
    ("Keller - who quits - leaves", []),
    ("He quits. OSTMERE, March 7 (CPA) - The", []),
    ("Ostmere, March 7", []),
])
def test_a_dateline_says_what_its_names_are(text, wanted):
    assert [(text[s:e], kind) for s, e, kind in name_cues.dateline_names(text)] == wanted


def test_a_dateline_of_unknown_names_is_read_as_place_and_agency():
    text = "Pumps are lost\n\nVARDO KEEP, March 7 (Zwick Nile) - The opposition asked for a debate."
    found = wb.annotate(wb.read(pd.DataFrame({"text": [text]})), "mentions", progress=False).mentions
    assert dict(zip(found["text"], found["label"], strict=True)) == {"VARDO KEEP": "GPE", "Zwick Nile": "ORG"}
