"""Roles of lines: the article keeps every line, the furniture none."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench import schema
from workbench.annotators.segments import segments
from workbench.annotators.segments.bylines import names

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seeds" / "000_d9c2c2c698115618.txt"
APPEAL = """Sign up for our free weekly letter

Our letter brings you the best of our newsletter desk. You will find it in your mailbox every Sunday.

Dear readers,

We are going through hard times. The port has doubled our rent, and our printers ask us for more than we have.

Your support makes a difference. If you can, please support us every month.

Once
Monthly
Continue

Read more"""
ARTICLE = """Ferry Line to the Islands Halted After a Night of Storms

A deserted pier at Port Alma on Tuesday morning

The ferry between Port Alma and the islands was halted on Tuesday after waves of six metres hit the outer harbour.

Captain Ada Moor said that nobody had been hurt, and that the boats would stay in port until the storm had passed.

"We have seen worse, and we will sail when you can see the lighthouse again," she said."""


def roles(*texts, **columns):
    corpus = wb.read(pd.DataFrame({"text": texts, **columns}))
    made, documents, _ = segments(corpus.documents, corpus.table("markup"), corpus.table("provenance"))
    schema.check("segments", made)
    schema.check_spans("segments", made, documents)
    return made, schema.check("documents", documents)


def labels(text, **columns):
    made, _ = roles(text, **columns)
    return dict(zip(made["text"].str.slice(0, 16), made["label"], strict=True))


def test_the_article_is_told_from_the_appeal():
    made = labels(f"Support The Gull!\n\n{ARTICLE}\n\n{APPEAL}")
    assert made["Support The Gull"] == "promo" and made["Ferry Line to th"] == "headline" and made["A deserted pier "] == "caption"
    assert [made[key] for key in ("The ferry betwee", "Captain Ada Moor", '"We have seen wo')] == ["body"] * 3
    assert not {label for key, label in made.items() if ARTICLE.find(key) < 0} & set(schema.ARTICLE_LABELS)


def test_every_character_but_white_space_is_in_one_segment():
    text = f"\xa0 {ARTICLE}\xa0\n\n\t{APPEAL}\n"
    made, _ = roles(text)
    assert (made["start"].to_numpy()[1:] >= made["end"].to_numpy()[:-1]).all()
    assert (made["text"] == made["text"].str.strip()).all()
    outside = [c for k, c in enumerate(text) if not ((made["start"] <= k) & (k < made["end"])).any()]
    assert not "".join(outside).strip()


@pytest.mark.parametrize("text", [
    "Prime Minister Ada Moor met the mayor of Port Alma on Tuesday.",
    "The privacy policy of the port was changed on Monday. You will have to sign, we were told by our friends at the harbour.",
    "Subscribers to the phone company woke up without service on Friday, the ministry in Alma said.\nFollow-up talks are due in Oslo.",
    "Moor wins\nAda Moor won the race on Sunday.\nBen Low came second.\nThe next race is in Oslo.",
    "Home\xa0Secretary Ada Moor resigned on Friday.\n\nThe Prime Minister, Ben Low, accepted the letter in Alma.",
    "On 3 May 2011 Ada Moor left Alma.\nBy Tuesday Ben Low had followed her to Oslo.",
])
def test_pasted_text_without_furniture_stays_article(text):
    made, _ = roles(text)
    assert set(made["label"]) <= set(schema.ARTICLE_LABELS), made[["label", "text"]].to_string()


def test_hard_wrapped_wire_copy_is_cut_into_paragraphs_and_stays_body():
    wire = ("\t   OSLO, Norway (AP) _ Ada Moor had no real rivals as she won the\nrowing race between the islands and the outer harbour "
            "of\nPort Alma on Saturday, the second race of the year for her.\n\t   Ben Low came second and said that he would row again in "
            "June,\nwhen the days are longer and the water of the outer harbour is\nwarmer than it was this week.\n")
    made, _ = roles(wire)
    assert made["label"].tolist() == ["body", "body"] and made["text"].str.startswith(("OSLO", "Ben Low")).all()


def test_what_a_publisher_repeats_is_furniture_and_a_shared_wire_story_is_not():
    own = ["The harbour board of Alma met on Monday to talk about the price of herring and the new pier.",
           "Two boats left for the northern banks on Thursday with a crew of eleven, among them Ben Low."]
    slogan = "The Gull has been on every breakfast table of the coast since the lighthouse was built"
    texts = [f"A headline about {k}\n\n{body}\n\n{slogan}" for k, body in enumerate(own)]
    made, _ = roles(*texts, publisher=["The Gull"] * 2)
    assert set(made.loc[made["text"] == slogan, "label"]) == {"promo"}
    assert set(made.loc[made["text"].isin(own), "label"]) == {"body"}
    wire = "\n\n".join([ARTICLE.split("\n\n")[2]] * 1 + own)
    made, _ = roles(f"From the wire today\n\n{wire}", f"Our own view of it\n\n{wire}", publisher=["The Gull"] * 2)
    assert set(made.loc[made["text"].isin(own), "label"]) == {"body"}


def test_metadata_is_filled_from_the_text_and_never_over_what_was_given():
    title = "Ferry Line Halted After a Night of Storms"
    page = "\n\n".join([title, "By Ada Moor and Ben Low", "Published: 4 April 2019, 21:40", *ARTICLE.split("\n\n")[2:], "© 2019 The Gull"])
    _, documents = roles(page)
    row = documents.iloc[0]
    assert (row["headline"], row["byline"], row["publisher"]) == (title, "Ada Moor; Ben Low", "The Gull")
    assert (str(row["date_published"])[:10], row["date_basis"]) == ("2019-04-04", "header") and 0 < row["date_confidence"] < 1
    given = {"headline": ["Given"], "publisher": ["Given"], "byline": ["Given"], "date_published": ["2020-01-01"]}
    _, documents = roles(page, **given)
    row = documents.iloc[0]
    assert (row["headline"], row["byline"], row["publisher"], row["date_basis"]) == ("Given", "Given", "Given", "metadata")


def test_what_the_text_states_says_where_it_stands():
    title = "Ferry Line Halted After a Night of Storms"
    page = "\n\n".join([title, "By Ada Moor and Ben Low", "Published: 4 April 2019, 21:40", *ARTICLE.split("\n\n")[2:], "© 2019 The Gull"])
    corpus = wb.annotate(wb.read(pd.DataFrame({"text": [page], "link": ["https://gull.example/1"]})), "segments")
    stated = corpus.provenance.set_index("column")
    assert stated["text"].dropna().to_dict() == {"headline": title, "byline": "Ada Moor and Ben Low", "date_published": "4 April 2019",
                                                 "publisher": "The Gull"}
    assert all(page[row.start:row.end] == row.text for row in stated.dropna(subset=["text"]).itertuples())
    assert stated.loc["url", "origin"] == "column link" and stated.loc["byline", "origin"] == "text: a line that is byline"
    again = wb.annotate(corpus, "segments")
    pd.testing.assert_frame_equal(again.provenance, corpus.provenance)


def test_no_rows_make_no_rows():
    made, documents, _ = segments(*map(schema.empty, ("documents", "markup", "provenance")))
    assert made.empty and documents.empty
    schema.check("segments", made)


def test_twice_the_same():
    texts = (ARTICLE, APPEAL, f"{ARTICLE}\n{APPEAL}")
    pd.testing.assert_frame_equal(roles(*texts)[0], roles(*texts)[0])


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed page is not beside this checkout")
def test_the_seed_page_alone():
    corpus = wb.read(SEED)
    made, documents, _ = segments(corpus.documents, corpus.table("markup"), corpus.table("provenance"))
    article = made[made["label"].isin(schema.ARTICLE_LABELS)]
    assert article["label"].tolist() == ["headline", "caption"] + ["body"] * 6
    assert article["end"].max() == 1508
    row = documents.iloc[0]
    assert row["publisher"] == "The Moscow Times" and row["headline"].startswith("Aide to Libyan") and row["date_basis"] == "none"


def test_a_page_as_text_tells_headline_byline_and_date_without_their_labels():
    page = "\n".join(["Home", "World", "Sport", "Log in", ARTICLE.split("\n")[0], "Ada Moor", "4 April 2019, 21:40", "Share", "Copy link",
                      *ARTICLE.split("\n\n")[2:], "Most read", "Ben Low wins the herring race", "Oslo opens a pier", "12 May 2018",
                      "Subscribe to our newsletter", "Contact us", "© 2019 The Gull"])
    made, documents = roles(page)
    row = documents.iloc[0]
    assert row["headline"] == ARTICLE.split("\n")[0] and str(row["date_published"])[:10] == "2019-04-04"
    assert row["byline"] == "Ada Moor" and set(made.loc[made["text"] == "Ada Moor", "label"]) == {"byline"}


@pytest.mark.parametrize(("line", "found"), [
    ("By Ada Moor and Ben Low", ["Ada Moor", "Ben Low"]), ("Ada Moor, Staff Writer", ["Ada Moor"]), ("Von dpa", ["dpa"]),
    ("byAda Moor", ["Ada Moor"]), ("Ada MoorPublished Jul 17, 2024, 11:21am", ["Ada Moor"]),
    ("Eine Analyse von Ada de Moor", ["Ada de Moor"]), ("Ada Moor | Ben Low", ["Ada Moor", "Ben Low"]), ("Ada Moor@AdaMoor", ["Ada Moor"]),
    ("Ada Moor 4 Aprile 2019 - 14:41", ["Ada Moor"]),
    ("Read more", []), ("Subscribe now", []), ("12 comments", []), ("", []),
])
def test_names_in_a_byline(line, found):
    assert names(line) == found


MENU = "Home\n\nNews\n\nSport\n\nIslands\n\nHarbour\n\nLetters\n\nLog in\n\nSearch\n\nTides\n\nFerries\n\nJobs\n\nArchive"


def test_an_article_that_a_page_holds_twice_counts_once():
    made, _ = roles(f"{MENU}\n\n{ARTICLE}\n\nPrint\n\nShare\n\n{ARTICLE.split('morning')[1]}\n\n{APPEAL}")
    body = made[made["label"] == "body"]["text"]
    assert body.str.startswith("The ferry between").sum() == body.str.startswith("Captain Ada Moor").sum() == 1


def test_a_numbered_list_that_goes_on_from_the_body_is_body():
    harbours = ["Alma", "Bray", "Corran", "Dunmore", "Ensay", "Fadmoor"]
    items = "\n\n".join(f"{k}) Port {name}, north pier" for k, name in enumerate(harbours, 1))
    made = labels(f"{MENU}\n\n{ARTICLE}\n\nThe boats stay in these harbours until the storm has passed:\n\n{items}\n\n{APPEAL}")
    assert {made[f"{k}) Port {name}, north pier"[:16]] for k, name in enumerate(harbours, 1)} == {"body"}
    below = labels(f"{MENU}\n\n{ARTICLE}\n\nMost read\n\n{items}\n\n{APPEAL}")
    assert "body" not in {below[f"{k}) Port {name}, north pier"[:16]] for k, name in enumerate(harbours, 1)}


def test_a_page_that_is_a_numbered_list_under_its_headline_has_the_list_for_its_body():
    harbours = ["Alma", "Bray", "Corran", "Dunmore", "Ensay", "Fadmoor", "Gorm", "Hale"]
    items = [f"{k}. race: {k + 9} March, Port {name}" for k, name in enumerate(harbours, 1)]
    title = "Calendar of the Island Races 2018"
    page = [f"{title} | The Gull", *MENU.split("\n\n"), title, "Monday, 22 January 2018 at 0:13", "Share", *items, "Share",
            "Tags", "island races, races 2018, port races, port alma", "Leave a comment", "Your comment will be read before it is shown.",
            "More races", "Click here for all races of the coast", "Contact us", "© 2018 The Gull"]
    for gap in ("\n\n", "\n"):
        made, _ = roles(gap.join(page), url=["https://gull.example/calendar-of-the-island-races-2018"])
        assert "\n".join(made["text"][made["label"].isin(["body", "subhead"])]).split("\n") == items


def test_other_texts_on_cards_below_the_article_are_none_of_its_body():
    others = [f"{who} was seen off the cape on Monday, and the crews of three boats said that they had met none so close to the pier. The "
              "wind had turned in the night, and by noon the whole town stood on the quay." for who in ("A whale", "A seal", "A swan")]
    cards = "\n\n".join(f"Whatsapp Facebook Save\n\n{other}" for other in others)
    made, _ = roles(f"{MENU}\n\n{ARTICLE}\n\nYou may also like\n\n{cards}\n\nTopics\n\nBoats\n\nPiers\n\n© 2018 The Gull")
    body = made["text"][made["label"] == "body"]
    assert body.str.startswith("The ferry between").any() and not body.str.contains("cape|quay").any()


def test_lines_folded_by_characters_are_joined():
    sentence = "항구와 섬을 잇는 배는 화요일에 높은 파도 때문에 멈추었다고 선장이 말했다. "
    words, lines = (sentence * 6).split(), [""]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > 78:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    made, _ = roles("\n".join(lines) + "\n\n" + "\n".join(lines))
    assert made["text"].str.count("\n").max() >= len(lines) - 1


def test_body_text_of_markdown_has_the_words_of_links_and_emphasis_alone():
    text = ("[Ada Moor][1] read _The Harbour_ to [the crew](https://gull.example/crew) of 12_000 readers, as snake_case_names show.\n\n"
            "She sailed [[a boat][2]][3] on 4 May.")
    corpus = wb.annotate(wb.read(pd.DataFrame({"text": [text]}), progress=False), "segments", progress=False)
    body = wb.body_text(corpus).iloc[0]
    assert body.startswith("Ada Moor read The Harbour to the crew of 12_000 readers, as snake_case_names show.")
    assert "](" not in body and "][" not in body.replace("[a boat][2]", "")
