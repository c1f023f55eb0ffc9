"""Words that tell a place's name from a namesake: heads of titles and institutions, and how ordinary a word is."""

from functools import cache
from pathlib import Path

#: After a name of a place, with a capital letter: the whole is a newspaper, a conference, a treaty, a team, a street.
VETO_AFTER = frozenset((
    "times post herald tribune gazette journal news daily star observer mirror telegraph guardian chronicle examiner courier "
    "sentinel bulletin dispatch inquirer enquirer press record reporter register monitor mercury advertiser standard independent "
    "conference summit accord accords treaty protocol declaration convention agreement "
    "united rovers wanderers albion hotspur hibernian athletic analytica "
    "bulls celtics bears giants jets rangers yankees lakers cowboys patriots mavericks dodgers pirates broncos eagles "
    "street st. avenue ave road rd boulevard lane drive marathon express review magazine"
).split())
#: Before a name of a place, with a capital letter: the whole is a person or a company.
NEVER_BEFORE = frozenset("mr mrs ms miss sir dame sheikh justice".split())


@cache
def ordinary() -> dict[str, int]:
    """Word that is also a place's name -> how often news writes it small: 0 (hardly ever) to 4 (nearly always).

    Counted over news by ``build.toponym_model``; words absent were not seen small.
    """
    lines = (Path(__file__).parent / "ordinary_words.txt").read_text(encoding="utf8").splitlines()
    return {word: step for step, line in enumerate(lines) for word in line.split()}
