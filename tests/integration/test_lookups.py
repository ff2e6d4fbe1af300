# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookups that ask a model."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, local_play, writes

COLOUR = {
    "type": "object",
    "properties": {"color": {"type": "string"}},
    "required": ["color"],
    "additionalProperties": False,
}
LOOKUPS = pytest.mark.parametrize("name", ["response", "chat"])


def show(template: str, **variables: t.Any) -> list[dict[str, t.Any]]:
    """A play that shows what a template gives."""
    play = local_play([{"name": "show", "ansible.builtin.debug": {"msg": template}}])
    return [{**play, "vars": {**play["vars"], **variables}}]


def shown(player: Player, play: list[dict[str, t.Any]], *options: str) -> t.Any:
    """Return the result of the lookup."""
    return player.run(play, *options).succeed().result("show")["msg"]


def asked(organization: Organization) -> list[dict[str, t.Any]]:
    """The requests that cost."""
    return writes(organization.journal())


@LOOKUPS
def test_text_and_data(name: str, organization: Organization, player: Player) -> None:
    """Without a schema a text, with one the data, of one question or many."""
    text = shown(player, show(f"{{{{ lookup('fjcorp.openai.{name}', 'Say hello.', model='gpt-4o-mini') }}}}"))
    assert isinstance(text, str) and text.strip()
    template = f"{{{{ query('fjcorp.openai.{name}', 'One?', 'Two?', model='gpt-4o-mini', schema=schema) }}}}"
    answers = shown(player, show(template, schema=COLOUR))
    assert [set(answer) for answer in answers] == [{"color"}] * 2


@LOOKUPS
def test_a_question_is_asked_once_in_a_run(name: str, organization: Organization, player: Player) -> None:
    """However often a variable is evaluated, and by however many tasks; a fresh answer is asked for."""
    lookup = f"{{{{ lookup('fjcorp.openai.{name}', 'Once.', model='gpt-4o-mini') }}}}"
    play = show("{{ answer }} {{ answer }}", answer=lookup)
    play[0]["tasks"] *= 3
    player.run(play).succeed()
    assert len(asked(organization)) == 1
    player.run(play).succeed()
    assert len(asked(organization)) == 2, "an answer outlived its run"
    fresh = lookup.replace("') }}", "', fresh=true) }}")
    play = show("{{ answer }}", answer=fresh)
    play[0]["tasks"] *= 2
    player.run(play).succeed()
    assert len(asked(organization)) == 4


@LOOKUPS
def test_kept_answers_cost_nothing(name: str, organization: Organization, player: Player, tmp_path: Path) -> None:
    """With a folder the next run finds the answers, also in check mode; another prompt is sent."""
    lookup = f"{{{{ lookup('fjcorp.openai.{name}', question, model='gpt-4o-mini', cache='answers') }}}}"
    assert shown(player, show(lookup, question="One?"), "--check").endswith("in check mode)")
    assert not asked(organization)
    first = shown(player, show(lookup, question="One?"))
    assert shown(player, show(lookup, question="One?")) == first
    assert shown(player, show(lookup, question="One?"), "--check") == first
    assert len(asked(organization)) == 1
    shown(player, show(lookup, question="Two?"))
    assert len(asked(organization)) == 2
    assert (tmp_path / "answers").stat().st_mode & 0o777 == 0o700


def test_embeddings_in_few_requests(organization: Organization, player: Player) -> None:
    """All texts of a lookup are one request; similar ones are close; what is kept costs nothing."""
    texts = ["Refunds are paid within a week.", "We are closed on Sundays.", "A refund is paid in a week."]
    template = "{{ query('fjcorp.openai.embedding', *texts, model='text-embedding-3-small', cache='vectors') }}"
    close = "{{ (v[0] | fjcorp.openai.cosine_similarity(v[2])) > (v[0] | fjcorp.openai.cosine_similarity(v[1])) }}"
    assert [len(vector) for vector in shown(player, show(template, texts=texts), "--check")] == [1536] * 3
    assert not asked(organization)
    vectors = shown(player, show(template, texts=texts))
    assert [len(vector) for vector in vectors] == [1536] * 3 and len(asked(organization)) == 1
    assert shown(player, show(close, v=template, texts=texts)) in (True, "True")
    assert len(asked(organization)) == 1


def test_two_hundred_side_by_side(organization: Organization, player: Player, tmp_path: Path) -> None:
    """Requests are concurrent up to the limit; those that the server rejects with 429 are sent again."""
    organization.fault("status", path="/responses", times=20, status=429, headers={"retry-after-ms": "20"})
    organization.fault("slow", path="/responses", chunk=100, delay=0.5)
    template = "{{ query('fjcorp.openai.response', *questions, model='gpt-4o-mini', concurrency=6) }}"
    questions = [f"Say word{number}." for number in range(200)]
    answers = shown(player, show(template, questions=questions))
    assert len(answers) == 200
    journal = asked(organization)
    answered = [entry for entry in journal if entry["status"] == 200]
    assert len(answered) == 200 and len(journal) == 220
    moments = [(entry["at"], 1) for entry in answered] + [(entry["at"] + entry["ms"] / 1000, -1) for entry in answered]
    level = most = 0
    for moment in sorted(moments):
        level += moment[1]
        most = max(most, level)
    assert most <= 6, f"{most} at once"
    # The first answer takes several seconds to arrive, and the next request does not wait for it.
    first, second = sorted(entry["at"] for entry in answered)[:2]
    assert second - first < 3
    by_question = {entry["body"]["input"]: json.loads(entry["answer"]) for entry in answered if "answer" in entry}
    for question, answer in zip(questions, answers, strict=True):
        if question in by_question:
            assert answer in json.dumps(by_question[question])


