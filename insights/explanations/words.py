"""Word lists of the checks, in the languages that explanations are written in."""

import re
from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Common words, few of which another of these languages has. The last four are here to be told
# apart from ours only.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the and of is was were are for this that to with have has than more you can could about "
        "if last days in there people it some or be good by so at around here them what yours take"
    ),
    "es": _words(
        "el los las y del se para más una por con este esta hay si días últimos puede unos unas "
        "algo lo al es son fueron han quien personas o un buen momento en que la le de aquí su"
    ),
    "fr": _words(
        "le les des et du pour plus une dans est ont ce cette ces jours derniers environ vous "
        "pouvez ou au aux sont été qui personnes il y bon moment un de en la que on ici si n"
    ),
    "pt": _words(
        "os não uma um ou em são foram mais dias você pode pessoas nos das dos no na com e ao pela"
    ),
    "it": _words("gli di che per più giorni sono della puoi e nel negli hanno il una questo chi"),
    "de": _words("der die das und ist nicht mehr tage kann sie wurden für in den hier als ein es"),
    "nl": _words("het een en van is niet meer dagen kunt zijn voor de hier dan wordt op je"),
}

NUMBER_WORDS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
        r"fifteen|sixteen|seventeen|eighteen|nineteen|(twen|thir|for|fif|six|seven|eigh|nine)ty\w*|"
        r"one (kilo\w*|kg|day|hour|tonne|ton|pound|percent|third|half|in|out)|"
        r"first|second|third\w*|fourth\w*|fifth\w*|sixth\w*|seventh|eighth|ninth|tenth\w*|"
        r"half|halves|halved|quarter\w*|twice|thrice|once|doubl\w*|tripl\w*|\w+fold|"
        r"dozen\w*|scores? of|hundred\w*|thousand\w*|millions?|billions?|"
        r"most|majority|nobody|everybody else|couple|fortnight|week\w*|month|months|years?)\b"
    ),
    "es": re.compile(
        r"\b(cero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
        r"dieci\w+|veint\w*|treinta\w*|cuarenta\w*|cincuenta\w*|sesenta\w*|setenta\w*|ochenta\w*|"
        r"noventa\w*|(un|una) (kilo\w*|kg|día|hora|tonelada|tercio|cuarto|de cada)|"
        r"primer\w*|segund\w*|tercer\w*|tercios?|cuart[oa]s?|quint[oa]s?|décim\w*|"
        r"mitad|medi[oa]s?|doble\w*|duplic\w*|triple\w*|triplic\w*|"
        r"docenas?|decenas?|cien|cient\w*|\w+cient[oa]s|mil|miles|mill[oó]n\w*|"
        r"mayoría|mayor parte|nadie|quincena|semanas?|mes|meses|años?)\b"
    ),
    "fr": re.compile(
        r"\b(zéro|deux|trois|quatre\w*|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|"
        r"quinze|seize|vingt\w*|trente\w*|quarante\w*|cinquante\w*|soixante\w*|septante|huitante|"
        r"nonante|(un|une) (kilo\w*|kg|jour|heure|tonne|tiers|quart|sur)|"
        r"premi[eè]r\w*|second\w*|\w+ièmes?|tiers|quarts?|"
        r"moitié\w*|demi\w*|double\w*|tripl\w*|"
        r"douzaines?|dizaines?|vingtaine|centaines?|cents?|mille|milliers?|millions?|milliards?|"
        r"plupart|majorité|personne n\w*|quinzaine|semaines?|mois|années?|ans?)\b"
    ),
}
"""Numbers, parts, multiples and spans of time in words: they are written in digits, or not."""

ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
NOT_ROMAN = _words("mix mi ci di")
