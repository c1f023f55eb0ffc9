"""Whether two spellings can be one person's name: initials, nicknames, middle names, word order, and transliteration.

Everything works on folded tokens without particles (:func:`workbench.knowledge.name_forms.core`). Transliterations are compared
by consonant and by vowel: consonants of one sound must agree in order (Gaddafi, Qadhafi, Kadhafi), vowels may change within
their class (Haftar, Hifter), and the number of syllables stays, but for a vowel that breaks a cluster at the start (Dbeibah,
Dabaiba). Vowels change only in names that show that they came from another script; "Hansen" is not "Hanson".
"""

import re
from functools import lru_cache

#: Letters and groups of letters that writers of one sound choose between, longest first. Upper case marks a class of sounds.
_SOUNDS = (
    ("shch", "SC"), ("stch", "SC"), ("schtsch", "SC"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("kh", "K"), ("gh", "K"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "j"), ("dj", "j"), ("dzh", "j"), ("gj", "K"),
    ("qj", "K"), ("ck", "K"), ("cz", "C"), ("ts", "z"), ("tz", "z"),
    ("x", "Ks"), ("q", "K"), ("k", "K"), ("g", "K"), ("w", "v"), ("v", "v"), ("z", "z"))
_GROUP = re.compile("|".join(re.escape(group) for group, _ in sorted(_SOUNDS, key=lambda s: -len(s[0]))) + "|ch|c")
_CLASS = dict(_SOUNDS)
_DOUBLE = re.compile(r"([^aeiouy])\1+")
_VOWELS = re.compile("[aeiouy]+")
#: Traces of another script in Latin letters: sounds that English spells otherwise, endings, and words of Arabic names.
_FOREIGN = re.compile(
    r"kh|gh|dh|zh|q(?!u)|aa|uu|iy|ayy|shch|(?:ov|ev|off|eff|ova|eva|aya|sky|skiy|skyy|skii|skaya|ski|enko|enka|uk|chuk|vich|vych|ich|ych|shvili|"
    r"dze|yan|ian|oglu|bekov|bayev|baev|aev|iev|yev|lah|llah|eddine|uddin|eddin|din)$|^(?:abd|abu|ibn)")
_FOREIGN_WORDS = frozenset((
    "ahmed ahmad ali amin amir anwar asad assad aziz bashar bashir faisal farouk fathi fatima fayez habib hafez haidar hakim hamad "
    "hamdan hamed hamid hasan hassan hosni hussein husayn hussain ibrahim imad ismail jaber jabir jalal jamal jamil karim khaled "
    "khalid khalifa mahmoud mahmud majid malik mansour moammar moamer mohamed mohammad mohammed muhammad mouammar muammar mustafa "
    "nabil nasser nasir nouri omar osama othman rafik rafiq rahman rashid saad saddam sadiq said saleh salem salim salman sami "
    "samir tariq tarek usama umar walid yasser yasir yousef youssef yusuf zaid zayed zine aleksandr alexei aleksei alexey andrei "
    "andrey anatoly arkady boris dmitri dmitry evgeny yevgeny fyodor gennady igor ivan konstantin leonid mikhail nikolai nikolay "
    "oleg pavel petro ruslan semyon serge sergei sergey serhiy svetlana valentina valery vasily viktor vitaly vladimir volodymyr "
    "vyacheslav yuri yury yulia zurab mykola oleksandr nursultan"
).split())
#: Given names with more than one form: each line is one name.
_FORMS = (
    "abdel abdul abdal abdoul abd", "alexander aleksandr alexandr oleksandr alyaksandr alex",
    "alexei alexey aleksei aleksey alexej oleksiy", "andrei andrey andriy andrew andy drew", "anthony tony", "benjamin ben binyamin",
    "charles charlie chuck", "christopher chris", "condoleezza condi", "daniel dan danny", "david dave",
    "dmitry dmitri dmitrii dmitriy dimitri dmytro", "donald don", "edward ed ted eddie", "elizabeth liz beth betty",
    "evgeny yevgeny yevgeni evgeni evgeniy yevgeniy jewgeni yevhen", "gamal jamal djamal jamaal", "gregory greg", "james jim jimmy",
    "jeffrey jeff", "john johnny jon jack", "jonathan jon", "joseph joe josef iosif", "kenneth ken kenny", "lawrence larry",
    "matthew matt", "michael mike mick", "mikhail michail mikhaylo mykhailo", "mohammed mohamed muhammad mohammad mohamad",
    "nicholas nick", "nikolai nikolay mykola", "patrick pat", "peter pete pyotr petr petro", "richard dick rick richie",
    "robert bob bobby rob", "ronald ron ronnie", "rudolph rudy rudolf", "samuel sam", "sergei sergey serguei sergej serhiy siarhei",
    "stephen steven steve", "susan sue", "theodore ted", "thomas tom tommy", "timothy tim", "victor viktor",
    "vladimir wladimir volodymyr wolodymyr uladzimir", "william bill billy will", "yulia julia yuliya iulia",
    "yuri yury juri iouri yurii", "yusuf youssef yousef yousuf yussuf joseph", "hussein husayn hussain hossein husein",
    "qasem qassem qasim qassim kassem ghassem", "khaled khalid", "saif seif sayf", "omar umar omer", "osama usama", "ayman aiman",
    "abdullah abdallah abdulla", "moammar muammar mouammar moamer muammer", "svetlana sviatlana", "alexandros alexis", "bettie betty",
    "frederick fred freddie", "henry hank harry", "francis frank", "philip phillip phil", "raymond ray", "walter walt", "vincent vince",
    "nathaniel nathan nate", "zachary zach", "jacob jake", "joshua josh", "katherine kathryn catherine kate kathy katie cathy kathleen",
    "margaret maggie meg peggy", "jennifer jen jenny", "rebecca becky", "deborah debra debbie", "patricia patty", "barbara barb",
    "christina christine tina chris", "victoria vicky", "abigail abby", "samantha sam", "alexandra alex", "bradley brad", "douglas doug",
    "eugene gene", "gerald gerry jerry", "leonard leo len", "mitchell mitch", "russell russ", "stanley stan", "terence terry", "albert al",
)
_FORM_OF: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_FORMS):
    for _form in _line.split():
        _FORM_OF[_form] = _FORM_OF.get(_form, frozenset()) | {_number}
