"""Verbs that report speech, in the forms that news uses. Our own list, from general knowledge of English."""

import re
from functools import cache

#: base form: other forms, as they stand in reports.
_VERBS = """
say says said saying|tell tells told telling|add adds added adding|write writes wrote writing written|ask asks asked asking
state states stated stating|reply replies replied replying|respond responds responded responding
explain explains explained explaining|declare declares declared declaring|note notes noted noting
continue continues continued continuing|tweet tweets tweeted tweeting|argue argues argued arguing|warn warns warned warning
claim claims claimed claiming|insist insists insisted insisting|conclude concludes concluded concluding
suggest suggests suggested suggesting|recall recalls recalled recalling|admit admits admitted admitting
acknowledge acknowledges acknowledged acknowledging|concede concedes conceded conceding
announce announces announced announcing|answer answers answered answering|remark remarks remarked remarking
observe observes observed observing|joke jokes joked joking|quip quips quipped quipping|boast boasts boasted boasting
shout shouts shouted shouting|yell yells yelled yelling|cry cried crying|chant chants chanted chanting|exclaim exclaimed
lament laments lamented lamenting|complain complains complained complaining|wonder wonders wondered wondering
assert asserts asserted asserting|allege alleges alleged alleging|maintain maintains maintained maintaining
contend contends contended contending|predict predicts predicted predicting|vow vows vowed vowing
pledge pledges pledged pledging|promise promises promised promising|testify testifies testified testifying
reveal reveals revealed revealing|confirm confirms confirmed confirming|deny denies denied denying
repeat repeats repeated repeating|reiterate reiterates reiterated|stress stresses stressed stressing
emphasize emphasizes emphasized emphasizing|emphasise emphasised|underline underlined|urge urges urged urging
demand demands demanded demanding|advise advises advised|caution cautions cautioned cautioning|interject interjected
counter counters countered countering|retort retorted|muse mused|opine opines opined|recount recounts recounted
describe describes described describing|call calls called calling|label labels labeled labelled labeling labelling
dub dubs dubbed|denounce denounces denounced denouncing|criticize criticizes criticized criticizing|criticise criticised
condemn condemns condemned condemning|blast blasts blasted blasting|slam slams slammed slamming
praise praises praised praising|hail hails hailed hailing|accuse accuses accused accusing|blame blames blamed blaming
mock mocks mocked mocking|dismiss dismisses dismissed dismissing|read reads reading|comment comments commented commenting
report reports reported reporting|quote quotes quoted quoting|cite cites cited citing|refer refers referred referring
compare compared|post posts posted posting|believe believes believed|think thinks thought|hope hopes hoped|fear fears feared
feel feels felt|express expresses expressed expressing|voice voiced|proclaim proclaims proclaimed proclaiming
propose proposes proposed|assure assures assured|remind reminds reminded|signal signaled signalled
brand brands branded branding|label|tout touts touted touting|trumpet trumpeted|bemoan bemoans bemoaned bemoaning
decry decries decried
""".split("\n")
#: Verbs that name what they report in a few words ("called him a fool") and take no whole sentence before them.
NAMING = frozenset("""
call calls called calling describe describes described describing label labels labeled labelled dub dubs dubbed denounce
denounces denounced blast blasts blasted slam slams slammed praise praises praised hail hails hailed accuse accuses
accused blame blames blamed mock mocks mocked dismiss dismisses dismissed refer refers referred compare compared brand
brands branded criticize criticizes criticized criticise criticised condemn condemns condemned cite cites cited quote
quotes quoted tout touts touted decry decries decried report reports reported read reads reading thought think thinks
felt feel feels hope hopes hoped fear fears feared believe believes believed voice voiced express expresses expressed
post posts posted
""".split())


@cache
def verbs() -> frozenset[str]:
    """Every form, in lower case."""
    return frozenset(word for line in _VERBS for entry in line.split("|") for word in entry.split())


@cache
def pattern() -> re.Pattern:
    """A reporting verb, or "according to", as a whole word."""
    forms = "|".join(sorted(verbs(), key=len, reverse=True))
    return re.compile(rf"\b(?:according to|{forms})\b", re.I)
