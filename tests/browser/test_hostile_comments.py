"""What attacks sanitisers elsewhere is shown here as words: it runs nothing, loads nothing, and adds no markup of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from comments_service import db
from comments_service.rendering import TAGS
from noticeboard.server import make_comments
from tests.browser.conftest import Site, open_phone
from tests.comments_service.factories import make_comment, status_path

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PLACE = "forces/wiltshire"

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '[x](https://example.org/"onmouseover="alert(1))',
    '[x](<https://example.org/" onmouseover=alert(1) x=">)',
    "![x](https://evil.example/pixel.png)",
    '![x](x "onerror=alert(1)")',
    "[a]: javascript:alert(1)\n\n[a]",
    "`<img src=x onerror=alert(1)>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "> <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\"'><script>alert(1)</script>",
    "' onfocus='alert(1)' autofocus='",
    "</bdi></h3></article></section><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '<!--# include virtual="/comments/health" -->',
    '<!--# block name="x" --><script>alert(1)</script><!--# endblock -->',
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${alert(1)}",
    "\u202e<script>alert(1)</script>",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<a id=comments name=comments>x</a>",
    "<form action=//evil.example><button>Send</button></form>",
    "<template><script>alert(1)</script></template>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<b style='background:url(//evil.example/x)'>x</b>",
]


@pytest.fixture
def session(site: Site) -> Iterator[Session]:
    """A session of the running site's database of comments."""
    app = make_comments(site.root, site.root / "output")
    with app.extensions["sessions"]() as session:
        yield session
    db.close(app)


def look(page: Page, address: str) -> None:
    """Open a page with hostile comments, and find nothing on it that a comment must not bring."""
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    page.mouse.move(100, 300)
    texts = page.locator(".comment__text")
    tags = texts.evaluate_all("boxes => boxes.flatMap((box) => [...box.querySelectorAll('*')].map((e) => e.localName))")
    attributes = texts.evaluate_all(
        "boxes => boxes.flatMap((box) => [...box.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()))"
    )
    schemes = texts.evaluate_all(
        "boxes => boxes.flatMap((box) => [...box.querySelectorAll('a')].map((link) => link.protocol))"
    )
    names = page.locator(".comment__name bdi").evaluate_all("names => names.flatMap((name) => [...name.children])")

    assert set(tags) <= TAGS
    assert set(attributes) <= {"href", "rel"}
    assert set(schemes) <= {"http:", "https:"}
    assert (names, alerts) == ([], [])


def test_no_attack_through_any_field_does_anything(chromium: Browser, site: Site, session: Session):
    comments = [make_comment(session, text, name=text[:60], page=PLACE, state="published") for text in ATTACKS]

    with open_phone(chromium, site) as page:
        look(page, f"/{PLACE}/")
        expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
        assert page.locator(".comment").count() == len(comments)
        for comment in comments:
            look(page, status_path(comment))
            look(page, f"/comments/threads/{PLACE}/reply/{comment.id}")
            look(page, f"/comments/comments/{comment.id}/report")


def test_no_attack_through_the_preview_does_anything(chromium: Browser, site: Site):
    with open_phone(chromium, site) as page:
        look(page, f"/{PLACE}/")
        for text in ATTACKS:
            page.get_by_label("Name", exact=True).fill(text[:60])
            page.get_by_label("Comment", exact=True).fill(text)
            page.get_by_role("button", name="Preview").click()
            expect(page.locator(".comment-form__answer")).not_to_have_text("Sending…")
            tags = page.locator(".comment-preview .comment__text *").evaluate_all("all => all.map((e) => e.localName)")
            assert set(tags) <= TAGS - {"a"}
