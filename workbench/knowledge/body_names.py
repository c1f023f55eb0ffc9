"""One key for the spellings of an organisation's name: country in front, ministries by topic, house styles of spelling."""

from collections.abc import Mapping

_SPELT = {"defence": "defense", "organisation": "organization", "centre": "center", "programme": "program", "labour": "labor",
          "internal": "interior", "ministries": "ministry", "int": "international", "intl": "international", "assn": "association",
          "dept": "department", "univ": "university", "co": "company", "bros": "brothers", "natl": "national", "govt": "government"}
_SMALL = frozenset("of the and for in on to de la du des et a an".split())
#: What a ministry looks after; the words that say no more than that are left out.
_TOPICS = frozenset((
    "defense foreign interior health finance economy economic justice education energy agriculture transport trade culture "
    "environment labor emergency emergencies tourism science industry communications information oil planning housing sport sports "
    "religious endowments"
).split())
_OFFICES = frozenset("ministry department".split())
_EMPTY = frozenset("affairs federal state national development public".split())
#: Bodies that a country has one of, so that country and word together name it.
_ONE = frozenset((
    "army navy parliament government congress senate military police airforce president presidency embassy cabinet judiciary"
).split())
#: Words that name a kind of body and, alone, no body that a reader elsewhere would know.
GENERIC = frozenset((
    "bank university council ministry police court department government army navy church school hospital college company party "
    "club union committee commission agency association institute center centre group team office board house senate congress "
    "parliament assembly academy museum library airport station hotel embassy fund foundation federation league society service "
    "services force forces security authority administration bureau corporation network project program institution organization "
    "alliance coalition front movement international national federal central state city county district times post news press "
    "journal daily herald tribune guard corps republic republican democratic democrats republicans liberal labor labour "
    "conservative green social people supreme high north south east west american british european royal new united first general "
    "public research air health education defence defense foreign interior"
).split())


def body_key(tokens: tuple[str, ...], countries: Mapping[str, str]) -> str:
    """The key that spellings of one organisation's name share.

    Parameters
    ----------
    tokens
        Tokens of the folded name, without its legal form.
    countries
        Folded name of a country or its people -> its identifier.

    Examples
    --------
    >>> known = {"russian": "ru", "russia": "ru", "russian federation": "ru"}
    >>> keys = {body_key(tuple(name.split()), known) for name in ("russian defense ministry", "russias ministry of defence",
    ...         "ministry of defence of russian federation")}
    >>> keys
    {'@ru ministry defense'}
    """
    words, country, at = [], "", 0
    while at < len(tokens):
        for width in (3, 2, 1):
            name = " ".join(tokens[at:at + width])
            found = countries.get(name) or (countries.get(name[:-1]) if name.endswith("s") else None)
            if found and at + width <= len(tokens) and not country:
                country, at = found, at + width
                break
        else:
            words.append(_SPELT.get(tokens[at], tokens[at]))
            at += 1
    kept = [word for word in words if word not in _SMALL]
    if set(kept) & _OFFICES and set(kept) & _TOPICS:
        topic = sorted(set(kept) - _OFFICES - _EMPTY)
        return " ".join(["@" + country, "ministry", *topic] if country else ["ministry", *topic])
    if country and (len(kept) > 1 or set(kept) & _ONE):
        return " ".join(["@" + country, *kept])
    return " ".join(_SPELT.get(t, t) for t in tokens if t not in _SMALL) or " ".join(tokens)


def shorter(tokens: tuple[str, ...]) -> list[str]:
    """Names that a body may be called by once it was named in full: its first words, or its last ones."""
    return [" ".join(tokens[:k]) for k in range(1, len(tokens))] + [" ".join(tokens[k:]) for k in range(1, len(tokens))]
