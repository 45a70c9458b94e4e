#!/usr/bin/env python3
"""Times every report on a million leads, ten million touches and a hundred thousand deals, and attribution of a million paths.

    tests/bench/reports/reports.py [--size tiny|small|big] [--rounds N] [--data FOLDER] [--reports NAMES] [PROGRAM]

PROGRAM is build/handoff unless named; race_data beside it makes up leads and touches once, in FOLDER, as for the race; deals and
paths are made up here. Each report is also made on one processor, which must give the same bytes. `score` of the same files stands
beside them: it is how fast they can be read.
"""
import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SIZES = {"tiny": (1_000, 10_000, 100), "small": (100_000, 1_000_000, 10_000), "big": (1_000_000, 10_000_000, 100_000)}
REPS = 50
AS_OF = "2026-09-01T00:00:00Z"
CHANNELS = {"email": 18, "web": 22, "social": 9, "paid_search": 12, "event": 4, "phone": 5, "direct": 10, "partner": 3, "webinar": 4,
            "organic": 14, "display": 6, "referral": 5}
OPTIONS = {"table": ["--by", "source", "--value", "count"]}
PIPED = "funnel from a pipe"
PATHS = "attribution of paths"
EXPORTS = """
[exports.leads]
files = ["owned.csv"]

[exports.touches]
files = ["touches.csv"]

[exports.deals]
files = ["deals.csv"]
"""


def make_data(program, folder, leads, touches, deals):
    if os.path.exists(folder + "/handoff.toml"):
        return
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(folder + "/touches.csv"):
        subprocess.run([os.path.join(os.path.dirname(program), "race_data"), str(leads), str(touches), folder], check=True)
    write_owned(folder)
    write_deals(folder, deals)
    write_paths(folder, leads)
    with open(ROOT + "/tests/bench/race/handoff.toml", encoding="utf-8") as rules, \
            open(folder + "/handoff.toml", "w", encoding="utf-8") as file:
        file.write(rules.read() + EXPORTS)


def write_owned(folder):
    """The leads of the race, whose owners are hardly ever the same, with one of so many reps as the owner."""
    with open(folder + "/leads.csv", newline="", encoding="utf-8") as leads, \
            open(folder + "/owned.csv", "w", newline="", encoding="utf-8") as owned:
        rows = csv.DictReader(leads)
        out = csv.DictWriter(owned, rows.fieldnames, lineterminator="\n")
        out.writeheader()
        for number, row in enumerate(rows):
            out.writerow({**row, "owner": row["owner"] and f"rep{number % REPS}"})


def write_deals(folder, deals):
    """Deals of every so many leads, made within a year of them, of which a third each is open, won and lost."""
    made_up = random.Random(11)
    with open(folder + "/leads.csv", newline="", encoding="utf-8") as file:
        ids = [row["lead_id"] for row in csv.DictReader(file)]
    with open(folder + "/deals.csv", "w", encoding="utf-8") as file:
        file.write("deal_id,lead_id,name,stage,amount,currency,created_at,closed_at,owner\n")
        for deal in range(deals):
            start = 1_700_000_000 + made_up.randrange(86_000_000)
            end = start + made_up.randrange(200 * 86400)
            stage = made_up.choice(["Closed Won", "Closed Lost", "Negotiation"])
            day = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for at in (start, end)]
            closed = "" if stage == "Negotiation" else day[1]
            file.write(f"D{deal:06d},{ids[made_up.randrange(len(ids))]},Deal {deal},{stage},{made_up.randrange(1000, 100000)},USD,"
                       f"{day[0]},{closed},rep{deal % REPS}\n")


def write_paths(folder, paths):
    made_up = random.Random(7)
    names, weights = list(CHANNELS), list(CHANNELS.values())
    with open(folder + "/paths.csv", "w", encoding="utf-8") as file:
        file.write("path,conversions,value,nulls\n")
        for _ in range(paths):
            steps = 1
            while steps < 30 and made_up.random() < 0.72:
                steps += 1
            won = made_up.random() < 0.03 + 0.01 * steps
            file.write(" > ".join(made_up.choices(names, weights, k=steps)) +
                       (f",1,{made_up.randrange(100, 5000)},0\n" if won else ",0,0,1\n"))


def names_of_reports(program):
    listed = subprocess.run([program, "report", "--list"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines() if line and not line.startswith(" ")]


def command(program, name, folder):
    if name == "score":
        return [program, "score", "-a", "handoff.toml", "--as-of", AS_OF, "-q", "-o", "out.csv"]
    if name == PATHS:
        return [program, "report", "attribution", "--paths", "paths.csv", "--as-of", AS_OF, "-q", "-f", "json", "-o", "out.json"]
    report = "funnel" if name == PIPED else name
    leads = ["-"] if name == PIPED else []
    return [program, "report", report, *leads, "-a", "handoff.toml", "--as-of", AS_OF, "-q", "-f", "json", "-o", "out.json",
            *OPTIONS.get(report, [])]


def run(arguments, name, folder, one_processor=False):
    """Wall time, processor time and peak memory; none where the report says that it has nothing to say."""
    piped = subprocess.Popen(["cat", folder + "/owned.csv"], stdout=subprocess.PIPE) if name == PIPED else None
    whole = command(arguments.program, name, folder)
    start = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", "0", *whole] if one_processor else whole, cwd=folder,
                               stdin=piped.stdout if piped else subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if piped:
        piped.stdout.close()
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if piped:
        piped.wait()
    if status != 0:
        errors = [line for line in said.splitlines() if not line.startswith("  ") and "warning:" not in line]
        return None, errors[0] if errors else f"status {status}"
    return (wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), ""


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="big")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", default=ROOT + "/build/race")
    parser.add_argument("--reports", help="names, with commas between them (default: all)")
    parser.add_argument("program", nargs="?", default=ROOT + "/build/handoff")
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    folder = os.path.abspath(os.path.join(arguments.data, arguments.size))
    make_data(arguments.program, folder, *SIZES[arguments.size])

    names = arguments.reports.split(",") if arguments.reports else [*names_of_reports(arguments.program), PIPED, PATHS, "score"]
    times, wrong = {name: [] for name in names}, 0
    for _ in range(arguments.rounds):
        for name in names:
            figures, why = run(arguments, name, folder)
            if figures is None:
                times[name] = why
            elif isinstance(times[name], list):
                times[name].append(figures)
    print("| report | wall | CPU | peak memory |\n|---|---|---|---|")
    for name in names:
        if isinstance(times[name], str):
            print(f"| {name} | {times[name]} | | |")
            continue
        wall, cpu, memory = (statistics.median(column) for column in zip(*times[name]))
        print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:,.0f} MiB |", flush=True)
    for name in names:
        if isinstance(times[name], str) or name == "score":
            continue
        run(arguments, name, folder)
        first = read(folder + "/out.json")
        run(arguments, name, folder, one_processor=True)
        if read(folder + "/out.json") != first:
            wrong += 1
            print(f"{name}: other bytes on one processor", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
