"""Expressions of time in English news: found by a grammar over words, read into TIMEX3, resolved against a date.

``find`` reads a text into expressions whose meaning is free of any date; ``resolve`` puts a date of publication to them. So a
document's times can be resolved anew the moment its date is known or corrected.
"""

from workbench.knowledge.timex.grammar import find, stretches, with_dates
from workbench.knowledge.timex.meaning import Expression, Meaning, Reading
from workbench.knowledge.timex.resolve import resolve

__all__ = ["Expression", "Meaning", "Reading", "find", "resolve", "stretches", "with_dates"]
