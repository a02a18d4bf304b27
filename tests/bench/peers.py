"""The yardstick in the tools that one would otherwise pick: NumPy, Numba, JAX, CuPy and QuantLib.

Per path and day, 730 days: five correlated normals and Merton jumps drive ln BTC, ln network hashrate (which answers the
price), a GPU rate, its occupancy and power; a megawatt that mines, one that rents out GPUs and one that does both
accumulate their margin [USD/MW]. QuantLib only generates five correlated paths: a lower bound of its work.

usage: peers.py numpy|numba|jax|cupy|quantlib [--paths N] [--days N] [--rounds N] [--shared-demand]
Prints a line of JSON: path-steps per second of each round, warm-up excluded, and the mean and standard deviation of each
site. `--shared-demand` (NumPy) lets one demand move rate and occupancy, as configs/bench/yardstick.toml does. Exit code
77: no library.
"""

import argparse
import json
import math
import sys
import time

DAYS, DT = 730, 1.0 / 365.25
BTC_DEVIATION, JUMP_CHANCE, JUMP_MEAN, JUMP_DEVIATION = 0.50 * math.sqrt(DT), 12.0 * DT, -0.01, 0.06
HASH_GROWTH, HASH_RESPONSE, HASH_DEVIATION = 0.30 * DT, 1.2 * DT, 0.15 * math.sqrt(DT)
LEASE_DECAY, LEASE_DEVIATION, OBSOLESCENCE = math.exp(-2.0 * DT), 0.35 * math.sqrt(DT), 0.30 * DT
OCCUPANCY_DECAY, OCCUPANCY_DEVIATION, OCCUPANCY_LOGIT = math.exp(-4.0 * DT), 0.9 * math.sqrt(DT), 1.2
SHARED_RESPONSE = 1.82  # of the occupancy logit to the log rate, in the long run as uncertain as by itself
POWER_DECAY, POWER_DEVIATION = math.exp(-60.0 * DT), 3.0 * math.sqrt(DT)
HASHPRICE, LEASE_RATE, POWER_PRICE = 60.0, 2.2, 35.0  # USD/PH/day, USD/GPU-hour, USD/MWh
MINING_REVENUE = HASHPRICE * 1000.0 / 17.5            # USD/MW/day
GPU_REVENUE = 24 * 700.0 * LEASE_RATE                 # USD/MW/day
POWER_COST = 24 * POWER_PRICE                         # USD/MW/day
CORRELATION = [[1, .15, .25, .20, .10], [.15, 1, .05, .05, .10], [.25, .05, 1, .50, .10],
               [.20, .05, .50, 1, .10], [.10, .10, .10, .10, 1]]


def cholesky():
    """Lower factor of the correlation matrix, as lists."""
    factor = [[0.0] * 5 for _ in range(5)]
    for i in range(5):
        for j in range(i + 1):
            rest = CORRELATION[i][j] - sum(factor[i][k] * factor[j][k] for k in range(j))
            factor[i][j] = math.sqrt(rest) if i == j else rest / factor[j][j]
    return factor


def simulate_arrays(xp, paths, days, normal, uniform, shared_demand=False):
    """One array operation after the other over all paths; `xp` is NumPy or CuPy."""
    factor, f = cholesky(), xp.float32
    btc, hashrate, lease, occupancy, power, mining, ai = (xp.zeros(paths, f) for _ in range(7))
    for day in range(days):
        z = normal((5, paths))
        w = [sum(f(factor[i][k]) * z[k] for k in range(i + 1)) for i in range(5)]
        jump = xp.where(uniform(paths) < JUMP_CHANCE, f(JUMP_MEAN) + f(JUMP_DEVIATION) * normal((paths,)), f(0))
        btc = btc + f(BTC_DEVIATION) * w[0] - f(0.5 * BTC_DEVIATION ** 2) + jump
        hashrate = hashrate + f(HASH_GROWTH) + f(HASH_RESPONSE) * (btc - hashrate) + f(HASH_DEVIATION) * w[1]
        lease = f(LEASE_DECAY) * lease + f(LEASE_DEVIATION) * w[2]
        occupancy = f(OCCUPANCY_DECAY) * occupancy + f(OCCUPANCY_DEVIATION) * w[3]
        if shared_demand:
            occupancy = f(SHARED_RESPONSE) * lease
        power = f(POWER_DECAY) * power + f(POWER_DEVIATION) * w[4]
        cost = f(POWER_COST) * xp.exp(power)
        mining = mining + xp.maximum(f(MINING_REVENUE) * xp.exp(btc - hashrate) - cost, f(0))
        busy = f(1) / (f(1) + xp.exp(-(f(OCCUPANCY_LOGIT) + occupancy)))
        ai = ai + f(GPU_REVENUE) * xp.exp(lease - f(OBSOLESCENCE * day)) * busy - cost
    return xp.stack([mining, ai, f(.5) * (mining + ai)], axis=1)


