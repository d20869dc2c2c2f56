"""Everything that Dateline raises on purpose.

    DatelineError
    ├── SettingsError      a setting that cannot be used
    ├── ReadError          a document that cannot be read
    │   └── LimitError     … because it met a limit (bytes, pages, seconds, memory)
    ├── FetchError         an address that cannot or must not be fetched
    ├── StoreError         the catalogue or one of its indexes cannot be used
    │   └── EmbedderMismatchError   the index was built with another embedding model
    └── ChatModelError     a language model that did not answer

Each message names what it got, what it wanted and the next step. The library raises; the command line
turns an error into one line and an exit code, the page into a sentence.
"""


class DatelineError(Exception):
    """Base of every error that is meant to be read by a person."""


class SettingsError(DatelineError):
    """A setting has a value that cannot be used; the message names its environment variable."""


class ReadError(DatelineError):
    """A document cannot be read; the rest of its batch goes on."""


class LimitError(ReadError):
    """A document met a limit; the message names the limit and the setting that raises it."""


class FetchError(DatelineError):
    """An address cannot be fetched, or must not be."""


class StoreError(DatelineError):
    """The catalogue or an index that follows it cannot be used as it is."""


class EmbedderMismatchError(StoreError):
    """The index was built with another embedding model than the one configured."""


class ChatModelError(DatelineError):
    """A language model failed; the message says in one sentence what a person can do."""
