"""`hashlease slurm`: the scripts it writes, what it refuses, what it submits; and a real array under the distribution's
Slurm, of which one task is requeued and one killed, merged to the file of one run.
"""

import json
import os
import re
import shutil
import subprocess

from support.program import CommandTest, hashlease, listing, main, manifest_blocks, smoke, smoke_text
from support.slurm_box import SlurmBox

# About two seconds of a core and sixteen blocks for each of three shards, slow machines more.
ARRAY = ["--shards", 3, "--paths", 1_572_864, "--block-paths", 32_768, "--threads", 1, "--memory", "500M"]
# A stand-in for sbatch: keeps its arguments, and answers as the real one does.
SBATCH = """#!/bin/sh
echo "$*" >> sbatch.log
case "$*" in *merge*) {merge} ;; *) {array} ;; esac
"""


class Scripts(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "it's mine.toml").write_text(smoke_text())
        (self.folder / "bin").mkdir()
        self.path = f"{self.folder / 'bin'}:{os.environ['PATH']}"

    def sbatch(self, array="echo 41", merge="echo '42;cluster'"):
        tool = self.folder / "bin" / "sbatch"
        tool.write_text(SBATCH.format(array=array, merge=merge))
        tool.chmod(0o755)

    def slurm(self, *arguments, **options):
        return self.succeed("slurm", "it's mine.toml", "--shards", 4, *arguments, **options)

    def script(self, name, stem="it's mine"):
        return (self.folder / f"{stem}.h5.slurm" / f"{name}.sbatch").read_text()

    def test_array_script(self):
        outcome = self.slurm("--gpus", 2, "--threads", 8, "--time", "01:30:00", "--memory", "6G", "--audit", 0.5,
                             "--set", "run.step=weekly", "--sbatch=--partition=gpu", "--sbatch=--account=night shift")
        lines = self.script("array").splitlines()
        for line in ("#SBATCH --array=1-4", "#SBATCH --time=01:30:00", "#SBATCH --mem=6G", "#SBATCH --gres=gpu:2",
                     "#SBATCH --cpus-per-task=8", "#SBATCH --requeue", "#SBATCH --partition=gpu",
                     "#SBATCH --account=night shift", f"#SBATCH --chdir={self.folder}"):
            self.assertIn(line, lines)
        run = next(line for line in lines if "'run'" in line)
        for words in ("--shard auto/4 --threads 8", "'--backend' 'cuda'", "'--set' 'run.step=weekly'",
                      "'--audit' '0.5'"):
            self.assertIn(words, run)
        self.assertIn("4 tasks", outcome.out)
        self.assertIn("sbatch --dependency=afterany:${array%%;*}", outcome.out)
        merge = self.script("merge")
        self.assertNotIn("gres", merge)
        self.assertIn("#SBATCH --partition=gpu", merge)
        for name in ("array", "merge"):
            subprocess.run(["bash", "-n"], input=self.script(name), text=True, check=True)
            if shutil.which("shellcheck"):
                subprocess.run(["shellcheck", "-s", "bash", "-"], input=self.script(name), text=True, check=True)

    def test_without_a_gpu(self):
        self.slurm("-o", "night.h5")
        self.assertNotIn("gres", self.script("array", "night"))
        self.assertNotIn("--backend", self.script("array", "night"))

    def test_scripts_do_their_work_without_slurm(self):
        """As Slurm would start them: a process for each task, then the merge, with names that need quotes."""
        self.slurm("--paths", 512, "--threads", 1)
        whole = self.run_study("whole.h5", "it's mine.toml", "--paths", 512)["state_hash"]

        def task(number):
            variables = {"SLURM_ARRAY_TASK_ID": str(number), "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_PROCID": "0"}
            return subprocess.run(["bash", "-c", self.script("array")], cwd=self.folder, check=False, text=True,
                                  env={**os.environ, **variables}, capture_output=True)
        for number in (1, 2, 4):
            self.assertEqual(task(number).returncode, 0)
        merge = ["bash", "-c", self.script("merge")]
        process = subprocess.run(merge, cwd=self.folder, check=False, text=True, capture_output=True)
        self.assertEqual(process.returncode, 2, process.stderr)
        for fragment in ("it's mine.shard-3-of-4.h5: there is no such file", "--shard 3/4", "sbatch --parsable --array"):
            self.assertIn(fragment, process.stderr)
        self.assertEqual(task(3).returncode, 0)
        before = listing(self.folder)
        again = task(3)
        self.assertEqual((again.returncode, listing(self.folder)), (0, before), again.stderr)
        subprocess.run(merge, cwd=self.folder, check=True)
        self.assertEqual(json.loads(self.succeed("status", "it's mine.h5", "--json").out)["paths_done"], 512)
        self.assertEqual(self.succeed("verify", "it's mine.h5").code, 0)
        shards = [f"it's mine.shard-{k}-of-4.h5" for k in (1, 2, 3, 4)]
        merged = json.loads(self.succeed("merge", *shards, "-o", "again.h5", "--json").out)
        self.assertEqual(merged["state_hash"], whole)

    def test_a_damaged_shard_is_made_again(self):
        arguments = ["run", smoke(), "--paths", 256, "--shard", "auto", "-o", "a.h5"]
        rank = {"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"}
        self.succeed(*arguments, **rank)
        shard = self.folder / "a.shard-2-of-2.h5"
        sound = shard.read_bytes()
        self.assertIn("is already complete", self.succeed(*arguments, **rank).err)
        shard.write_bytes(sound[:4000] + b"????" + sound[4004:])
        self.assertNotIn("is already complete", self.succeed(*arguments, **rank).err)
        self.assertEqual(self.succeed("verify", shard).code, 0)
        # A shard of another study is nobody's to overwrite.
        self.fail_with(2, ["a.shard-2-of-2.h5", "--force"], *arguments, "--seed", 5, **rank)

    def test_submission(self):
        self.sbatch()
        outcome = self.slurm("--submit", PATH=self.path)
        self.assertIn("submitted: array 41, merge 42\n", outcome.out)
        first, second = (self.folder / "sbatch.log").read_text().splitlines()
        self.assertEqual(first, "--parsable it's mine.h5.slurm/array.sbatch")
        self.assertEqual(second, "--parsable --dependency=afterany:41 it's mine.h5.slurm/merge.sbatch")

    def test_submission_that_fails(self):
        arguments = ("slurm", smoke(), "--shards", 2, "--submit")
        self.sbatch(array="echo 'sbatch: error: no partition' >&2; exit 1")
        outcome = hashlease(*arguments, folder=self.folder, PATH=self.path)
        self.assertEqual(outcome.code, 1)
        self.assertIn("no partition", outcome.err)
        self.sbatch(merge="exit 1")
        outcome = hashlease(*arguments, folder=self.folder, PATH=self.path)
        self.assertEqual(outcome.code, 1)
        self.assertIn("the array is submitted as job 41, its merge job is not", outcome.err)
        (self.folder / "empty").mkdir()
        outcome = hashlease(*arguments, folder=self.folder, PATH=str(self.folder / "empty"))
        self.assertEqual(outcome.code, 1)
        self.assertIn("sbatch", outcome.err)

    def test_refusals(self):
        self.refuse(["--shards"], "slurm", smoke())
        for arguments, fragments in [(["--shards", 0], ["--shards"]), (["--shards", 65], ["--shard 1/65", "at most 64 shards"]),
                                     (["--shards", 2, "--time", "soon"], ["--time", "HH:MM:SS"]),
                                     (["--shards", 2, "--memory", "8 GB"], ["--memory", "8G"]),
                                     (["--shards", 2, "--sbatch", "gpu"], ["--sbatch", "--partition=gpu"]),
                                     (["--shards", 2, "--sbatch", "--a\n#SBATCH --b"], ["--sbatch"]),
                                     (["--shards", 2, "--gpus", 1, "--backend", "cpu"], ["--gpus"]),
                                     (["--shards", 2, "--set", "run.path=5"], ["run.path", "unknown key"])]:
            with self.subTest(arguments):
                self.refuse(fragments, "slurm", smoke(), *arguments)

    def test_earlier_results(self):
        self.succeed("run", smoke(), "--paths", 256, "--shard", "2/2", "-o", "a.shard-2-of-2.h5", "--quiet")
        arguments = ["slurm", smoke(), "--paths", 256, "--shards", 2, "-o", "a.h5"]
        self.refuse(["a.shard-2-of-2.h5: already exists", "--force"], *arguments)
        self.succeed(*arguments, "--force")
        self.assertFalse((self.folder / "a.shard-2-of-2.h5").exists())
        self.run_study("a.h5", smoke(), "--paths", 256)
        self.refuse(["a.h5", "--force"], *arguments)