def numpy_case(shared_demand=False):
    import numpy as np
    generator = np.random.Generator(np.random.SFC64(7))

    def run(paths, days):
        pieces = [simulate_arrays(np, min(65536, paths - first), days,
                                  lambda shape: generator.standard_normal(shape, np.float32),
                                  lambda count: generator.random(count, np.float32), shared_demand)
                  for first in range(0, paths, 65536)]
        return np.concatenate(pieces)
    return run


def cupy_case():
    import cupy
    generator = cupy.random.Generator(cupy.random.Philox4x3210(7))

    def run(paths, days):
        step = 1 << 22
        pieces = [simulate_arrays(cupy, min(step, paths - first), days,
                                  lambda shape: generator.standard_normal(shape, dtype=cupy.float32),
                                  lambda count: generator.random(count, dtype=cupy.float32))
                  for first in range(0, paths, step)]
        return cupy.asnumpy(cupy.concatenate(pieces))
    return run


def jax_case():
    import functools
    import jax
    import jax.numpy as jnp
    import numpy as np
    jax.config.update("jax_default_prng_impl", "rbg")
    factor = jnp.asarray(cholesky(), jnp.float32)

    def step(paths, state, day):
        btc, hashrate, lease, occupancy, power, mining, ai, key = state
        key, for_normals, for_chance, for_jump = jax.random.split(key, 4)
        w = factor @ jax.random.normal(for_normals, (5, paths), jnp.float32)
        hit = jax.random.uniform(for_chance, (paths,)) < JUMP_CHANCE
        btc = btc + BTC_DEVIATION * w[0] - 0.5 * BTC_DEVIATION ** 2 + jnp.where(
            hit, JUMP_MEAN + JUMP_DEVIATION * jax.random.normal(for_jump, (paths,), jnp.float32), 0.0)
        hashrate = hashrate + HASH_GROWTH + HASH_RESPONSE * (btc - hashrate) + HASH_DEVIATION * w[1]
        lease = LEASE_DECAY * lease + LEASE_DEVIATION * w[2]
        occupancy = OCCUPANCY_DECAY * occupancy + OCCUPANCY_DEVIATION * w[3]
        power = POWER_DECAY * power + POWER_DEVIATION * w[4]
        cost = POWER_COST * jnp.exp(power)
        mining = mining + jnp.maximum(MINING_REVENUE * jnp.exp(btc - hashrate) - cost, 0.0)
        busy = jax.nn.sigmoid(OCCUPANCY_LOGIT + occupancy)
        ai = ai + GPU_REVENUE * jnp.exp(lease - OBSOLESCENCE * day) * busy - cost
        return (btc, hashrate, lease, occupancy, power, mining, ai, key), None

    @functools.partial(jax.jit, static_argnums=(1, 2))
    def simulate(key, paths, days):
        zero = jnp.zeros(paths, jnp.float32)
        state, _ = jax.lax.scan(functools.partial(step, paths), (*(zero,) * 7, key),
                                jnp.arange(days, dtype=jnp.float32))
        return jnp.stack([state[5], state[6], 0.5 * (state[5] + state[6])], axis=1)

    return lambda paths, days: np.asarray(simulate(jax.random.key(7), paths, days).block_until_ready())


