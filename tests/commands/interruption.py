"""Signals: the block in hand is finished, the exit code says which signal it was, and the command that is printed goes
on to the same result. And `status` while a study runs, rests and is done."""

import json
import signal
import subprocess
import threading
import time

from support.program import (CommandTest, default_signals, environment, hashlease, main, manifest_blocks,
                             smoke, smoke_text, start, wait_for_blocks)

# 128 blocks: long enough that a signal meets a run at work on a loaded machine too.
STUDY = ["--paths", 8192, "--block-paths", 64, "--threads", 1]


class Signals(CommandTest):
    def interrupt(self, number, *arguments, output="a.h5"):
        """Sends a signal after a few blocks. Returns exit code, standard output and standard error."""
        process = start("run", *arguments, *STUDY, "-o", output, folder=self.folder)
        wait_for_blocks(process, self.folder / f"{output}.parts", 3)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def resume(self, err):
        """Runs the last line of a message as a shell would."""
        self.assertIn("To continue, run the same command again:\n", err)
        command = err.rstrip("\n").splitlines()[-1]
        process = subprocess.run(["sh", "-c", command], cwd=self.folder, env=environment(), stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, preexec_fn=default_signals, check=False)
        self.assertEqual(process.returncode, 0, f"{command}\n{process.stderr}")
        return process

    def test_signals_stop_between_blocks_and_the_command_goes_on(self):
        expected = self.run_study("plain.h5", smoke(), *STUDY)["state_hash"]
        for number, code, options in [(signal.SIGINT, 130, []), (signal.SIGTERM, 143, []),
                                      (signal.SIGINT, 130, ["--quiet"]), (signal.SIGTERM, 143, ["--json"])]:
            with self.subTest(number, options=options):
                output = f"a{code}{''.join(options)}.h5"
                ended, out, err = self.interrupt(number, smoke(), "--json", *options, output=output)
                self.assertEqual((ended, out), (code, ""), err)
                self.assertFalse((self.folder / output).exists())
                blocks = manifest_blocks(self.folder / f"{output}.parts")
                files = sorted(path.name for path in (self.folder / f"{output}.parts").glob("block-*"))
                self.assertEqual(files, [block["file"] for block in blocks], "nothing half-written is left")
                self.assertLess(len(blocks), 128)
                process = self.resume(err)
                self.assertEqual(json.loads(process.stdout)["state_hash"], expected)
                if "--quiet" not in options:
                    self.assertIn(f"resuming: {64 * len(blocks):,} of 8,192 paths were done before", process.stderr)
                self.assertFalse((self.folder / f"{output}.parts").exists())

    def test_command_with_awkward_names(self):
        (self.folder / "a 'quoted' $study.toml").write_text(smoke_text())
        code, _, err = self.interrupt(signal.SIGINT, "a 'quoted' $study.toml", "--set", "title=it's \"50 %\" `here`",
                                      output="out put's.h5")
        self.assertEqual(code, 130, err)
        self.resume(err)
        status = json.loads(self.succeed("status", "out put's.h5", "--json").out)
        self.assertEqual((status["stage"], status["title"]), ("finished", "it's \"50 %\" `here`"))

    def test_a_second_signal_ends_at_once(self):
        process = start("run", smoke(), "--paths", 100_000_000, "--block-paths", 50_000_000, "--set",
                        "run.keep_paths=[]", "--backend", "cpu", "-o", "a.h5", folder=self.folder)
        self.addCleanup(process.kill)
        while "about" not in process.stderr.readline():
            pass
        time.sleep(0.3)  # the message comes just before the handlers
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        self.assertIsNone(process.poll(), "the block in hand takes minutes and is being finished")
        process.send_signal(signal.SIGINT)
        begin = time.monotonic()
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertLess(time.monotonic() - begin, 10)
        self.run_study("b.h5", smoke(), "--paths", 64)

    def test_interrupted_many_times(self):
        expected = self.run_study("plain.h5", smoke(), *STUDY)
        rounds = 0
        while not (self.folder / "a.h5").exists():
            done = len(manifest_blocks(self.folder / "a.h5.parts"))
            process = start("run", smoke(), *STUDY, "-o", "a.h5", folder=self.folder)
            try:
                wait_for_blocks(process, self.folder / "a.h5.parts", min(done + 32, 128))
            except AssertionError:
                self.assertTrue((self.folder / "a.h5").exists())
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
            self.assertIn(process.returncode, (0, 143))
            rounds += 1
            self.assertLess(rounds, 20)
        self.assertGreater(rounds, 2)
        again = json.loads(self.succeed("status", "a.h5", "--json").out)
        self.assertEqual(again["sites"][0]["annual_revenue"], expected["sites"][0]["annual_revenue"]["value"])
        self.assert_same_result("plain.h5", "a.h5")


