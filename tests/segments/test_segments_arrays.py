"""What is worked out for all words and lines at once is what a plain loop finds."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.knowledge.segments import cutting, features, pages, recurring, words

#: Words of several scripts, marks, digits, and every kind of white space that Python knows.
TEXTS = st.text(st.sampled_from("aB7ßİж漢字あ๑_-'.’|🙂𝐚\u0301\xa0\u3000\u2028\x1c\x85\t \n"), max_size=60)
MANY = settings(max_examples=300, derandomize=True, deadline=None)
UNPARTED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


@MANY
@given(TEXTS)
def test_lines_and_their_words(text):
    lines = cutting.broken(text)
    assert [text[a:b] for a, b in lines] == [line.strip() for line in text.split("\n") if line.strip()]
    spans = cutting.units(text)
    counts = [max(len(text[a:b].split()), len(UNPARTED.findall(text[a:b])) // 3) for a, b in spans]
    assert cutting.counted(text, spans) == counts


@MANY
@given(TEXTS)
def test_words_stand_where_an_expression_finds_them_and_the_same_word_is_the_same_number(text):
    starts, sizes, numbers = words.polynomials(text)
    found = [match.group() for match in re.finditer(r"\w+", text)]
    assert [text[a:a + n] for a, n in zip(starts, sizes, strict=True)] == found
    assert len(set(numbers.tolist())) == len(set(found))


def test_numbers_of_words_fill_their_range_evenly():
    _, hashes = words.hashed(" ".join(f"word{k}" for k in range(40_000)))
    count = np.bincount(hashes, minlength=1 << words.BITS)
    assert len(count) == 1 << words.BITS and 0.95 < count.var() / count.mean() < 1.05


@MANY
@given(TEXTS, TEXTS)
def test_what_an_extractor_kept(text, extracted):
    lines = [line for line in text.split("\n") if line]
    page, starts = "\n".join(lines), np.cumsum([0, *(len(line) + 1 for line in lines[:-1])])
    tokens = [re.findall(r"\w+", line) for line in lines]
    told = re.findall(r"\w+", extracted)
    pieces = {"".join(re.findall(r"\w+", line)) for line in extracted.split("\n")}
    shingles = {tuple(told[k:k + 4]) for k in range(len(told) - 3)}
    shares = [sum(tuple(some[k:k + 4]) in shingles for k in range(len(some) - 3)) / (len(some) - 3) if len(some) >= 5 else 0
              for some in tokens]
    made = [1 if "".join(some) in pieces else share for some, share in zip(tokens, shares, strict=True)]
    if not extracted or not lines:
        made = [-1] * len(lines)
    if lines:
        np.testing.assert_allclose(pages.kept(pages.tokens(page, starts), extracted), made, rtol=1e-6)


@MANY
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9), max_size=6))
def test_runs_of_words_that_stand_before_and_after(units):
    """Against the plain way: each run of four words looked for in every other unit."""
    owner = np.repeat(np.arange(len(units)), [len(unit) for unit in units])
    hashes = np.array([ord(word) for unit in units for word in unit], dtype=np.int64)
    runs = [[tuple(unit[k:k + 4]) for k in range(len(unit) - 3)] for unit in units]
    before = [sum(any(run in other for other in runs[:k]) for run in some) / max(1, len(some)) for k, some in enumerate(runs)]
    after = [sum(any(run in other for other in runs[k + 1:]) for run in some) / max(1, len(some)) for k, some in enumerate(runs)]
    found = recurring.repeated(owner, hashes, len(units))
    assert [one.tolist() for one in found] == [before, after]


@MANY
@given(st.integers(0, 12), st.sampled_from([1, 3, 8]))
def test_means_of_what_stands_around(count, reach):
    values = np.arange(1.0, count + 1) ** 2
    before, after = features._around(values, reach)
    assert before.tolist() == [values[max(0, k - reach):k].sum() / reach for k in range(count)]
    assert after.tolist() == [values[k + 1:k + 1 + reach].sum() / reach for k in range(count)]
