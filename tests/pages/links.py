"""Every relative link and anchor of every page (.md) of the project leads somewhere.

usage: links.py REPOSITORY | --self-test
"""

import os
import pathlib
import re
import sys
import tempfile
import urllib.parse

FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
# [text](target), also around a picture; and [name]: target.
LINK = re.compile(r"\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
SKIPPED_FOLDERS = re.compile(r"^(\.git|build.*|__pycache__|.*\.parts)$")


def prose(text):
    """The page without fenced code."""
    return FENCE.sub("", text)


def anchors_of(text):
    """Anchors that a code host makes of the headings, the n-th of a name with -n."""
    found, counts = set(ANCHOR.findall(text)), {}
    for heading in HEADING.findall(prose(text)):
        heading = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", "")).replace(" ", "-")
        count = counts.get(slug, 0)
        counts[slug] = count + 1
        found.add(f"{slug}-{count}" if count else slug)
    return found


def pages_below(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not SKIPPED_FOLDERS.match(name)]
        yield from (pathlib.Path(folder) / name for name in names if name.endswith(".md"))


def broken_links(root):
    """One line for each link that leads nowhere, and the number of links that were followed."""
    root = pathlib.Path(root).resolve()
    found, followed, anchors = [], 0, {}
    for page in sorted(pages_below(root)):
        text = CODE.sub("", prose(page.read_text(encoding="utf-8")))
        for link in LINK.findall(text) + REFERENCE.findall(text):
            if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", link):
                continue
            followed += 1
            path, _, anchor = urllib.parse.unquote(link).partition("#")
            target = (page.parent / path).resolve() if path else page
            place = f"{page.relative_to(root)}: {link}"
            if path.startswith("/") or root not in [target, *target.parents]:
                found.append(f"{place}: leads out of the project")
            elif not target.exists():
                found.append(f"{place}: no such file")
            elif anchor and target.suffix == ".md":
                if target not in anchors:
                    anchors[target] = anchors_of(target.read_text(encoding="utf-8"))
                if anchor not in anchors[target]:
                    found.append(f"{place}: no such heading")
    return found, followed


def self_test():
    """Right links pass, each kind of wrong one is found."""
    other = "# Other page\n\n## One `key`, two\n\n## Twice\n\n## Twice\n"
    good = (
        "# Page\n[a](other.md) [b](folder/) [c](other.md#one-key-two) [d](#page) [e](https://example.org/none)\n"
        "[![picture](folder/picture.svg)](other.md#twice-1) `[code](none.md)`\n```\n[fenced](none.md)\n```\n"
        "[f][name] [g](other%20one.md)\n\n[name]: other.md#other-page\n"
    )
    bad = {
        "file": "[a](none.md)",
        "folder": "[a](none/)",
        "anchor": "[a](other.md#none)",
        "own anchor": "# P\n[a](#none)",
        "third of a name": "[a](other.md#twice-2)",
        "picture": "![a](none.svg)",
        "reference": "[a][b]\n\n[b]: none.md\n",
        "outside": "[a](../../../../etc)",
        "absolute": "[a](/other.md)",
        "anchor in code": "```\n# None\n```\n[a](#none)",
        "picture within a link": "[![a](none.svg)](other.md)",
        "link around a picture": "[![a](folder/picture.svg)](none.md)",
    }
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "folder").mkdir()
        (root / "folder" / "picture.svg").write_text("")
        (root / "other.md").write_text(other)
        (root / "other one.md").write_text(other)
        page = root / "page.md"
        page.write_text(good)
        found, followed = broken_links(root)
        failed += [f"good: {line}" for line in found]
        if followed != 8:
            failed.append(f"good: {followed} links followed instead of 8")
        for name, text in bad.items():
            page.write_text(text)
            if len(broken_links(root)[0]) != 1:
                failed.append(f"not found: {name}")
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found, what = self_test(), "self-test"
    else:
        found, followed = broken_links(sys.argv[1])
        if not followed:
            sys.exit(f"{sys.argv[1]}: no links found")
        what = f"{followed} links"
    print(*found, sep="\n")
    print(f"{what}: {len(found)} broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
