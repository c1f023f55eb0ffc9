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
    """

    name: str
    path: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    optional: tuple[str, ...] = ()
    scope: str = "document"

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
