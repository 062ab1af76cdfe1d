"""Facts about running Rasa's graph without a task scheduler."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.slow


def runner(calls: list[str]) -> Any:
    """A runner of three nodes: two lead from the message to the target, one is beside the way."""
    from rasa.engine.graph import GraphSchema, SchemaNode

    from bot.runner import InOrder

    def schema(**needs: str) -> SchemaNode:
        return SchemaNode(needs=needs, uses=object, constructor_name="", fn="", config={})

    def node(name: str) -> Any:
        def call(*inputs: Any) -> tuple[str, Any]:
            calls.append(name)
            return name, "+".join([*(value for _, value in inputs), name])

        return call

    made = InOrder.__new__(InOrder)
    made._graph_schema = GraphSchema(
        {
            "last": schema(a="first", b="message"),
            "first": schema(a="message"),
            "beside": schema(a="message"),
        }
    )
    made._instantiated_nodes = {name: node(name) for name in ("last", "first", "beside")}
    return made


def test_nodes_run_once_each_after_what_they_need() -> None:
    """Only what the target needs runs, in order, and the target's output is given."""
    calls: list[str] = []
    made = runner(calls)
    assert made.run({"message": "hello"}, ["last"]) == {"last": "hello+first+hello+last"}
    assert calls == ["first", "last"]


def test_a_plan_is_found_once_and_holds_for_other_messages() -> None:
    """The second message goes the same way with its own words."""
    made = runner([])
    made.run({"message": "one"}, ["first"])
    assert made.run({"message": "two"}, ["first"]) == {"first": "two+first"}


def test_an_empty_domain_is_still_known_as_one() -> None:
    """What is asked once of Rasa's empty domain is true of every domain."""
    from rasa.shared.core.domain import Domain

    from bot.runner import quicken

    quicken()
    assert Domain.empty().is_empty()
    assert not Domain.from_dict({"intents": ["need"]}).is_empty()
