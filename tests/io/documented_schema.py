"""Types, axes and units in results/README.md are those in a result file, or in the file of a backtest.

usage: documented_schema.py RESULT.h5 REPOSITORY
"""

import pathlib
import re
import sys

import h5netcdf

ROW = re.compile(r"^\| `(/\S+)` \| ([^|]*) \| (\S+) \| ([^|]*) \| ([^|]*) \| ([^|]+) \| (\d+) \| (.+) \|$")


def documented(page):
    """path -> (type, axes, unit)"""
    rows = {}
    for line in page.read_text().splitlines():
        match = ROW.match(line)
        if match:
            axes = tuple(filter(None, match[4].strip().split(", ")))
            rows[match[1]] = (match[3], axes, match[5].strip())
            for suffix in re.findall(r"`(\w+)`", match[2]):
                is_flag = suffix == "_exact"
                rows[match[1] + suffix] = ("int8" if is_flag else match[3], axes, "" if is_flag else match[5].strip())
    return rows


def written(path):
    rows = {}
    with h5netcdf.File(path, "r") as file:
        for group_name, group in file.groups.items():
            for name, variable in group.variables.items():
                is_text = variable.dtype is str or variable.dtype.kind == "O"
                rows[f"/{group_name}/{name}"] = ("string" if is_text else str(variable.dtype),
                                                 tuple(variable.dimensions), variable.attrs.get("units", ""))
            for name in group.dimensions:
                rows.setdefault(f"/{group_name}/{name}", ("dimension", (name,), ""))
    return rows


def expected(rows, path):
    """The rows that are of a file of this kind."""
    with h5netcdf.File(path, "r") as file:
        is_backtest = file.attrs["hashlease_content"] == "backtest"
    if is_backtest:
        return {name: row for name, row in rows.items() if name.startswith(("/backtest/", "/config/"))}
    return {name: row for name, row in rows.items() if not name.startswith("/backtest/")}


def main():
    found = written(sys.argv[1])
    rows = expected(documented(pathlib.Path(sys.argv[2]) / "results" / "README.md"), sys.argv[1])
    assert len(found) > 30 and len(rows) > 30, (len(found), len(rows))
    wrong = [f"{path}: documented {rows.get(path)}, written {found.get(path)}"
             for path in sorted(rows.keys() | found.keys()) if rows.get(path) != found.get(path)]
    print(*wrong, sep="\n")
    print(f"{len(found)} datasets, {len(wrong)} differ from the page")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
