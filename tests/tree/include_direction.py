"""Checks which folder of host/ includes which, and where third-party headers stand.

usage: include_direction.py REPOSITORY | --self-test
"""

import pathlib
import re
import sys

# Each folder of host/ and its layer. A file may include its own layer and those below it, and the folders among
# themselves form no cycle.
LAYERS = [
    {"main"},
    {"commands"},
    {"report", "calibrate", "backtest"},
    {"io", "results", "stats", "backend", "replay"},
    {"plan", "market", "site"},
    {"config"},
    {"vocabulary"},
    {"random", "base"},
]
RANK = {folder: rank for rank, folders in enumerate(LAYERS) for folder in folders}

# The same inside a folder: its own folders from top to bottom; "" are the files that stand in it directly.
INNER_LAYERS = {
    "config": ["rendering", "reading", "checks", "keys", "findings"],
    "stats": ["measures", "state", "sums"],
    "io": ["export", "runs", "result", "verification", "parts", "state", "groups", "hdf5", "files"],
    "calibrate": ["market_file", "", "fits", "histories"],
    "commands": ["", "backtest", "slurm", "documentation", "run", "options", "output"],
    "report": ["", "comparison", "sections", "reading", "drawing"],
}
# Folders that know nothing of each other although one stands below: these work on plans and columns, not on keys.
STRANGERS = {("site", "config"), ("stats", "config"), ("market", "config")}

