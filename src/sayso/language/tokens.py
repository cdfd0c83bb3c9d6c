"""Text comes in, sentences and words with their character offsets go out.

Words follow the habits of the English Universal Dependencies treebanks: punctuation stands alone, the clitics "'s" and
"n't" are words of their own, numbers, abbreviations, addresses and initials stay whole. A sentence never crosses a line
break; inside a line it ends at final punctuation before something that can open a sentence. Rules instead of a
trained splitter because news punctuates regularly and a rule can be read; headlines without a full stop that run into
the text are what it gets wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left

WORD = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]’']     # addresses
  | [\w.+-]+@[\w-]+\.[\w.]*\w                              # mail
  | (?:[A-Za-z]\.){2,}                                     # U.S.
  | (?:Mr|Mrs|Ms|Dr|St|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|Prof|Rev|Hon|Jr|Sr|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun
      |Jul|Aug|Sept|Sep|Oct|Nov|Dec|vs|etc|No|Brig|Adm|Cpl|Pvt|Amb)\.(?=\s)
  | [A-Z]\.(?=\s+[A-Z])                                    # initials
  | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|m|bn|pm|am|kg|km)?\b
  | [^\W\d_]+(?=n['’]t\b) | n['’]t\b                       # did n't
  | ['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b                # clitics
  | [^\W_]+(?:[&'’](?!(?:s|re|ve|ll|d|m|S)\b)[^\W_]+)*     # words, O'Brien, AT&T
  | \.\.+ | --+ | [^\w\s] | _+
    """,
    re.VERBOSE,
)

FINAL = frozenset(".!?…")
CLOSING = frozenset("\"'”’)]»")
OPENING = frozenset("\"'“‘([«")
SENTENCE_ENDING_ABBREVIATIONS = re.compile(r"(?:[A-Za-z]\.){2,}$|(?:Jr|Sr|Inc|Ltd|Co|Corp|etc|am|pm)\.$")


def find_words(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the words of `text`, in order, none empty, none overlapping."""
    return [match.span() for match in WORD.finditer(text)]


def find_sentences(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open ranges of indices into `words`, in order; together they cover all words."""
    if not words:
        return []
    breaks = {bisect_left(words, (match.end(), 0)) for match in re.finditer(r"[\n\r\u2028\u2029]+", text)}
    starts, index, count = [0], 0, len(words)
    while index < count:
        word = text[words[index][0] : words[index][1]]
        following = index + 1
        if word[-1] in FINAL or word[0] in FINAL:
            following = _after_closing(text, words, following)
            if following < count and _opens(text, words, following, word):
                breaks.add(following)
        index = following
    starts.extend(sorted(b for b in breaks if 0 < b < count))
    return [(a, b) for a, b in zip(starts, [*starts[1:], count], strict=True) if a < b]


def _after_closing(text: str, words: list[tuple[int, int]], index: int) -> int:
    """Index of the first word that is no closing mark glued to what precedes."""
    while index < len(words):
        start, end = words[index]
        glued = words[index - 1][1] == start
        if not (glued and end - start == 1 and (text[start] in CLOSING or text[start] in FINAL)):
            break
        index += 1
    return index


def _opens(text: str, words: list[tuple[int, int]], index: int, final: str) -> bool:
    """Whether the word at `index` can open a sentence after the word `final`."""
    start = words[index][0]
    if words[index - 1][1] == start and text[start] not in OPENING:
        return False
    while index + 1 < len(words) and text[words[index][0]] in OPENING:
        index += 1
    first = text[words[index][0]]
    if final[0] not in FINAL:
        return bool(SENTENCE_ENDING_ABBREVIATIONS.search(final)) and first.isupper() and _is_starter(text, words[index])
    return not first.islower()


STARTERS = frozenset(
    "The A An He She It They We I In On At But And This That These Those His Her Their Its Our After Before While When "
    "If As For From There However Meanwhile Earlier Last Police Officials".split()
)


def _is_starter(text: str, word: tuple[int, int]) -> bool:
    return text[word[0] : word[1]] in STARTERS
