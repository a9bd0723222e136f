"""`IsolatedAsyncioTestCase`, for the files that have tests which are coroutines. Guest source."""

import asyncio as _asyncio


class IsolatedAsyncioTestCase(TestCase):  # noqa: F821 (what goes before defines it)
    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, function, *args, **kwargs):
        self._async_cleanups.append((function, args, kwargs))

    async def enterAsyncContext(self, manager):
        value = await manager.__aenter__()
        self.addAsyncCleanup(manager.__aexit__, None, None, None)
        return value

    async def _run_test(self, name):
        self._async_cleanups = []
        self.setUp()
        await self.asyncSetUp()
        try:
            found = getattr(self, name)()
            if found is not None:
                await found
        finally:
            await self.asyncTearDown()
            self.tearDown()
            while self._async_cleanups:
                function, args, kwargs = self._async_cleanups.pop()
                await function(*args, **kwargs)
            self.doCleanups()

    def run_test(self, name):
        _asyncio.run(self._run_test(name))


unittest.IsolatedAsyncioTestCase = IsolatedAsyncioTestCase  # noqa: F821
