"""The model's view of a text, its decoding, and the packaged weights."""

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.annotators.mentions import by_model
from workbench.knowledge import names_model
from workbench.knowledge.names_model import CLASSES, SHAPES, STATES
from workbench.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Harbour Chief Quits\n\nMISRATA, Libya: Anna Keller, 52, runs the HA’s “Port Café” in McDuff.\nShe quits."


def view(text: str = TEXT) -> names_model.Words:
    return names_model.words(text, sentences(text))


def test_words_say_where_they_stand_and_what_they_look_like():
    words = view()
    strings = [TEXT[s:e] for s, e in zip(words.start, words.end, strict=True)]
    shape = dict(zip(strings, (SHAPES[k] for k in words.shape), strict=True))
    wanted = {"MISRATA": "UPPER", "Anna": "Title", "McDuff": "mixed", "52": "digits", "“": "quote", ",": "punctuation", "runs": "lower"}
    assert wanted.items() <= shape.items()
    lines = words.context // 4
    assert lines[0] == 1, "a headline in title case is told from prose"
    assert lines[strings.index("Keller")] == 0
    assert words.context[0] % 4 == 3 and words.context[1] % 4 == 0, "only a sentence's first word tells how it starts"
    assert words.memory[strings.index("Quits")] & 1, "the same word stands elsewhere in lower case"


def test_initials_do_not_end_a_sentence():
    text = "He left J.P. Tarvan Inc. in May. The N.Y. Harbour Post asked B.J.K. Lind. Then it rained."
    assert [text[s:e] for s, e in sentences(text)] == ["He left J.P. Tarvan Inc. in May.", "The N.Y. Harbour Post asked B.J.K. Lind.",
                                                       "Then it rained."]


def test_accents_quotes_and_dashes_are_read_as_their_plain_forms():
    plain, fancy = names_model.pieces_of, {"Café": "cafe", "“": '"', "’": "'", "–": "-", "``": '"', "Łódź": "łodz"}
    assert all(plain(one) == plain(other) for one, other in fancy.items())
    assert plain("\U0001f600") == (names_model.vocabulary()["[UNK]"],)


def test_windows_hold_whole_sentences_and_every_word_once():
    text = " ".join(f"Sentence number {k} speaks of Misrata and of nothing else." for k in range(60)) + " word" * 300
    words = view(text)
    found = names_model.windows(words)
    assert [w for left, right in found for w in range(left, right)] == list(range(len(words)))
    assert all(sum(map(len, words.pieces[left:right])) <= names_model.WINDOW for left, right in found)
    inner = [right for _, right in found[:5]]
    assert all(words.sentence[right] != words.sentence[right - 1] for right in inner), "cut between sentences where they are short"


def test_words_that_may_be_names_are_those_with_capitals_and_what_holds_them_together():
    text = ("The talks of the day went on in the rain. Later Osama bin Laden's man at the Bank of the West met Moon Jae-in and e-mailed "
            "3 men.")
    words = view(text)
    kept = names_model.may_be_names(words)
    asked = [text[s:e] for s, e in zip(words.start[kept], words.end[kept], strict=True)]
    assert {"Osama", "bin", "Laden", "'", "s", "Bank", "of", "the", "West", "Moon", "Jae", "-", "in"} <= set(asked)
    assert not {"went", "on", "rain", "e", "mailed", "3", "men"} & set(asked)
    assert not names_model.may_be_names(view("all of it is in small letters, and 3 numbers")).any()
    assert names_model.may_be_names(names_model.words("", [])).shape == (0,)


def test_the_model_is_asked_for_all_pieces_of_the_words_that_may_be_names():
    words = view("the talks of Zwickhausen went on, and mayor Quiddlebury left")
    asked = np.flatnonzero(names_model.may_be_names(words))
    made = names_model.inputs(words, 0, len(words), asked)
    known, count = names_model.vocabulary(), made["parts_in"][0]
    assert made["pieces_in"][:2].tolist() == [known["[CLS]"], known["[SEP]"]], "the window's frame comes first"
    assert made["pieces_in"][2:count].tolist() == [piece for word in asked for piece in words.pieces[word]]
    assert made["pieces_in"][made["first_in"]].tolist() == [words.pieces[word][0] for word in asked]
    assert count - 2 > len(asked) and len(made["letters_in"]) == len(asked) < len(words)
    assert made["parts_in"].sum() == len(made["pieces_in"]) == len(made["features_in"])
    inside = [piece for pieces in words.pieces for piece in pieces]
    assert made["pieces_in"][np.argsort(made["places_in"])].tolist() == [known["[CLS]"], *inside, known["[SEP]"]]


def test_a_name_is_read_by_the_words_around_it_which_are_themselves_not_asked_for():
    place, person = ("on monday, after a long night, it was decided that in far Hartwell, which lies by a river, it rains",
                     "on monday, after a long night, it was decided that old Hartwell, who has two daughters, will resign")
    found = {}
    for text in (place, person):
        words = view(text)
        told = by_model.log_probabilities(words)
        asked = names_model.may_be_names(words)
        assert 1 <= asked.sum() <= 4 < len(words)
        assert (told[~asked, 0] > -1e-6).all(), "what is not asked for is no name"
        found[text] = told[[text[s:e] for s, e in zip(words.start, words.end, strict=True)].index("Hartwell")]
    state = {kind: 1 + 2 * CLASSES.index(kind) for kind in ("PERSON", "LOC")}
    assert found[place][state["LOC"]] > found[place][state["PERSON"]]
    assert found[person][state["PERSON"]] > found[person][state["LOC"]]


