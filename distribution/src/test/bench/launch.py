#!/usr/bin/env python3
"""How long a container takes from the call to the end of the command, with a resident planner and
without one, beside the runtimes that are installed: crun, runc, bwrap, podman. All subjects of a
section take turns, so that what else the machine does hits all of them. As root:

    distribution/src/test/bench/launch.py [--rounds 40] [--report docs/reports/launch.md]

crun refuses a hybrid cgroup hierarchy: the script hides the unified one from everybody, in a mount
namespace of its own (unshare -m), together with a planner of its own.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WARM_UP = 5
HERE = Path(__file__).resolve()
NULL = os.open("/dev/null", os.O_RDWR)
STREAMS = [(os.POSIX_SPAWN_DUP2, NULL, fd) for fd in (0, 1, 2)]


def run(words, environment):
    """Milliseconds from the call to the end."""
    begin = time.perf_counter_ns()
    pid = os.posix_spawnp(words[0], words, environment, file_actions=STREAMS)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    taken = (time.perf_counter_ns() - begin) / 1e6
    if status != 0:
        raise SystemExit(f"exit status {status}: {' '.join(words)}")
    return taken


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def interval(mine, theirs, times=2000):
    """95 % of the ratios of medians, by a bootstrap over rounds."""
    source = random.Random(1)
    count = len(mine)
    ratios = []
    for _ in range(times):
        rounds = [source.randrange(count) for _ in range(count)]
        ratios.append(
            statistics.median(mine[i] for i in rounds)
            / statistics.median(theirs[i] for i in rounds))
    return percentile(ratios, 0.025), percentile(ratios, 0.975)


class Bench:
    def __init__(self, home, scratch, rounds):
        self.jcr = str(home / "bin/jcr")
        self.rootfs = str(home / "rootfs")
        self.scratch = scratch
        self.rounds = rounds
        self.cold = dict(os.environ, JCR_DAEMON="never")
        self.warm = dict(os.environ, JCR_DAEMON_SOCKET=str(scratch / "planner.sock"))
        self.sections = []

    def section(self, title, subjects, base, rounds=None):
        """subjects: name to a call that answers milliseconds."""
        times = {name: [] for name in subjects}
        for turn in range(-WARM_UP, rounds or self.rounds):
            for name, call in subjects.items():
                taken = call(turn)
                if turn >= 0:
                    times[name].append(taken)
        self.sections.append((title, times, base if base in times else None))
        print(title, {name: round(statistics.median(t), 1) for name, t in times.items()})

    def bundle(self, runtime):
        directory = self.scratch / runtime
        directory.mkdir()
        subprocess.run([runtime, "spec"], cwd=directory, check=True)
        config = directory / "config.json"
        spec = json.loads(config.read_text())
        spec["process"].update(terminal=False, args=["/bin/true"])
        spec["root"]["path"] = self.rootfs
        config.write_text(json.dumps(spec))
        spec["process"]["args"] = ["/bin/sleep", "100000"]
        sleeping = self.scratch / (runtime + "-sleeping")
        sleeping.mkdir()
        (sleeping / "config.json").write_text(json.dumps(spec))
        return directory, sleeping

    def oci(self, runtime, bundle):
        return lambda turn, tag="": run(
            [runtime, "run", "-b", str(bundle), f"launch-{runtime}-{os.getpid()}-{tag}"], self.cold)

    def jcr_call(self, environment, *words):
        return lambda turn, tag="": run([self.jcr, *words], environment)

    def measure(self):
        true = ("run", "--net=none", "--", "true")
        peers, sleeping = {}, {}
        for runtime in ("crun", "runc"):
            if shutil.which(runtime):
                bundle, sleeping[runtime] = self.bundle(runtime)
                peers[runtime] = self.oci(runtime, bundle)
        others = {}
        if shutil.which("bwrap"):
            words = ["bwrap", "--ro-bind", self.rootfs, "/", "--unshare-all", "--proc", "/proc",
                     "--dev", "/dev", "/bin/true"]
            others["bwrap"] = lambda turn: run(words, self.cold)
        if shutil.which("podman"):
            limits = ["--ulimit", "nofile=1024:4096", "--ulimit", "nproc=1000:1000"]
            podman = ["podman", "run", "--rm", "--network=none", *limits, "--rootfs",
                      self.rootfs + ":O", "/bin/true"]
            others["podman"] = lambda turn: run(podman, self.cold)
        planner = subprocess.Popen([self.jcr, "daemon"], env=self.warm)
        while subprocess.run([self.jcr, "daemon", "status"], env=self.warm,
                             capture_output=True).returncode:
            if planner.poll() is not None:
                raise SystemExit("the planner has ended")
        try:
            self.with_planner(true, peers, others, sleeping)
        finally:
            subprocess.run([self.jcr, "daemon", "stop"], env=self.warm)
            planner.wait()

    def with_planner(self, true, peers, others, sleeping):
        resident = self.jcr_call(self.warm, *true)
        for _ in range(200):
            resident(0)
        self.section("run true, no network", {
            "jcr": resident,
            "jcr --net=veth": self.jcr_call(self.warm, "run", "--net=veth", "--", "true"),
            **peers, **others}, "crun")
        self.running(sleeping)
        if "crun" in peers:
            self.section("100 starts, 8 at a time", {
                name: lambda turn, call=call: crowd(call)
                for name, call in {"jcr": resident, **peers}.items()}, "crun", rounds=5)
        self.section("cold: no planner", {
            "jcr": self.jcr_call(self.cold, *true),
            "jcr ps": self.jcr_call(self.cold, "ps"),
            "jcr version": self.jcr_call(self.cold, "version"),
            "java -version": lambda turn: run([str(Path(self.jcr).parent.parent / "runtime/bin/java"),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version"], self.cold),
            **others}, "podman" if "podman" in others else "java -version")
        self.memory = self.planner_memory()

    def planner_memory(self):
        status = subprocess.run([self.jcr, "daemon", "status"], env=self.warm,
                                capture_output=True, text=True).stdout
        pid = status.split()[1].rstrip(",")
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        rss = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
        return f"{int(rss) / 1024:.1f} MiB RSS after {status.split('running, ')[1].strip()}"

    def running(self, sleeping):
        """exec and ps, with ten containers of each."""
        made = []
        try:
            for i in range(10):
                name = f"launch-{i}"
                run([self.jcr, "run", "-d", "--net=none", "--name", name, "--", "sleep", "100000"],
                    self.warm)
                made.append([self.jcr, "rm", "-f", name])
                for runtime, bundle in sleeping.items():
                    run([runtime, "run", "-d", "-b", str(bundle), f"{runtime}-{name}"], self.cold)
                    made.append([runtime, "delete", "-f", f"{runtime}-{name}"])
            self.section("exec true", {
                "jcr": self.jcr_call(self.warm, "exec", "launch-0", "true"),
                **{r: self.jcr_like(r, "exec", f"{r}-launch-0", "/bin/true") for r in sleeping},
                }, "crun")
            self.section("list ten containers", {
                "jcr": self.jcr_call(self.warm, "ps"),
                **{r: self.jcr_like(r, "list") for r in sleeping}}, "crun")
        finally:
            for words in made:
                run(words, self.warm)

    def jcr_like(self, program, *words):
        return lambda turn: run([program, *words], self.cold)


def crowd(call):
    begin = time.perf_counter_ns()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: call(0, tag=str(i)), range(100)))
    return (time.perf_counter_ns() - begin) / 1e6


def table(sections):
    lines = []
    for title, times, base in sections:
        ratio = f"ratio to {base}, 95 % interval" if base else ""
        lines += [f"\n## {title[0].upper() + title[1:]}\n",
                  f"| | median, ms | p99, ms | min, ms | {ratio} |", "|---|---|---|---|---|"]
        for name, taken in times.items():
            against = ""
            if base and name != base:
                low, high = interval(taken, times[base])
                middle = statistics.median(taken) / statistics.median(times[base])
                against = f"{middle:.2f} ({low:.2f} to {high:.2f})"
            lines.append(f"| {name} | {statistics.median(taken):.1f} | {percentile(taken, 0.99):.1f} "
                         f"| {min(taken):.1f} | {against} |")
    return "\n".join(lines)


def drawing(times):
    """Medians as bars, with a line from the smallest to the p99."""
    scale = 560 / max(percentile(t, 0.99) for t in times.values())
    height = 30 * len(times) + 30
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" '
             'font-family="sans-serif" font-size="13">',
             f'<rect width="760" height="{height}" fill="white"/>']
    for i, (name, taken) in enumerate(times.items()):
        y = 30 * i + 10
        median = statistics.median(taken)
        colour = "#3465a4" if name.startswith("jcr") else "#babdb6"
        low, high = 130 + min(taken) * scale, 130 + percentile(taken, 0.99) * scale
        parts.append(f'<text x="120" y="{y + 15}" text-anchor="end">{name}</text>'
                     f'<rect x="130" y="{y}" width="{median * scale:.1f}" height="20" fill="{colour}"/>'
                     f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y + 10}" y2="{y + 10}" stroke="black"/>'
                     f'<text x="{high + 6:.1f}" y="{y + 15}">{median:.1f}</text>')
    parts.append(f'<text x="130" y="{height - 5}">ms: median, and the line from the minimum to p99'
                 '</text></svg>\n')
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--home", default=str(HERE.parents[4] / "distribution/target/jcr"))
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("as root: the subjects make namespaces and cgroups")
    if "LAUNCH_INSIDE" not in os.environ:
        os.environ["LAUNCH_INSIDE"] = "1"
        hide = "if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi; "
        os.execvp("unshare", ["unshare", "-m", "sh", "-c", hide + 'exec "$0" "$@"',
                              sys.executable, str(HERE), *sys.argv[1:]])
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(options.home).resolve(), Path(scratch), options.rounds)
        bench.measure()
    versions = [subprocess.run([p, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
                for p in ("crun", "runc", "bwrap", "podman") if shutil.which(p)]
    after = os.getloadavg()
    commit = Path(options.home, "commit").read_text().strip()[:12]
    head = (f"Commit {commit}, Linux {platform.release()}, {os.cpu_count()} processors; "
            f"{', '.join(versions)}. {options.rounds} interleaved rounds after {WARM_UP} of warm-up, "
            f"200 calls for the planner. Load average {before[0]:.1f} before, {after[0]:.1f} after. "
            f"Planner: {bench.memory}.")
    text = head + "\n" + table(bench.sections) + "\n"
    print("\n" + text)
    if options.report:
        drawn = options.report.with_suffix(".svg")
        drawn.write_text(drawing(bench.sections[0][1]))
        marker = "<!-- written by launch.py from here on -->\n"
        old = options.report.read_text() if options.report.exists() else ""
        kept = old.split(marker)[0] if marker in old else "# Launch times with a planner\n\n"
        options.report.write_text(f"{kept}{marker}\n![Medians of run true]({drawn.name})\n\n{text}")


main()
