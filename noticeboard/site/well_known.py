"""Files that programs look for at addresses of their own: robots.txt, security.txt."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from noticeboard.problems import BuildError, Problem

CONTACT, EXPIRES = "NOTICEBOARD_SECURITY_CONTACT", "NOTICEBOARD_SECURITY_EXPIRES"
SECURITY = ".well-known/security.txt"
ROBOTS = """User-agent: *
Disallow: /data/
Disallow: /data?
Disallow: /comments/
Disallow: /related/
Allow: /

Sitemap: {site_url}/sitemap.xml
"""
"""Everything but what has an answer for every question that a program can think of."""


def write_robots(folder: Path, site_url: str) -> None:
    """Write robots.txt, which leads to the sitemap and away from pages without end."""
    (folder / "robots.txt").write_text(ROBOTS.format(site_url=site_url), encoding="utf-8")


def write_security(folder: Path, site_url: str, settings: Mapping[str, str]) -> None:
    """Write security.txt (RFC 9116) where both settings are given; raises BuildError where one is missing or wrong."""
    contact, expires = settings.get(CONTACT, ""), settings.get(EXPIRES, "")
    if not contact and not expires:
        return
    if not re.fullmatch(r"(https://|mailto:|tel:)\S+", contact):
        raise BuildError([_refuse(CONTACT, contact, "an address that begins with https://, mailto: or tel:")])
    if not _is_instant(expires):
        raise BuildError([_refuse(EXPIRES, expires, "an instant such as 2027-06-30T00:00:00Z")])
    path = folder / SECURITY
    path.parent.mkdir(exist_ok=True)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {site_url}/{SECURITY}",
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _refuse(name: str, value: str, wanted: str) -> Problem:
    return Problem(name, 1, f"{value!r} is not {wanted}. Set both {CONTACT} and {EXPIRES}, or neither.")
