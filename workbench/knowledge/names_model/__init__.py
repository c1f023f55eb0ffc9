"""The names model's view of a text: words, their pieces in the encoder's vocabulary, and what their letters look like.

The encoder (MiniLM, uncased) does not see capitals, so that each word carries its *shape* (lower, Title, UPPER ...), its
sentence's *context* (after a blank line, a line in title case ...) and the document's *memory* of it (whether the same word stands
elsewhere in lower case, or capitalised inside a sentence). Training (``workbench.build.names_model``) and reading
(``workbench.annotators.mentions``) both start here, so that they cannot drift apart.
"""

from workbench.knowledge.names_model.decoding import best, decode, recurring, spans
from workbench.knowledge.names_model.view import (
    CLASSES,
    CONTEXTS,
    HERE,
    MEMORIES,
    MODEL,
    SHAPES,
    STATES,
    WINDOW,
    Words,
    inputs,
    may_be_names,
    organisations,
    pieces_of,
    vocabulary,
    windows,
    words,
)

__all__ = ["CLASSES", "CONTEXTS", "HERE", "MEMORIES", "MODEL", "SHAPES", "STATES", "WINDOW", "Words", "best", "decode", "inputs",
           "may_be_names", "organisations", "pieces_of", "recurring", "spans", "vocabulary", "windows", "words"]