def test_a_window_without_capitals_does_not_go_through_the_model(monkeypatch):
    monkeypatch.setattr(by_model, "_session", lambda: pytest.fail("the model was asked"))
    told = by_model.log_probabilities(view("nothing here is called anything, in 12 words or in none at all"))
    assert (told.argmax(1) == 0).all()


def test_decoding_finds_the_best_sequence_that_is_allowed():
    chance = np.random.default_rng(7)
    emissions = chance.normal(size=(1, 3, STATES)).astype(np.float32)
    emissions[0, :, 6:] = -50  # few enough states to try every sequence
    def allowed(path):
        return all(state % 2 or state == 0 or k and path[k - 1] in (state - 1, state) for k, state in enumerate(path))
    paths = [p for p in itertools.product(range(6), repeat=3) if allowed(p)]
    best = max(paths, key=lambda p: sum(emissions[0, k, s] for k, s in enumerate(p)))
    assert tuple(names_model.decode(emissions, np.array([3]))[0]) == best


def test_a_sentence_is_decoded_alike_in_any_company():
    chance = np.random.default_rng(3)
    emissions, lengths = chance.normal(size=(5, 9, STATES)).astype(np.float32), np.array([9, 1, 4, 9, 2])
    together = names_model.decode(emissions, lengths)
    for row, length in enumerate(lengths):
        alone = names_model.decode(emissions[row:row + 1, :length], lengths[row:row + 1])
        assert (together[row, :length] == alone[0]).all() and not together[row, length:].any()


def test_no_name_goes_on_into_the_next_sentence():
    states = np.array([0, 1, 2, 2, 0, 3, 5, 6])
    assert list(names_model.spans(states, np.array([0, 0, 0, 1, 1, 1, 1, 1]))) == [(1, 3, "PERSON"), (5, 6, "ORG"), (6, 8, "LOC")]


def test_a_word_is_drawn_to_what_it_is_elsewhere():
    text = "Hartwell spoke. Hartwell left. Then Hartwell came. In Hartwell it rained."
    words = view(text)
    person, place = 1 + 2 * CLASSES.index("PERSON"), 1 + 2 * CLASSES.index("LOC")
    emissions = np.full((len(words), STATES), -8.0, np.float32)
    emissions[:, 0] = -0.01
    at = [k for k in range(len(words)) if text[words.start[k]:words.end[k]] == "Hartwell"]
    emissions[at, 0] = -8
    emissions[at[:3], person] = -0.01
    emissions[at[3], [person, place]] = (-1.0, -0.5)
    moved = names_model.recurring(text, words, emissions)
    assert moved[at[3], person] > moved[at[3], place]
    others = [k for k in range(len(words)) if k not in at and words.shape[k] == 1]
    assert (moved[others] == emissions[others]).all()


def test_the_packaged_model_is_small_and_needs_no_torch():
    size = sum(path.stat().st_size for path in names_model.HERE.iterdir())
    assert size < 25e6
    code = ("import sys, pandas as pd, workbench as wb;"
            "assert 'onnxruntime' not in sys.modules;"
            "text = 'Anna Keller flew to Paris on Monday to see the mayor of the city.';"
            "c = wb.annotate(wb.read(pd.DataFrame({'text': [text]})), 'mentions');"
            "assert not {'torch', 'spacy', 'onnx', 'transformers'} & set(sys.modules), 'heavy';"
            "assert c.mentions['text'].tolist() == ['Anna Keller', 'Paris'], c.mentions")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("text", ["", "\n\n", "\u200b"])
def test_a_text_without_words_has_no_windows(text):
    words = names_model.words(text, [(0, len(text))])
    assert len(words) == 0 and names_model.windows(words) == []
    assert names_model.best([words], [np.zeros((0, STATES), np.float32)])[0].shape == (0,)


@pytest.mark.parametrize("articles", ["seeds", "notebooks/cases/missing-shipment/articles"])
def test_no_name_of_the_lessons_hangs_on_rounding(monkeypatch, articles):
    # Processors round differently, and activations are quantized: between AVX2 and AVX-512 VNNI logits of the same model are .016
    # apart in the mean (no longer .17, thanks to weights of 64 steps). What a lesson shows must be the same on both.
    corpus = wb.annotate(wb.read(ROOT / articles), "segments", progress=False)
    exact = wb.annotate(corpus, "mentions", progress=False).mentions
    sure, chance = by_model.log_probabilities, np.random.default_rng(5)
    for _ in range(3):
        monkeypatch.setattr(by_model, "log_probabilities", lambda document: (
            (found := sure(document)) + chance.normal(0, 0.05, found.shape)).astype(np.float32))
        shaken = wb.annotate(corpus, "mentions", progress=False).mentions
        pd.testing.assert_frame_equal(shaken.drop(columns="score"), exact.drop(columns="score"))
