"""What the kernel denies a worker, which applies it to itself once it has loaded all it needs.

Each layer is reported: `active`, or why it is not. A worker without a layer works, and says so
(`cloche doctor`).

* With the standard library alone: the worker dies with its host; limits on address space, processor
  time, file sizes, processes and core dumps; no descriptors beyond those that are open; no new
  privileges.
* With the extra `process`: Landlock, through `landlock`, and a filter on system calls, through
  `pyseccomp`.

The filter is an allowlist. What a computing interpreter needs is allowed. What would start a
program or reach another process, the network or the kernel's own knobs kills the process. All the
rest fails with EPERM, as for a library that tries something newer first; opening files is in that
rest, so that an import which comes too late raises in the guest.
"""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

ACTIVE: Final = "active"

#: System calls of an interpreter that computes, tells the time and talks on the socket it has.
ALLOWED: Final = """
    read write recvfrom sendto pread64
    brk munmap mremap madvise
    futex
    rt_sigaction rt_sigprocmask rt_sigreturn restart_syscall
    clock_gettime clock_getres clock_nanosleep gettimeofday time
    getpid gettid getppid sched_yield
    getrandom exit exit_group
""".split()

#: System calls that nothing here makes by mistake.
KILLED: Final = """
    execve execveat fork vfork clone clone3 unshare setns
    socket socketpair connect bind listen accept accept4
    ptrace process_vm_readv process_vm_writev pidfd_open pidfd_getfd pidfd_send_signal
    kill tkill mount umount2 pivot_root chroot
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    init_module finit_module delete_module kexec_load keyctl add_key request_key
    setuid setgid setresuid setresgid setreuid setregid setgroups capset
    open_by_handle_at memfd_create
""".split()

#: Address space beyond what a worker has at its start and one and a half times what a run may grow
#: by, in bytes: what earlier runs may have left (`pool.GROWTH`), and the stack of a thread.
SLACK: Final = 40 * 2**20
#: Processor time after which the host recycles a worker, in seconds.
PROCESSOR: Final = 600

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_PROT_EXEC = 4


def die_with(pipe: int) -> str:
    """Have the kernel end this process when the writing end of *pipe* is closed.

    SIGKILL, which the kernel then sends to the owner of the reading end, ends it at once.
    Where only SIGIO can be sent, a process that was taken over can ignore it. The filter on system
    calls lets nobody close the pipe.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    try:
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        if hasattr(fcntl, "F_SETSIG"):  # one that nobody can ignore or block
            fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    except (AttributeError, OSError) as error:
        return f"not available: {error}"
    if select.select([pipe], [], [], 0)[0]:
        os._exit(0)  # the host ended before
    return ACTIVE


def harden(memory: int | None, seconds: float | None, last: Callable[[], object]) -> dict[str, str]:
    """Give up what a worker does not need.

    Parameters:
        memory: bytes a run may grow by.
        seconds: wall time of a run.
        last: called when all but the filter is in place: threads started by it are bound, too.

    Returns:
        by layer, `active` or why it is not.
    """
    landlock, pyseccomp = _library("landlock"), _library("pyseccomp")
    # The address space is measured before the thread that `last` starts, whose stack is ours.
    bounds = _bounds(memory, seconds)
    report = {
        "no-new-privileges": _no_new_privileges(),
        "landlock": _landlock(landlock),
    }
    last()
    report["limits"] = _limit(bounds)
    report["descriptors"] = _no_more_descriptors()
    report["seccomp"] = _seccomp(pyseccomp)
    return report


def _bounds(memory: int | None, seconds: float | None) -> dict[str, int | None]:
    return {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        # Threads count. Root has as many as it likes; the filter stops it.
        "RLIMIT_NPROC": 0,
        "RLIMIT_AS": None if memory is None else _address_space() + 3 * memory // 2 + SLACK,
        "RLIMIT_CPU": None if seconds is None else PROCESSOR + 2 * int(seconds + 1),
    }


def _limit(bounds: dict[str, int | None]) -> str:
    failed = []
    for name, bound in bounds.items():
        number = getattr(resource, name, None)
        if bound is None or number is None:
            continue
        hard = resource.getrlimit(number)[1]
        bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        try:
            resource.setrlimit(number, (bound, bound))
        except (ValueError, OSError):
            failed.append(name)
    return f"not available: {', '.join(failed)}" if failed else ACTIVE


def _address_space() -> int:
    if sys.platform != "linux":
        return 2**30
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _no_more_descriptors() -> str:
    """A process whose limit is the descriptors it has can open nothing, not even a socket."""
    taken = _open_descriptors()
    most = max(taken) + 1
    try:
        # A hole below would be given out.
        for fd in set(range(most)) - taken:
            os.dup2(1, fd)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (ValueError, OSError) as error:
        return f"not available: {error}"
    return ACTIVE


def _open_descriptors() -> set[int]:
    taken = set()
    for fd in range(64):  # few are open this early, and all of them low
        with suppress(OSError):
            os.fstat(fd)
            taken.add(fd)
    return taken


def _no_new_privileges() -> str:
    if sys.platform != "linux":
        return "not available: not Linux"
    try:
        import ctypes

        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (ImportError, OSError, AttributeError) as error:
        return f"not available: {error}"
    # Not dumpable: no other process of this user may look into this one, or trace it.
    for option, value in ((_PR_SET_NO_NEW_PRIVS, 1), (_PR_SET_DUMPABLE, 0)):
        if prctl(option, value, 0, 0, 0):
            return f"not available: {os.strerror(ctypes.get_errno())}"
    return ACTIVE


def _library(name: str) -> Any:
    """Return a module, or why there is none. Before the walls stand: then nothing is imported."""
    if sys.platform != "linux":
        return "not available: not Linux"
    try:
        return import_module(name)
    except ImportError:
        return "not installed: pip install 'cloche[process]'"
    except Exception as error:
        return f"not available: {error} (is the library it binds installed?)"


def _landlock(library: Any) -> str:
    """No file may be opened, made, removed or executed from here on."""
    if isinstance(library, str):
        return library
    before = _open_descriptors()
    try:
        library.Ruleset().apply()
    except Exception as error:
        return f"not available: {error}"
    for fd in _open_descriptors() - before:
        os.close(fd)  # the set of rules, which the library keeps
    return ACTIVE


def _seccomp(library: Any) -> str:
    """Only the system calls of `ALLOWED` are made from here on, by any thread."""
    if isinstance(library, str):
        return library
    try:
        walls = library.SyscallFilter(library.ERRNO(errno.EPERM))
        walls.set_attr(library.Attr.CTL_TSYNC, 1)
        for action, names in ((library.ALLOW, ALLOWED), (library.KILL_PROCESS, KILLED)):
            for name in names:
                try:
                    walls.add_rule(action, name)
                except (OSError, ValueError):
                    continue  # this architecture has none of that name
        # Signals to itself: how it aborts, and says that it has crashed.
        walls.add_rule(library.ALLOW, "tgkill", library.Arg(0, library.EQ, os.getpid()))
        # No memory becomes code.
        for name in ("mmap", "mprotect"):
            data = library.Arg(2, library.MASKED_EQ, _PROT_EXEC, 0)
            walls.add_rule(library.ALLOW, name, data)
        walls.load()
    except Exception as error:
        return f"not available: {error}"
    return ACTIVE
