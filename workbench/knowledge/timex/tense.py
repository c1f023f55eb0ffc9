"""Which way a sentence looks: do the words around an expression of time speak of what was, or of what is to come?

A logistic regression over the words near the expression. It was taught by expressions whose direction needs no tense: "last
week", "tomorrow", full dates in dated articles (``workbench/build/tense.py``); the weights travel as ``tense.csv``.
"""

import csv
from functools import cache
from importlib import resources

from workbench.knowledge.timex.lexer import BREAK, CAPITAL, OTHER, Lexed

#: Words that can speak of tense; any other word near would teach a topic.
_CUES = frozenset((
    "will wo shall would should may might can could must is are was were be been being am has have had do does did 'll going ca 's re "
    "ve scheduled expected due set slated planned poised likely unlikely bound supposed ready begin begins start starts starting "
    "beginning open opens plan plans hope hopes intend intends expect expects aim aims want wants vow promised pledged agreed return "
    "returns resume resumes take takes hold holds meet meets travel face faces run runs vote votes end ends expire expires deadline "
    "until till by before upcoming ahead later soon early late effective eligible payable once if when as than since after during "
    "through from to between into over about around following next last previous tomorrow yesterday today tonight again yet already now "
    "not said says told announced reported died dead killed arrested injured put read that which who where ended closed founded born "
    "elected released issued published launched signed asked appeared charged happened occurred according earlier ago election talks "
    "meeting summit hearing trial game match concert conference polls convention primary premiere release opening maturity redemption "
    "redeem mature matures record payment delivery quarter compared versus up down"
).split())
#: Past tenses that do not end in -ed, counted as if they did.
_PAST = frozenset((
    "ate became began bit blew bought broke brought built burnt came caught chose clung crept dealt drank drew drove dug fed fell felt "
    "fled flew forbade forgave forgot fought found froze gave got grew heard held hid hung kept knew laid led left lent lit lost made "
    "meant met mistook outdid overthrew overtook paid ran rang rebuilt resold retook rode rose sang sank sat saw sent shook shot shrank "
    "slept slew slid sold sought spent spoke sprang spun stole stood strode strove struck stuck stung swam swept swore swung taught "
    "thought threw took tore understood undertook underwent went wept withdrew woke won wore wove wrote"
).split())
#: Before an expression these say outright that it is to come; too rare to be learned.
_AHEAD = {"as early as", "as soon as", "no later than", "not later than", "not before the", "as late as"}
_ENDS = {".", ";", "!", "?", ":"}
_NEAR, _FAR = 3, 12


def features(lexed: Lexed, i: int, j: int) -> list[str]:
    """Names of what is seen around the words ``i:j``: near and far words before and after, within the sentence."""
    found = []
    for step, k, near, far in ((-1, i - 1, "b", "B"), (1, j, "a", "A")):
        for distance in range(_FAR):
            if not 0 <= k < len(lexed.words) or lexed.shape[k] == BREAK or lexed.words[k] in _ENDS:
                break
            word, shape = lexed.words[k], lexed.shape[k]
            side = near if distance < _NEAR else far
            if shape == CAPITAL and distance + k > 0 and word not in ("will", "he", "she", "it"):
                word = ""
            if word in _CUES:
                found.append(f"{side}:{word}")
                if distance == 0:
                    found.append(f"{side}!{word}")
            elif word in _PAST or shape == OTHER and word.endswith("ed") and len(word) > 4:
                found.append(f"{side}:-ed")
            elif shape == OTHER and word.endswith("ing") and len(word) > 5:
                found.append(f"{side}:-ing")
            k += step
    return found


@cache
def weights() -> dict[str, float]:
    """Feature -> what it adds to the log-odds of the future."""
    with resources.files("workbench.knowledge.timex").joinpath("tense.csv").open(encoding="utf8") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}


def tense(lexed: Lexed, i: int, j: int) -> float:
    """Log-odds that the expression at words ``i:j`` lies in the future; below zero is the past."""
    known = weights()
    said = 3.0 if " ".join(lexed.words[max(0, i - 3):i]) in _AHEAD else 0.0
    return said + known.get("", 0.0) + sum(known.get(feature, 0.0) for feature in set(features(lexed, i, j)))