@pytest.mark.parametrize("source", ["variable", "environment", "configuration"])
def test_connection_from_everywhere(source: str, organization: Organization, tmp_path: Path) -> None:
    """The key may be set in a variable, in the environment or in ansible.cfg; a wrong one in the call counts before all."""
    player = Player(tmp_path, organization)
    lookup = "lookup('fjcorp.openai.response', 'Hello.', model='gpt-4o-mini'{})"
    variables: list[str] = []
    if source == "variable":
        player.variables["OPENAI_API_KEY"] = "sk-proj-wrong"
        (tmp_path / "key.json").write_text(json.dumps({"fjcorp_openai_api_key": organization.api_key}))
        variables = ["-e", "@key.json"]
    if source == "configuration":
        player.variables["ANSIBLE_CONFIG"] = str(tmp_path / "own.cfg")
        (tmp_path / "own.cfg").write_text(
            f"[fjcorp_openai]\napi_key = {organization.api_key}\nbase_url = {organization.server.base_url}\n"
        )
        player = Player(tmp_path, None, variables=player.variables)
    assert shown(player, show(f"{{{{ {lookup.format('')} }}}}"), *variables)
    wrong = lookup.format(", api_key='sk-proj-wrong-0123456789'")
    failed = player.run(show(f"{{{{ {wrong} }}}}"), "-vvv", *variables)
    assert failed.code == 2 and "401" in failed.output and organization.api_key not in failed.output


@LOOKUPS
@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("'Hello', model='no-such-model'", "no-such-model"),
        ("'', model='gpt-4o-mini'", "got ''"),
        ("'Hello', model='gpt-4o-mini', schema={'type': 'nonsense'}", "schema"),
        ("'Hello', model='gpt-4o-mini', options={'nonsense': 1}", "nonsense"),
        ("'Hello'", "model"),
    ],
)
def test_what_goes_wrong_is_told(name: str, call: str, words: str, organization: Organization, player: Player) -> None:
    """One line that names the lookup and what to do."""
    failed = player.run(show(f"{{{{ lookup('fjcorp.openai.{name}', {call}) }}}}"))
    assert failed.code == 2 and words in failed.output and name in failed.output, failed.output


def test_calls_of_lookups_are_booked(organization: Organization, tmp_path: Path) -> None:
    """And stop at the budget."""
    variables = {
        "ANSIBLE_CALLBACKS_ENABLED": "record,fjcorp.openai.usage",
        "FJCORP_OPENAI_USAGE_FILE": str(tmp_path / "usage.json"),
        "FJCORP_OPENAI_BUDGET_TOKENS": "1",
    }
    player = Player(tmp_path, organization, variables=variables)
    play = show("{{ lookup('fjcorp.openai.response', 'One', model='gpt-4o-mini') }}")
    play[0]["tasks"].append(
        {
            "name": "more",
            "ansible.builtin.debug": {"msg": "{{ lookup('fjcorp.openai.chat', 'Two', model='gpt-4o-mini') }}"},
        }
    )
    played = player.run(play)
    assert played.code == 2 and "budget" in played.output and "1 tokens" in played.output, played.output
    (row,) = json.loads((tmp_path / "usage.json").read_text())["usage"]
    assert row["task"] == "show" and row["calls"] == 1


def test_one_question_of_many_fails(organization: Organization, player: Player) -> None:
    """It is named, and with on_error the other answers are returned."""
    # The first answer is stored, so that of these requests the second, third and fifth ask the second question.
    organization.fault("status", path="/chat/completions", skip=1, times=2, status=400)
    organization.fault("status", path="/chat/completions", skip=2, times=1, status=400)
    questions = "'One?', 'An unlucky question?', 'Three?'"
    tasks = []
    for mode in ("fail", "warn", "omit"):
        lookup = f"query('fjcorp.openai.chat', {questions}, model='gpt-4o-mini', concurrency=1, on_error='{mode}')"
        message = {"msg": f"{{{{ {lookup} }}}}"}
        tasks.append({"name": mode, "ansible.builtin.debug": message, "ignore_errors": True})
    played = player.run([local_play(tasks)]).succeed()
    output = " ".join(played.output.split())
    assert output.count("question 2 of 3") >= 3 and "An unlucky question?" in output
    assert played.ended("fail") == "failed" and "question 2 of 3" in played.result("fail")["msg"]
    warned, omitted = played.result("warn")["msg"], played.result("omit")["msg"]
    assert len(warned) == 3 and warned[1] is None and all(warned[::2])
    assert omitted == warned[::2]
