"""When was it written? Evidence in an article's own words, and the days that all of it together allows.

``clues`` reads a text into evidence, ``chances`` turns evidence into how likely each day is. Neither knows a corpus.
"""
