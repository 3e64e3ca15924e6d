"""Whether another process of this machine still lives, told without a lock that a crash would leave."""

import os
from pathlib import Path


def process_name(pid: int) -> str | None:
    """A name no other process of any machine has: boot, space of process ids, id, start; None if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = Path("/proc/self/ns/pid").readlink()
        start = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None
    return f"{boot} {space} {pid} {start}"


def is_dead(worker: str | None) -> bool:
    """Whether a worker of this machine has surely ended. Of others only the lease can tell."""
    mine, parts = process_name(os.getpid()), (worker or "").split(" ")
    if mine is None or len(parts) != 4 or parts[:2] != mine.split(" ")[:2]:
        return False
    return process_name(int(parts[2])) != worker
