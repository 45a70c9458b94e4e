#!/usr/bin/env python3
"""Races handoff's nightly score against other programs that work out the same scores from the same files.

    tests/bench/race/race.py [--job score|ingest] [--size tiny|little|small|big|huge] [--rounds N] [--data FOLDER] [--peers NAMES] [PROGRAM]

PROGRAM is build/handoff unless named; race_data beside it makes up leads and touches once, in FOLDER. A peer takes part
when its Node package is found: `npm install @duckdb/node-api nodejs-polars chdb` in FOLDER brings all three. `base` is
handoff again under other conditions: from a pipe, with regular expressions, with 300 rules.
With `--job ingest` handoff cleans the leads (all but phone numbers, which take 16 µs each), and DuckDB reads and writes them.
In each round everyone runs once, so that what disturbs the machine disturbs all alike; the first round only warms up.
"""
import argparse
import csv
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SIZES = {"tiny": (1_000, 10_000), "little": (10_000, 100_000), "small": (100_000, 1_000_000), "big": (1_000_000, 10_000_000),
         "huge": (10_000_000, 100_000_000)}
PACKAGES = {"duckdb": "@duckdb/node-api", "polars": "nodejs-polars", "clickhouse": "chdb"}
AS_OF = "2026-09-01T00:00:00Z"


def make_data(program, folder, leads, touches):
    if os.path.exists(folder + "/touches.csv"):
        return
    os.makedirs(folder, exist_ok=True)
    subprocess.run([os.path.join(os.path.dirname(program), "race_data"), str(leads), str(touches), folder], check=True)


def variants_of_agreement(folder):
    """The agreement with regular expressions in place of comparisons, and with 300 rules."""
    with open(HERE + "/handoff.toml", encoding="utf-8") as file:
        text = file.read()
    matching = re.sub(r"(type|status) = '(\w+)'", r"\1 matches '^\2$'", text)
    matching = re.sub(r"(title) contains '(\w+)'", r"\1 matches '(?i)\2'", matching)
    head, *rules = text.split("[[score.rule]]")
    many = itertools.islice(itertools.cycle(enumerate(rules)), 300)
    names = itertools.count()
    three_hundred = head + "".join(
        "[[score.rule]]" + re.sub(r'name = "[^"]*"', lambda _: f'name = "rule {next(names)}"', rule) for _, rule in many)
    for name, agreement in (("matching", matching), ("many", three_hundred)):
        with open(f"{folder}/{name}.toml", "w", encoding="utf-8") as file:
            file.write(agreement)


def leads_without_phones(folder):
    """The leads, with phone numbers in a column that is none of ours."""
    path = folder + "/leads_without_phones.csv"
    if not os.path.exists(path):
        with open(folder + "/leads.csv", "rb") as leads, open(path, "wb") as file:
            file.write(leads.readline().replace(b",phone,", b",dialled,"))
            shutil.copyfileobj(leads, file, 1 << 20)
    return path


def entrants_of_ingest(arguments, folder, out):
    leads = leads_without_phones(folder)

    def ingest(file):
        return [arguments.program, "ingest", file, "-q", "-o", out]

    found = {"handoff": (ingest(leads), None)}
    wanted = arguments.peers.split(",")
    if "duckdb" in wanted and shutil.which("node") and os.path.exists(f"{arguments.data}/node_modules/{PACKAGES['duckdb']}"):
        found["duckdb"] = (["node", HERE + "/peer.cjs", "duckdb_copy", leads, out, str(os.cpu_count())], None)
    if "base" in wanted:
        found["from a pipe"] = (ingest("-"), leads)
        found["with phone numbers"] = (ingest(folder + "/leads.csv"), None)
    return found


