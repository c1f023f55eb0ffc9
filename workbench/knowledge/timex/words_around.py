"""Is it a time at all? Years that are counts, months that are words or people, spans that are ages: told by the words around."""

from workbench.knowledge.timex.patterns import Hit

#: Words before which, or after which, "May" and "March" are months.
BEFORE_MONTH = set((
    "in of since until till by through during before after from between and to last next this early late mid past for around about every "
    "each or than per on ending ended was is as within until begin beginning start end middle over come ( , -"
).split())
#: Nouns that make the digits before them a count.
COUNTED = set((
    "block blocks people persons men women children troops soldiers officers workers employees jobs members students residents families "
    "homes houses units copies shares miles kilometers kilometres metres meters feet yards acres hectares tons tonnes pounds kilograms "
    "kg lbs km mph rpm calories watts megawatts volts dollars euros marks francs yen pesos rubles rupees cents points votes seats "
    "delegates refugees dead deaths casualties injured cars vehicles barrels bushels gallons liters litres bpd degrees square cubic "
    "rooms pages words years days hours minutes months weeks mln bln pct percent per dlrs stg civilians migrants protesters "
    "demonstrators hp cc mm cm ft sq more inmates prisoners inches megahertz mhz gmt est edt million billion million-dollar others "
    "patients passengers fighters rebels stores companies firms customers participants signatures applications complaints times x "
    "tickets items species bodies victims signatories villagers pilgrims prisoners officials schools hospitals beds cases calls words "
    "trees animals cattle sheep cows pigs horses"
).split())
#: Words after which four digits are a name or a measure.
_NUMBERED = set((
    "no. no nos number room flight route highway interstate page section article chapter model boeing windows office act bill level suite "
    "apartment box mig rs pc version area zip code resolution bus train channel approximately nearly almost some exactly numbered totaling "
    "totalling least most another only over under # $ £ psalm verse line lot unit ship uss extension ext phone tel fax pin"
).split())
_YEAR_AFTER_NAME = set((
    "in since of by from until till to before after during through between and early late mid the fiscal around about circa for summer "
    "spring autumn fall winter year back or than at - – ( , dated copyright © class season that as election elections on its his her their "
    "a an this per"
).split())
_OLD_YEAR_AFTER = set("in since from of until after before by ( during year between circa about around late early".split())
_OLD_YEAR_BESIDE = set("the his her its their and to an a".split())
_OFTEN_WORDS = ("may", "march", "mar", "jan", "dec")
_PERSONS = set(("baby infant boy girl son daughter child man woman toddler youth teenager student brother sister puppy grandson "
                "granddaughter nephew niece victim suspect widow mother father").split())
_NO_RATE = set((
    "for in than about nearly almost over within after just only barely under roughly another last next past first half around lasts "
    "lasted lasting take takes took taken spend spends spent every once be was is been exactly quite at_least least most up to by of and "
    "after before until during through"
).split())


def month_is_a_word(hit: Hit) -> bool:
    """Whether a month without day or year is the verb, the noun or a person: "May", "a March", "June Smith", "Mrs. May"."""
    word, before, shape = hit.word("month"), hit.before(), hit.shape_before()
    if word not in ("may", "march", "april", "june", "august", "jan", "mar", "dec", "july"):
        return False
    if hit.shape_after() == "s" and before in BEFORE_MONTH:
        return False
    written = hit.written_before()
    if before in ("the", "a", "its", "his", "her", "their", "an"):  # "the March elections", but "a March" and "the March on the capital"
        moving = word == "march" and hit.after() in ("on", "for", "against")
        return word in _OFTEN_WORDS and (hit.shape_after() != "o" or moving)
    free = before not in BEFORE_MONTH
    if free and (shape == "O" and written[:1].isupper() or hit.shape_after() == "O"):
        return True
    if shape == "s" and hit.shape_after() == "o":  # "Florida's March primary", but "crisis-hit May's decision"
        return False
    moving = word == "march" and (hit.after() in ("on", "against", "in") or before in ("to", "-", ","))
    return word in _OFTEN_WORDS and (free or moving)


def year_is_a_number(hit: Hit, year: int) -> bool:
    """Whether digits that look like a year are a count, a measure or part of a name."""
    before, after = hit.before(), hit.after()
    if not hit.word("year")[0].isalnum():
        return before not in _YEAR_AFTER_NAME and hit.shape_before() != "O"
    if after in COUNTED or before in _NUMBERED:
        return True
    if not 1900 <= year <= 2049:
        ranged = before in ("to", "and", "-") and hit.shape_before(2) in "yd" and hit.shape_before(2)
        return not (1000 <= year < 2100 and (before in _OLD_YEAR_AFTER or ranged) or 1700 <= year < 1900 and before in _OLD_YEAR_BESIDE)
    if before == "-" or after == "-":
        near = hit.shape_before(2) if before == "-" else hit.shape_after(1)
        return near in "diux/c"
    name = hit.shape_before() == "O" and before not in _YEAR_AFTER_NAME
    return name and hit.written_before().isupper() and len(before) > 1


def is_an_age(hit: Hit) -> bool:
    """Whether a length of years is how old somebody is."""
    after = hit.after()
    if after not in ("old", "olds"):
        return hit.before() in ("aged", "age", "ages")
    unit = hit.value("unit", "UNIT") or hit.value("unit", "UNITS")
    following = hit.after(1)
    if hit.value("unit", "UNITS") or after == "olds" or hit.shape_before() == ",":
        return True
    return unit == "Y" or following in _PERSONS


def is_a_rate(hit: Hit) -> bool:
    """Whether "a year" says how often: "four flights a week", "$12 a share a year"."""
    return hit.before() not in _NO_RATE
