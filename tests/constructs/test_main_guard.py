"""`if __name__ == "__main__":` holds in a sandbox as it does in a script."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
if __name__ == "__main__":
    main()
=>
if __name__ == "__main__":
    main()

if "__main__" == __name__: main()
=>
if "__main__" == __name__: main()

__name__
=>
__result__ = __name__

__doc__
=>
__result__ = __doc__
"""

EVERY_GUARD = """
if __name__ == "__main__": main()
=>
if __operand__(__name__) == "__main__": main()
"""

REFUSED = [
    ("CL101", "__name__ = 'x'"),
    ("CL101", "__file__"),
    ("CL101", "__spec__"),
    ("CL101", "__loader__"),
    ("CL101", "__annotations__"),
]

SAME = """
def main(): print("main")
if __name__ == "__main__":
    main()

def f(): return __name__
f(), __name__, f.__module__

class C: pass
C.__module__, C.__qualname__
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
