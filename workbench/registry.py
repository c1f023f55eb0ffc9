"""Names for functions: annotators and readers register here, and an unknown name lists the known ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Annotator:
    """A function from tables to tables, with what it needs and makes.

    Attributes
    ----------
    name
        The table that it is there for: ``annotate(corpus, name)``.
    path
        ``module:function``; imported when first called, so that a list of annotators costs nothing and a worker process
        can find the function by name.
    needs
        Tables passed to the function, in this order. They are made first when the corpus lacks them.
    makes
        Tables returned, in this order. A table that is needed and made is replaced.
    optional
        Tables passed after ``needs`` when the corpus has them, else empty.
    scope
        "document": annotating parts apart gives the same rows. "corpus": it looks across documents.
    passes
        How one that looks across documents can be run on parts: pairs of paths (summarise, combine). ``summarise(*tables, across)``
        makes a dict of small frames of some documents; ``combine(summaries, across)`` makes one such dict of those of all documents,
        which may be gone through several times and come in any cut. ``across`` is what all passes before told, and the annotator's
        function takes it at last; of a frame in it that has a document_id each part gets its own rows, and ``combine`` none. All of
        them take the options.
    block
        Documents a call: enough to batch a model, few enough for a progress bar and a retry.
    """

    name: str
    path: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    optional: tuple[str, ...] = ()
    scope: str = "document"
    passes: tuple[tuple[str, str], ...] = ()
    block: int = 256

    def load(self) -> Callable:
        """The function itself."""
        module, function = self.path.split(":")
        return getattr(import_module(module), function)


def choose(known: Iterable[str], name: str, kind: str) -> str:
    """The name, if it is known.

    Raises
    ------
    KeyError
        Listing the known names.
    """
    known = list(known)
    if name not in known:
        raise KeyError(f"no {kind} {name!r}; there are {', '.join(known)}")
    return name
