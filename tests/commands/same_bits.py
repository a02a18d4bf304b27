"""The same bits whatever the threads, blocks, shards, instruction sets and interruptions: equal state hashes, no
difference for h5diff, and equal bytes once /provenance is taken away."""

import itertools
import json
import random
import re
import shutil
import subprocess

from support.program import CommandTest, main, require_tool, smoke, start, wait_for_blocks

try:
    import h5py
except ImportError:
    h5py = None

PATHS = ["--paths", 3000]  # no multiple of anything: the last leaf has 56 paths


class SameBits(CommandTest):
    def setUp(self):
        super().setUp()
        self.expected = self.run_study("plain.h5", smoke(), *PATHS)["state_hash"]

    def expect(self, *arguments):
        with self.subTest(arguments):
            found = self.run_study("other.h5", smoke(), *PATHS, "--force", *arguments)["state_hash"]
            self.assertEqual(found, self.expected)

    def test_hash_is_the_one_in_the_file(self):
        text = subprocess.run([require_tool("h5dump"), "-a", "/state_hash", self.folder / "plain.h5"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        self.assertIn(f'"{self.expected}"', text)

    def test_threads_and_blocks(self):
        for threads, blocks in itertools.product((1, 2, 7), (64, 1000, None)):
            self.expect("--threads", threads, *(["--block-paths", blocks] if blocks else []))

    def test_instruction_sets(self):
        version = self.succeed("--version").out
        sets = re.search(r"^instruction sets (.*)$", version, re.MULTILINE).group(1).split(", ")
        print("instruction sets:", *sets)
        for name in sets:
            self.expect("--backend", "cpu", "--instruction-set", name)

    def test_cuda(self):
        if "GPU devices      none" in self.succeed("--version").out:
            self.skipTest("no GPU")
        self.expect("--backend", "cuda")
        self.expect("--backend", "cpu")

    def test_another_seed_or_path_shows(self):
        """The hash is one of the numbers, not of the labels."""
        seed = self.run_study("seed.h5", smoke(), *PATHS, "--seed", 1)["state_hash"]
        paths = self.run_study("paths.h5", smoke(), "--paths", 3001)["state_hash"]
        title = self.run_study("title.h5", smoke(), *PATHS, "--set", "title=another")["state_hash"]
        self.assertEqual(len({seed, paths, self.expected}), 3)
        self.assertEqual(title, self.expected)


class SameFile(CommandTest):
    def make_shards(self, count):
        names = []
        for k in range(1, count + 1):
            names.append(f"shard-{k}-of-{count}.h5")
            self.run_study(names[-1], smoke(), *PATHS, "--shard", f"{k}/{count}", "--threads", 1 + k % 2,
                           *(["--block-paths", 128] if k % 2 else []))
        return names

    def make_results(self):
        """Results of one study, come about in every way. Returns their names."""
        dice = random.Random(20241123)
        hashes = {"plain.h5": self.run_study("plain.h5", smoke(), *PATHS)["state_hash"]}
        self.run_study("blocks.h5", smoke(), *PATHS, "--block-paths", 64, "--threads", 7)
        for count in (1, 3, 8):
            shards = self.make_shards(count)
            dice.shuffle(shards)
            merged = json.loads(self.succeed("merge", *shards, "-o", f"merged{count}.h5", "--json").out)
            hashes[f"merged{count}.h5"] = merged["state_hash"]
        process = start("run", smoke(), *PATHS, "--block-paths", 64, "--threads", 1, "-o", "killed.h5",
                        folder=self.folder)
        wait_for_blocks(process, self.folder / "killed.h5.parts", 5)
        process.kill()
        process.communicate()
        hashes["killed.h5"] = self.run_study("killed.h5", smoke(), *PATHS)["state_hash"]
        self.assertEqual(len(set(hashes.values())), 1, hashes)
        return ["plain.h5", "blocks.h5", *(name for name in hashes if name != "plain.h5")]

    def without_provenance(self, name):
        """Bytes of a result whose /provenance was removed, as h5repack writes what is left."""
        copy = self.folder / f"{name}.copy"
        shutil.copy(self.folder / name, copy)
        with h5py.File(copy, "r+") as file:
            del file["provenance"]
        packed = self.folder / f"{name}.packed"
        subprocess.run([require_tool("h5repack"), copy, packed], check=True)
        return packed.read_bytes()

    def test_h5diff_finds_nothing(self):
        require_tool("h5diff")
        first, *others = self.make_results()
        for name in others:
            self.assert_same_result(first, name)
        self.run_study("seed.h5", smoke(), *PATHS, "--seed", 1)
        with self.assertRaises(AssertionError):
            self.assert_same_result(first, "seed.h5")

    def test_bytes_outside_provenance(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        require_tool("h5repack")
        first, *others = self.make_results()
        expected = self.without_provenance(first)
        for name in others:
            self.assertTrue(self.without_provenance(name) == expected, f"{name} has other bytes than {first}")
        self.run_study("seed.h5", smoke(), *PATHS, "--seed", 1)
        self.assertFalse(self.without_provenance("seed.h5") == expected)

    def test_kept_columns_of_a_shard_are_those_of_the_whole(self):
        if h5py is None:
            self.skipTest("this Python has no h5py")
        self.run_study("plain.h5", smoke(), *PATHS)
        with h5py.File(self.folder / "plain.h5") as whole:
            for name in self.make_shards(3):
                with h5py.File(self.folder / name) as shard:
                    first, count = int(shard.attrs["first_path"]), int(shard.attrs["paths"])
                    for column in ("annual_revenue", "annual_cash_flow"):
                        part = whole["paths"][column][:, :, first:first + count]
                        self.assertTrue((part == shard["paths"][column][:]).all(), f"{name} {column}")


if __name__ == "__main__":
    main()
