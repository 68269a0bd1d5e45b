"""The stylesheets keep to the tokens, and readers of either scheme can read what they colour."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent
STYLES = PROJECT / "theme/static/css"
TEMPLATES = (PROJECT / "theme/templates", PROJECT / "comments_service/templates")
VARIANTS = r"--(open|closed|superseded|unknown|scan|engage|outstanding|good|requires-improvement|inadequate|published|stage|cause-closed|returned|made|settled)$"


def read(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def colours(scheme):
    light, dark, *_ = read(STYLES / "tokens.css").split("@media")
    named = dict(re.findall(r"--colour-([a-z-]+): (#[0-9a-f]{6})", light))
    return named | dict(re.findall(r"--colour-([a-z-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else named


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("behind", ["background", "surface"])
@pytest.mark.parametrize("colour", ["text", "muted", "link", "accent", "danger", "good", "warning"])
def test_words_stand_out_from_what_is_behind_them(colour, behind, scheme):
    named = colours(scheme)

    assert contrast(named[colour], named[behind]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "behind", "least"),
    [
        ("focus", "background", 3),
        ("focus", "surface", 3),
        ("on-accent", "accent", 4.5),
        ("on-masthead", "masthead", 4.5),
        ("background", "danger", 4.5),
    ],
)
def test_these_pairs_of_colours_stand_apart(colour, behind, least, scheme):
    named = colours(scheme)

    assert contrast(named[colour], named[behind]) >= least


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_has_no_id_and_no_important(path):
    selectors = re.sub(r"\{[^{}]*\}", "", read(path))

    assert not re.search(r"#[a-z]", selectors, re.IGNORECASE)
    assert "!important" not in read(path)


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_loads_nothing(path):
    assert not re.search(r"@import|url\(", read(path))


@pytest.mark.parametrize(
    "path", [STYLES / "base.css", *sorted((STYLES / "components").glob("*.css"))], ids=lambda path: path.name
)
def test_colours_are_named_in_the_tokens_alone(path):
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", read(path), re.IGNORECASE)


def test_every_named_token_that_is_used_exists():
    styles = "".join(read(path) for path in STYLES.rglob("*.css"))

    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", styles)) <= set(re.findall(r"(--[a-z0-9-]+):", styles))


def test_every_class_in_the_stylesheets_is_in_a_template_or_a_script():
    used = [path for root in TEMPLATES for path in root.rglob("*.html")] + list(
        (PROJECT / "theme/static/js").glob("*.js")
    )
    templates = "".join(path.read_text(encoding="utf-8") for path in used)
    classes = set(re.findall(r"\.([a-z][a-z0-9_-]*)", "".join(read(path) for path in STYLES.rglob("*.css"))))

    missing = {name for name in classes if re.sub(VARIANTS, "--", name) not in templates}

    assert missing == set()


@pytest.mark.parametrize("path", sorted((STYLES / "components").glob("*.css")), ids=lambda path: path.name)
def test_words_on_a_background_of_their_own_have_other_colours_on_paper(path):
    style = read(path)
    is_filled = re.search(r"background: var\(--colour-(masthead|danger|accent)\)", style)

    assert not is_filled or "@media print" in style or path.name == "button.css"  # forms are not printed