def numba_case():
    import numba
    import numpy as np
    factor = np.array(cholesky(), np.float32)
    f = np.float32

    @numba.njit(parallel=True, fastmath=True)
    def simulate(paths, days, factor):
        out = np.empty((paths, 3), np.float32)
        for path in numba.prange(paths):
            btc = hashrate = lease = occupancy = power = mining = ai = f(0)
            z, w = np.empty(5, np.float32), np.empty(5, np.float32)
            for day in range(days):
                for k in range(5):
                    z[k] = np.random.standard_normal()
                for i in range(5):
                    w[i] = f(0)
                    for k in range(i + 1):
                        w[i] += factor[i, k] * z[k]
                btc += f(BTC_DEVIATION) * w[0] - f(0.5 * BTC_DEVIATION * BTC_DEVIATION)
                if np.random.random() < JUMP_CHANCE:
                    btc += f(JUMP_MEAN + JUMP_DEVIATION * np.random.standard_normal())
                hashrate += f(HASH_GROWTH) + f(HASH_RESPONSE) * (btc - hashrate) + f(HASH_DEVIATION) * w[1]
                lease = f(LEASE_DECAY) * lease + f(LEASE_DEVIATION) * w[2]
                occupancy = f(OCCUPANCY_DECAY) * occupancy + f(OCCUPANCY_DEVIATION) * w[3]
                power = f(POWER_DECAY) * power + f(POWER_DEVIATION) * w[4]
                cost = f(POWER_COST) * np.exp(power)
                margin = f(MINING_REVENUE) * np.exp(btc - hashrate) - cost
                if margin > 0:
                    mining += margin
                busy = f(1) / (f(1) + np.exp(-(f(OCCUPANCY_LOGIT) + occupancy)))
                ai += f(GPU_REVENUE) * np.exp(lease - f(OBSOLESCENCE) * f(day)) * busy - cost
            out[path, 0], out[path, 1], out[path, 2] = mining, ai, f(.5) * (mining + ai)
        return out

    return lambda paths, days: simulate(paths, days, factor)


def quantlib_case():
    import QuantLib as ql
    today = ql.Date(1, 1, 2025)
    ql.Settings.instance().evaluationDate = today
    calendar = ql.Actual365Fixed()
    flat = ql.YieldTermStructureHandle(ql.FlatForward(today, 0.0, calendar))
    volatility = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), 0.5, calendar))
    one = [ql.BlackScholesProcess(ql.QuoteHandle(ql.SimpleQuote(100.0)), flat, volatility) for _ in range(5)]
    process = ql.StochasticProcessArray(one, CORRELATION)

    def run(paths, days):
        words = ql.UniformRandomSequenceGenerator(5 * days, ql.UniformRandomGenerator(42))
        times = list(ql.TimeGrid(days / 365.0, days))
        generator = ql.GaussianMultiPathGenerator(process, times, ql.GaussianRandomSequenceGenerator(words), False)
        for _ in range(paths):
            generator.next()
    return run


def scope_of(peer):
    """What a peer runs on, to be compared with the same."""
    if peer == "jax":
        import jax
        return "gpu" if jax.default_backend() == "gpu" else "all cores"
    return {"numba": "all cores", "cupy": "gpu"}.get(peer, "one core")


CASES = {"numpy": numpy_case, "numba": numba_case, "jax": jax_case, "cupy": cupy_case, "quantlib": quantlib_case}


def measure(case, paths, days, rounds, compiles_for_shapes):
    """Path-steps per second of each round, and what the last one gave."""
    case(*((paths, days) if compiles_for_shapes else (min(paths, 4096), min(days, 16))))
    rates, outcome = [], None
    for _ in range(rounds):
        start = time.perf_counter()
        outcome = case(paths, days)
        rates.append(paths * days / (time.perf_counter() - start))
    return rates, outcome


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=sorted(CASES))
    parser.add_argument("--paths", type=int, default=65536)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shared-demand", action="store_true")
    options = parser.parse_args()
    try:
        case = numpy_case(options.shared_demand) if options.peer == "numpy" else CASES[options.peer]()
    except ImportError as error:
        print(f"{options.peer}: {error}", file=sys.stderr)
        sys.exit(77)
    rates, outcome = measure(case, options.paths, options.days, options.rounds, options.peer == "jax")
    result = {"peer": options.peer, "scope": scope_of(options.peer), "paths": options.paths, "days": options.days, "rates": rates}
    if outcome is not None:
        result["mean"] = [float(value) for value in outcome.mean(0, dtype="float64")]
        result["deviation"] = [float(value) for value in outcome.std(0, dtype="float64")]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
