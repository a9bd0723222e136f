"""Primes below a bound, straight down the module: item stores in a while loop."""

bound = 30_000
flags = [True] * (bound + 1)
flags[0] = flags[1] = False
candidate = 2
while candidate * candidate <= bound:
    if flags[candidate]:
        multiple = candidate * candidate
        while multiple <= bound:
            flags[multiple] = False
            multiple += candidate
    candidate += 1
primes = [number for number, prime in enumerate(flags) if prime]
(len(primes), primes[-1])
