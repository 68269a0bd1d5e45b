import re
from datetime import datetime

import pytest

from noticeboard.problems import BuildError
from noticeboard.site.well_known import CONTACT, EXPIRES, write_robots, write_security

SITE_URL = "https://noticeboard.example"
GOOD = {CONTACT: "mailto:security@noticeboard.example", EXPIRES: "2027-06-30T00:00:00Z"}


def test_robots_are_told_of_the_sitemap_and_kept_from_pages_without_end(tmp_path):
    write_robots(tmp_path, SITE_URL)

    lines = (tmp_path / "robots.txt").read_text().splitlines()
    assert "Sitemap: https://noticeboard.example/sitemap.xml" in lines
    assert [line for line in lines if line.startswith("Disallow")] == [
        f"Disallow: {path}" for path in ("/data/", "/data?", "/comments/", "/related/")
    ]


def test_who_finds_a_weakness_is_told_whom_to_write_to_and_until_when_that_holds(tmp_path):
    write_security(tmp_path, SITE_URL, GOOD)

    text = (tmp_path / ".well-known/security.txt").read_text()
    fields = dict(re.findall(r"(.+?): (.+)\n", text))
    assert fields == {
        "Contact": "mailto:security@noticeboard.example",
        "Expires": "2027-06-30T00:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": "https://noticeboard.example/.well-known/security.txt",
    }
    assert datetime.fromisoformat(fields["Expires"]).tzinfo


def test_without_settings_there_is_no_file(tmp_path):
    write_security(tmp_path, SITE_URL, {})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({CONTACT: "security@noticeboard.example"}, f"{CONTACT}:1: 'security@noticeboard.example' is not an address that begins with https://, mailto: or tel:."),
        ({CONTACT: ""}, f"{CONTACT}:1: '' is not an address that begins with https://, mailto: or tel:."),
        ({EXPIRES: ""}, f"{EXPIRES}:1: '' is not an instant such as 2027-06-30T00:00:00Z."),
        ({EXPIRES: "2027-06-30"}, f"{EXPIRES}:1: '2027-06-30' is not an instant such as 2027-06-30T00:00:00Z."),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_or_alone_is_refused_by_name(tmp_path, settings, message):
    with pytest.raises(BuildError) as refused:
        write_security(tmp_path, SITE_URL, GOOD | settings)

    assert str(refused.value) == f"{message} Set both {CONTACT} and {EXPIRES}, or neither."
    assert list(tmp_path.iterdir()) == []
