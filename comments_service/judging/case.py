"""What the phases go by, gathered before they judge: they ask nobody themselves."""

from dataclasses import dataclass, field
from functools import cached_property

from comments_service.judging.folding import fold_words
from comments_service.judging.words import WordList
from comments_service.models import Mode
from comments_service.rendering import count_markup, show_plainly


@dataclass(frozen=True)
class Finding:
    """What a phase says against a comment: the rule, and the evidence that it goes by."""

    rule: str
    evidence: str = ""


@dataclass(frozen=True)
class Rules:
    """What the settings say: the words that hold a comment, how many links do, and how long writing one takes at least."""

    words: WordList = field(default_factory=lambda: WordList({}))
    links: int = 3
    seconds: int = 0


@dataclass(frozen=True)
class Case:
    """A comment before it is kept: its words, where it would stand, and what has happened there lately.

    folded is the digest by which the same words are found; age that of the form in seconds; trap what its field for programs holds; own_repeat and repeat the number of an earlier
    comment with the same words, by the same browser and by anybody of late; moderators are folded names; floods are what
    sends a lot or gets a lot: by browser, by network, in thread.
    """

    name: str
    text: str
    mode: Mode
    html: str = ""
    folded: str | None = None
    rules: Rules = field(default_factory=Rules)
    brake: str = ""
    age: float | None = None
    trap: str = ""
    own_repeat: int | None = None
    repeat: int | None = None
    moderators: frozenset[str] = frozenset()
    floods: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the folded words of the text."""
        return fold_words(self.text)

    @cached_property
    def seen_words(self) -> tuple[str, ...]:
        """Return the folded words that readers see, where there is markup: within a word, it hides that from the text's."""
        return fold_words(show_plainly(self.html)) if count_markup(self.text) else ()