class Status(CommandTest):
    def status(self):
        return json.loads(self.succeed("status", "a.h5", "--json").out)

    def test_running_interrupted_finished(self):
        self.fail_with(2, ["a.h5", "neither a result nor unfinished parts"], "status", "a.h5")
        process = start("run", smoke(), *STUDY, "-o", "a.h5", folder=self.folder)
        wait_for_blocks(process, self.folder / "a.h5.parts", 4)
        process.send_signal(signal.SIGSTOP)
        running = self.status()
        text = self.succeed("status", "a.h5").out
        process.kill()
        process.communicate()
        interrupted = self.status()
        self.succeed("run", smoke(), *STUDY, "-o", "a.h5")
        finished = self.status()
        for status, stage in ((running, "running"), (interrupted, "interrupted"), (finished, "finished")):
            self.assertEqual(status["stage"], stage)
            self.assertEqual((status["file"], status["paths"], status["first_path"]), ("a.h5", 8192, 0))
            self.assertEqual([site["site"] for site in status["sites"]], ["mining-only", "ai-only", "hybrid"])
            for site in status["sites"]:
                self.assertGreater(site["annual_revenue"], 0)
                self.assertGreater(site["standard_error"], 0)
        self.assertGreaterEqual(running["paths_done"], 4 * 64)
        self.assertLess(running["paths_done"], 8192)
        self.assertGreaterEqual(interrupted["paths_done"], running["paths_done"])
        self.assertEqual(finished["paths_done"], 8192)
        self.assertRegex(text, r"^a\.h5: running, [\d,]+ of 8,192 paths \(\d+\.\d %\)\n")
        self.assertRegex(text, r"(?m)^  hybrid: mean annual revenue [\d.]+ \+- [\d.]+ million USD$")
        self.assertIn("a.h5: finished, 8,192 of 8,192 paths (100.0 %)", self.succeed("status", "a.h5").out)

    def test_before_the_first_block(self):
        self.run_study("a.h5", smoke(), "--paths", 128, "--keep-parts")
        (self.folder / "a.h5").unlink()
        for block in (self.folder / "a.h5.parts").glob("block-*"):
            block.unlink()
        status = self.status()
        self.assertEqual((status["stage"], status["paths_done"]), ("interrupted", 0))
        self.assertIsNone(status["sites"][0]["annual_revenue"])
        self.assertEqual(len(status["notices"]), 1)

    def test_asking_all_the_time_disturbs_nothing(self):
        """Runs start, write and end under a status that is read without a pause."""
        asked = {"count": 0, "wrong": []}
        stop = threading.Event()

        def ask():
            while not stop.is_set():
                outcome = hashlease("status", "a.h5", "--json", folder=self.folder)
                asked["count"] += 1
                absent = outcome.code == 2 and "neither a result" in outcome.err
                if outcome.code != 0 and not absent:
                    asked["wrong"].append(str(outcome))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(8):
                self.run_study("a.h5", smoke(), "--paths", 512, "--block-paths", 64)
                (self.folder / "a.h5").unlink()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(asked["wrong"], [])
        self.assertGreater(asked["count"], 8)


if __name__ == "__main__":
    main()
