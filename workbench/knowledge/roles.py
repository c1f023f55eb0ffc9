"""Words for what a person is, and which of them can speak of the same person: "the commander", "the Libyan leader"."""

import re

#: Head nouns of a person's role; several words first. The second item is the family: words of one family can mean one person.
_FAMILIES = {
    "ruler": (
        "president|head of state|leader|dictator|strongman|ruler|autocrat|king|queen|monarch|emir|sultan|emperor|pope|"
        "pontiff|supreme leader|commander in chief|commander-in-chief"),
    "premier": "prime minister|premier|chancellor|taoiseach|head of government",
    "commander": "commander|general|field marshal|marshal|warlord|colonel|admiral|military leader|rebel leader|militia leader",
    "minister": (
        "foreign minister|defense minister|defence minister|interior minister|finance minister|minister|"
        "foreign secretary|home secretary|defense secretary|secretary of state|secretary of defense|treasury secretary|"
        "secretary|attorney general|diplomat|top diplomat"),
    "chief": (
        "director|chief|head|boss|chief executive officer|chief executive|ceo|chairman|chairwoman|chair|co-founder|"
        "cofounder|founder|executive|owner|manager|chief financial officer|billionaire|entrepreneur|businessman|tycoon|"
        "magnate"),
    "lawmaker": (
        "senator|congressman|congresswoman|lawmaker|legislator|representative|deputy|mp|speaker|majority leader|"
        "minority leader"),
    "governor": "governor|mayor",
    "envoy": "ambassador|envoy|special envoy|mediator|secretary-general|secretary general",
    "speaker": "spokesman|spokeswoman|spokesperson|press secretary",
    "aide": (
        "aide|adviser|advisor|lawyer|attorney|deputy|assistant|counsel|special counsel|prosecutor|special prosecutor|"
        "judge|justice"),
    "candidate": "candidate|nominee|front-runner|frontrunner|challenger|incumbent|contender",
    "star": "actress|actor|star|singer|rapper|comedian|entertainer|starlet|musician|celebrity|director|filmmaker|host|comic",
    "athlete": (
        "quarterback|linebacker|tackle|lineman|pitcher|striker|midfielder|goalkeeper|coach|champion|boxer|swimmer|golfer|"
        "player|athlete|runner|cyclist|driver|fighter|heavyweight"),
    "suspect": "suspect|defendant|gunman|shooter|killer|attacker|murderer|convict|inmate|fugitive|accused",
    "author": (
        "author|writer|novelist|journalist|reporter|activist|dissident|blogger|scientist|professor|researcher|economist|"
        "analyst|historian"),
    "cleric": "cleric|ayatollah|imam|bishop|archbishop|cardinal|priest|pastor|rabbi|reverend",
}
_FAMILY: dict[str, set[str]] = {}
for _family, _words in _FAMILIES.items():
    for _word in _words.split("|"):
        _FAMILY.setdefault(_word, set()).add(_family)
#: Families of which one can be said of a person of the other: a president is a leader, and so is a commander.
_NEAR = {frozenset(pair) for pair in (("ruler", "premier"), ("ruler", "commander"), ("chief", "speaker"))}
_LOOSE = {"leader"}
NOUN = "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_FAMILY, key=len, reverse=True)) + ")"

#: Nouns for what a body is: those of one string mean the same, and any firm can be called by those of the first.
_FIRMS = (
    "company|firm|corporation|conglomerate|giant", "airline|carrier", "automaker|carmaker|auto maker|car maker|auto manufacturer",
    "manufacturer|maker|planemaker|airframer", "retailer|chain|store|supermarket", "bank|lender", "broadcaster|network|channel|station",
    "studio", "label", "insurer", "publisher", "start-up|startup", "refiner|oil company", "operator", "developer")
_BODIES = (
    "newspaper|paper|daily|tabloid", "magazine|weekly", "agency|bureau", "ministry", "department", "university|college", "school|academy",
    "hospital|clinic", "club|team|side|franchise", "party", "union", "court|tribunal", "commission", "committee|panel",
    "council", "institute|think tank", "foundation|charity", "band|group", "church", "museum", "league", "association",
    "federation", "board", "militia", "organisation|organization", "fund", "army|military", "navy", "air force",
    "parliament|legislature|assembly", "exchange|bourse", "theatre|theater")
_BODY_OF = {noun: nouns.split("|")[0] for nouns in (*_FIRMS, *_BODIES) for noun in nouns.split("|")}
#: What any firm can be called, and the kinds that are no firms.
COMPANY, NO_FIRMS = "company", frozenset(nouns.split("|")[0] for nouns in _BODIES)
BODY_NOUN = "(?:" + "|".join(re.escape(noun).replace(r"\ ", r"\s+") for noun in sorted(_BODY_OF, key=len, reverse=True)) + ")"


def body_kind(noun: str) -> str:
    """The word for all nouns that mean the same kind of body: "lender" -> "bank"."""
    return _BODY_OF[" ".join(noun.lower().split())]


def same_role(one: str, other: str) -> bool:
    """Whether ``one`` can be said again of a person of whom ``other`` was said: the same word, or one that means the same.

    A president can be called "the leader", but one who was called a leader is not therefore a president.
    """
    one, other = " ".join(one.lower().split()), " ".join(other.lower().split())
    if one == other or one.split()[-1] == other.split()[-1]:
        return True
    first, second = _FAMILY.get(one, set()), _FAMILY.get(other, set())
    if one in _LOOSE:
        return bool(first & second) or any(frozenset((a, b)) in _NEAR for a in first for b in second)
    return bool(first & second & {"star", "suspect", "athlete", "commander"}) or {one, other} in (
        {"ceo", "chief executive"}, {"ceo", "chief executive officer"}, {"dictator", "strongman"}, {"premier", "prime minister"},
        {"director", "chief"}, {"director", "head"}, {"chief", "head"}, {"lawyer", "attorney"}, {"founder", "co-founder"},
        {"ceo", "boss"}, {"ceo", "chief"}, {"president", "head of state"}, {"lawmaker", "senator"}, {"lawmaker", "congressman"})


def is_head(noun: str) -> bool:
    """Whether the noun says that somebody heads a country or its government."""
    return bool(_FAMILY.get(" ".join(noun.lower().split()), set()) & {"ruler", "premier"})


def is_loose(noun: str) -> bool:
    """Whether the noun can be said of people of many offices: "leader"."""
    return noun.lower() in _LOOSE
