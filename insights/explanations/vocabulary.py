"""The words a model's text may be made of: enough to say what is going on and what one could do.

A list of what is forbidden never ends; this one does. Names, brands, places, bodies, illnesses,
duties, blame, contacts and other foods are refused by not being in it, and so is every denial:
where a word such as “not” is wanted, the whole phrase is listed. The catalog's names stand apart.
"""

import re
from collections.abc import Mapping

from insights.explanations import alphabet


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "a about against also an and answer answered answering answers any anybody anyone are "
        "area around as ask asked asks at away be been before begin begins between bring can "
        "collect collected collects come could currently day days do does door during earlier "
        "early everybody food foods for from further go grow growing grown has have helps here "
        "hour hours however if in into is it its just kg kitchen kitchens know last left less "
        "let little long longer look looked looking looks lost made may might moment more most "
        "much near nearby neighbour neighbourhood neighbours next now of offer offered offering "
        "offers often on only or over pantries pantry part past people perhaps plan plentiful "
        "plenty possible promise promised promises quarter quickly recently region save scarce "
        "season seen share shared shares sharing so some somebody someone soon sooner spare "
        "still supply take taken takes than that the then there this time to took town travel "
        "until up use used usual usually was welcome were what when where which while with "
        "would you your"
    ),
    "es": _words(
        "a acordar acuerdo acuerdos ahora al algo alguien allí alrededor ante antes aprovecha "
        "aprovechar aquí así ayuda banco barrio bastante bien bienvenido buen buena busca "
        "buscan calma cerca cercana cercanas cercano cocina cocinas comida compartan comparte "
        "comparten compartido compartir compartirlo con conoce conoces contra cultiva cultivar "
        "cultive cultives de del dentro despensa despensas durante día días e el ella empieza "
        "en entre entrega entregas es escasa escasea escaso esta estas este esto estos está "
        "están frente general gente ha haber han hasta hay hora horas huerta huerto huertos ir "
        "junto kg la lado las le lejos les llega llegar llegue lleva llevan lo los lugar mejor "
        "menos mientras momento mundo más normalmente o ofrece ofrecen ofrecer ofrecerlo "
        "ofrecida ofrecidas ofrecido ofrecidos ofrecieron ofreció ofrezca ofrézcalo organice "
        "organizan otra otras otro otros para parte pasado pedido pedidos perdieron perdió "
        "personas pide piden pidieron pidió pierde pierden poca poco podría podrían por posible "
        "prometen prometido prometidos prometieron prometió pronto pueda puede pueden puedes "
        "que queda quedan quien recoge recogen recoger recogerlo recoja región responda "
        "responder respuesta respuestas salvar salvarlo se si sobra sobran sobre solidaria su "
        "suele suelen sus tal también tanto tarda tardan tardar tardaron tardó te temporada "
        "temporadas tiempo tiene tienen todo traer trimestre u un una unas unos usar utilizar "
        "ve vecina vecino vecinos vez y ya zona zonas última últimas últimos"
    ),
    "fr": _words(
        "a accord accords actuellement aide ailleurs ainsi alentours aller apporter au aussi "
        "autour autre autres aux avant avec avez avoir bien bienvenu bon bonne c car ce cela "
        "ces cette ceux cherche cherchent chercher chez commence connaissez contre cuisine "
        "cuisines cultive cultiver cultivez côté d dans de demande demandent demander demandé "
        "demandée demandées demandés depuis dernier derniers dernières des donc donne donner du "
        "durant elle elles en encore engage engagement engagements entre environ est et eu faut "
        "fois gens habitude heure heures ici il ils jardin jardins jour jours jusqu juste kg l "
        "la le les leur leurs loin longtemps lui là mais manque mieux mis moins moment monde "
        "même offert offerte offertes offerts offre offrent offres offrez offrir on ont "
        "organisent organiser ou où par parfois part partage partagent partager partagez "
        "partagé partagée partie partir passer pendant perd perdent perdu perdue perdus "
        "personnes pertes peu peut peuvent plus plutôt possible pour pourrait pourriez pouvez "
        "prend prendre prennent pris prise proche proches produits promesse promesses promet "
        "promettent promis promise proposer qu quand quartier quartiers que quelqu quelque "
        "quelques qui rare rares reste restent récemment région répondez répondre réponse "
        "réponses s saison saisons se secteur secteurs serait servir si simplement soit "
        "solidaire solidaires son sont sous souvent sur tard temps tout trimestre trop très tôt "
        "un une utiliser ville voisin voisinage voisins voit vos votre vous y à épicerie "
        "épiceries été éviter êtes"
    ),
}

# Where a denial is meant, it is meant as a whole.
# A rate makes another number of a number.
RATES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:an?|by the|in an?) (?:day|hour)\b(?! (?:sooner|earlier|before))"),
    "es": re.compile(r"\b(?:por|al|a la) (?:día|hora|persona)s?\b"),
    "fr": re.compile(r"\b(?:par|à l['’]) ?(?:jour|heure|personne)s?\b"),
}
PHRASES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:is|are) not (?:taken|collected)\b|\bthere is no season for\b"
        r"|\bgood (?:part|time|moment)\b|\bothers can plan\b|\byour (?:own )?garden\b"
        r"|\boffer yours\b|\bget an answer\b|\btheir season\b|\banyone else\b|\beven with a no\b"
    ),
    "es": re.compile(
        r"\bno se (?:recoge|recogen|lleva|llevan|aprovecha)\b|\bno tiene temporada\b"
        r"|\baunque sea con un no\b"
    ),
    "fr": re.compile(
        r"\bn['’](?:est|sont) pas (?:pris|prise|prises)\b|\bn['’]y a pas de saison\b"
        r"|\bqu['’]il n['’]y en a\b|\bqu['’]on n['’]en prend\b|\bmême par un non\b"
    ),
}


def unknown_in(text: str, language: str) -> set[str]:
    """The words and rates of a text, without the catalog's names, that it may not have."""
    said = PHRASES[language].sub(" ", text.lower())
    return (set(alphabet.WORD.findall(said)) - WORDS[language]) | set(RATES[language].findall(said))
