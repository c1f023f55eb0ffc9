"""Text that runs on is cut where comments, items and titles begin, and prose is left alone."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.knowledge.segments.cutting import units

STORY = ("The ferry between Port Alma and the islands was halted on Tuesday after waves of six metres hit the harbour. Captain Moor said "
         "that nobody had been hurt, and that the boats would stay in port until the storm had passed. ") * 3

PIECES = ["1)", "2.", "3ª", "November 19, 2019 at 6:34 am", "19.11.2019 um 7:02 Uhr", "Harbour", "sea.", "\n", "「海。」", "\u00a0", "Ö!"]


def pieces(text):
    return [text[start:end] for start, end in units(text)]


def test_a_thread_of_comments_is_cut_at_its_stamps():
    said = ("gull7 says: November 19, 2019 at 6:34 am about time too moor_fan says: November 19, 2019 at 7:02 am she was right not to sail "
            "pilot says: November 20, 2019 at 11:15 pm and the harbour master knew it")
    made = pieces(STORY * 2 + said)
    assert [piece for piece in made if re.match("November", piece)] == [
        "November 19, 2019 at 6:34 am", "November 19, 2019 at 7:02 am", "November 20, 2019 at 11:15 pm"]
    assert made[-1] == "and the harbour master knew it"


def test_a_date_or_two_in_prose_are_no_thread():
    told = "The boat left on November 19, 2019 at 6:34 am and was seen on 20 November 2019 at 7:02 off the cape by nobody but the pilot."
    assert told in pieces(STORY * 2 + told)


def test_a_numbered_list_is_cut_at_its_items():
    names = ("the red lamp", "an oar", "a tin of paint", "rope of hemp", "two anchors", "a bell")
    for form in ("{}) ", "{}. ", "#{}. ", "{}ª "):
        items = [form.format(k) + name for k, name in enumerate(names, 1)]
        assert pieces(f"{STORY * 2}They sell: {' '.join(items)}")[-6:] == items
        assert pieces(f"{STORY * 2}They sell: {' '.join(items[::-1])}")[-6:] == items[::-1], "a countdown"
    told = "They asked 1) who had seen the boat, 2) when it left, and 3) why in the world nobody had told the harbour master about it."
    assert told in pieces(STORY * 2 + told)


def test_a_long_line_of_titles_is_cut_and_a_long_paragraph_is_not():
    names = ("Moor", "Bray", "Dunn", "Reed", "Ivey", "Cole", "Pike")
    titles = " ".join(f"Harbour Master {name} Sees A Whale Off The Cape" for name in names)
    german = ("Die Fähre zwischen dem Hafen und den Inseln wurde am Dienstag nach hohen Wellen im Hafen von Alma gestoppt, sagte die "
              "Sprecherin der Reederei am Mittag in einer Mitteilung an die Presse, und die Boote der Flotte bleiben bis zum Ende des "
              "Sturmes an der Kette, weil der Wind aus Norden nach der Vorhersage des Amtes bis in die Nacht kaum nachlassen wird.")
    korean = "항구와 섬을 잇는 배는 화요일에 높은 파도 때문에 멈추었다고 선장이 말했다. " * 10
    loud = "THE FERRY BETWEEN PORT ALMA AND THE ISLANDS WAS HALTED ON TUESDAY AFTER WAVES OF SIX METRES HIT THE HARBOUR AT NOON. " * 3
    lines = ["Home", *(line.strip() for line in (german, korean, loud)), titles]
    made = pieces("\n\n".join(lines))
    assert made[:4] == lines[:4] and len(made) > 8


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=80).map(" ".join))
def test_units_lose_nothing_but_white_space(text):
    made = units(text * 6)
    assert "".join("".join((text * 6)[a:b] for a, b in made).split()) == "".join((text * 6).split())
    assert all(a < b for a, b in made) and all(b <= c for (_, b), (c, _) in zip(made, made[1:], strict=False))
