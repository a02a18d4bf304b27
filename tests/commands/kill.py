"""kill -9 at random points, again and again: what was acknowledged stays, the study goes on, and the result is that of
a run that nobody killed. HASHLEASE_KILLS sets the number of kills (default 24)."""

import hashlib
import json
import os
import random
import time

from support.program import CommandTest, listing, main, manifest_blocks, smoke, start

KILLS = max(20, int(os.environ.get("HASHLEASE_KILLS", "24")))
SEED = int(os.environ.get("HASHLEASE_KILL_SEED", "20241123"))
STUDY = ["run", smoke(), "--paths", 1024, "--block-paths", 64, "--threads", 1, "--json"]


class Kill(CommandTest):
    def setUp(self):
        super().setUp()
        self.dice = random.Random(SEED)
        begin = time.monotonic()
        self.expected = self.run_study("plain.h5", *STUDY[1:])["state_hash"]
        self.seconds = time.monotonic() - begin
        self.result = self.folder / "a.h5"
        self.parts = self.folder / "a.h5.parts"

    # When to kill, from the start of a process.

    def some_time(self, process):
        del process
        time.sleep(self.dice.uniform(0.0, 1.1 * self.seconds))

    def after_some_block(self, process):
        wanted = len(manifest_blocks(self.parts)) + self.dice.randint(1, 6)
        while process.poll() is None and len(manifest_blocks(self.parts)) < wanted:
            time.sleep(0.0005)
        time.sleep(self.dice.uniform(0.0, 0.01))

    def while_assembling(self, process):
        temporary = self.folder / "a.h5.tmp"
        while process.poll() is None:
            try:
                if temporary.stat().st_size > 0:
                    break
            except FileNotFoundError:
                pass
        time.sleep(self.dice.uniform(0.0, 0.1 * self.seconds))

    def while_removing_parts(self, process):
        while process.poll() is None and not self.result.exists():
            pass

    def kill_once(self, moment, known):
        """Runs, kills, and returns the acknowledged blocks, of which those known before have to be some, and whether
        the process was still there to be killed."""
        process = start(*STUDY, "-o", "a.h5", folder=self.folder)
        moment(process)
        process.kill()
        out, err = process.communicate()
        self.assertNotIn("damaged", err)
        self.assertIn(process.returncode, (0, -9), err)
        if process.returncode == 0:
            self.assertEqual(json.loads(out)["state_hash"], self.expected)
        elif out:  # killed in the middle of its last words
            self.assertTrue(self.result.exists(), "a summary without a result")
        if self.result.exists():
            self.assertIn("sound", self.succeed("verify", "a.h5").out)
            return known, process.returncode == -9
        blocks = manifest_blocks(self.parts)
        for block in known:
            self.assertIn(block, blocks, "an acknowledged block is lost")
        for block in blocks:
            content = (self.parts / block["file"]).read_bytes()
            self.assertEqual((len(content), hashlib.sha256(content).hexdigest()), (block["bytes"], block["sha256"]))
        return blocks, process.returncode == -9

    def finish(self, known):
        """Ends the study after its kills, unless a killed process had already done so."""
        if not self.result.exists():
            outcome = self.succeed(*STUDY, "-o", "a.h5")
            self.assertEqual(json.loads(outcome.out)["state_hash"], self.expected)
            self.assertNotIn("damaged", outcome.err)
            if known:
                self.assertIn(f"resuming: {64 * len(known):,} of 1,024 paths were done before", outcome.err)
        self.assert_same_result("plain.h5", "a.h5")
        if self.parts.exists():  # killed between the result and its parts: --force clears them
            self.succeed(*STUDY, "-o", "a.h5", "--force")
            self.assert_same_result("plain.h5", "a.h5")
        self.result.unlink()
        self.assertEqual(sorted(listing(self.folder)), ["plain.h5"])

    def test_random_kills(self):
        moments = [self.some_time, self.after_some_block, self.while_assembling, self.while_removing_parts]
        kills = {moment.__name__: 0 for moment in moments}
        studies = tries = 0
        while sum(kills.values()) < KILLS:
            self.assertLess(tries, 10 * KILLS, f"processes end before they can be killed: {kills}")
            known = []
            for _ in range(self.dice.choice([1, 1, 2, 2, 3])):
                if self.result.exists():
                    break
                moment = moments[tries % len(moments)]
                known, killed = self.kill_once(moment, known)
                kills[moment.__name__] += killed
                tries += 1
            self.finish(known)
            studies += 1
        print(f"{sum(kills.values())} kills in {studies} studies, seed {SEED}: {kills}")
        for moment in moments[:3]:  # the last one is over before most kills arrive
            self.assertGreater(kills[moment.__name__], 0)


if __name__ == "__main__":
    main()
