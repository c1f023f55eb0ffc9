"""Tables to small additive tables: what a figure shows, and the rows behind every number of it."""

from workbench.summaries.index import UNDATED, Index, Relation, gather, index_of, largest

__all__ = ["UNDATED", "Index", "Relation", "gather", "index_of", "largest"]
