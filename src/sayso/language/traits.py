"""The words of a text and its mentions come in, what can be seen of each mention goes out: head, name, gender, role.

These are the traits by which `likeness` compares two mentions. They come from the words and the reader's own trees;
nothing is looked up but small lists of function words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Range = tuple[int, int]
"""First and last word, both inside."""
GROUPS = {
    word: group
    for group, words in {
        "I": "i me my myself mine",
        "you": "you your yours yourself yourselves",
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves",
        "we": "we us our ours ourselves",
        "who": "who whom whose which",
        "this": "this that these those",
        "one": "one ones another other others some both each all neither either none two three many",
        "here": "here there",
    }.items()
    for word in words.split()
}
"""The words that stand for others, each with one name for its group."""
ARTICLES = frozenset("the a an this that these those his her their its my our your".split())
DETERMINERS = {
    word: kind
    for kind, words in {
        "the": "the",
        "this": "this that these those",
        "a": "a an some another any every no each several many",
        "whose": "his her their its my our your",
    }.items()
    for word in words.split()
}
FORMS = ("pronoun", "name", "the", "this", "a", "whose", "bare")
WOMEN = frozenset(
    "mrs ms miss madam madame lady woman girl mother wife daughter sister queen princess actress spokeswoman "
    "chairwoman congresswoman policewoman businesswoman widow aunt grandmother duchess nun empress she her".split()
)
MEN = frozenset(
    "mr sir lord man boy father husband son brother king prince spokesman chairman congressman policeman businessman "
    "widower uncle grandfather duke emperor gentleman monk he him his".split()
)
PLURALS = frozenset("people police men women children troops forces authorities militants media personnel".split())
ROLES = ("nsubj", "obj", "obl", "nmod:poss", "nmod", "appos", "conj", "compound", "root")
OPENING, CLOSING, STRAIGHT = "“«„", "”»", '"'
SPEAKING = frozenset(
    "said says say told tells added adds wrote writes tweeted asked replied warned insisted declared stated announced "
    "claimed argued explained recalled stressed noted complained shouted according".split()
)
KINDS = ("person", "place", "organization", "other")
COARSE = {"PER": "person", "GROUP": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organization"}
UNHEADED = frozenset(("DET", "ADP", "PUNCT", "CCONJ", "PART"))
SMALL = frozenset("of the a an in at for on and to by from with 's ’s".split())


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text, with the sentence, part of speech, governor and relation of each, as the reader gives them.

    `heads` holds indices of `words`, a root's its own.
    """

    words: Sequence[str]
    sentences: Sequence[int]
    pos: Sequence[str]
    heads: Sequence[int]
    relations: Sequence[str]


@dataclass(frozen=True, slots=True)
class Trait:
    """What is seen of one mention.

    `wording` is its lower-case words, `bare` without determiner and genitive, `head` the word that governs the others.
    `kind` is one of KINDS, `fine` the one that the model
    gave. `form` is one of FORMS, `pronoun` a group of GROUPS or empty, `names` the capitalised words in order,
    `content` all longer words, `figures` its numerals. `quote` numbers the quotation around it, 0 outside.
    """

    first: int
    last: int
    sentence: int
    kind: str
    fine: str
    wording: str
    bare: str
    head: str
    at: int
    form: str
    pronoun: str
    names: tuple[str, ...]
    content: frozenset[str]
    figures: frozenset[str]
    gender: str
    plural: bool
    role: str
    governor: int
    quote: int
    speaks: bool
    initials: str


def traits(text: Text, mentions: Sequence[tuple[Range, str]]) -> list[Trait]:
    """The traits of each mention (range of words, kind), in the same order."""
    quotes = _quotes(text.words)
    return [_trait(text, span, kind, quotes) for span, kind in mentions]


