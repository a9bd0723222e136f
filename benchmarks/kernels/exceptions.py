"""Errors raised, caught and passed on, with classes of errors of their own."""


class Bad(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


class Worse(Bad):
    pass


def risky(i):
    if i % 5 == 0:
        raise Bad(i)
    if i % 7 == 0:
        raise Worse(i)
    if i % 11 == 0:
        return 1 // (i - i)
    return i


bad = worse = zero = fine = ended = 0
for i in range(1, 6000):
    try:
        fine += risky(i)
    except Worse as error:
        worse += error.code
    except Bad as error:
        bad += error.code
    except ZeroDivisionError:
        zero += 1
    finally:
        ended += 1
(bad, worse, zero, fine, ended)
