"""The words of the record's vocabularies as readers see them; the data keeps its own, whatever language is spoken."""

from wording import pgettext, pgettext_noop

OTHER_WORDS = {
    ("entry", "other"): pgettext_noop("entry", "what happened"),
    ("entry", "stage"): pgettext_noop("entry", "change of stage"),
    ("entry", "status"): pgettext_noop("entry", "standing"),
    ("status", "unknown"): pgettext_noop("status", "not known"),
}
"""Where readers see another word than the data has, by vocabulary."""

SAME_WORDS = (
    pgettext_noop("change", "added"),
    pgettext_noop("change", "changed"),
    pgettext_noop("change", "removed"),
    pgettext_noop("entry", "cause closed"),
    pgettext_noop("entry", "force response"),
    pgettext_noop("entry", "oversight meeting"),
    pgettext_noop("entry", "policing body response"),
    pgettext_noop("entry", "progress"),
    pgettext_noop("entry", "progress letter"),
    pgettext_noop("entry", "published"),
    pgettext_noop("entry", "report"),
    pgettext_noop("entry", "revisit"),
    pgettext_noop("grade", "adequate"),
    pgettext_noop("grade", "good"),
    pgettext_noop("grade", "inadequate"),
    pgettext_noop("grade", "outstanding"),
    pgettext_noop("grade", "requires improvement"),
    pgettext_noop("notice", "accelerated cause of concern"),
    pgettext_noop("notice", "cause of concern"),
    pgettext_noop("stage", "engage"),
    pgettext_noop("stage", "scan"),
    pgettext_noop("status", "closed"),
    pgettext_noop("status", "open"),
    pgettext_noop("status", "superseded"),
    pgettext_noop("supports", "governance"),
    pgettext_noop("supports", "inspection page"),
    pgettext_noop("supports", "name and website"),
)
"""Where they see the data's own; named here so that they are translated."""


def show_word(word: str, vocabulary: str) -> str:
    """Return a word of a vocabulary in the language that is spoken."""
    return pgettext(vocabulary, OTHER_WORDS.get((vocabulary, word), word))
