"""The pages as a site: MkDocs builds it without a warning, and every link between its pages leads somewhere.

usage: site.py REPOSITORY | --self-test
"""

import html.parser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

OLDEST = (1, 4)  # the first with hooks
SKIPPED = 77


class Links(html.parser.HTMLParser):
    """Links and pictures of a page, and what of it can be linked to."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.anchors |= {named[key] for key in ("id", "name") if named.get(key)}
        target = named.get({"a": "href", "img": "src"}.get(tag, ""))
        if target and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", target):
            self.targets.append(target)


def broken_links(site):
    """One line for each link that leads nowhere, and the number of links that were followed."""
    site = pathlib.Path(site).resolve()
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}
    found, followed = [], 0
    for page, links in sorted(pages.items()):
        for link in links.targets:
            followed += 1
            path, _, anchor = urllib.parse.unquote(link).partition("#")
            target = (page.parent / path).resolve() if path else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                found.append(f"{page.relative_to(site)}: {link}: no such page")
            elif anchor and target in pages and anchor not in pages[target].anchors:
                found.append(f"{page.relative_to(site)}: {link}: no such heading")
    return found, followed


def why_not():
    """Why the site cannot be built here; None where it can."""
    if shutil.which("mkdocs") is None:
        return "mkdocs is not installed"
    text = subprocess.run(["mkdocs", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    version = tuple(int(part) for part in re.search(r"version (\d+)\.(\d+)", text).groups())
    return None if version >= OLDEST else f"mkdocs is older than {OLDEST[0]}.{OLDEST[1]}"


def check_site(repository):
    with tempfile.TemporaryDirectory() as folder:
        command = ["mkdocs", "build", "--strict", "-q", "-f", str(repository / "host/mkdocs/mkdocs.yml"), "-d", folder]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
        )
        if process.returncode != 0:
            return [f"mkdocs build --strict ended with exit code {process.returncode}\n{process.stdout}"], 0
        found, followed = broken_links(folder)
        names = [page.relative_to(repository / "host/docs") for page in (repository / "host/docs").rglob("*.md")]
        found += [
            f"{name}: is not on the site"
            for name in names
            if not (pathlib.Path(folder) / name.with_suffix(".html")).is_file()
        ]
        return found, followed


def self_test():
    """A right site passes, each kind of wrong link is found."""
    good = '<a id="here" href="#here">a</a> <a href="other.html#there">b</a> <a href="https://example.org/">c</a> '
    good += '<img src="p.svg">'
    bad = {
        "page": '<a href="none.html">a</a>',
        "heading": '<a href="other.html#none">a</a>',
        "picture": '<img src="none.svg">',
        "own heading": '<a href="#none">a</a>',
        "name of another": '<a href="other.html#here">a</a>',
    }
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder)
        (site / "p.svg").write_text("")
        (site / "other.html").write_text('<h2 id="there">There</h2>')
        (site / "page.html").write_text(good)
        if broken_links(site) != ([], 3):
            failed.append(f"good: {broken_links(site)}")
        for name, text in bad.items():
            (site / "page.html").write_text(f'<p id="self">{text}</p>')
            if len(broken_links(site)[0]) != 1:
                failed.append(f"not found: {name}")
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found, what = self_test(), "self-test"
    else:
        reason = why_not()
        if reason:
            print(f"SKIPPED: {reason}")
            return SKIPPED
        found, followed = check_site(pathlib.Path(sys.argv[1]).resolve())
        what = f"{followed} links"
    print(*found, sep="\n")
    print(f"{what}: {len(found)} broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
