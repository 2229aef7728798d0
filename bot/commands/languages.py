"""Which language, other than English, words to Paperboy are in, and what of them may be searched for. Pure."""

import re
import unicodedata

_WORDS_TEXT = {
    "de": """
        gibt neues neue neuen neueste neuesten heute gestern morgen woche zeig zeige zeigen mir dir ich du wir
        ihr sie bitte danke hallo über ueber für fuer mit und oder nicht kein keine wie wo wer warum wann kann
        kannst können möchte moechte gerne artikel arbeiten forschung hilfe eine einen einem einer das dem ist
        sind bin abbestellen abmelden abonnieren abonnement kostet kostenlos suche suchen finde finden mehr
        weniger alle jeden tag uhr schicke schick beenden aufhören stopp folge folgen von zu zum zur
    """,
    "fr": """
        je tu vous nous moi est sont les des une du pour avec sur dans pas plus veux voudrais montre montrez
        donne donnez articles jour aujourd'hui hier semaine nouveaux nouveautés nouveau quoi comment pourquoi
        puis peux peut merci bonjour salut recherche rechercher cherche chercher ne ça cela c'est qui aide
        aidez désabonner arrêter arrête recevoir s'il plaît quels quelles
    """,
    "es": """
        los las una unos para sobre con por qué que cómo como puedes puede necesito quiero quisiera muéstrame muestrame
        enséñame artículos articulos nuevos nuevo hoy ayer semana gracias hola ayuda cancelar cancelo
        suscripción suscripcion mi tu está hay enviarme envíame enviame mándame dame busca buscar más mas
        cuánto cuesta investigación
    """,
    "it": """
        gli una per con sono che come perché cosa puoi può vorrei voglio mostrami articoli nuovi oggi ieri
        settimana grazie ciao aiuto cancellare iscrizione ricerca cerca trovare sugli sulla sul della degli
    """,
    "pt": """
        os uma para sobre com por que como você voce pode quero queria mostre mostra artigos novos hoje ontem
        semana obrigado obrigada olá ola ajuda cancelar assinatura pesquisa procurar mais não nao
    """,
    "nl": """
        het een voor met niet geen wat hoe kan kun ik jij je wij mij laat zien artikelen nieuwe vandaag
        gisteren dankjewel bedankt hallo hulp zoek zoeken over abonnement stoppen alsjeblieft
    """,
}
_WORDS = {language: frozenset(text.split()) for language, text in _WORDS_TEXT.items()}
_ALONE_TEXT = """
hilfe heute gestern abmelden abbestellen stopp aide aidez aujourd'hui désabonner arrête ayuda gracias hoy ayer
cancelar aiuto oggi ieri ajuda hoje ontem hulp vandaag
"""
_ALONE = frozenset(_ALONE_TEXT.split())
"""What people write alone, and that is no English word and no name."""
_ENGLISH_TEXT = """
a about an and are as at be by can do for from has have how i in into is it its my no not of on or our that
the their this to using via we what when which why will with you your
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST = 3
_SMALL_TEXT = "was die der den des del von can por nel non van aan favor guten buenos días beaucoup"
_SMALL = frozenset(_SMALL_TEXT.split())
"""Small words of these languages that tell none, since they are English words too, or stand in names."""
_LEAST = 2
"""Words of one language that tell it."""
_SHARE = 0.4
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+-]+")
_SCRIPTS = (("ja", ("HIRAGANA", "KATAKANA")), ("ko", ("HANGUL",)), ("zh", ("CJK",)), ("ru", ("CYRILLIC",)))
OTHER = "other"
"""A script of some language that is told by none of the names above."""


def foreign_language(text: str) -> str | None:
    """The code of the language, such as ``de``, or ``OTHER``; None for English, and where it can't be told."""
    letters = [letter for letter in text if letter.isalpha()]
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters if not letter.isascii()]
    others = [
        script for script in scripts if script not in ("LATIN", "GREEK", "MATHEMATICAL", "SUPERSCRIPT", "MODIFIER")
    ]
    if len(others) >= _LEAST:
        named = (code for code, names in _SCRIPTS if any(script.startswith(names) for script in others))
        return next(named, OTHER)
    return _latin([word.casefold().replace("’", "'") for word in _WORD.findall(text)])


def words_to_search(text: str) -> str:
    """What is left of the text without the small words of its language: the subject; '' where nothing is left."""
    language = foreign_language(text)
    if language not in _WORDS:
        return " ".join(_LATIN.findall(text))
    said = [word for word in _WORD.findall(text) if len(word) >= _SHORTEST and word.casefold() not in _SMALL]
    return " ".join(word for word in said if not _parts(word.replace("’", "'")) & _WORDS[language])


def _latin(said: list[str]) -> str | None:
    if len(said) == 1:
        return next((code for code, known in _WORDS.items() if said[0] in _ALONE & known), None)
    told = {code: sum(bool(_parts(word) & known) for word in said) for code, known in _WORDS.items()}
    best = max(told, key=lambda code: told[code])
    english = sum(word in _ENGLISH for word in said)
    enough = told[best] >= max(_LEAST, _SHARE * len(said)) or (told[best] and len(said) == _LEAST and _ALONE & {*said})
    return best if enough and told[best] > english else None


def _parts(word: str) -> set[str]:
    """The word, and what a hyphen or an apostrophe divides in it: ``montre-moi``, ``l'article``."""
    return {word.casefold(), *re.split(r"['’-]", word.casefold())}
