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


def is_dead(name: str | None) -> bool:
    """Whether the process that bears this name has surely ended; of other machines nobody can tell."""
    mine, parts = process_name(os.getpid()), (name or "").split(" ")
    if mine is None or len(parts) != 4 or parts[:2] != mine.split(" ")[:2]:
        return False
    found = process_name(int(parts[2]))
    return found != name if found else not _exists(int(parts[2]))


def _exists(pid: int) -> bool:
    """For systems that hide the processes of others: a signal that does nothing tells."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
