"""One-way constraints between variables, planned and executed, in the manner of DeltaBlue."""


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.users = []
        self.mark = 0


class Constraint:
    strength = 1

    def __init__(self, source, target):
        self.source = source
        self.target = target
        source.users.append(self)

    def execute(self):
        raise NotImplementedError


class Equal(Constraint):
    def execute(self):
        self.target.value = self.source.value


class Scale(Constraint):
    strength = 2

    def __init__(self, source, target, factor, offset):
        super().__init__(source, target)
        self.factor = factor
        self.offset = offset

    def execute(self):
        self.target.value = self.source.value * self.factor + self.offset


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, variable):
        self.mark += 1
        todo = [variable]
        plan = []
        while todo:
            current = todo.pop()
            for constraint in current.users:
                if constraint.target.mark != self.mark:
                    constraint.target.mark = self.mark
                    plan.append(constraint)
                    todo.append(constraint.target)
        return plan


chain = [Variable(f"v{i}", 0) for i in range(60)]
for i, (first, second) in enumerate(zip(chain, chain[1:])):
    if i % 3:
        Equal(first, second)
    else:
        Scale(first, second, 2, i)
planner = Planner()
strength = 0
for value in range(120):
    plan = planner.plan(chain[0])
    chain[0].value = value
    for constraint in plan:
        constraint.execute()
        strength += constraint.strength
(chain[-1].value, strength)
