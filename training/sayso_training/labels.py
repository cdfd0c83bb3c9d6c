"""The label inventories of the heads, in the order in which the model's outputs stand."""

from sayso.ground import codebook

BOOK = codebook.load()
NONE = "O"
POS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
RELATIONS = tuple(
    "acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt "
    "conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed flat goeswith iobj "
    "list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent "
    "obl:unmarked orphan parataxis punct reparandum root vocative xcomp".split()
)
TYPES = (NONE, *BOOK.types)
MODES = tuple(f"{name}.{mode}" for name in BOOK.types for mode in ("-", *BOOK.types[name].modes))
STATUSES = tuple(BOOK.statuses)
CONTEXTS = BOOK.contexts
CUES = (NONE, "B", "I")
STANCES = tuple(BOOK.stances)
KINDS = ("PER", "ORG", "GPE", "LOC", "FAC", "GROUP")
NOMINALS = ("person", "place", "organization", "other")
EVENT_ROLES, CLAIM_ROLES = ("actor", "recipient", "place", "time", "source"), ("claim-source", "claim-content")
PARTIES, ATTRIBUTIONS = (
    tuple(f"{r}:{end}" for r in roles for end in ("first", "last")) for roles in (EVENT_ROLES, CLAIM_ROLES)
)
POINTERS = PARTIES + ATTRIBUTIONS
CUE = "cue"
SPANS = (*KINDS, *NOMINALS, CUE)
