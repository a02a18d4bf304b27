"""Parts folders that cannot be used are refused with what to do about them, and left as they are; those that can be are
gone on from."""

import json
import os

from support.program import CommandTest, hashlease, listing, main, manifest_blocks, smoke, start, wait_for_blocks

PATHS = 512


class PartsFolders(CommandTest):
    STUDY = ["--paths", PATHS, "--block-paths", 128]

    def setUp(self):
        super().setUp()
        self.parts = self.folder / "a.h5.parts"

    def leave_parts(self, *arguments):
        """Finished blocks without a result."""
        expected = self.run_study("a.h5", smoke(), *(arguments or self.STUDY), "--keep-parts")["state_hash"]
        (self.folder / "a.h5").unlink()
        return expected

    def refuse_parts(self, fragments, *arguments):
        return self.refuse(["a.h5.parts", *fragments], "run", smoke(), *(arguments or self.STUDY), "-o", "a.h5")

    def test_parts_of_another_study(self):
        self.leave_parts()
        for change in (["--paths", 640], ["--seed", 5], ["--set", "market.btc.price=1000"], ["--set", "title='other'"]):
            with self.subTest(change):
                self.refuse_parts(["of the study", "remove the folder", "another output"], *self.STUDY[2:], *change)
        self.refuse_parts(["paths 0 to 511", "every shard"], *self.STUDY, "--shard", "1/2")
        outcome = self.succeed("run", smoke(), *self.STUDY, "-o", "a.h5", "--threads", 1, "--backend", "cpu")
        self.assertIn("resuming: 512 of 512 paths were done before", outcome.err)

    def test_foreign_folders(self):
        self.parts.write_text("a file")
        self.refuse_parts(["is not a folder"])
        self.parts.unlink()
        self.parts.mkdir()
        (self.parts / "thesis.docx").write_text("years of work")
        self.refuse_parts(["thesis.docx", "not a folder of unfinished parts"])
        (self.parts / "thesis.docx").rename(self.parts / "manifest.json")
        (self.parts / "lock").touch()
        self.refuse_parts(["manifest.json", "damaged", "remove"])
        (self.parts / "manifest.json").write_text('{"format": "other"}')
        self.refuse_parts(["manifest.json", "not a list of parts"])

    def test_damaged_manifest(self):
        self.leave_parts()
        manifest = self.parts / "manifest.json"
        whole = manifest.read_text()
        for what, text in [("empty", ""), ("cut", whole[:-40]), ("no list", "[1, 2]"), ("deep", "[" * 100_000),
                           ("a digit", whole.replace('"study_paths": 512', '"study_paths": 513')),
                           ("a range", whole.replace('"first_path": 128', '"first_path": 129'))]:
            with self.subTest(what):
                self.assertNotEqual(text, whole)
                manifest.write_text(text)
                self.refuse_parts(["manifest.json"])
        newer = json.loads(whole)
        newer["format_version"] += 1
        manifest.write_text(json.dumps(newer))
        self.refuse_parts(["manifest.json", "newer"])
        newer["format_version"] = 1
        manifest.write_text(json.dumps(newer))
        self.refuse_parts(["manifest.json", "format version 1"])

    def test_damaged_blocks_are_simulated_again(self):
        expected = self.leave_parts()
        blocks = [self.parts / block["file"] for block in manifest_blocks(self.parts)]
        blocks[0].unlink()
        data = bytearray(blocks[1].read_bytes())
        data[len(data) // 2] ^= 1
        blocks[1].write_bytes(data)
        os.truncate(blocks[2], 100)
        outcome = self.succeed("run", smoke(), *self.STUDY, "-o", "a.h5", "--json")
        for block in blocks[:3]:
            self.assertIn(block.name, outcome.err)
        self.assertIn("simulated again", outcome.err)
        self.assertIn("resuming: 128 of 512 paths", outcome.err)
        self.assertEqual(json.loads(outcome.out)["state_hash"], expected)

    def test_leftovers_of_a_killed_run_go(self):
        expected = self.leave_parts()
        (self.parts / "block-000000000000000-64.h5.tmp").write_bytes(b"half")
        (self.parts / "block-000000000009999-64.h5").write_bytes(b"not in the manifest")
        (self.parts / "manifest.json.tmp").write_bytes(b"{")
        (self.folder / "a.h5.tmp").write_bytes(b"half a result")
        self.assertEqual(self.run_study("a.h5", smoke(), *self.STUDY)["state_hash"], expected)
        self.assertEqual(sorted(listing(self.folder)), ["a.h5"])

    def test_two_runs_of_one_output(self):
        process = start("run", smoke(), "--paths", 1_000_000, "--block-paths", 64, "-o", "a.h5", folder=self.folder)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_for_blocks(process, self.parts, 1)
        second = hashlease("run", smoke(), "--paths", 1_000_000, "-o", "a.h5", folder=self.folder)
        self.assertEqual((second.code, second.out), (2, ""), second)
        self.assertIn("another hashlease is writing to this folder", second.err)
        self.assertIsNone(process.poll())


if __name__ == "__main__":
    main()
