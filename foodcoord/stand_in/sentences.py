"""What a well-behaved model says: true sentences from the numbers it is given, three a text."""

from collections.abc import Mapping
from typing import Any

Three = tuple[str, str, str]

TOWN: Mapping[str, Mapping[str, Three]] = {
    "English": {
        "shortage": (
            "People around here ask for more {category} than there is.",
            "In the last {window_days} days about {kg_requested} kg were asked for, and about "
            "{kg_offered} kg were offered.",
            "If you have some to spare, you could share it now.",
        ),
        "surplus": (
            "There is more {category} around here than people take.",
            "In the last {window_days} days about {kg_offered} kg were offered, and about "
            "{kg_requested} kg were asked for.",
            "If you or a kitchen nearby can use some, this is a good time to collect it.",
        ),
        "waste": (
            "A good part of the {category} offered here is not taken in time.",
            "In the last {window_days} days about {kg_expired} kg were lost, which is "
            "{percent_expired} % of what was offered.",
            "You could offer yours a little sooner, or to a pantry nearby.",
        ),
        "mismatch": (
            "People here look for {category}, and next door some is left.",
            "In the last {window_days} days about {kg_requested} kg were asked for here, and next "
            "door about {kg_offered_next_door} kg were offered.",
            "If you can travel a little, you could collect some over there.",
        ),
        "slow_answers": (
            "It takes a while here until somebody promises {category}.",
            "In the last {window_days} days a promise usually took about {hours_usual_here} hours.",
            "If you can answer early, others can plan with it.",
        ),
    },
    "Spanish": {
        "shortage": (
            "Por aquí se pide más de lo que hay de {category}.",
            "En los últimos {window_days} días se pidieron unos {kg_requested} kg y se ofrecieron "
            "unos {kg_offered} kg.",
            "Si le sobra algo, este es un buen momento para compartirlo.",
        ),
        "surplus": (
            "Por aquí hay más de lo que se lleva la gente de {category}.",
            "En los últimos {window_days} días se ofrecieron unos {kg_offered} kg y se pidieron "
            "unos {kg_requested} kg.",
            "Si puede usar algo, este es un buen momento para recogerlo.",
        ),
        "waste": (
            "Una buena parte de lo que se ofrece de {category} no se recoge a tiempo.",
            "En los últimos {window_days} días se perdieron unos {kg_expired} kg, el "
            "{percent_expired} % de lo que se ofreció.",
            "Si puede, ofrézcalo un poco antes o a una despensa de la zona.",
        ),
        "mismatch": (
            "Aquí se busca {category} y en la zona de al lado queda algo.",
            "En los últimos {window_days} días se pidieron aquí unos {kg_requested} kg, y al lado "
            "se ofrecieron unos {kg_offered_next_door} kg.",
            "Si puede ir un poco más lejos, allí hay algo que recoger.",
        ),
        "slow_answers": (
            "Aquí se tarda en acordar una entrega de {category}.",
            "En los últimos {window_days} días un acuerdo tardó por lo general unas "
            "{hours_usual_here} horas.",
            "Si puede responder pronto, los otros se organizan con más calma.",
        ),
    },
    "French": {
        "shortage": (
            "Par ici, on demande plus que ce qu’il y a pour {category}.",
            "Ces {window_days} derniers jours, environ {kg_requested} kg ont été demandés et "
            "environ {kg_offered} kg offerts.",
            "Si vous en avez trop, c’est le bon moment pour le partager.",
        ),
        "surplus": (
            "Par ici, il y a plus que ce que les gens prennent pour {category}.",
            "Ces {window_days} derniers jours, environ {kg_offered} kg ont été offerts et environ "
            "{kg_requested} kg demandés.",
            "Si vous pouvez vous en servir, c’est le bon moment pour passer.",
        ),
        "waste": (
            "Une bonne part de ce qui est offert ici n’est pas prise à temps pour {category}.",
            "Ces {window_days} derniers jours, environ {kg_expired} kg ont été perdus, soit "
            "{percent_expired} % de ce qui est offert.",
            "Vous pouvez le proposer un peu plus tôt, ou à une épicerie solidaire.",
        ),
        "mismatch": (
            "Ici, on cherche {category}, et juste à côté il en reste.",
            "Ces {window_days} derniers jours, environ {kg_requested} kg ont été demandés ici, et "
            "à côté environ {kg_offered_next_door} kg ont été offerts.",
            "Si vous pouvez aller un peu plus loin, il y en a là à prendre.",
        ),
        "slow_answers": (
            "Il faut du temps ici pour un accord sur {category}.",
            "Ces {window_days} derniers jours, un accord a demandé le plus souvent environ "
            "{hours_usual_here} heures.",
            "Si vous pouvez répondre tôt, les autres s’organisent plus simplement.",
        ),
    },
}
GROWER: Mapping[str, Mapping[str, str]] = {
    "English": {
        "what": "In the last {window_days} days about {kg_requested} kg of {category} were asked "
        "for around here, and about {kg_offered} kg were offered.",
        "now": "In season now there are {foods}.",
        "soon": "The season of {foods} is about to begin.",
        "none": "There is no season for it, so it is welcome at any time.",
        "could": "If you have more than you can use, you could share some of it.",
        "and": " and ",
    },
    "Spanish": {
        "what": "En los últimos {window_days} días se pidieron por aquí unos {kg_requested} kg de "
        "{category} y se ofrecieron unos {kg_offered} kg.",
        "now": "De temporada hay ahora para compartir {foods}.",
        "soon": "Dentro de poco llega la temporada de {foods}.",
        "none": "No tiene temporada, y es bienvenido en todo momento.",
        "could": "Si le sobra algo de lo que cultiva, puede compartirlo con la gente de aquí.",
        "and": " y ",
    },
    "French": {
        "what": "Ces {window_days} derniers jours, environ {kg_requested} kg de {category} ont été "
        "demandés par ici, et environ {kg_offered} kg offerts.",
        "now": "En ce moment, les produits de saison sont {foods}.",
        "soon": "La saison est proche pour {foods}.",
        "none": "Il n’y a pas de saison pour cela, et c’est bienvenu à tout moment.",
        "could": "Si vous en avez plus que pour vous, vous pouvez en partager.",
        "and": " et ",
    },
}


def good_answer(asked: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the tool call, from what the prompt's user message holds."""
    language = str(asked["language"])
    said = {key: _number(key, value, language) for key, value in asked.items()}
    if "in_season" in asked:
        return _for_growers(asked, said, language)
    three = TOWN[language][str(asked["kind"])]
    texts = [text.format(**said) for text in three]
    return dict(zip(("what", "why", "could"), texts, strict=True))


def _for_growers(
    asked: Mapping[str, Any], said: Mapping[str, Any], language: str
) -> dict[str, str]:
    texts = GROWER[language]
    now, soon = asked["in_season"], asked["season_begins"]
    foods = _listed(now or soon, texts["and"])
    season = texts["now" if now else "soon" if soon else "none"].format(foods=foods)
    return {"what": texts["what"].format(**said), "season": season, "could": texts["could"]}


def _listed(names: list[str], last: str) -> str:
    return last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _number(key: str, value: Any, language: str) -> Any:
    """As the language writes it: a comma for decimals, but in English."""
    if not key.startswith(("kg_", "hours_", "percent_")) or language == "English":
        return value
    return str(value).replace(".", ",")
