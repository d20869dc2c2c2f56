"""What nobody asked for gives way to answers."""

from __future__ import annotations

import threading

from ui.frame.priority import AnswersFirst

SOON = 60.0  # seconds: long enough on any machine


def test_other_work_waits_until_no_answer_is_made() -> None:
    first, begun, done = AnswersFirst(), threading.Event(), threading.Event()

    def other() -> None:
        with first.wait_between(SOON) as may_go_on:
            begun.set()
            assert may_go_on()
            done.set()

    worker = threading.Thread(target=other)
    with first.mark_answering():
        with first.mark_answering():
            worker.start()
            assert begun.wait(SOON)
        assert not done.wait(0.2)
    worker.join(SOON)
    assert done.is_set()


def test_it_is_left_out_where_it_would_wait_too_long() -> None:
    first = AnswersFirst()
    with first.mark_answering(), first.wait_between(0.05) as may_go_on:
        assert not may_go_on()
    with first.wait_between(0.05) as may_go_on, first.wait_between(0.05) as another:
        assert may_go_on() and not another()
    with first.wait_between(0.05) as may_go_on:
        assert may_go_on()
