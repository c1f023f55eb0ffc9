"""A pytest plugin: a kernel of nbval that does not answer is started once more.

A kernel's ports are chosen before it starts. Of two kernels that start at once, one may be given a port that the other takes first, and
then it never answers ("Kernel didn't respond in 60 seconds"): once in some thirty runs of all notebooks.
"""

import nbval.kernel

_start = nbval.kernel.start_new_kernel


def _start_new_kernel(startup_timeout=60, **options):
    try:
        return _start(startup_timeout=startup_timeout / 3, **options)
    except RuntimeError:
        return _start(startup_timeout=startup_timeout, **options)


nbval.kernel.start_new_kernel = _start_new_kernel
