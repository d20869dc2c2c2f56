"""A few articles, and an assistant that needs no model: what the page is tried on."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime

from assistant.types import Answer, Citation, Sentence, Turn, Verdict
from news.article import Article, Heading
from news.sentences import split_sentences
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

FERRY_START = "The island ferry will sail every forty minutes from 3 March, the port authority of Velmar said on Tuesday."
FERRY = "\n\n".join(
    [
        FERRY_START,
        "Until now the boats left once an hour, and summer queues reached the fish market.",
        "Mayor Ilse Brandt called the change overdue. “People have missed enough trains,” she told the council.",
        *["The authority published its timetable in full on the same day, pier by pier and boat by boat."]
        * 14,
        "A third vessel, the Kestrel, was bought from Norway for 4.2 million crowns and carries 310 passengers.",
        "Fares stay as they are until the end of the year.",
    ]
)
ARTICLES = [
    Article(
        key="sample:ferry",
        title="Velmar ferry to sail every forty minutes",
        text=FERRY,
        url="https://harbour-post.example/ferry",
        outlet="Harbour Post",
        authors=("Dana Whitlock",),
        published=datetime(2025, 2, 11),
        headings=(Heading(FERRY.index("A third vessel"), "A boat from Norway"),),
        tags=("Velmar ferry",),
        deck="New timetable from March, same fares",
    ),
    Article(
        key="sample:bridge",
        title="Bridge at Oster closed after storm",
        text=(
            "The road bridge at Oster was closed on Friday night after a storm loosened two of its cables.\n\n"
            "Engineers expect repairs to take nine weeks. Lorries are sent through Lindmoor.\n\n"
            "Nobody was hurt, the county police said."
        ),
        outlet="Northern Ledger",
        published=datetime(2025, 4, 18),
    ),
    Article(
        key="sample:orchard",
        title="Frost takes half of the apple harvest",
        text=(
            "Growers in the Tarn valley expect to lose half of this year's apples to the frost of late April.\n\n"
            "The growers' union put the loss at 18 million crowns and asked the ministry for help."
        ),
        outlet="Valley Courier",
        published=datetime(2025, 5, 6),
        tags=("Tarn valley", "farming"),
    ),
]


class Scripted:
    """Answers with the first sentences of what the index finds; halting or mixed where asked to be.

    With ``go`` it stands still after each sentence until that is set.
    """

    def __init__(
        self, index: NewsIndex, verdicts: Sequence[Verdict] = ("quoted",), go: threading.Event | None = None
    ) -> None:
        self.index = index
        self.verdicts = verdicts
        self.go = go
        self.histories: list[list[Turn]] = []
        self.scopes: list[Filter] = []
        self.given_up = 0  # answers that nobody waited for

    def can_answer(self, question: str) -> bool:
        """Every question is answered."""
        return True

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
        *,
        only_where: bool = False,
    ) -> Iterator[Answer]:
        """One sentence more each time."""
        self.histories.append(list(history))
        self.scopes.append(where)
        found = self.index.search_passages(question, 3, where)
        said: list[Sentence] = []
        cited: list[Citation] = []
        answer = Answer(question, mode="generative", complete=False)
        try:
            for number, each in enumerate(found, 1):
                start, end = split_sentences(each.passage.text)[0]
                start, end = start + each.passage.start, end + each.passage.start
                quote = each.article.text[start:end]
                verdict = self.verdicts[(number - 1) % len(self.verdicts)]
                cited.append(Citation(number, each.passage, each.article, quote, start, end))
                said.append(Sentence(quote, (number,), verdict, "as the script says"))
                answer = Answer(
                    question,
                    tuple(said),
                    tuple(cited),
                    mode="generative",
                    complete=number == len(found),
                    seconds=0.4,
                )
                yield answer
                if self.go is not None:
                    self.go.wait(600)
        except GeneratorExit:
            self.given_up += 1
            raise
        if not found:
            yield Answer(question, abstained=True)
