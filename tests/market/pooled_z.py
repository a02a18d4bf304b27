"""Judges the z values of all tests of the market against closed forms as one pool: they are standard normal.

A bias too small for the |z| < 4 of one test adds up here, and numbers spread too evenly, whose z are too small, fail as
well. The test program runs several times, and gives each test seeds of its own (tests/support/z_pool.hpp), so that
values of different tests and repetitions are independent. Those of one test in one repetition, a *group*, are moments
of the same paths or of overlapping ones, and depend on each other in ways that nobody knows. The statistics therefore
give each group the weight one: they are sums over groups of the mean of f(z) in the group. By Jensen's inequality
E exp(t mean f(z)) <= E exp(t f(Z)) with Z standard normal, whatever the dependence in the group, so bounds of Chernoff
and Hoeffding for as many independent normals as there are groups hold for the pool too. Reported are these bounds on
the probability of being so far out; a right model is rejected with a probability below the sum of the levels, 1e-6.
Seeds are fixed: the pool is always the same.

usage: pooled_z.py TEST_PROGRAM | --self-test
"""

import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

REPETITIONS = 3
# Only in the first repetition: they take half of its time.
LONG = {"GjrGarchTest.VarianceHasTheMomentsOfTheRecursion", "FeeTest.SpikesAddAndDecay",
        "DependenceTest.SampleCovariancesAreTheMatrix"}
# Without z values of the pool, and long.
LEFT_OUT = ["FeeTest.MeanFeesHardlyDependOnTheStep", "PooledTest.*", "EventWordTest.*", "GroupingTest.*"]
FEWEST_GROUPS = 100
# What each statistic may reject of right models, 1e-6 together. The largest |z| is given most: of 300 values one of 6
# is too much, of 1,200 one of 6.3.
LEVELS = {"largest |z|": 6e-7, "mean of z": 1e-7, "mean of z^2": 1e-7, "Phi(z) uniform": 1e-7, "|z| of its law": 1e-7}


def phi(x):
    """Distribution function of the standard normal."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def largest_bound(groups):
    """Bonferroni's bound, which holds whatever depends on what."""
    values = [abs(z) for group in groups for z in group]
    return len(values) * math.erfc(max(values) / math.sqrt(2.0))


def mean_bound(groups):
    """Chernoff: two-sided, 2 exp(-s^2 / 2) with s the sum over the root of its number."""
    total = sum(sum(group) / len(group) for group in groups)
    return 2.0 * math.exp(-total * total / (2.0 * len(groups)))


def squares_bound(groups):
    """Chernoff: a mean square of a or further from 1 on its side has at most exp(-(G / 2) (a - 1 - ln a))."""
    a = sum(sum(z * z for z in group) / len(group) for group in groups) / len(groups)
    return 2.0 * math.exp(-0.5 * len(groups) * (a - 1.0 - math.log(a))) if a > 0.0 else 0.0


def divergence(a, b):
    """Relative entropy of Bernoulli's laws of a and b."""
    return sum(x * math.log(x / y) for x, y in ((a, b), (1.0 - a, 1.0 - b)) if x > 0.0)


def uniform_bound(groups, cells=32):
    """Hoeffding: the share below u, a mean of independent shares in [0, 1], is a or further with at most
    exp(-G D(a, u)). Of all distances on a grid the largest, as in Kolmogorov's test, in Bonferroni's bound over points
    and sides."""
    furthest = 0.0
    for k in range(1, cells):
        share = sum(sum(u < k / cells for u in group) / len(group) for group in groups) / len(groups)
        furthest = max(furthest, divergence(share, k / cells))
    return 2.0 * (cells - 1) * math.exp(-len(groups) * furthest)


def judge(groups):
    """Bounds on the probability of what each statistic found."""
    return {"largest |z|": largest_bound(groups), "mean of z": mean_bound(groups),
            "mean of z^2": squares_bound(groups),
            "Phi(z) uniform": uniform_bound([[phi(z) for z in group] for group in groups]),
            "|z| of its law": uniform_bound([[2.0 * phi(abs(z)) - 1.0 for z in group] for group in groups])}


