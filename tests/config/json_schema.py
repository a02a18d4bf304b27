"""The JSON Schemas accept what the program accepts and refuse what it refuses, key by key.

usage: json_schema.py PROGRAM REPOSITORY
Exit code 77 (skipped) without jsonschema or a reader of TOML.
"""

import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
    import tomllib
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

PROGRAM, REPOSITORY = sys.argv[1], pathlib.Path(sys.argv[2])
CONFIGS = REPOSITORY / "configs"
# Schemas know no dates; a document in JSON has them as texts.
DATES = (datetime.date, datetime.time, datetime.datetime)


def as_json(value):
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, DATES) else value


def validator(name):
    schema = json.loads((CONFIGS / name).read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


STUDY = validator("hashlease.schema.json")
MARKET = validator("hashlease-market.schema.json")


def study_in_one_file():
    """The smoke study with its market inside."""
    study = (CONFIGS / "smoke.toml").read_text()
    file = re.search(r'^include = "(.*?)".*\n', study, re.MULTILINE)
    market = re.sub(r"^(\[+)", r"\1market.", (CONFIGS / file[1]).read_text(), flags=re.MULTILINE)
    return study.replace(file[0], "") + market


def program_accepts(text, *options):
    """Whether `check` finds nothing wrong, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "study.toml"
        file.write_text(text)
        ended = subprocess.run([PROGRAM, "check", str(file), *options], capture_output=True, text=True, check=False)
    assert ended.returncode in (0, 2), ended
    return ended.returncode == 0, ended.stderr


def numbers_of(schema, path=()):
    """Every number with a bound: its path, with None for the entry of an array, and its schema."""
    for key, inner in schema.get("properties", {}).items():
        where = path + (key,)
        if inner.get("type") in ("number", "integer"):
            yield where, inner
        elif inner.get("type") == "object":
            yield from numbers_of(inner, where)
        elif inner.get("type") == "array" and inner["items"].get("type") == "object":
            yield from numbers_of(inner["items"], where + (None,))


def place(document, path):
    """The table that a path leads to and the key in it, by the first entry of each array; None when it is not there."""
    for step in path[:-1]:
        if step is None:
            document = document[0] if document else None
        else:
            document = document.get(step)
        if document is None:
            return None
    return document


NAME_KEYS = {"site": "name", "asic": "model", "gpu": "class"}


def option_key(document, path):
    """The key as --set takes it: market.gpu.H100.lease_rate."""
    parts = []
    for step in path:
        if step is None:
            document = document[0]
            parts.append(document[NAME_KEYS[parts[-1]]])
        else:
            parts.append(step)
            document = document.get(step) if isinstance(document, dict) else None
    return ".".join(parts)


class Shipped(unittest.TestCase):
    def test_every_file_is_valid(self):
        files = sorted(CONFIGS.rglob("*.toml"))
        kinds = set()
        for file in files:
            document = as_json(tomllib.loads(file.read_text()))
            # A file that is simulated has a run; the others are parts of a market.
            kind = "study" if "run" in document else "market"
            kinds.add(kind)
            errors = [error.message for error in (STUDY if kind == "study" else MARKET).iter_errors(document)]
            self.assertEqual(errors, [], file)
        self.assertEqual(kinds, {"study", "market"})

    def test_study_in_one_file(self):
        self.assertTrue(program_accepts(study_in_one_file())[0])
        self.assertTrue(STUDY.is_valid(as_json(tomllib.loads(study_in_one_file()))))


class Agreement(unittest.TestCase):
    def setUp(self):
        self.text = study_in_one_file()
        self.document = as_json(tomllib.loads(self.text))

    def with_value(self, path, value):
        changed = copy.deepcopy(self.document)
        table = place(changed, path)
        if table is None:
            return None
        table[path[-1]] = value
        return changed

    def test_bounds(self):
        """One step beyond each bound both refuse; at a closed bound the schema does not."""
        count = 0
        for path, schema in numbers_of(STUDY.schema):
            for bound, step in (("minimum", -1), ("exclusiveMinimum", 0), ("maximum", 1), ("exclusiveMaximum", 0)):
                if bound not in schema or abs(schema[bound]) > 2**62:
                    continue
                value = schema[bound] + step * max(1, int(abs(schema[bound]) * 1e-6))  # a step that a double can see
                beyond = self.with_value(path, value)
                if beyond is None:
                    continue
                count += 1
                self.assertFalse(STUDY.is_valid(beyond), (path, bound))
                option = f"{option_key(self.document, path)}={value}"
                accepted, message = program_accepts(self.text, "--set", option)
                self.assertFalse(accepted, option)
                self.assertIn(option, message)
                if step != 0:
                    self.assertTrue(STUDY.is_valid(self.with_value(path, schema[bound])), (path, bound))
        self.assertGreater(count, 80)

    def test_types(self):
        for path, _ in numbers_of(STUDY.schema):
            for value, toml in ((True, "true"), ([1], "[1]"), ("much", '"much"')):
                changed = self.with_value(path, value)
                if changed is not None:
                    self.assertFalse(STUDY.is_valid(changed), (path, value))
            if changed is not None:
                option = f"{option_key(self.document, path)}={toml}"
                self.assertFalse(program_accepts(self.text, "--set", option)[0], option)

    def test_required_keys(self):
        """Without any one line of the study, schema and program agree on whether something is missing."""
        lines = self.text.splitlines(keepends=True)
        refused = 0
        for number, line in enumerate(lines):
            if not re.match(r"^\w+ = ", line):
                continue
            text = "".join(lines[:number] + lines[number + 1:])
            accepted, message = program_accepts(text)
            valid = STUDY.is_valid(as_json(tomllib.loads(text)))
            if accepted:
                self.assertTrue(valid, line)
            elif re.search(r": missing( \(|$)", message, re.MULTILINE):
                refused += 1
                self.assertFalse(valid, f"{line}{message}")
        self.assertGreater(refused, 15)

    def test_words_lists_and_names(self):
        for old, new in (('step = "weekly"', 'step = "hourly"'), ("start_date = 2024-11-23", 'start_date = "soon"'),
                         ('keep_paths = ["annual_revenue"', 'keep_paths = ["annual_revenue", "annual_revenue"'),
                         ("0.999]", "1.5]"), ("[22.3, ", "["), ('name = "mining-only"', 'name = "mining.only"'),
                         ('name = "mining-only"', 'name = ""'), ("mining-only = 0.5", "mining-only = 1.5"),
                         ("[run]", "[runs]"), ("paths = 4_096", "pahts = 4_096"), ("format = 1", "format = 2"),
                         ('model = "S21"', 'model = "S21"\nefficency = 1'), ("[[site.asic]]", "[site.asic]")):
            self.assertIn(old, self.text)
            text = self.text.replace(old, new, 1)
            self.assertFalse(program_accepts(text)[0], new)
            self.assertFalse(STUDY.is_valid(as_json(tomllib.loads(text))), new)

    def test_integers_may_be_written_as_numbers(self):
        text = self.text.replace("paths = 4_096", "paths = 1e6")
        self.assertTrue(program_accepts(text)[0])
        self.assertTrue(STUDY.is_valid(as_json(tomllib.loads(text))))


class Include(unittest.TestCase):
    def test_what_an_included_market_has_is_not_required(self):
        document = as_json(tomllib.loads((CONFIGS / "smoke.toml").read_text()))
        self.assertTrue(STUDY.is_valid(document))
        document["market"] = {"include": "markets/a.toml", "btc": {"annual_volatility": 0.8}, "gpu": [{"class": "H100"}]}
        self.assertTrue(STUDY.is_valid(document))
        document["market"]["include"] = ""
        self.assertFalse(STUDY.is_valid(document))
        document["market"] = {"include": "markets/a.toml", "gpu": [{"lease_rate": 2.0}]}
        self.assertFalse(STUDY.is_valid(document))

    def test_market_file(self):
        self.assertTrue(MARKET.is_valid({"btc": {"annual_volatility": 0.9}}))
        for broken in ({"include": "other.toml"}, {"market": {}}, {"run": {}}, {"btc": {"annual_volatility": -1}},
                       {"gpu": [{"lease_rate": 2.0}]}):
            self.assertFalse(MARKET.is_valid(broken), broken)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
