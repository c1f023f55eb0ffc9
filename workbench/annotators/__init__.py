"""Documents in, one span table out: each annotator is a pure function of tables, named here with what it needs and makes."""

from workbench.registry import Annotator

_ENTITIES = "workbench.annotators.entities.parts:"
#: In the order in which they run when all are asked for.
ANNOTATORS: dict[str, Annotator] = {a.name: a for a in (
    Annotator("segments", "workbench.annotators.segments:segments", ("documents",), ("segments", "documents", "provenance"),
              ("markup", "provenance"), "corpus",
              passes=(("workbench.annotators.segments:lines", "workbench.annotators.segments:repeated"),)),
    Annotator("dates", "workbench.annotators.dates:dates", ("documents", "segments"), ("documents", "date_evidence"), scope="corpus",
              passes=(("workbench.annotators.dates:days", "workbench.annotators.dates:company"),
                      ("workbench.annotators.dates:names_of", "workbench.annotators.dates:beside"))),
    Annotator("mentions", "workbench.annotators.mentions:mentions", ("documents", "segments"), ("mentions",)),
    Annotator("entities", "workbench.annotators.entities:entities", ("documents", "segments", "mentions"), ("entities", "mentions"),
              scope="corpus", block=4096, passes=tuple((_ENTITIES + part, _ENTITIES + whole) for part, whole in (
                  ("kinds", "one_kind"), ("unseen", "trusted"), ("counted", "resolved"), ("forms", "entities"), ("said", "common")))),
    Annotator("outlets", "workbench.annotators.toponyms.outlets:outlets", ("documents", "segments"), ("outlets",), scope="corpus",
              passes=(("workbench.annotators.toponyms.outlets:names_of", "workbench.annotators.toponyms.outlets:told"),)),
    Annotator("toponyms", "workbench.annotators.toponyms:toponyms", ("documents", "segments", "mentions", "outlets"),
              ("toponyms", "places")),
    Annotator("times", "workbench.annotators.times:times", ("documents", "segments"), ("times",), ("mentions",)),
    Annotator("quotes", "workbench.annotators.quotes:quotes", ("documents", "segments", "mentions", "entities"), ("quotes",)),
    Annotator("stories", "workbench.annotators.stories:stories", ("documents", "segments"), ("stories",), scope="corpus",
              passes=(("workbench.annotators.stories:shingles", "workbench.annotators.stories:copies"),)),
)}

#: The same tables for a first look at very many articles: see ``first_look``. The others stay as they were, or empty.
FAST: dict[str, Annotator] = {a.name: a for a in (
    Annotator("segments", "workbench.annotators.first_look:segments", ("documents",), ("segments", "documents", "provenance"),
              ("markup", "provenance"), block=4096),
    Annotator("mentions", "workbench.annotators.first_look:names", ("documents", "segments"),
              ("mentions", "entities", "toponyms", "places"), block=4096),
)}
