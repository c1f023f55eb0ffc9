"""A pytest plugin: a kernel of nbval that does not answer is started once more.

Now and then one never answers ("Kernel didn't respond in 60 seconds"), with nothing else running; it could not be made to happen. The
likely cause: a kernel's ports are chosen before it starts, so that of two which start at once, one may find its port taken.
"""

import nbval.kernel

_start = nbval.kernel.start_new_kernel


def _start_new_kernel(startup_timeout=60, **options):
    try:
        return _start(startup_timeout=startup_timeout / 3, **options)
    except RuntimeError:
        return _start(startup_timeout=startup_timeout, **options)


nbval.kernel.start_new_kernel = _start_new_kernel
