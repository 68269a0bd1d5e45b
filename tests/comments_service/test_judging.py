"""The phases: what each finds, and what it lets pass."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service import judging
from comments_service.judging import PHASES, Case, Finding, Rules, judge, phases
from comments_service.judging.folding import fold_letters, fold_words
from comments_service.judging.sentences import WORDINGS, tell_author, tell_desk
from comments_service.judging.words import WordList
from comments_service.models import Comment, Mode, Verdict
from comments_service.rendering import clean_name, clean_text, render
from tests.comments_service.timing import fifty_milliseconds

SOBER = "The force answered every recommendation, and still nobody counted how long people waited for a nurse."


def list_words(*phrases):
    return WordList({fold_words(phrase): phrase for phrase in phrases})


RULES = Rules(list_words("Casino", "double your money"), links=3, seconds=3)


def case(text=SOBER, name="Ada", **about):
    return Case(name=name, text=text, **{"mode": Mode.PUBLISH, "rules": RULES, "age": 60.0, **about})


def test_nothing_speaks_against_a_sober_comment():
    assert judge(case()) == []


@pytest.mark.parametrize(
    ("phase", "bad", "findings", "good"),
    [
        (phases.pulls_the_brake, case(brake="a crowd"), [Finding("brake", "a crowd")], case()),
        (phases.holds_by_default, case(mode=Mode.HOLD), [Finding("hold-by-default")], case()),
        (phases.shouts, case("THIS IS A disgrace, AND EVERYBODY KNOWS IT."), [Finding("shouting", "76%")],
         case("HMICFRS, the IOPC and the CPS: read https://HMICFRS.EXAMPLE/ALL-OF-IT-AGAIN first.")),
        (phases.shouts, case("NOBODY COUNTED ANYTHING."), [Finding("shouting", "100%")], case("HMICFRS: NO, AGAIN.")),
        (phases.draws_out, case("Nooooooooooooo way"), [Finding("drawn-out", "o x 13")], case("Nooo way!!! 1000000000000")),
        (phases.draws_out, case("lolol " * 6), [Finding("drawn-out", "l o")], case("lol lol lol")),
        (phases.is_mostly_links, case("Look: https://a.example www.b.example"), [Finding("mostly-links", "2")],
         case("The report is here: https://a.example/report")),
        (phases.repeats, case(own_repeat=7, repeat=7), [Finding("own-repeat", "7")], case()),
        (phases.repeats, case(repeat=7), [Finding("repeat", "7")], case()),
        (phases.uses_listed_words, case("DÖUBLE  your-m\u043eney at the c a s i n o!"),
         [Finding("word-list", "double your money, Casino")], case("Casinos double our money.")),
        (phases.uses_listed_words, case(name="Best Ca\u200bsino"), [Finding("word-list", "Casino")],
         case("your money", name="double")),
        (phases.has_many_links, case("[a](//a.example) " * 3, html='<a href="//a.example">a</a>' * 3), [Finding("links", "3")],
         case("https://a.example or http://b.example")),
        (phases.has_many_links, case("www.a.example HTTP://b.example https://c.example"), [Finding("links", "3")], case()),
        (phases.comes_too_quickly, case(age=1.4), [Finding("too-quick", "1")], case(age=3.0)),
        (phases.comes_too_quickly, case(age=0.0), [Finding("too-quick", "0")], case(age=None)),
        (phases.fills_the_trap, case(trap="https://spam.example"), [Finding("trap", "https://spam.example")], case()),
        (phases.floods, case(floods=("by browser", "in thread")),
         [Finding("flood by browser"), Finding("flood in thread")], case()),
        (phases.looks_like_a_moderator, case(name="Site M\u043ederat0r"), [Finding("reserved-name", "Site M\u043ederat0r")],
         case(name="Ada Moderate")),
        (phases.looks_like_a_moderator, case(name="N o t i c e board"), [Finding("reserved-name", "N o t i c e board")],
         case(name="Badminton Fan")),
        (phases.looks_like_a_moderator, case(name="Rúth", moderators=frozenset({"ruth"})), [Finding("reserved-name", "Rúth")],
         case(name="Ruth Jones", moderators=frozenset({"ruth"}))),
    ],
)  # fmt: skip
def test_each_phase_finds_what_it_is_for_and_nothing_else(phase, bad, findings, good):
    assert (list(phase(bad)), list(phase(good))) == (findings, [])


def test_findings_come_in_the_order_of_the_phases():
    found = judge(
        case("CASINO " * 9 + "https://a.example " * 3, name="admin", mode=Mode.HOLD, brake="a crowd", age=1, trap="x")
    )

    assert [finding.rule for finding in found] == [
        "brake", "hold-by-default", "shouting", "word-list", "links", "too-quick", "trap", "reserved-name",
    ]  # fmt: skip


def test_every_rule_is_told_to_the_desk_with_its_evidence_and_to_the_author_more_mildly():
    told = {rule: (tell_desk(verdict(rule, "7")), *tell_author(Comment(revision=1, verdicts=[verdict(rule, "7")])))
            for rule in WORDINGS}  # fmt: skip

    assert told == {
        "brake": ("The brake is on for the whole site: 7.", "Much is being sent just now, so a moderator reads it first."),
        "hold-by-default": ("Every comment here waits for a moderator.", "Every comment here waits for a moderator."),
        "failed": ("A rule could not be applied, and the service's log says why: 7.",
                   "It looks unusual, so a moderator reads it first."),
        "shouting": ("7 of its letters are capitals.", "It is mostly in capitals, so a moderator reads it first."),
        "drawn-out": ("The same characters come again and again: 7.", "It looks unusual, so a moderator reads it first."),
        "mostly-links": ("It is mostly links: 7, with few words beside them.",
                         "It has links with few words beside them, so a moderator reads it first."),
        "own-repeat": ("The same browser sent the same words before, as comment 7.",
                       "You seem to have sent the same words before, so a moderator reads it first."),
        "repeat": ("Somebody sent the same words within a day, as comment 7.",
                   "The same words were sent before, so a moderator reads it first."),
        "word-list": ("It has words from the list: 7.", "Some of its words are ones that a moderator reads first."),
        "links": ("It has many links: 7.", "It has several links, so a moderator reads it first."),
        "too-quick": ("It came 7 s after its form, sooner than people write.",
                      "It looks unusual, so a moderator reads it first."),
        "trap": ("The field that people leave empty was filled in: 7.",
                 "A field that was to be left empty was filled in, so a moderator reads it first."),
        "flood by browser": ("Much from this browser was held lately.",
                             "Much is being sent just now, so a moderator reads it first."),
        "flood by network": ("Much from this network was held lately.",
                             "Much is being sent just now, so a moderator reads it first."),
        "flood in thread": ("This page gets many comments just now.",
                            "Much is being sent just now, so a moderator reads it first."),
        "reserved-name": ("The name may be taken for that of somebody who works here: 7.",
                          "The name may be taken for that of somebody who works here, so a moderator reads it first."),
    }  # fmt: skip


def verdict(rule, evidence="", revision=1):
    return Verdict(rule=rule, evidence=evidence, revision=revision)


def test_an_author_is_told_once_what_comes_to_the_same_and_nothing_of_older_words():
    comment = Comment(
        revision=2, verdicts=[verdict("trap"), verdict("too-quick", revision=2), verdict("drawn-out", revision=2)]
    )

    assert tell_author(comment) == ["It looks unusual, so a moderator reads it first."]


FLOODS = st.lists(st.sampled_from(["by browser", "by network", "in thread"]), unique=True).map(tuple)
CASES = st.builds(
    Case,
    name=st.text(max_size=60),
    text=st.text(max_size=400),
    html=st.text(max_size=400),
    mode=st.sampled_from(Mode),
    rules=st.just(RULES),
    brake=st.text(max_size=5),
    age=st.none() | st.floats(0, 1e6),
    trap=st.text(max_size=300),
    own_repeat=st.none() | st.integers(1),
    repeat=st.none() | st.integers(1),
    moderators=st.frozensets(st.text(max_size=5)),
    floods=FLOODS,
)


@given(CASES)
def test_whatever_is_sent_is_judged_in_rules_that_have_words(case):
    found = judge(case)

    assert judge(case) == found
    assert [finding for finding in found if finding.rule not in WORDINGS or len(finding.evidence) > 400] == []


HOSTILE = {
    "one letter": "a", "capitals": "A ", "dotted": "a.b-", "spelt out": "c a s i n o ", "nearly a phrase": "double your ",
    "links": "https://a.example ", "half a link": "https://", "www": "www.", "a link without end": "https://" + "a/" * 4,
    "marks": "a\u0301\u0335", "look-alikes": "\u0430\u0131\U0001d586", "ligatures": "\ufdfa", "zero width": "\u200b",
    "brackets": "[](", "lines": "\n", "digits": "10",
}  # fmt: skip
ACTS = [*PHASES, clean_text, clean_name]


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_the_time_of_each_step_grows_as_the_text_does(act, piece):
    short, long = (given_to(act, piece * (size // len(piece))) for size in (10_000, 80_000))

    assert measure(act, long) < 16 * measure(act, short) + 0.01


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_ten_kilobytes_of_hostile_text_are_judged_within_50_milliseconds(piece):
    text = (piece * 10_000).encode()[:10_000].decode(errors="ignore")

    assert measure(lambda: judge(case(clean_text(text)))) < fifty_milliseconds()


def given_to(act, text):
    """Return what a step is given; a case is made anew for each try, since it remembers its words."""
    return (lambda: case(text)) if act in PHASES else (lambda: text)


def measure(act, make=None):
    """Return the least processor time of a few tries."""
    times = []
    for _ in range(3):
        given = [make()] if make else []
        begun = process_time()
        result = act(*given)
        if act in PHASES:
            list(result)
        times.append(process_time() - begun)
    return min(times)


def test_a_phase_that_fails_holds_the_comment_and_lets_the_others_judge(monkeypatch, caplog):
    def breaks(case):
        yield Finding("links", "1")
        raise RecursionError

    monkeypatch.setattr(judging, "PHASES", (breaks, phases.fills_the_trap))

    assert judge(case(trap="x")) == [Finding("failed", "breaks"), Finding("trap", "x")]
    assert "The phase breaks failed." in caplog.text


@pytest.mark.parametrize("text", ["cas**i**no", "[cas](https://a.example)ino", "c*a*s`i`no"])
def test_listed_words_are_found_as_readers_see_them(text):
    assert list(phases.uses_listed_words(case(text, html=render(text)))) == [Finding("word-list", "Casino")]


@pytest.mark.parametrize(
    "name", ["Ruth \u2713", "Ruth \u2714\ufe0f", "\u2b50 Ruth", "Ruth \U0001f6e1", "Ruth®", "R u t h"]
)
def test_a_moderator_s_name_with_a_sign_beside_it_is_a_moderator_s_name(name):
    found = phases.looks_like_a_moderator(case(name=name, moderators=frozenset({fold_letters("ruth")})))

    assert list(found) == [Finding("reserved-name", name)]
