"""`run --shard auto`: which shard each scheduler's variables name, what is refused, and that the shards merge."""

from support.program import CommandTest, main, smoke

SLURM = "SLURM_ARRAY_TASK_"
AWS_INDEX, AWS_SIZE = "AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"
KUBERNETES = "JOB_COMPLETION_INDEX"
RANK, RANKS = "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"
PROCESS, PROCESSES = "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"


def array(task, first, last, step=1, count=None, **more):
    """The variables of a Slurm array task."""
    count = (last - first) // step + 1 if count is None else count
    names = {"ID": task, "MIN": first, "MAX": last, "STEP": step, "COUNT": count}
    return {SLURM + name: str(value) for name, value in names.items()} | more


# (--shard, variables, k of n, the variable that says so)
ANSWERS = [
    ("auto", array(1, 1, 4), "1 of 4", SLURM + "ID"),
    ("auto", array(4, 1, 4), "4 of 4", SLURM + "ID"),
    ("auto", array(0, 0, 3), "1 of 4", SLURM + "ID"),
    ("auto", array(16, 10, 18, 2), "4 of 5", SLURM + "ID"),
    # A batch script is process 0 of 1, also where the job is an array.
    ("auto", array(3, 1, 4, SLURM_PROCID="0"), "3 of 4", SLURM + "ID"),
    ("auto/8", array(3, 3, 7, count=2), "3 of 8", SLURM + "ID"),
    ("auto/8", array(7, 7, 7), "7 of 8", SLURM + "ID"),
    ("auto/4", {SLURM + "ID": "2"}, "2 of 4", SLURM + "ID"),
    ("auto", {AWS_INDEX: "0", AWS_SIZE: "3"}, "1 of 3", AWS_INDEX),
    ("auto/3", {AWS_INDEX: "2", AWS_SIZE: "3"}, "3 of 3", AWS_INDEX),
    ("auto/5", {KUBERNETES: "4"}, "5 of 5", KUBERNETES),
    ("auto", {RANK: "1", RANKS: "2"}, "2 of 2", RANK),
    # mpirun under Slurm: the daemons that start the ranks are processes of Slurm.
    ("auto", {RANK: "1", RANKS: "4", PROCESS: "0", PROCESSES: "2"}, "2 of 4", RANK),
    ("auto", {PROCESS: "2", PROCESSES: "3"}, "3 of 3", PROCESS),
    ("auto", {RANK: "0", RANKS: "1"}, "1 of 1", RANK),
    # An empty variable is one that is not set.
    ("auto", {SLURM + "ID": "", RANK: "1", RANKS: "2"}, "2 of 2", RANK),
]

# (what is wrong, --shard, variables, what the message has to say)
REFUSALS = [
    ("no scheduler", "auto", {}, ["--shard auto", SLURM + "ID", AWS_INDEX, KUBERNETES, RANK, PROCESS, "k/n"]),
    ("no scheduler, count given", "auto/4", {}, ["--shard auto/4", "no scheduler"]),
    ("array without count", "auto", {SLURM + "ID": "2"}, [SLURM + "COUNT is not set"]),
    ("part of an array", "auto", array(3, 3, 7, count=2), ["from 3 to 7", "auto/N"]),
    ("one task of an array", "auto", array(3, 3, 3), ["auto/N"]),
    ("task outside its array", "auto", array(9, 1, 4), ["task 9"]),
    ("step of nothing", "auto", array(1, 1, 1) | {SLURM + "STEP": "0"}, ["steps of 0"]),
    ("array from 0 with a count", "auto/4", array(0, 0, 3), ["--array=1-4", SLURM + "ID=0"]),
    ("task beyond the count", "auto/4", array(5, 5, 5), ["--array=1-4", SLURM + "ID=5"]),
    ("array of more tasks than shards", "auto/4", array(2, 1, 8), [SLURM + "COUNT=8"]),
    ("not a number", "auto", array("two", 1, 4), [SLURM + "ID=two"]),
    ("negative", "auto/4", {KUBERNETES: "-1"}, [KUBERNETES + "=-1"]),
    ("beyond all integers", "auto/4", {KUBERNETES: "9" * 30}, [KUBERNETES]),
    ("index beyond the size", "auto", {AWS_INDEX: "3", AWS_SIZE: "3"}, ["shard 4 of 3"]),
    ("size that is not the user's", "auto/4", {AWS_INDEX: "0", AWS_SIZE: "3"}, ["--shard auto/4", AWS_SIZE + "=3"]),
    ("Kubernetes without a count", "auto", {KUBERNETES: "1"}, ["--shard auto/N", KUBERNETES]),
    ("two arrays", "auto/4", {KUBERNETES: "1", AWS_INDEX: "1", AWS_SIZE: "4"}, [KUBERNETES, AWS_INDEX]),
    ("processes in an array task", "auto", array(1, 1, 4, SLURM_PROCID="1", SLURM_STEP_NUM_TASKS="2"),
     [SLURM + "ID", PROCESSES + "=2"]),
    ("batch script without srun", "auto", {PROCESS: "0"}, [PROCESS, PROCESSES, "srun"]),
    ("rank without a size", "auto/2", {RANK: "0"}, [RANKS]),
    ("shards of none", "auto/0", {RANK: "0", RANKS: "1"}, ["--shard auto/0", "auto/n"]),
    ("too many shards", "auto/1000001", {KUBERNETES: "1"}, ["1,000,000"]),
    ("count that is no number", "auto/x", {KUBERNETES: "1"}, ["--shard auto/x"]),
    ("no more than auto", "automatic", {RANK: "0", RANKS: "1"}, ["--shard automatic"]),
    ("more shards than leaves", "auto", {RANK: "0", RANKS: "9"}, ["--shard 1/9", "at most 8 shards"]),
]


class AutomaticShard(CommandTest):
    def test_each_scheduler(self):
        for option, variables, shard, source in ANSWERS:
            with self.subTest(option=option, **variables):
                outcome = self.succeed("run", smoke(), "--paths", 512, "--shard", option, "-o", "a.h5", "--force",
                                       **variables)
                name = "a.h5" if shard == "1 of 1" else f"a.shard-{shard.replace(' ', '-')}.h5"
                self.assertIn(f"shard {shard}, by {source}: {name}\n", outcome.err)
                self.assertTrue((self.folder / name).exists())

    def test_each_refusal(self):
        for what, option, variables, fragments in REFUSALS:
            with self.subTest(what):
                self.refuse(["--shard", *fragments], "run", smoke(), "--paths", 512, "--shard", option, **variables)

    def test_tasks_of_one_command_merge_to_one_run(self):
        whole = self.run_study("whole.h5", smoke(), "--paths", 512)
        names = []
        for task in range(3):
            self.run_study("night.h5", smoke(), "--paths", 512, "--shard", "auto", AWS_BATCH_JOB_ARRAY_INDEX=str(task),
                           AWS_BATCH_JOB_ARRAY_SIZE="3")
            names.append(f"night.shard-{task + 1}-of-3.h5")
        self.succeed("merge", *names, "-o", "night.h5", "--quiet")
        self.assert_same_result("whole.h5", "night.h5")
        self.assertEqual(self.run_study("again.h5", smoke(), "--paths", 512)["state_hash"], whole["state_hash"])

    def test_a_name_of_the_user_stays(self):
        self.succeed("run", smoke(), "--paths", 512, "--shard", "2/4", "-o", "second.h5", "--quiet",
                     SLURM_ARRAY_TASK_ID="3")
        self.assertTrue((self.folder / "second.h5").exists())


if __name__ == "__main__":
    main()
