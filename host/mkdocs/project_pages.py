"""A hook of MkDocs: the pages of the project that stand outside host/docs join the site under their own paths.

On a code host a page links to a file by its place in the tree. On the site such a link goes to the same page there, to
a copy of a picture or a configuration, or, where the site has no such file, becomes plain text. The front page of the
site is README.md, with the lists of pages of host/docs/index.md below it.
"""

import os
import pathlib
import posixpath
import re

from mkdocs.structure.files import File

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
DOCS = "host/docs/"
OUTSIDE = [
    "configs/README.md",
    "configs/cases/README.md",
    "results/README.md",
    "results/READING.md",
    "host/README.md",
    "cuda/README.md",
    "tests/bench/RECORD.md",
    "tests/fuzz/README.md",
    "host/packaging/systemd/README.md",
    "CHANGELOG.md",
]
COPIED = {".svg", ".toml", ".json", ".ipynb"}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s#]+)(#[^()\s]*)?\)")


def project_path(src_uri):
    """Path in the tree of a file of the site."""
    return DOCS + src_uri if (REPOSITORY / DOCS / src_uri).is_file() else src_uri


def site_path(path):
    """Path on the site, before `.md` becomes `.html`, of a file of the tree; None where the site has none."""
    if path in ("README.md", "host/docs"):
        return "index.md"
    if (REPOSITORY / path).is_dir():
        path = f"{path}/README.md"
    if path.startswith(DOCS):
        return path[len(DOCS) :]
    if path in OUTSIDE or pathlib.PurePosixPath(path).suffix in COPIED:
        return path if (REPOSITORY / path).is_file() else None
    return None


def targets(text, page):
    """Paths in the tree that a page's relative links lead to."""
    folder = posixpath.dirname(page)
    return {
        posixpath.normpath(posixpath.join(folder, match[3])) for match in LINK.finditer(text) if ":" not in match[3]
    }


def on_files(files, config):
    wanted = set(OUTSIDE)
    for page in ["README.md", *OUTSIDE] + [DOCS + file.src_uri for file in files.documentation_pages()]:
        wanted |= {
            path
            for path in targets((REPOSITORY / page).read_text(encoding="utf-8"), page)
            if not path.startswith(DOCS) and pathlib.PurePosixPath(path).suffix in COPIED and site_path(path)
        }
    for path in sorted(wanted):
        files.append(File(path, str(REPOSITORY), config["site_dir"], config["use_directory_urls"]))
    return files


def rewritten(text, folder, site_folder):
    """`text` of a page in `folder` of the tree, with links as a page in `site_folder` of the site has them."""

    def replace(match):
        picture, label, target, anchor = match.groups()
        if ":" in target:
            return match[0]
        place = site_path(posixpath.normpath(posixpath.join(folder, target)))
        if place is None:
            return label
        return f"{picture}[{label}]({os.path.relpath(place, site_folder or '.')}{anchor or ''})"

    return LINK.sub(replace, text)


def on_page_markdown(markdown, page, config, files):
    uri = page.file.src_uri
    text = rewritten(markdown, posixpath.dirname(project_path(uri)), posixpath.dirname(uri))
    if uri == "index.md":
        readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
        text = rewritten(readme, "", "") + text[text.index("\n## ") :]
    return text