def entrants(arguments, folder, out):
    if arguments.job == "ingest":
        return entrants_of_ingest(arguments, folder, out)
    program = arguments.program
    leads, touches = folder + "/leads.csv", folder + "/touches.csv"

    def score(leads_from, touches_from, agreement):
        return [program, "score", leads_from, "--touches", touches_from, "-a", agreement, "--as-of", AS_OF, "-q", "-o", out]

    plain = HERE + "/handoff.toml"
    found = {"handoff": (score(leads, touches, plain), None)}
    wanted = arguments.peers.split(",")
    for peer, package in PACKAGES.items():
        if peer not in wanted or not shutil.which("node"):
            continue
        if os.path.exists(f"{arguments.data}/node_modules/{package}"):
            found[peer] = (["node", HERE + "/peer.cjs", peer, folder, out, str(os.cpu_count())], None)
    if "base" in wanted:
        found["leads from a pipe"] = (score("-", touches, plain), leads)
        found["touches from a pipe"] = (score(leads, "-", plain), touches)
        found["regular expressions"] = (score(leads, touches, folder + "/matching.toml"), None)
        found["300 rules"] = (score(leads, touches, folder + "/many.toml"), None)
    return found


def run(command, piped, out, environment):
    """Wall time, processor time and peak memory of one run; of the pipe's `cat` only the wall time."""
    if os.path.exists(out):
        os.remove(out)
    start = time.perf_counter()
    cat = subprocess.Popen(["cat", piped], stdout=subprocess.PIPE) if piped else None
    process = subprocess.Popen(command, stdin=cat.stdout if cat else None, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=environment)
    if cat:
        cat.stdout.close()
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if cat:
        cat.wait()
    if status:
        sys.exit(f"{command[0]} failed: {said.decode(errors='replace')[-1000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def scores(path):
    """Row by row: what this program holds in memory would count as the peak of those it starts."""
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["lead_id"], float(row["fit"]), float(row["engagement"]), float(row["score"]), row["grade"]


def must_agree(ours, theirs, peer):
    for mine, other in itertools.zip_longest(scores(ours), scores(theirs)):
        if mine is None or other is None:
            sys.exit(f"{peer} has not as many leads as handoff")
        near = all(abs(a - b) <= 1.5e-6 for a, b in zip(mine[1:4], other[1:4]))
        if mine[0] != other[0] or mine[4] != other[4] or not near:
            sys.exit(f"{peer} disagrees: {other}, handoff {mine}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--job", choices=["score", "ingest"], default="score")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", default=ROOT + "/build/race")
    parser.add_argument("--peers", default="duckdb,polars,clickhouse,base")
    parser.add_argument("program", nargs="?", default=ROOT + "/build/handoff")
    arguments = parser.parse_args()
    arguments.data = os.path.abspath(arguments.data)
    leads, touches = SIZES[arguments.size]
    folder = f"{arguments.data}/{arguments.size}"
    make_data(arguments.program, folder, leads, touches)
    variants_of_agreement(folder)
    out = arguments.data + "/out.csv"
    environment = dict(os.environ, NODE_PATH=arguments.data + "/node_modules", POLARS_MAX_THREADS=str(os.cpu_count()))
    field = entrants(arguments, folder, out)

    seen = {name: [] for name in field}
    ours = arguments.data + "/handoff.csv"
    for number in range(arguments.rounds + 1):
        for name, (command, piped) in field.items():
            measured = run(command, piped, out, environment)
            if number > 0:
                seen[name].append(measured)
            elif name == "handoff":
                os.replace(out, ours)
            elif name in PACKAGES and arguments.job == "score":
                must_agree(ours, out, name)

    rows = f"{leads:,} leads, {touches:,} touches" if arguments.job == "score" else f"{leads:,} leads"
    print(f"{rows}; {os.cpu_count()} processors, {platform.system()} {platform.machine()}; "
          f"medians of {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    print(f"{'':20}  wall s   cpu s     MiB   handoff's share of its wall, cpu, memory")
    mine = seen["handoff"]
    for name, runs in seen.items():
        median = [statistics.median(values) for values in zip(*runs)]
        line = f"{name:20}{median[0]:8.3f}{median[1]:8.3f}{median[2]:8.0f}"
        if name in PACKAGES:
            shares = [statistics.median(a[i] / b[i] for a, b in zip(mine, runs)) for i in range(3)]
            line += "   " + "  ".join(f"{share:.3f}" for share in shares)
        elif name != "handoff":
            line += f"   {statistics.median(b[0] / a[0] for a, b in zip(mine, runs)):.2f} times handoff's plain time"
        print(line)


main()