# Header (as a pattern) -> the only files of host/ that may include it, and how many of them at the most.
RESERVED = [
    (re.compile(r"^(hdf5|H5|hdf5_hl|H5[A-Z]\w*)(\.h)?$|^hdf5"), re.compile(r"^io/hdf5/hdf5_file\.[ch]pp$"), 2),
    (re.compile(r"^toml\+\+/"), re.compile(r"\.cpp$"), 1),
    # The device draws its words with cuRAND's own rounds, in the one header that draws words for everybody.
    (re.compile(r"^curand_philox4x32_x\.h$"), re.compile(r"^random/philox\.hpp$"), 1),
    (re.compile(r"^(?!curand_philox4x32_x)(cuda|curand|cub/|thrust/|nv/|cooperative_groups)|\.cuh$"), None, 0),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def folder_of(path):
    """Folder of host/ that `path` (relative to host/) belongs to; files on top, such as main.cpp, are `main`."""
    return path.split("/")[0] if "/" in path else "main"


def violations_of(sources):
    """`sources`: path relative to host/ -> text. Returns one line per violation."""
    found = []
    edges = {}
    users = {}
    for path, text in sorted(sources.items()):
        folder = folder_of(path)
        if folder not in RANK:
            found.append(f"host/{path}: folder {folder} has no layer (see LAYERS in tests/tree/include_direction.py)")
            continue
        for header in INCLUDE.findall(text):
            for index, (pattern, allowed, _) in enumerate(RESERVED):
                if pattern.search(header):
                    users.setdefault(index, []).append(path)
                    if allowed is None or not allowed.search(path):
                        found.append(f"host/{path}: may not include <{header}>")
            target = folder_of(header)
            if target not in RANK or "/" not in header:
                continue
            if (folder, target) in STRANGERS:
                found.append(f"host/{path}: {folder} may not include {header}: it does not know {target}")
            if target == folder and folder in INNER_LAYERS:
                found += inner_violations(path, header)
            if RANK[target] < RANK[folder]:
                found.append(f"host/{path}: {folder} may not include {header}, which is above it")
            if target != folder:
                edges.setdefault(folder, {}).setdefault(target, f"host/{path} includes {header}")
    for index, paths in users.items():
        if len(set(paths)) > RESERVED[index][2]:
            found.append(f"{RESERVED[index][0].pattern} is included by too many files: {', '.join(sorted(set(paths)))}")
    return found + cycles_of(edges)


def inner_violations(path, header):
    """Of an include within one folder that has layers of its own. Returns at most one line."""
    layers = INNER_LAYERS[folder_of(path)]
    inner, target = (name.split("/")[1] if name.count("/") > 1 else "" for name in (path, header))
    for name in (inner, target):
        if name not in layers:
            return [f"host/{path}: folder {name or '(none)'} has no layer (see INNER_LAYERS in tests/tree/include_direction.py)"]
    if layers.index(target) < layers.index(inner):
        return [f"host/{path}: {inner or 'the folder itself'} may not include {header}, which is above it"]
    return []


def cycles_of(edges):
    """Every pair of folders of which each reaches the other, with an include that is part of the cycle."""

    def reachable(start):
        seen, pending = set(), [start]
        while pending:
            for target in edges.get(pending.pop(), {}):
                if target not in seen:
                    seen.add(target)
                    pending.append(target)
        return seen

    reach = {folder: reachable(folder) for folder in edges}
    return [
        f"{folder} and {target} include each other: {why}"
        for folder, targets in sorted(edges.items())
        for target, why in sorted(targets.items())
        if folder in reach.get(target, set())
    ]


def self_test():
    """Each rule lets the right thing through and catches the wrong one."""
    good = {
        "main.cpp": '#include "commands/run.hpp"\n',
        "commands/run.cpp": '#include "io/hdf5/hdf5_file.hpp"\n#include "base/error.hpp"\n',
        "io/hdf5/hdf5_file.cpp": '#include <hdf5.h>\n#include <hdf5_hl.h>\n#include "stats/sums.hpp"\n',
        "config/reading/reader.cpp": "#include <toml++/toml.h>\n#include <vector>\n",
    }
    bad = {
        "upwards": {"plan/a.hpp": '#include "commands/run.hpp"\n'},
        "cycle": {"io/a.hpp": '#include "stats/a.hpp"\n', "stats/a.hpp": '#include "io/a.hpp"\n'},
        "hdf5 elsewhere": {"io/other.cpp": "#include <hdf5.h>\n"},
        "hdf5 part elsewhere": {"stats/a.cpp": "#  include <H5Tpublic.h>\n"},
        "second toml file": {"config/a.cpp": "#include <toml++/toml.h>\n", "config/b.cpp": "#include <toml++/toml.h>\n"},
        "toml in a header": {"config/a.hpp": "#include <toml++/toml.h>\n"},
        "cuda": {"backend/a.cpp": "#include <cuda_runtime.h>\n"},
        "curand elsewhere": {"market/a.hpp": "#include <curand_philox4x32_x.h>\n"},
        "more of curand": {"random/philox.hpp": "#include <curand_kernel.h>\n"},
        "folder cuda": {"backend/a.cpp": '#include "cuda/launch.hpp"\n'},
        "unknown folder": {"misc/a.cpp": "#include <vector>\n"},
        "upwards within io": {"io/parts/a.hpp": '#include "io/result/a.hpp"\n'},
        "a command that another one includes": {"commands/output/a.hpp": '#include "commands/commands.hpp"\n'},
        "upwards to the folder itself": {"calibrate/fits/a.hpp": '#include "calibrate/a.hpp"\n'},
        "unknown folder within stats": {"stats/misc/a.hpp": '#include "stats/sums/a.hpp"\n'},
        "statistics that know keys": {"stats/measures/a.hpp": '#include "config/keys/a.hpp"\n'},
    }
    failed = [f"good: {line}" for line in violations_of(good)]
    failed += [f"not caught: {name}" for name, sources in bad.items() if not violations_of(sources)]
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        found, what = self_test(), "self-test"
    else:
        host = pathlib.Path(sys.argv[1]) / "host"
        paths = [path for path in host.rglob("*") if path.suffix in {".hpp", ".cpp"}]
        sources = {path.relative_to(host).as_posix(): path.read_text() for path in paths}
        if not sources:
            sys.exit(f"{host}: no sources found")
        found, what = violations_of(sources), f"{len(sources)} files"
    print(*found, sep="\n")
    print(f"{what}: {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