#: Given names that are surnames as often: word order alone tells their bearers apart.
_EITHER = frozenset(form for line in _FORMS for form in line.split()) | frozenset(
    "martin paul scott lee kelly taylor jordan james henry craig stewart stuart graham gordon george lewis grant howard russell simon "
    "dean keith neil oliver ross allen alan arthur francis frank leon marshall mitchell morgan murray nelson norman owen ray reed terry "
    "wayne warren kim abdullah hassan hussein ahmed mohammed ali omar salem ibrahim".split())


def foreign(tokens: tuple[str, ...]) -> bool:
    """Whether a name shows that it came from another script, so that its vowels are a writer's choice."""
    return any(token in _FOREIGN_WORDS or _FOREIGN.search(token) for token in tokens)


@lru_cache(maxsize=200_000)
def sounds(token: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The consonants of a name as its possible readings, and its vowels as classes, in order.

    "ch" has three readings: Gorbachev, Rachmaninov (kh), Bachar (sh).

    Examples
    --------
    >>> sounds("haftar") == sounds("hifter")
    True
    >>> sounds("suleiman")[1], sounds("salman")[1]
    (('u', 'a', 'a'), ('a', 'a'))
    """
    token = re.sub(r"^(?:y|i(?=[aeou]))(?=[aeiou])", "", token)
    token = re.sub(r"(?<=[aeiou])h$|(?<=[aeiou])h(?=[^aeiouy])", "", token)
    token = re.sub(r"(?<=[gq])u(?=[ie])", "", token)
    token = re.sub(r"(?:ow|off|eff)$", "ov", token)
    token = re.sub(r"(?<=ch)ev$", "ov", token)
    token = re.sub(r"ou(?=[aei])", "w", token) if token.startswith("ou") else token
    readings = [""]
    at = 0
    for match in _GROUP.finditer(token):
        between = token[at:match.start()]
        group = match.group()
        if group == "ch":
            options = ["C", "K", "S"]
        elif group == "c":
            options = ["s"] if token[match.end():match.end() + 1] in ("e", "i", "y") else ["K"]
        else:
            options = [_CLASS[group]]
        readings = [r + between + o for r in readings for o in options][:9]
        at = match.end()
    readings = [_DOUBLE.sub(r"\1", r + token[at:]) for r in readings]
    vowels = tuple("u" if group[0] in "ou" else "a" for group in _VOWELS.findall(readings[0]))
    return frozenset(_DOUBLE.sub(r"\1", _VOWELS.sub("", r)) for r in readings), vowels


def sounds_alike(one: str, other: str) -> bool:
    """Whether two spellings can be one word of another script: the same consonants, and vowels of the same classes."""
    if one == other:
        return True
    if min(len(one), len(other)) < 3:
        return False
    (first, vowels), (second, others) = sounds(one), sounds(other)
    if not first & second:
        return False
    if vowels == others:
        return _edges(one, other)
    longer, shorter, long_word, short_word = (vowels, others, one, other) if len(vowels) > len(others) else (others, vowels, other, one)
    if len(longer) - len(shorter) != 1:
        return len(vowels) == len(others) and vowels[:-1] == others[:-1] and {one[-1], other[-1]} == {"a", "o"}
    if len(longer) > 3 and any(longer[:k] + longer[k + 1:] == shorter for k in range(1, len(longer)) if longer[k] == "a"):
        return _edges(one, other)  # a short vowel in the middle of a long word: Zawahiri, Zawahri
    # A vowel that breaks up consonants at the start: Dbeibah, Dabaiba.
    return longer[1:] == shorter and short_word[:2].isalpha() and not _VOWELS.match(short_word[1]) and not _VOWELS.match(long_word[0])


def _edges(one: str, other: str) -> bool:
    """A word starts with a vowel or with a consonant, and ends with one; "y" and silent "h" are either."""
    def edge(token: str) -> tuple[bool, bool]:
        token = re.sub(r"^[yij](?=[aeiou])", "", token)
        token = re.sub(r"(?<=[aeiou])h$", "", token)
        return token[0] in "aeiouy", token[-1] in "aeiouy"
    return edge(one) == edge(other)


def one_form(one: str, other: str) -> bool:
    """Whether two given names are forms of one: Bill and William, Sergei and Serhiy."""
    return bool(_FORM_OF.get(one, frozenset()) & _FORM_OF.get(other, frozenset()))


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str] | None:
    """Whether two full names can be one person's.

    Parameters
    ----------
    one, other
        Tokens of two folded names, without titles and particles; each at least two.

    Returns
    -------
    tuple or None
        How sure, 0 to 1, and why; None where they cannot be one.
    """
    if one == other:
        return 1.0, "the same name"
    if "".join(one) == "".join(other):
        return 0.98, "the same letters"
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == len(long) == 2 and short == long[::-1] and not set(short) <= _EITHER:
        return 0.9, "word order"
    script = foreign(one) or foreign(other)
    if contradict(one, other):
        return None
    if len(short) < len(long) and _inside(short, long, script):
        return (0.95, "a middle name") if short[0] == long[0] else (0.8, "part of the name")
    if len(long) > len(short) and long[:len(short)] == short:
        return 0.75, "a longer form"
    return _spelled(short, long, script)


def contradict(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names with one surname say by their middle parts that they are two people: George W. and George H. W. Bush."""
    if one[-1] != other[-1]:
        return False
    middle, others = one[1:-1], other[1:-1]
    if not middle or not others or one[0] != other[0]:
        return False
    if len(middle) != len(others):
        return all(len(m) == 1 for m in min(middle, others, key=len)) and max(len(middle), len(others)) > 1
    return not all(a == b or _initial(a, b) or sounds_alike(a, b) for a, b in zip(middle, others, strict=True))


def _inside(short: tuple[str, ...], long: tuple[str, ...], script: bool) -> bool:
    """Whether the short name is the long one with words left out or cut to initials; the surname is whole in both."""
    if short[-1] != long[-1] and not (script and sounds_alike(short[-1], long[-1])):
        return False
    at, initials = 0, 0
    for token in short[:-1]:
        while at < len(long) - 1 and not (long[at] == token or _initial(token, long[at])):
            at += 1
        if at >= len(long) - 1:
            return False
        initials += token != long[at]
        at += 1
    return not (initials and initials == len(short) - 1 and len(short[-1]) < 3)


def _initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _spelled(short: tuple[str, ...], long: tuple[str, ...], script: bool) -> tuple[float, str] | None:
    """Two spellings of a surname and of a given name, the rest left out."""
    surname = short[-1] == long[-1] or (script and sounds_alike(short[-1], long[-1]))
    if not surname:
        joined = script and (sounds_alike("".join(short), "".join(long)) or (len(short) != len(long) and sounds_alike(
            "".join(short[1:]), "".join(long[1:])) and (short[0] == long[0] or one_form(short[0], long[0]))))
        return (0.85, "transliteration") if joined else None
    given, other = short[0], long[0]
    if given == other or _initial(given, other):
        middle = all(_initial(a, b) or a == b or (script and sounds_alike(a, b)) for a, b in zip(short[1:-1], long[1:-1], strict=False))
        sure = 0.92 if len(given) > 1 and len(other) > 1 else 0.8
        return (sure, "transliteration" if short[-1] != long[-1] else "an initial") if middle else None
    if script and sounds_alike(given, other):
        return (0.9 if short[-1] == long[-1] else 0.85), "transliteration"
    if one_form(given, other) and (script or len(short) == 2):
        return 0.85, "a form of the given name"
    if script and len(short) != len(long) and sounds_alike("".join(short[:-1]), "".join(long[:-1])):
        return 0.85, "transliteration"
    return None


@lru_cache(maxsize=200_000)
def blocks(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Keys under which a full name meets every name it could be the same as; names that share none never are."""
    found = {"=" + "".join(tokens), "<" + " ".join(sorted(tokens)), "^" + " ".join(tokens[:2])}
    found |= {"$" + reading for reading in sounds(tokens[-1])[0]}
    found |= {"$" + reading for reading in sounds("".join(tokens[1:]))[0]}
    return tuple(sorted(found))
