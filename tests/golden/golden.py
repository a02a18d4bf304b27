"""Did any number change? The state hashes of small studies, equal for every instruction set, compiler and backend.

When numbers are meant to change, write the new hashes with

    HASHLEASE_UPDATE_GOLDEN=1 ctest -R golden.studies

and commit golden.json together with the change that explains it.
"""

import json
import os
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "commands"))
from support.program import CommandTest, main  # noqa: E402

HASHES = FOLDER / "golden.json"
UPDATE = os.environ.get("HASHLEASE_UPDATE_GOLDEN") == "1"
BACKEND = os.environ.get("HASHLEASE_GOLDEN_BACKEND", "auto")


def studies():
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "market")


class Golden(CommandTest):
    def hash_of(self, study, *arguments):
        return self.run_study(f"{study}.h5", FOLDER / f"{study}.toml", "--force", *arguments)["state_hash"]

    def setUp(self):
        super().setUp()
        if UPDATE:
            found = {study: self.hash_of(study, "--backend", "cpu") for study in studies()}
            HASHES.write_text(json.dumps(found, indent=2) + "\n")

    def test_hashes(self):
        golden = json.loads(HASHES.read_text())
        self.assertEqual(sorted(golden), studies())
        self.assertEqual(len(set(golden.values())), len(golden))
        found = {study: self.hash_of(study, "--backend", BACKEND) for study in studies()}
        self.assertEqual(found, golden, "numbers have changed; if they were meant to: HASHLEASE_UPDATE_GOLDEN=1")

    def test_every_instruction_set(self):
        golden = json.loads(HASHES.read_text())
        version = self.succeed("--version").out
        for name in re.search(r"^instruction sets (.*)$", version, re.MULTILINE).group(1).split(", "):
            found = {study: self.hash_of(study, "--backend", "cpu", "--instruction-set", name) for study in golden}
            self.assertEqual(found, golden, name)

    def test_last_digits_matter(self):
        """The least change of an input changes the hash."""
        golden = json.loads(HASHES.read_text())
        for change in (["--set", "market.btc.price=250001"], ["--seed", 5], ["--paths", 801],
                       ["--set", "market.network.block_height=1049001"]):
            self.assertNotEqual(self.hash_of("halving-of-2028", *change), golden["halving-of-2028"], change)


if __name__ == "__main__":
    main()
