"""Made-up companies of names for ``build.toponym_model``: namesakes of better known cities, with what lies around them."""

import numpy as np

from workbench.annotators.toponyms.document import Read
from workbench.knowledge.gazetteer import CITY, COUNTRY, Gazetteer
from workbench.knowledge.gazetteer import rank as ranking
from workbench.knowledge.gazetteer.spelling import fold


def companies(gazette: Gazetteer, number: int = 600) -> list[tuple[Read, np.ndarray]]:
    """Made-up companies of names: a namesake of a better known city, and with it cities and the country or division it lies in.

    The gold articles hold few such cases, yet a reader of foreign news meets them: Tripoli with Beirut, Moscow with Boise. Each
    is the names of an article without its text, and which candidates are right for the first name.
    """
    chance = np.random.default_rng(1)
    rows = np.flatnonzero((gazette.kind == CITY) & (gazette.population > 15_000))
    known = np.array([fold(gazette.names[row]) for row in rows])
    _, names = np.unique(known, return_inverse=True)
    most = np.zeros(names.max() + 1)
    np.maximum.at(most, names, gazette.fame[rows].astype(float))
    meant = rows[(np.bincount(names)[names] > 1) & (gazette.fame[rows] < most[names])]
    made = []
    for row in chance.choice(meant, number, replace=False):
        inside = rows[(gazette.country[rows] == gazette.country[row]) & (rows != row)]
        away = ranking.kilometres(gazette.latitude[inside], gazette.longitude[inside], gazette.latitude[row], gazette.longitude[row])
        near = inside[np.argsort(away - 150 * np.log10(gazette.population[inside]))[:12]]
        company = [int(r) for r in chance.choice(near, min(len(near), int(chance.integers(1, 4))), replace=False)]
        outer = [int(gazette.of_country[gazette.country[row]]), int(gazette.admin1[row])]
        outer = [r for r in outer if r >= 0 and chance.random() < 0.5]
        keys = [(fold(gazette.names[r]), -1, -1) for r in [int(row), *company, *outer]]
        keys = list(dict.fromkeys(keys))
        ones, none = np.ones(len(keys), int), np.full(len(keys), -1)
        c = ranking.gather(gazette, [key for key, _, _ in keys], none.tolist(), ones, none, none)
        named = np.zeros(len(gazette.country_codes))
        for r in outer:
            named[gazette.country[r]] += gazette.kind[r] == COUNTRY
        away = ranking.kilometres(gazette.latitude[c.row], gazette.longitude[c.row], gazette.latitude[row], gazette.longitude[row])
        made.append((Read([], [], keys, c, named), (away < 161.0) & (c.name == 0)))
    return made
