"""What one document may take, with everything that is nested in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from errors import LimitError

MAX_BYTES = 200_000_000  # of one document, also after unpacking
MAX_PAGES = 2_000
MAX_CHARACTERS = 3_000_000  # of one article: five long novels; tokens of more take minutes to count
MAX_MEMBERS = 10_000  # files in an archive, messages in a mailbox, chapters of a book
MAX_DEPTH = 4  # an archive in a message in an archive is 3
MAX_RATIO = 250  # unpacked to packed size; deflate cannot reach more than 1,032
RATIO_COUNTS_FROM = 10_000_000  # bytes; below, a high ratio does no harm


@dataclass(slots=True)
class ReadingAllowance:
    """A budget that a document and all that is nested in it share; it only ever shrinks."""

    max_bytes: int = MAX_BYTES
    max_pages: int = MAX_PAGES
    max_members: int = MAX_MEMBERS
    max_depth: int = MAX_DEPTH
    bytes_taken: int = 0
    members_taken: int = 0
    depth: int = 0
    recognise: bool = False  # whether the text of pictures may be recognised, which takes long

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes. Raises LimitError when there are too many."""
        self.bytes_taken += count
        if self.bytes_taken > self.max_bytes:
            raise LimitError(
                f"more than DATELINE_MAX_BYTES={self.max_bytes:,} bytes when unpacked: raise it or split the file"
            )

    def take_member(self) -> None:
        """Count a nested document. Raises LimitError when there are too many."""
        self.members_taken += 1
        if self.members_taken > self.max_members:
            raise LimitError(
                f"holds more than {self.max_members:,} documents: split it into smaller archives"
            )

    def check_pages(self, pages: int) -> None:
        """Raises LimitError for too many pages."""
        if pages > self.max_pages:
            raise LimitError(
                f"{pages:,} pages, more than DATELINE_MAX_PAGES={self.max_pages:,}: raise it or split the file"
            )

    @contextmanager
    def step_inside(self) -> Iterator[ReadingAllowance]:
        """One level deeper. Raises LimitError when that is too deep."""
        if self.depth >= self.max_depth:
            raise LimitError(
                f"nested more than {self.max_depth} levels deep: unpack it and add what is inside"
            )
        self.depth += 1
        try:
            yield self
        finally:
            self.depth -= 1
