"""What a text must not say, in any of the languages: by stems, so that inflections are met too."""

import re
from collections.abc import Mapping

FORBIDDEN: Mapping[str, tuple[str, ...]] = {
    "allocation": (
        r"reserv\w*|assign\w*|allocat\w*|allot\w*|guarant\w*|entitle\w*|set aside|earmark\w*|"
        r"(you|people|somebody|someone|neighbours?) (is|are|were|was) promised|promised some|"
        r"(is|are) for (people|you|somebody|someone|neighbours?|the)|(is|are) yours?|"
        r"your share|yours by right|deserv\w*|eligib\w*|priorit\w*|first come",
        r"reservad\w*|reservam\w*|asigna\w*|adjudic\w*|garant[ií]\w*|derecho a|merec\w*|apartad\w*|"
        r"(es|son|está|están) para (la|las|el|los|quien|su|personas|usted)|"
        r"prometid[oa]s? (a|para)|le toca|le corresponde",
        r"(est|sont) (là )?(pour|à) (les|la|le|ceux|vous|des)|promis(e|es)? (à|aux|pour)|"
        r"réserv\w*|attribu\w*|allou\w*|garanti\w*|droit à|mérit\w*|revient à vous|de côté pour",
    ),
    "duty": (
        r"must|obliged|obligat\w*|have to|has to|should|ought|required?|requires|mandatory|need to|"
        r"order(s|ed)? (you|to)|forbidden|never (give|share|trust)|do not|don.?t|stop (asking|"
        r"sharing|offering|"
        r"giving)|enforce\w*|fined?|fines|punish\w*|penal\w*|banned|report(ed)? to",
        r"debe\w*|deber\w*|obliga\w*|tiene que|tienen que|hay que|exig\w*|prohib\w*|mult(a|as|ado)|"
        r"castig\w*|sanci\w*|denunci\w*|no (dé|den|comparta\w*|pida\w*|confíe\w*|ofrezca\w*)",
        r"devez|doit|doivent|devriez|devrai\w*|oblig\w*|il faut (que|donner|partager|prendre|"
        r"apporter|payer)|exig\w*|interdi\w*|amend(e|es)|puni\w*|sanction\w*|dénonc\w*|"
        r"ne (donnez|partagez|demandez|prenez)",
    ),
    "blame": (
        r"fault\w*|blam\w*|greed\w*|selfish\w*|lazy|lazi\w*|irresponsib\w*|careless\w*|hoard\w*|"
        r"steal\w*|stole\w*|thie\w*|sham(e|ed|eful\w*|ing)|guilt\w*|ungrateful\w*|stupid\w*|"
        r"idiot\w*|freeload\w*|beggar\w*|cheat\w*|liar\w*|foreign\w*|immigrant\w*|migrant\w*|"
        r"tak(e|es|en)[^.]*more than|take[^.]*\bfrom|while people|(people|neighbours?) there|"
        r"refugee\w*|race|racial|religio\w*|those people|poor people|the poor|the rich",
        r"culp\w*|egoís\w*|egois\w*|codici\w*|avar\w*|perezos\w*|vag[oa]s|irresponsab\w*|"
        r"acapar\w*|rob(an|ar|aron|o)|ladr\w*|vergüenza|vergonz\w*|ingrat\w*|estúpid\w*|idiot\w*|"
        r"mendig\w*|aprovechad\w*|tramposo\w*|extranjer\w*|inmigrant\w*|refugiad\w*|religi\w*|"
        r"se llevan? (lo|más|todo|algo)|de la gente|del? vecin\w*|de otras zonas|"
        r"los pobres|los ricos|esa gente",
        r"faute\w*|coupab\w*|égoïs\w*|egois\w*|avid\w*|avar\w*|paress\w*|fainéant\w*|"
        r"prennent (trop|plus|tout)|les gens d|(du|des|chez|de) (votre |vos )?voisins?|"
        r"irresponsab\w*|accapar\w*|vol(ent|eur\w*|é|ée)|hont\w*|ingrat\w*|stupid\w*|idiot\w*|"
        r"mendiant\w*|profiteur\w*|trich\w*|étrang\w*|immigré\w*|migrant\w*|réfugié\w*|religi\w*|"
        r"les pauvres|les riches|ces gens",
    ),
    "health": (
        r"health\w*|cur(e|es|ed|ing)|heal\w*|disease\w*|illness\w*|sick\w*|cancer\w*|diabet\w*|"
        r"vitamin\w*|nutri\w*|protein\w*|immun\w*|medic\w*|diet\w*|weight loss|slim\w*|detox\w*|"
        r"antioxida\w*|safe to eat|still (safe|edible|good)|safe after|allerg\w*|gluten\w*|organic|"
        r"poison\w*|toxic\w*|dangerous\w*|contaminat\w*|calori\w*|blood|heart",
        r"salud\w*|cur(a|an|ar|ará)|sanar?\w*|sanad\w*|enferm\w*|cáncer|diabet\w*|vitamin\w*|"
        r"nutri\w*|proteína\w*|inmun\w*|medic\w*|dieta\w*|adelgaz\w*|antioxidant\w*|sano|sana|"
        r"sanos|sanas|segur[oa] para comer|alerg\w*|alérg\w*|gluten|ecológic\w*|venen\w*|tóxic\w*|"
        r"peligros\w*|contaminad\w*|calorí\w*|sangre|corazón",
        r"santé|guéri\w*|soign\w*|maladie\w*|malade\w*|cancer\w*|diab[eè]t\w*|vitamin\w*|nutri\w*|"
        r"protéin\w*|immun\w*|médic\w*|régime\w*|maigr\w*|minceur|antioxyd\w*|sain|saine|sains|"
        r"saines|sans danger|allerg\w*|gluten|biologique\w*|poison\w*|toxi\w*|danger\w*|"
        r"contamin\w*|"
        r"calori\w*|sang|cœur|coeur",
    ),
    "forecast": (
        r"will|won.?t|shall|going to|yield\w*|harvest\w*|crop|crops|forecast\w*|predict\w*|"
        r"expect\w*|"
        r"tomorrow|next (week|month|year|summer|winter|spring|autumn|season)|per plant|per (square|"
        r"metre|meter|acre|hectare)|next (few |\d+ )?days?|(coming|following) days|"
        r"days (ahead|to come)|surely|certainly|definitely|always|never|double your|soon be",
        r"cosech\w*|rendimient\w*|producir\w*|producción|pronostic\w*|predi[cj]\w*|prevé\w*|"
        r"preve\w*|"
        r"habrá\w*|será\w*|serán|tendrá\w*|podrá\w*|va a|van a|mañana|próxim\w*|por planta|"
        r"por (metro|hectárea)|seguramente|sin duda|siempre|nunca|\w{3,}(arán|erán|irán)",
        r"récolt\w*|rendement\w*|produira\w*|production|prévoi\w*|prévision\w*|prédi\w*|il y aura|"
        r"sera|seront|aurez|aura|auront|pourrez|va (y|être|avoir)|vont|demain|prochain\w*|"
        r"par (plant|"
        r"pied|mètre|hectare)|sûrement|certainement|sans doute|toujours|jamais|\w{3,}(eront|iront)",
    ),
    "call to act": (
        r"click\w*|tap|press|scan\w*|download\w*|install\w*|log ?in|sign ?(in|up)|subscrib\w*|"
        r"register\w*|visit|call|calls|called|phone\w*|text (me|us|him|her)|message (me|us)|"
        r"e-?mails?|write to|contact\w*|whatsapp|telegram|signal app|facebook|instagram|tiktok|"
        r"pay|pays|paid|paying|payment\w*|buy\w*|purchas\w*|sell\w*|sold|sale\w*|price\w*|cheap\w*|"
        r"discount\w*|coupon\w*|donat\w*|money|cash|dollar\w*|euro|euros|bitcoin|crypto\w*|"
        r"invest\w*|"
        r"bank\w*|card|password\w*|code|pin|account|free trial|win|won|prize\w*|lottery|"
        r"dot (com|org|net)|www|http\w*|website\w*|link|links|vote|votes|voting|party",
        r"clic|clics|haga clic|pulse|pulsar|toque|escane\w*|descarg\w*|instal\w*|inici\w* sesión|"
        r"regístr\w*|registr\w*|suscr\w*|visit(e|ar)|llam(e|ar|en|ada|adas)|teléfono\w*|correo\w*|"
        r"escrib\w*|contact\w*|whatsapp|telegram|facebook|instagram|pag(ar|o|os|ue|uen|a)|"
        r"compr(ar|e|en|a|as)|vend\w*|venta\w*|precio\w*|barat\w*|descuent\w*|cupón|cupones|"
        r"don(ar|e|en|"
        r"ativo\w*)|dinero|efectivo|dólar\w*|euro|euros|bitcoin|cripto\w*|inviert\w*|inversi\w*|"
        r"banc[oa]\w*|tarjeta\w*|contraseña\w*|código\w*|cuenta|gana|gane|premio\w*|lotería|"
        r"punto (com|org|net|es)|web|enlace\w*|vot(e|en|ar)|partido",
        r"cliqu\w*|appuy\w*|scann\w*|télécharg\w*|install\w*|connect\w*|inscri\w*|abonn\w*|visitez|"
        r"appel\w*|téléphon\w*|courriel\w*|mail|mails|e-?mail\w*|écri(vez|re)|contact\w*|whatsapp|"
        r"telegram|facebook|instagram|pa(yez|yer|ie|iement\w*)|achet\w*|achat\w*|vend\w*|vente\w*|"
        r"prix|bon marché|rabais|réduction\w*|coupon\w*|dons?|donat\w*|argent|espèces|dollar\w*|"
        r"euro|"
        r"euros|bitcoin|crypto\w*|investi\w*|banque\w*|carte|mot de passe|code|compte|gagn\w*|"
        r"loterie|point (com|org|net|fr)|site|lien|liens|vot(ez|er)|parti politique",
    ),
    "about itself": (
        r"as an ai|ai|artificial|language model|assistant|chatbot|prompt\w*|instruction\w*|"
        r"ignore\w*|disregard\w*|system|json|tool|override\w*|developer|admin\w*|jailbreak\w*|"
        r"sorry|cannot help|can.?t help|here is (an?|the|your) \w+|certainly|sure|of course|"
        r"lorem|ipsum|undefined|null|nan|placeholder|todo|insert",
        r"inteligencia artificial|modelo de lenguaje|asistente|instruccion\w*|ignor(e|a|ar|en)|"
        r"sistema|herramienta|administrador\w*|lo siento|no puedo|claro que|por supuesto",
        r"intelligence artificielle|modèle de langage|assistant\w*|instruction\w*|ignor(ez|e|er)|"
        r"système|outil|administrat\w*|désolé\w*|je ne peux|bien sûr|voici",
    ),
    "somebody": (
        r"mrs?|ms|miss|sir|madam|doctor|dr|mayor|council\w*|government\w*|police|president|"
        r"minister|"
        r"priest|imam|pastor|teacher|landlord|street|avenue|road|lane|square|house number|"
        r"next to the|behind the|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
        r"maria|john|ahmed|fatima|mohammed|muhammad|peter|anna|david|smith|walmart|tesco|aldi|lidl|"
        r"amazon|mcdonalds?|nestle|costco|she|he|her|his|him|my|mine|me|our|we|us|kill\w*|gun\w*|"
        r"weapon\w*|bomb\w*|drug\w*|cannabis|marijuana|alcohol|vodka|sex\w*|nude\w*|hell|damn",
        r"señor\w*|señorita|don|doña|doctor\w*|alcald\w*|ayuntamient\w*|gobiern\w*|policía\w*|"
        r"president\w*|ministr\w*|cura|maestr\w*|casero|calle|avenida|plaza|carretera|número|"
        r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|maría|juan|josé|pedro|carmen|garcía|"
        r"mercadona|carrefour|lidl|aldi|amazon|ella|él|mi|mis|mío|nuestr\w*|nosotros|mat(ar|an|e)|"
        r"arma|armas|bomba\w*|droga\w*|cannabis|marihuana|alcohol|sexo|mierda",
        r"monsieur|madame|mademoiselle|docteur\w*|maire|mairie|gouvernement\w*|police|président\w*|"
        r"ministre\w*|curé|propriétaire|rue|avenue|boulevard|place|chemin|numéro|lundi|mardi|"
        r"mercredi|jeudi|vendredi|samedi|dimanche|marie|jean|pierre|dupont|ahmed|fatima|carrefour|"
        r"leclerc|auchan|lidl|aldi|amazon|elle|lui|mon|ma|mes|notre|nos|nous|tuer|tuez|arme|armes|"
        r"bombe\w*|drogue\w*|cannabis|alcool|sexe|merde",
    ),
}
"""What → patterns in English, Spanish and French, each matched as whole words."""

PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    what: tuple(re.compile(rf"\b(?:{pattern})\b") for pattern in patterns)
    for what, patterns in FORBIDDEN.items()
}
LANGUAGES = ("en", "es", "fr")
EVERYWHERE = frozenset({"health", "blame", "allocation"})
"""Looked for in all languages, whichever the text is written in."""

CONTRARY: Mapping[str, re.Pattern[str]] = {
    "scarce": re.compile(
        r"\b(more\b[^.]*\bthan people (ask|take|look|need|want)|less (is|was|were|are) asked|"
        r"asked[^.]*\bless\b|más[^.]*\bque\b[^.]*\b(piden|se pide|llevan?|buscan?) ?|bastante|"
        r"suficiente|menos[^.]*\bpid\w*|il y a[^.]*\bplus\b[^.]*\b(demandent|prennent|cherchent)|"
        r"moins[^.]*\bdemand\w*|surplus|plenty of|plentiful|abundan\w*|glut|too much|"
        r"more than people (take|need|want|ask)|more (is|are|was|were) offered than|"
        r"enough for|sobra (de todo|mucho)|abund\w*|"
        r"offer\w*[^.]*\bmore\b[^.]*\bthan\b[^.]*\bask\w*|"
        r"ofrec\w*[^.]*\bmás\b[^.]*\bque\b[^.]*\bpid\w*|"
        r"off(re|er)\w*[^.]*\bplus\b[^.]*\bque?\b[^.]*\bdemand\w*|"
        r"excedent\w*|demasiad\w*|se ofrece más|más de lo que se pide|surplus|excédent\w*|trop de|"
        r"abond\w*|on offre plus|plus que ce que les gens (prennent|demandent)|assez pour)\b"
    ),
    "plentiful": re.compile(
        r"\b(shortage\w*|scarc\w*|lack\w*|not enough|ask for more|more (is|are|was|were) asked|"
        r"ask\w*[^.]*\bmore\b[^.]*\bthan\b[^.]*\b(offer\w*|there is|shared?)|"
        r"pid\w*[^.]*\bmás\b[^.]*\bque\b[^.]*\b(ofrec\w*|hay)|"
        r"demand\w*[^.]*\bplus\b[^.]*\bque?\b[^.]*\b(off(re|er)\w*|il y)|"
        r"too little|run(s|ning)? out|escas\w*|falta\w*|no hay suficiente|se pide más|"
        r"pénurie\w*|manqu\w*|pas assez|on demande plus|rare|rares)\b"
    ),
    "taken": re.compile(
        r"\b(shortage\w*|scarc\w*|escas\w*|pénurie\w*|rares?|"
        r"(is|are|was|were) (taken|collected)|(?<!no )se (recoge|recogen|recogió|lleva|llevan)|"
        r"(est|sont|été) (pris|prise|prises))\b"
        r"|%[^.]*\b(taken|collected|saved|recog\w*|llev\w*|pris\w*)\b"
    ),
    "elsewhere": re.compile(
        r"\b(next door[^.,;]*\b(asks?|looks?|scarce)|here[^.,]*\b(is|are) left|"
        r"here[^.,]*\b(plenty|plentiful)|al lado[^.,;]*\b(piden?|buscan?|escas\w*)|"
        r"aquí(?![^.,]*al lado)[^.,]*\b(sobra\w*|queda\w*)|"
        r"à côté[^.,;]*\b(demande|demandent|cherche|cherchent|rares?)|"
        r"ici[^.,]*\breste\w*)\b"
    ),
    "slow": re.compile(
        r"\b(less time|faster here|quicker here|shorter here|menos tiempo|más rápido aquí|"
        r"moins de temps|moins longtemps|plus vite ici)\b"
    ),
}
"""What says the opposite of what the numbers show."""
LOST = re.compile(r"\b(lost|perd\w*|pierd\w*|perte\w*)\b")
"""Only losses are told as losses."""
CONTRARY_OF: Mapping[str, str] = {
    "shortage": "scarce",
    "surplus": "plentiful",
    "waste": "taken",
    "mismatch": "elsewhere",
    "slow_answers": "slow",
}


def forbidden_in(text: str, language: str) -> list[str]:
    """What a text says that it must not, by name; hyphens and apostrophes hide nothing."""
    lowered = text.lower()
    readings = {lowered, re.sub(r"[-–'’]", "", lowered), re.sub(r"[-–'’]", " ", lowered)}
    found = []
    for what, patterns in PATTERNS.items():
        own = zip(LANGUAGES, patterns, strict=True)
        looked_for = [p for code, p in own if code == language or what in EVERYWHERE]
        if any(pattern.search(reading) for pattern in looked_for for reading in readings):
            found.append(what)
    return found


def says_the_opposite(text: str, kind: str) -> bool:
    if kind != "waste" and LOST.search(text.lower()):
        return True
    contrary = CONTRARY_OF.get(kind)
    return contrary is not None and bool(CONTRARY[contrary].search(text.lower()))
