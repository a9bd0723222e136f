"""A small scheduler of tasks that pass packets, in the manner of Richards: classes, queues."""

from collections import deque


class Packet:
    def __init__(self, kind, payload):
        self.kind = kind
        self.payload = payload
        self.hops = 0


class Task:
    def __init__(self, name, loop):
        self.name = name
        self.loop = loop
        self.inbox = deque()
        self.handled = 0

    def receive(self, packet):
        packet.hops += 1
        self.inbox.append(packet)
        self.loop.wake(self)

    def step(self):
        while self.inbox:
            self.handle(self.inbox.popleft())
            self.handled += 1


class Worker(Task):
    def __init__(self, name, loop, modulus):
        super().__init__(name, loop)
        self.modulus = modulus
        self.state = 1

    def handle(self, packet):
        self.state = (self.state * 17 + packet.payload) % self.modulus
        packet.payload = self.state
        if packet.hops < 12:
            self.loop.route(packet)


class Device(Task):
    def __init__(self, name, loop):
        super().__init__(name, loop)
        self.log = []

    def handle(self, packet):
        self.log.append(packet.payload)
        packet.kind = "work"
        if packet.hops < 12:
            self.loop.route(packet)


class Loop:
    def __init__(self):
        self.tasks = []
        self.ready = deque()
        self.turn = 0

    def wake(self, task):
        self.ready.append(task)

    def route(self, packet):
        self.turn += 1
        self.tasks[(self.turn + packet.payload) % len(self.tasks)].receive(packet)

    def run(self):
        while self.ready:
            self.ready.popleft().step()


loop = Loop()
for i in range(4):
    loop.tasks.append(Worker(f"worker {i}", loop, 97 + i))
    loop.tasks.append(Device(f"device {i}", loop))
for i in range(900):
    loop.route(Packet("work", i))
loop.run()
[(task.name, task.handled) for task in loop.tasks]
