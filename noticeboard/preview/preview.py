"""Saves → editions: the newest one, what is wrong with the files, and news of both for every page that is open."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from watchfiles import awatch

from noticeboard.failing import list_faults
from noticeboard.preview.edition import Edition, EditionMaker
from noticeboard.preview.faults import find_faults
from noticeboard.problems import Problem

T = TypeVar("T")
Say = Callable[[str], None]

STEP = 20
"""The milliseconds without another save after which a save is taken up."""

PAUSE = 0.5
"""The seconds that the pages which are open have for themselves before all others are written."""


class Preview:
    """The site as it is being edited, below a folder whose `output` always leads to the newest edition."""

    def __init__(self, root: Path, folder: Path, watched: Iterable[Path], say: Say) -> None:
        self.output = folder / "output"
        self.faults: list[Problem] = []
        self._unready: list[Problem] = []
        self._editions: list[Edition] = []
        self._maker = EditionMaker(root, folder)
        self._watched, self._say = list(watched), say
        self._name, self._count = secrets.token_hex(4), 0
        self._news = asyncio.Event()
        self._turn = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None
        self._completing: asyncio.Task[None] | None = None
        self._is_ending = False

    @property
    def state(self) -> str:
        """A name for what is shown now: another after each edition and fault, and in each process."""
        return f"{self._name}-{self._count}"

    async def start(self) -> None:
        """Begin to watch the files, and make the first edition."""
        self._watching = asyncio.create_task(self._watch())
        self._watching.add_done_callback(self._tell_end)
        await asyncio.sleep(0)  # lets the watch begin, so that no save falls between the two
        await self.refresh()

    async def stop(self) -> None:
        """End the watch, and let go of everybody who waits for news."""
        self._is_ending = True
        self._news.set()
        for task in filter(None, (self._watching, self._completing)):
            await cancel(task)

    async def _watch(self) -> None:
        async for _ in awatch(*self._watched, step=STEP):
            await self.refresh()

    def _tell_end(self, watching: asyncio.Task[None]) -> None:
        if not watching.cancelled() and (error := watching.exception()):
            self._say(f"Saves are no longer seen: {error}. Stop with Ctrl-C and start again.")

    async def refresh(self) -> None:
        """Make an edition of the files as they are now; where they have faults, tell them and keep the last."""
        async with self._turn:
            await self._stop_completing()
            began = perf_counter()
            try:
                edition = await asyncio.to_thread(self._maker.make)
            except Exception as error:  # noqa: BLE001 - whatever keeps it from being made is the editor's to read
                self._tell(find_faults(error))
            else:
                self._publish(edition)
                self._say(f"Fresh after {perf_counter() - began:.2f} s")
                self._tell_unready(edition.unready)
            if self._editions:
                self._completing = asyncio.create_task(self._complete(self._editions[-1]))

    async def prepare(self, address: str) -> Edition | None:
        """Return the newest edition, with what stands at an address written; else the last that holds that, if there is one."""
        if not self._editions:
            return None
        *past, newest = self._editions
        if await self._attempt(newest, partial(newest.write, address)):
            return newest
        return next((edition for edition in reversed(past) if edition.holds(address)), None)

    async def follow(self) -> AsyncIterator[str]:
        """Yield the state now, and each that follows."""
        while not self._is_ending:
            news = self._news
            yield self.state
            await news.wait()

    def _publish(self, edition: Edition) -> None:
        self._editions.append(edition)
        link = self.output.with_name("next")
        link.symlink_to(edition.folder)
        link.replace(self.output)
        self._tell([])

    def _tell(self, faults: list[Problem]) -> None:
        """Put faults in the place of the last ones, in the terminal and on every page."""
        if faults:
            self._say(list_faults(faults, " Pages stay as they were until this is mended."))
        self.faults = faults
        self._count += 1
        self._news.set()
        self._news = asyncio.Event()

    def _tell_unready(self, unready: list[Problem]) -> None:
        """Tell in the terminal what keeps drafts from being published, unless that was told already."""
        if unready and unready != self._unready:
            self._say(list_faults(unready, " Drafts cannot be published until this is mended."))
        self._unready = unready

    async def _attempt(self, edition: Edition, step: Callable[[], T]) -> T | None:
        """Have a step of writing done, off the loop; where it cannot be done, tell the faults and return nothing."""
        try:
            return await asyncio.to_thread(step)
        except Exception as error:  # noqa: BLE001 - as above
            faults = sorted({*self.faults, *find_faults(error)})
            if edition is self._editions[-1] and faults != self.faults:
                self._tell(faults)
            return None

    async def _complete(self, edition: Edition) -> None:
        """Write all of an edition, so that every fault is found; one without any takes the place of all before it."""
        await asyncio.sleep(PAUSE)
        unwritten = edition.list_unwritten()
        while address := await self._attempt(edition, partial(next, unwritten, None)):
            await self._attempt(edition, partial(edition.write, address))
        if edition.is_whole:
            while self._editions[0] is not edition:
                await asyncio.to_thread(self._editions.pop(0).drop)

    async def _stop_completing(self) -> None:
        if self._completing:
            await cancel(self._completing)


async def cancel(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has ended."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