def rejections(groups):
    """Names of the statistics that reject; a z that is not a number makes some of them do so."""
    return [name for name, bound in judge(groups).items() if not bound >= LEVELS[name]]


def read_pool(path):
    """{test: [z]} of a file with lines of test, what, z."""
    pool = {}
    for line in path.read_text().splitlines():
        test, _, z = line.split("\t")
        pool.setdefault(test, []).append(float(z))
    return pool


def simulate(program, repetition, tests, folder):
    """The pool of one run of the test program. That single tests fail is left to the run with their own seeds."""
    path = pathlib.Path(folder) / f"{repetition}.tsv"
    environment = dict(os.environ, HASHLEASE_Z_POOL=str(path), HASHLEASE_Z_SEED=str(repetition))
    command = [program, "--gtest_filter=" + (":".join(tests) if tests else "-" + ":".join(LEFT_OUT))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1) or not path.exists():
        sys.exit(f"{command} ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr}")
    return read_pool(path)


def simulate_all(program):
    groups = []
    with tempfile.TemporaryDirectory() as folder:
        first = simulate(program, 1, [], folder)
        again = sorted(set(first) - LONG)
        groups += first.values()
        for repetition in range(2, REPETITIONS + 1):
            pool = simulate(program, repetition, again, folder)
            stuck = [test for test in again if pool.get(test) == first[test]]
            if stuck:
                sys.exit(f"repetition {repetition} has the numbers of the first in {stuck}: not by seed_of_test")
            groups += pool.values()
    return groups


def report(groups):
    values = [z for group in groups for z in group]
    print(f"{len(values)} z values in {len(groups)} independent groups; largest |z| {max(map(abs, values)):.2f}")
    print(f"mean {sum(values) / len(values):+.3f}, mean square {sum(z * z for z in values) / len(values):.3f}")
    for name, bound in judge(groups).items():
        print(f"{name}: p <= {min(bound, 1.0):.2g}, rejected below {LEVELS[name]:.0e}")
    found = [f"{name}: not standard normal" for name in rejections(groups)]
    found += ["too few groups to judge"] * (len(groups) < FEWEST_GROUPS)
    return found


def dependent_normals(source, count, share):
    """Groups of 1 to 10 normals with a part in common."""
    groups = []
    for _ in range(count):
        common = source.gauss(0.0, 1.0)
        groups.append([math.sqrt(share) * common + math.sqrt(1.0 - share) * source.gauss(0.0, 1.0)
                       for _ in range(source.randint(1, 10))])
    return groups


def self_test():
    source = random.Random(1)
    failed = []
    for share in (0.0, 0.5, 1.0):
        smallest = min(min(judge(dependent_normals(source, 140, share)).values()) for _ in range(200))
        failed += [f"right normals that share {share}: {smallest:.1g}"] * (smallest < 1e-4)
    right = dependent_normals(source, 140, 0.5)
    failed += [f"right normals: {name}" for name in rejections(right)]
    wrong = {"too good": ([[0.3 * z for z in group] for group in right], {"mean of z^2", "|z| of its law"}),
             "too wide": ([[1.5 * z for z in group] for group in right], {"mean of z^2"}),
             "biased": ([[z + 0.6 for z in group] for group in right], {"mean of z"}),
             "to one side": ([[z + 1.5 for z in group] for group in right], {"Phi(z) uniform"}),
             "outlier": (right[:40] + [[6.0]], {"largest |z|"}),
             "not a number": (right + [[math.nan]], {"mean of z", "mean of z^2"}),
             "infinite": (right + [[math.inf]], {"largest |z|", "mean of z^2"})}
    for name, (groups, statistics) in wrong.items():
        failed += [f"{name}: not caught by {statistic}" for statistic in statistics - set(rejections(groups))]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "pool.tsv"
        path.write_text("".join(f"A.B\tmean\t{z}\nA.C\tmean\t1\n" for z in right[0]))
        failed += ["a pool reads as another"] * (read_pool(path) != {"A.B": right[0], "A.C": [1.0] * len(right[0])})
    return failed


def main():
    found = self_test() if sys.argv[1:] == ["--self-test"] else report(simulate_all(sys.argv[1]))
    print(*found, sep="\n")
    print(f"{len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
