import os
from datetime import date

import pytest

from noticeboard.includes import Fragments
from noticeboard.served.static_site import StaticSite

BANNER = "<h1>Home</h1><!-- banner until 2026-12-01 --><aside>Down on Sunday.</aside><!-- /banner -->"
INCLUDE = '<h1>Custody</h1><!--# include virtual="/comments/threads/news/custody" -->'


async def count(scope, receive, send):
    """A comment service whose thread says how often it was asked."""
    count.calls += 1
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(count.calls).encode()})


@pytest.fixture
def folder(tmp_path):
    files = {
        "index.html": BANNER,
        "404.html": "Not here.",
        "notices/index.html": "Notices.",
        "news/custody/index.html": INCLUDE,
        "theme/css/tokens.css": ":root {}",
        "forces.csv": "force\n",
        "empty/notes.txt": "",
        "../secret.txt": "secret",
    }
    for path, text in files.items():
        file = tmp_path / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "site"


@pytest.fixture
def site(folder):
    count.calls = 0
    return StaticSite(folder, Fragments(count), today=lambda: date(2026, 11, 23))


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/notices/", "text/html; charset=utf-8"),
        ("/theme/css/tokens.css", "text/css; charset=utf-8"),
        ("/forces.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_file_is_served_with_its_type(site, ask, path, media_type):
    answer = ask(site, path)

    assert (answer.status, answer.headers["content-type"], answer.headers["cache-control"]) == (
        200,
        media_type,
        "no-cache",
    )


@pytest.mark.parametrize(("query", "location"), [("", "/notices/"), ("page=2", "/notices/?page=2")])
def test_a_folder_without_its_slash_is_redirected(site, ask, query, location):
    answer = ask(site, "/notices", query=query)

    assert (answer.status, answer.headers["location"]) == (308, location)


def test_a_redirect_never_leaves_this_host(site, ask):
    assert ask(site, "//notices").headers["location"] == "/notices/"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/",
        "/forces.csv/",
        "/empty/",
        "/empty",
        "/../secret.txt",
        "/notices/../../secret.txt",
        "/" + "x" * 5000,
        "/a\x00",
    ],
)
def test_what_is_not_there_is_the_sites_own_404(site, ask, path):
    answer = ask(site, path)

    assert (answer.status, answer.body) == (404, b"Not here.")


def test_a_site_without_a_404_page_says_so_in_a_sentence(site, folder, ask):
    (folder / "404.html").unlink()

    answer = ask(site, "/nowhere")

    assert (answer.status, answer.body) == (404, b"There is no such page.")


def test_a_link_out_of_the_folder_is_not_followed(site, folder, ask):
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")

    assert ask(site, "/link.txt").status == 404


def test_a_page_can_only_be_read(site, ask):
    answer = ask(site, "/notices/", method="POST")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/notices/", "/forces.csv"])
def test_a_reader_who_has_the_file_gets_a_304(site, ask, path):
    tag = ask(site, path).headers["etag"]

    answer = ask(site, path, if_none_match=f'"other", W/{tag}')

    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 304), (1, 304)])
@pytest.mark.parametrize("path", ["/notices/", "/forces.csv"])
def test_a_file_is_sent_again_only_when_it_changed(site, ask, path, seconds, status, folder):
    file = folder / path.lstrip("/")
    os.utime(file / "index.html" if file.is_dir() else file, (1_700_000_000, 1_700_000_000))
    since = {
        -1: "Tue, 14 Nov 2023 22:13:19 GMT",
        0: "Tue, 14 Nov 2023 22:13:20 GMT",
        1: "Tue, 14 Nov 2023 22:13:21 GMT",
    }

    assert ask(site, path, if_modified_since=since[seconds]).status == status


@pytest.mark.parametrize("header", ["nonsense", ""])
def test_a_date_that_is_none_is_passed_over(site, ask, header):
    assert ask(site, "/notices/", if_modified_since=header).status == 200


def test_a_page_with_a_new_comment_has_a_new_tag(site, ask):
    first = ask(site, "/news/custody/")

    second = ask(site, "/news/custody/", if_none_match=first.headers["etag"])

    assert (first.body, second.body) == (b"<h1>Custody</h1>1", b"<h1>Custody</h1>2")


@pytest.mark.parametrize("path", ["/", "/news/custody/"])
def test_a_page_that_changes_without_its_file_has_no_date(site, ask, path):
    assert "last-modified" not in ask(site, path).headers


@pytest.mark.parametrize(
    ("today", "shown"), [(date(2026, 11, 30), True), (date(2026, 12, 1), True), (date(2026, 12, 2), False)]
)
def test_a_banner_ends_with_its_last_day(folder, ask, today, shown):
    site = StaticSite(folder, Fragments(count), today=lambda: today)

    answer = ask(site, "/")

    assert (b"Down on Sunday." in answer.body, b"<h1>Home</h1>" in answer.body) == (shown, True)


def test_a_banner_that_ends_changes_the_pages_tag(folder, ask):
    before, after = (
        ask(StaticSite(folder, Fragments(count), today=lambda day=day: day), "/").headers["etag"]
        for day in (date(2026, 12, 1), date(2026, 12, 2))
    )

    assert before != after


def test_a_head_request_has_the_headers_of_the_page(site, ask):
    assert ask(site, "/forces.csv", method="HEAD").headers["content-length"] == "6"


@pytest.mark.parametrize(("path", "query"), [("/news/cells/", ""), ("/news/cells", "page=2")])
def test_an_old_address_leads_to_the_new_one_at_once(site, folder, ask, path, query):
    (folder / "_redirects").write_text("/news/cells/ /news/custody/ 301\n")

    answer = ask(site, path, query=query)

    assert (answer.status, answer.headers["location"]) == (301, "/news/custody/" + (query and f"?{query}"))


def test_what_is_gone_says_so_in_the_sites_own_words(site, folder, ask):
    (folder / "_redirects").write_text("/notices/ /notices/ 410\n")

    answer = ask(site, "/notices/")

    assert (answer.status, answer.body) == (410, b"Notices.")


def test_what_is_gone_without_a_page_says_so_in_a_sentence(site, folder, ask):
    (folder / "_redirects").write_text("/topics/feed.atom /topics/ 410\n")

    answer = ask(site, "/topics/feed.atom")

    assert (answer.status, answer.body) == (410, b"This page is gone.")
