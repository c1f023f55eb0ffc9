"""Tables to small additive tables: what a figure shows, and the rows behind every number of it."""

from workbench.summaries.relation import Relation, Taken, gather, largest  # isort: split

from workbench.summaries.index import UNDATED, Index, index_of

__all__ = ["UNDATED", "Index", "Relation", "Taken", "gather", "index_of", "largest"]
