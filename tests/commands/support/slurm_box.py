"""The distribution's Slurm in one box: munged, slurmctld and slurmd with a key, ports and folders of their own, as the
user who runs the tests. Nothing of the system's own configuration is read or changed.
"""

import contextlib
import getpass
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

PATIENCE_SECONDS = 120
DAEMONS = ("munged", "slurmctld", "slurmd")
# Daemons are found here also where only root's PATH has them.
DAEMON_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])

# One node, tasks without control groups, what is killed seen at once.
CONFIGURATION = """\
ClusterName=box
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
# A requeued job waits until its credential has run out.
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/{tracking}
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,bf_interval=1
JobRequeue=1
ReturnToService=2
KillWait=5
MinJobAge=3600
SlurmctldTimeout=300
SlurmdTimeout=300
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=box Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
"""


def free_ports(count):
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class SlurmBox:
    """A context manager: starts the daemons, or raises unittest.SkipTest saying why they cannot run here."""

    def __init__(self):
        self.folder = None
        self.daemons = []
        self.environment = None

    def __enter__(self):
        missing = [name for name in (*DAEMONS, "sbatch") if shutil.which(name, path=DAEMON_PATH) is None]
        if missing:
            raise unittest.SkipTest(f"not installed: {', '.join(missing)}")
        # munged insists on folders that only this user can write; a socket's name is at most 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm-box-", dir="/tmp"))
        try:
            self.configure()
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def configure(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o400)
        # The folder holds munged's socket, which everyone may enter and only this user may change.
        self.folder.chmod(0o755)
        controller_port, node_port = free_ports(2)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], folder=self.folder, user=getpass.getuser(),
            controller_port=controller_port, node_port=node_port, cpus=len(os.sched_getaffinity(0)),
            memory=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20,
            tracking="linuxproc" if os.geteuid() == 0 else "pgid"))
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM_", "SBATCH_"))}
        self.environment.update(SLURM_CONF=str(self.folder / "slurm.conf"), PATH=DAEMON_PATH, LC_ALL="C.UTF-8")

    def start_daemon(self, *command):
        log = (self.folder / f"{command[0]}.out").open("wb")
        self.daemons.append(subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=subprocess.STDOUT, cwd=self.folder, start_new_session=True))
        log.close()

    def start(self):
        at = self.folder
        self.start_daemon("munged", "--foreground", f"--socket={at}/munge.socket", f"--key-file={at}/munge.key",
                          f"--pid-file={at}/munged.pid", f"--seed-file={at}/munged.seed", "--num-threads=2",
                          f"--log-file={at}/munged.log", "--force")
        self.wait("munged", (at / "munge.socket").exists)
        self.start_daemon("slurmctld", "-D", "-i")
        self.start_daemon("slurmd", "-D")
        self.wait("slurmd", lambda: self.output("sinfo", "--noheader", "--format=%T", check=False).strip() == "idle")

    def wait(self, what, ready):
        """Waits until `ready()`; a daemon that ends or never gets ready is a reason to skip."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ready():
            ended = [daemon for daemon in self.daemons if daemon.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise unittest.SkipTest(f"{what} does not run here: {self.last_words()}")
            time.sleep(0.1)

    def last_words(self):
        """The end of each daemon's log."""
        texts = []
        for name in DAEMONS:
            for path in (self.folder / f"{name}.log", self.folder / f"{name}.out"):
                if path.is_file() and path.stat().st_size > 0:
                    texts.append(f"{path.name}: {path.read_text(errors='replace')[-300:]}")
        return " | ".join(texts).replace("\n", " / ")

    def output(self, *command, check=True, **options):
        """Standard output of a command of Slurm."""
        process = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, timeout=PATIENCE_SECONDS, check=False, **options)
        if check and process.returncode != 0:
            raise AssertionError(f"{command}: exit code {process.returncode}: {process.stdout}{process.stderr}")
        return process.stdout

    def state(self, job):
        """State of a job or an array task ("12_3"), such as PENDING, RUNNING, COMPLETED."""
        lines = self.output("squeue", "--noheader", "--states=all", f"--jobs={job}", "--format=%T").split()
        return lines[0] if lines else ""

    def wait_for(self, what, reached, patience=PATIENCE_SECONDS):
        """Waits until `reached()` and returns what it returned."""
        deadline = time.monotonic() + patience
        while True:
            value = reached()
            if value:
                return value
            if time.monotonic() > deadline:
                jobs = self.output("squeue", "--states=all", check=False)
                raise AssertionError(f"{what} did not come about\n{jobs}\n{self.last_words()}")
            time.sleep(0.1)