class UnderSlurm(CommandTest):
    """A real array. Skipped where Slurm is not installed or cannot start."""

    def setUp(self):
        super().setUp()
        self.box = SlurmBox()
        self.box.__enter__()
        self.addCleanup(self.box.__exit__, None, None, None)

    def log(self, name):
        path = self.folder / "night.h5.slurm" / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def ended(self, job, *states):
        """Waits until a job or task has one of these states."""
        self.box.wait_for(f"{job} {' or '.join(states)}", lambda: self.box.state(job) in states)

    def wait_for_a_block(self, task):
        parts = self.folder / f"night.shard-{task}-of-3.h5.parts"
        self.box.wait_for(f"a block of shard {task}", lambda: manifest_blocks(parts))

    def submit(self, *options, script="array"):
        return self.box.output("sbatch", "--parsable", *options, f"night.h5.slurm/{script}.sbatch",
                               cwd=self.folder).strip()

    def test_one_requeued_and_one_killed(self):
        variables = {name: self.box.environment[name] for name in ("SLURM_CONF", "PATH")}
        outcome = self.succeed("slurm", smoke(), *ARRAY, "-o", "night.h5", "--submit", **variables)
        array, merge = re.search(r"array (\d+), merge (\d+)", outcome.out).groups()
        self.wait_for_a_block(1)
        self.box.output("scontrol", "requeue", f"{array}_1")
        self.wait_for_a_block(2)
        self.box.output("scancel", "--signal=KILL", "--full", f"{array}_2")
        for task in (1, 3):
            self.ended(f"{array}_{task}", "COMPLETED")
        self.assertNotEqual(self.box.state(f"{array}_2"), "COMPLETED")
        self.ended(merge, "FAILED")
        self.assertIn("night.shard-2-of-3.h5", self.log("merge"))
        self.assertIn("--shard 2/3", self.log("merge"))
        self.assertFalse((self.folder / "night.h5").exists())
        again = self.submit("--array=2")
        self.ended(f"{again}_2", "COMPLETED")
        self.ended(self.submit(script="merge"), "COMPLETED")
        self.run_study("whole.h5", smoke(), *ARRAY[2:4])
        self.assert_same_result("whole.h5", "night.h5")
        # What the killed and the requeued task had on the disk was not simulated twice.
        notices = self.succeed("export", "night.shard-2-of-3.h5", "--group", "provenance", "--table", "attributes").out
        self.assertIn("resumed", notices)

    def test_a_task_that_runs_out_of_time_requeues_itself(self):
        self.succeed("slurm", smoke(), *ARRAY, "-o", "night.h5", **{"PATH": self.box.environment["PATH"]})
        array = self.submit("--array=3")
        self.wait_for_a_block(3)
        # As Slurm does two minutes before the limit.
        self.box.output("scancel", "--batch", "--signal=USR1", f"{array}_3")
        self.box.wait_for("its next turn", lambda: "requeued" in self.log("shard-3"))
        self.ended(f"{array}_3", "COMPLETED")
        self.assertTrue((self.folder / "night.shard-3-of-3.h5").exists())


if __name__ == "__main__":
    main()
