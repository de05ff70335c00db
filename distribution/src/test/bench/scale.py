#!/usr/bin/env python3
"""What many containers cost, and what many runs leave behind. As root, with a built distribution:

    distribution/src/test/bench/scale.py [--alive 500] [--none 1000] [--soak 2000] [--report docs/reports/scale.md]

Starts containers in the background one after the other and keeps them all (--net=veth, then
--net=none), and takes the time of each start, of `jcr ps`, and of their removal. The soak runs
through each combination of backends in turn and compares the machine before and after. A planner
of its own serves all calls; its socket is not the machine's.
"""

import argparse
import itertools
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
TENTH = 10  # starts around a position, of which the median is taken
NULL = os.open("/dev/null", os.O_RDWR)
STREAMS = [(os.POSIX_SPAWN_DUP2, NULL, fd) for fd in (0, 1)]


def taken(words, environment):
    """Milliseconds from the call to its end."""
    begin = time.perf_counter_ns()
    pid = os.posix_spawn(words[0], words, environment, file_actions=STREAMS)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        raise SystemExit(f"exit status {status}: {' '.join(words)}")
    return (time.perf_counter_ns() - begin) / 1e6


def pss(pid):
    """KiB; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def supervisors():
    """The jcr-init processes outside of containers; their PSS in KiB."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            pids = next(line for line in (entry / "status").read_text().splitlines()
                        if line.startswith("NSpid:"))
        except (OSError, StopIteration):
            continue
        if words[0].endswith(b"jcr-init") and len(pids.split()) == 2:
            found.append(pss(entry.name))
    return found


def target(link):
    """What it leads to; None when its process has ended, or is nobody's business."""
    try:
        return os.readlink(link)
    except OSError:
        return None


def available():
    """KiB that the kernel could still give away."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))


class Scale:
    def __init__(self, home, scratch):
        self.jcr = str(home / "bin/jcr")
        self.environment = dict(os.environ, JCR_DAEMON_SOCKET=str(scratch / "planner.sock"))
        self.lines = []

    def call(self, *words):
        return taken([self.jcr, *words], self.environment)

    def ask(self, *words):
        return subprocess.run([self.jcr, *words], env=self.environment, check=True,
                              capture_output=True, text=True).stdout

    def say(self, line=""):
        print(line, flush=True)
        self.lines.append(line)

    def listing(self):
        return statistics.median(self.call("ps") for _ in range(2 * TENTH))

    def alive(self, count, network):
        names = [f"scale-{i}" for i in range(count)]
        empty = self.listing()
        free = available()
        try:
            starts = [self.call("run", "-d", network, "--name", name, "--", "sleep", "100000")
                      for name in names]
            kept = supervisors()
            memory = (free - available()) / count
            full = self.listing()
        finally:
            begin = time.perf_counter()
            subprocess.run([self.jcr, "rm", "-f", *self.ask("ps", "-aq", "--filter=name=scale-").split()],
                           env=self.environment, check=True, stdout=subprocess.DEVNULL)
            removal = time.perf_counter() - begin
        self.say(f"\n## {count} containers with {network}\n")
        self.say("| starts | median, ms | of the first |")
        self.say("|---|---|---|")
        first = statistics.median(starts[:TENTH])
        for at in sorted({0, max(0, min(count, 100) - TENTH), count // 2, count - TENTH}):
            part = statistics.median(starts[at:at + TENTH])
            self.say(f"| {at + 1} to {at + TENTH} | {part:.1f} | {part / first:.2f} |")
        self.say()
        self.say(f"- `jcr ps`: {empty:.1f} ms without a container, {full:.1f} ms with {count}.")
        self.say(f"- A supervisor's PSS: {statistics.median(kept):.0f} KiB (median of {len(kept)}, at most "
                 f"{max(kept)}); the machine's MemAvailable: {memory:.0f} KiB less for each container.")
        self.say(f"- `jcr rm -f` of all: {removal:.1f} s.")

    def soak(self, runs):
        options = list(itertools.product(
            ("--ns=clone", "--ns=unshare", "--ns=clone:user"),
            ("--fs=overlay", "--fs=bind", "--fs=tmpfs"),
            ("--net=none", "--net=veth", "--net=host"),
            ("--limit=pids:50", "--limit=memory:50M", "--no-tty")))
        options = [o for o in options if not ("user" in o[0] and ("host" in o[2] or "bind" in o[1]))]
        for o in options:
            self.call("run", *o, "--", "true")
        before = self.machine()
        for o in itertools.islice(itertools.cycle(options), runs):
            self.call("run", *o, "--", "true")
        after = self.machine()
        self.say(f"\n## {runs} runs, {len(options)} combinations of backends in turn\n")
        self.say("| | before | after |")
        self.say("|---|---|---|")
        for name, value in before.items():
            self.say(f"| {name} | {value} | {after[name]} |")

    def machine(self):
        pid = self.ask("daemon", "status").split()[1].rstrip(",")
        status = dict(line.split(":\t", 1) for line in
                      Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
        spaces = {space for f in Path("/proc").glob("[0-9]*/ns/*") if (space := target(f))}
        return {
            "planner: descriptors": len(os.listdir(f"/proc/{pid}/fd")),
            "planner: threads": status["Threads"],
            "planner: RSS, MiB": f"{int(status['VmRSS'].split()[0]) / 1024:.1f}",
            "mounts": len(Path("/proc/self/mountinfo").read_text().splitlines()),
            "cgroups": sum(1 for _ in Path("/sys/fs/cgroup").glob("**/*jcr*")),
            "namespaces": len(spaces),
            "links": len(os.listdir("/sys/class/net")),
            "containers, leases": sum(
                1 for d in ("containers", "leases") for _ in Path("/run/jcr", d).glob("*")),
            "files in /run/jcr and /var/lib/jcr/containers": sum(
                1 for d in ("/run/jcr", "/var/lib/jcr/containers") for _ in Path(d).glob("**/*")),
        }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--alive", type=int, default=500, help="containers with --net=veth; 0: none")
    parser.add_argument("--none", type=int, default=1000)
    parser.add_argument("--soak", type=int, default=2000)
    parser.add_argument("--home", default=str(HERE.parents[4] / "distribution/target/jcr"))
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("as root: containers need namespaces and cgroups")
    home = Path(options.home).resolve()
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as scratch:
        scale = Scale(home, Path(scratch))
        planner = subprocess.Popen([scale.jcr, "daemon", "--idle-timeout=0"], env=scale.environment)
        try:
            while not Path(scratch, "planner.sock").exists():
                if planner.poll() is not None:
                    raise SystemExit("the planner has ended")
                time.sleep(0.05)
            for _ in range(200):
                scale.call("run", "--net=none", "--", "true")
            if options.soak:
                scale.soak(options.soak)
            if options.alive:
                scale.alive(options.alive, "--net=veth")
            if options.none:
                scale.alive(options.none, "--net=none")
        finally:
            planner.terminate()
            planner.wait()
    commit = (home / "commit").read_text().strip()[:12]
    head = (f"Commit {commit}, Linux {platform.release()}, {os.cpu_count()} processors. Load average "
            f"{before[0]:.1f} before, {os.getloadavg()[0]:.1f} after.")
    if options.report:
        marker = "<!-- written by scale.py from here on -->\n"
        old = options.report.read_text() if options.report.exists() else ""
        kept = old.split(marker)[0] if marker in old else "# Many containers\n\n"
        text = head + "\n" + "\n".join(scale.lines) + "\n"
        options.report.write_text(f"{kept}{marker}\n{text}")


main()