def _trait(text: Text, span: Range, kind: str, quotes: Sequence[int]) -> Trait:
    first, last = span
    words = list(text.words[first : last + 1])
    low = [word.lower() for word in words]
    at = _head(text, span)
    start = 1 if low[0] in ARTICLES and len(low) > 1 else 0
    end = len(low) - 1 if low[-1] in ("'s", "’s", "'", "’") and len(low) - start > 1 else len(low)
    pronoun = GROUPS.get(low[0], "") if len(low) == 1 else ""
    named = text.pos[at] == "PROPN" and words[at - first][:1].isupper()
    names = () if pronoun else _names(text, first + start, last)
    form = (
        "pronoun"
        if pronoun
        else "name"
        if named and start == 0
        else DETERMINERS.get(low[0], "name" if named else "bare")
    )
    governor = text.heads[at]
    return Trait(
        first=first,
        last=last,
        sentence=text.sentences[first],
        kind=COARSE.get(kind, kind),
        fine=kind,
        wording=" ".join(low),
        bare=" ".join(low[start:end]),
        head=low[at - first],
        at=at,
        form=form,
        pronoun=pronoun,
        names=names,
        content=frozenset() if pronoun else frozenset(w for w in low[start:end] if w not in SMALL and w[0].isalnum()),
        figures=frozenset(w for w, p in zip(low, text.pos[first : last + 1], strict=True) if p == "NUM"),
        gender=_gender(low, pronoun),
        plural=_plural(text, span, at, low),
        role=text.relations[at] if text.relations[at] in ROLES else text.relations[at].split(":")[0],
        governor=governor,
        quote=quotes[first],
        speaks=text.relations[at].startswith("nsubj") and text.words[governor].lower() in SPEAKING,
        initials="".join(w[0] for w in words if w[:1].isupper() and w.lower() not in ARTICLES).lower(),
    )


def _names(text: Text, first: int, last: int) -> tuple[str, ...]:
    """The capitalised words, but for those that only begin a sentence."""
    return tuple(
        text.words[at].lower()
        for at in range(first, last + 1)
        if text.words[at][:1].isupper()
        and text.words[at].lower() not in ARTICLES
        and (text.pos[at] == "PROPN" or (at and text.sentences[at - 1] == text.sentences[at]))
    )


def _head(text: Text, span: Range) -> int:
    """The word of the span whose governor stands outside it, the last word of a name that the tree cuts in pieces."""
    first, last = span
    for word in range(first, last + 1):
        outside = not first <= text.heads[word] <= last or text.heads[word] == word
        if outside and (first == last or text.pos[word] not in UNHEADED):
            return word
    return last


def _gender(low: Sequence[str], pronoun: str) -> str:
    if pronoun in ("he", "she", "it", "they"):
        return pronoun
    if not WOMEN.isdisjoint(low[-1:]) or not WOMEN.isdisjoint(low[:1]) or low[-1].endswith("woman"):
        return "she"
    if not MEN.isdisjoint(low[-1:]) or not MEN.isdisjoint(low[:1]) or low[-1].endswith("man"):
        return "he"
    return ""


def _plural(text: Text, span: Range, at: int, low: Sequence[str]) -> bool:
    first, last = span
    head = low[at - first]
    if head in GROUPS:
        return GROUPS[head] in ("they", "we") or head in ("these", "those")
    if head in PLURALS or any(text.heads[w] == at and text.relations[w] == "conj" for w in range(at + 1, last + 1)):
        return True
    return text.pos[at] == "NOUN" and head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _quotes(words: Sequence[str]) -> list[int]:
    """For each word the number of the quotation that it stands in, 0 outside."""
    numbers, count, inside = [], 0, False
    for word in words:
        opens = word in OPENING or (word == STRAIGHT and not inside) or word == "``"
        closes = inside and (word in CLOSING or word in (STRAIGHT, "''"))
        if opens and not closes:
            count, inside = count + 1, True
        numbers.append(count if inside else 0)
        if closes:
            inside = False
    return numbers
