"""The sieve before the cues never loses one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.knowledge.segments import literals
from workbench.knowledge.segments.cues import _forms, bare, cues

WORDS = ("Subscribe to our newsletter|Read more|©|2019|By Ada Moor|Photo: AP|Ada Moor/Reuters|OSLO, Norway (AP) _|Published 4 April 2019|"
         "12 comments|Related stories|Home | World | Sport|in your inbox|privacy policy|https://gull.example|3 min read|Reply|[1]: x|"
         "We thank you|Dear readers|Log in|Mehr zum Thema|4 hours ago|***|Sign up|Tags: boats").split("|")


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=6).map(" ".join))
def test_a_line_gives_the_same_cues_with_and_without_the_sieve(line):
    line = line.strip()
    plain = {cue for cue, forms in _forms().items() for form in forms
             if (re.match if form.startswith("^") else re.search)(form, bare(line[:300]), re.IGNORECASE)}
    # Letters whose small form is longer, or that fold into ASCII, are the business of no cue.
    if line.isascii() or len(line.lower()) == len(line):
        assert cues(line) == plain


@pytest.mark.parametrize(("form", "needed"), [
    ("^(?:please )?subscribe\\b", {"subscribe"}), ("(?:cat|dog)s?", {"cat", "dog"}), ("a?b*", None), ("\\d+ likes", {" likes"}),
    ("(?:x|y*)", None),
])
def test_words_that_a_match_must_hold(form, needed):
    assert literals.needed(form) == needed


@pytest.mark.parametrize("line", [
    "Del Potro gana el torneo", "Teile der Stadt unter Wasser", "Descarga eléctrica mata a dos obreros", "Scarica elettrica sul campo",
    "Deel van de haven blijft dicht"])
def test_headlines_that_begin_as_a_button_does_give_no_cue(line):
    assert not cues(line)


@pytest.mark.parametrize("line", ["### Related stories", "* Related stories", "**Related stories**", "[Related stories][12]",
                                  "- [Related](https://gull.example/related) stories", "> _Related stories_", "Related stories"])
def test_marks_of_markdown_hide_no_cue(line):
    assert "related" in cues(line)


@pytest.mark.parametrize("line", ["***", "[1]: https://gull.example", "-", "#", "_", "> ", "*Ada Moor", "[x]", "a * b * c"])
def test_what_only_looks_like_markdown_is_left_as_it_is(line):
    assert bare(line) == line
