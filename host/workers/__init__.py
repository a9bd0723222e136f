"""`isolation="process"`: runs in worker processes, behind the face of the inline sandbox.

Imported when the first such sandbox is made, never by `import cloche`. One file per concern:

* `codec.py` — plain data to bytes and back; the bytes are hostile until proven plain.
* `packing.py`, `unpacking.py` — what JSON lacks, with tags: to it and back.
* `wire.py` — frames on a socket, with sizes, numbers and deadlines.
* `messages.py` — what each frame means, and errors as plain data.
* `boot.py` — how a worker is started, with nothing of its host.
* `hardening.py` — what the kernel then denies it.
* `main.py` — the worker: an inline sandbox whose tools are calls over the wire.
* `remote_tools.py` — there, the host's asynchronous tools.
* `supervision.py` — one worker as its host sees it: life and death.
* `exchange.py` — one request to it, frame by frame: tools, deadlines, interrupts.
* `asides.py` — asynchronous tools, and tasks of the host's that wait for a run.
* `pool.py` — which worker serves whom; replacing, recycling, forks.
* `face.py` — runs, functions and sessions in workers.
* `guarding.py` — source text that a guest evaluates, on its way to the host and back.
* `doctor.py` — which walls stand on this machine, found out by starting a worker.
"""
