"""From names of annotators to a plan, and from a plan to a corpus: what the front door calls ``annotate``."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench import engine, registry, store
from workbench.annotators import ANNOTATORS, FAST
from workbench.corpus import Corpus

#: How well annotators read -> the annotators.
QUALITIES = {"full": ANNOTATORS, "fast": FAST}


def plan(wanted: Iterable[str], present: Iterable[str] = (), known: Mapping[str, registry.Annotator] = ANNOTATORS
         ) -> list[registry.Annotator]:
    """The annotators to run, in order: the wanted ones, and before them what makes the tables they need.

    Parameters
    ----------
    wanted
        Names of annotators.
    present
        Tables that the corpus has; what they hold is not made again unless wanted.
    known
        The annotators there are, in the order in which they run.

    Raises
    ------
    KeyError
        If a name is not known; the message lists the known ones.
    """
    maker = {table: a for a in reversed(known.values()) for table in a.makes} | {a.name: a for a in known.values()}
    have, chosen = set(present), set()

    def add(annotator):
        if annotator.name in chosen:
            return
        chosen.add(annotator.name)
        for table in annotator.needs:
            if table not in have and table not in ("documents", annotator.name) and table in maker:
                add(maker[table])

    for name in wanted:
        add(known[registry.choose(known, name, "annotator")])
    return [a for a in known.values() if a.name in chosen]


def annotate(
    corpus: Corpus | str | Path,
    annotators: str | Iterable[str] | None = None,
    *,
    quality: str = "full",
    on: object = "here",
    options: Mapping[str, Mapping] | None = None,
    corrections: object = None,
    progress: bool = True,
    memory: int | str | None = None,
) -> Corpus | Path:
    """Annotate a corpus: a new Corpus with the tables that the annotators make; of a folder, the folder with them in it.

    Parameters
    ----------
    corpus
        A Corpus, or the folder or URL of one saved with :func:`workbench.save`: then the work is done part by part, in the folder, and
        goes on where it stopped if it was killed.
    annotators
        Names of annotators, None for all. What they need is made first.
    quality
        ``"full"``; or ``"fast"``, for a first look at very many articles: segments, mentions, entities and toponyms without the
        names model, from the names that the authority and the gazetteer know. Its rows say "fast" in ``annotator``; annotating in
        full afterwards replaces them.
    on
        Where the work is done: ``"here"``, ``"processes"``, ``"dask"``, the address of a Dask scheduler ("tcp://host:8786") or a Dask
        client. The rows are the same.
    options
        Keyword arguments by annotator: ``{"mentions": {"model": "spacy"}}``. An ``authority`` given to ``entities`` is one for
        ``mentions``, too, unless that has its own.
    corrections
        An analyst's decisions, a file or list of them, applied last.
    progress
        Whether to show a progress bar when the work takes long.
    memory
        What each worker of "processes" or "dask" may hold, in bytes or as "2 GB"; a block that does not fit is tried again by halves.

    Raises
    ------
    KeyError
        If an annotator is not known, or options name one that is not run.
    """
    folder = None if isinstance(corpus, Corpus) else store.place(corpus)
    present = corpus if folder is None else store.tables(folder)
    known = QUALITIES[registry.choose(QUALITIES, quality, "quality")]
    names = list(known) if annotators is None else [annotators] if isinstance(annotators, str) else list(annotators)
    steps = plan(names, present, known)
    options = dict(options or {})
    for name in options:
        registry.choose([step.name for step in steps], name, "annotator in this run")
    own = options.get("entities", {}).get("authority")
    if own and quality == "full":  # who is listed by the user must be found before anybody can say who it is
        options["mentions"] = {"authority": own, **options.get("mentions", {})}
    bound = _bytes(memory)
    with engine.opened(on, bound) as workers:  # the same for all annotators: to start them and to load what they need takes seconds
        for step in steps:
            if folder is None:
                corpus = engine.run(step, corpus, options.get(step.name, {}), on=workers, progress=progress)
            else:
                engine.run_parts(step, folder, options.get(step.name, {}), on=workers, progress=progress)
    if corrections is not None:
        corpus = decided(corpus if folder is None else store.load(folder), corrections)
        if folder is not None:
            store.save(corpus, folder)
    return corpus if folder is None else folder


def _bytes(memory: int | str | None) -> int | None:
    """Bytes of "2 GB", "500 MiB" and the like."""
    if memory is None or isinstance(memory, int):
        return memory
    said = re.fullmatch(r"\s*([\d.]+)\s*([kMGT]?)(i?)B?\s*", memory)
    if not said:
        raise ValueError(f"memory is a number of bytes or such as '2 GB', not {memory!r}")
    return int(float(said[1]) * (1024 if said[3] else 1000) ** " kMGT".index(said[2] or " "))


def decided(found: Corpus, corrections: object) -> Corpus:
    """The corpus with an analyst's decisions applied, a file or list of them.

    Where a decision gives an article another date, its times are read anew: "Wednesday" becomes a day.
    """
    return reviewed(found, corrections)[0]


def reviewed(found: Corpus, corrections: object) -> tuple[Corpus, dict[str, str]]:
    """The corpus of :func:`decided`, and for each decision's id what became of it."""
    from workbench import corrections as decisions

    made, states = decisions.review(found, corrections)
    if "times" not in made:
        return made, states
    old, new = (corpus.documents.set_index("document_id")["date_published"] for corpus in (found, made))
    old = old.reindex(new.index)
    changed = new.index[new.ne(old) & ~(new.isna() & old.isna())]
    if changed.empty:
        return made, states
    from workbench.annotators.times import retime

    times = retime(made.documents, made.table("segments"), made.times, changed, made.table("mentions"))
    return made.replace(times=times), states
