#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_completion
short_description: Have a model go on with a text
version_added: 0.1.0
description:
  - Asks a model by the API's oldest way, a prompt that it goes on with. It serves models that know no other, such
    as V(gpt-3.5-turbo-instruct), V(davinci-002) and what was tuned from them, and compatible servers. For anything
    else use M(fjcorp.openai.openai_response) or M(fjcorp.openai.openai_chat_completion).
  - Asking costs money, so an answer is made once where there is a place to keep it. With O(dest) the answer is a
    file with a manifest beside it, and the next run with the same request returns it without asking. A changed request,
    or a file that was damaged, is asked again. Without O(dest) each run asks and reports no change.
  - Check mode never asks. It returns the kept answer where there is one, and otherwise predicts a change without
    an answer.
  - O(state=absent) deletes O(dest) with its manifest. The API keeps no completions, so nothing can be read back from
    there.
  - It needs a project key.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.artifact
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Full with O(dest). Otherwise each run asks again, and reports no change.
options:
  state:
    description:
      - V(present) returns the answer, asking for it where none is kept; V(absent) deletes O(dest), where it was kept.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - The model to ask. Needed with O(state=present).
    type: str
  prompt:
    description:
      - The text to go on with, or a list of texts, each of which gets O(n) answers. In place of a text there may
        be a list of token numbers. Needed with O(state=present).
    type: raw
  suffix:
    description:
      - The text that comes after what is made, for models that can fill a gap.
    type: str
  max_tokens:
    description:
      - The most tokens to make for each text; the API makes 16 where this is not given.
    type: int
  temperature:
    description:
      - How much chance plays a part, from 0 to 2.
    type: float
  top_p:
    description:
      - Only the likeliest tokens that together have this probability are considered, from 0 to 1. Set this or O(temperature),
        not both.
    type: float
  n:
    description:
      - How many texts to make for each prompt, from 1 to 128. All are billed.
    type: int
  best_of:
    description:
      - How many texts to make, of which the best O(n) are returned, at most 20. All are billed. Cannot be streamed.
    type: int
  echo:
    description:
      - Whether the prompt is returned in front of what was made.
    type: bool
  logprobs:
    description:
      - Returns the log probabilities of as many of the likeliest tokens at each place, from 0 to 5.
    type: int
  stop:
    description:
      - Up to four texts at which the answer ends.
    type: list
    elements: str
  frequency_penalty:
    description:
      - Makes tokens less likely the more often they have occurred, from -2 to 2.
    type: float
  presence_penalty:
    description:
      - Makes tokens less likely that have occurred at all, from -2 to 2.
    type: float
  logit_bias:
    description:
      - Makes single tokens more or less likely; token ids with values from -100 to 100.
    type: dict
  seed:
    description:
      - Asks for answers that repeat as far as the service can.
    type: int
  stream:
    description:
      - Whether the answer is sent piece by piece. The result is the same; it keeps connections alive that would be
        cut during long silence. Run in process, the words of the first text appear on the terminal as they come,
        unless the task has C(no_log).
    type: bool
  stream_options:
    description:
      - Settings of O(stream=true). Not given, C(include_usage) is asked for.
    type: dict
  user:
    description:
      - A stable name of the person on whose behalf the question is asked, by which abuse is found. Give a hash rather
        than an address.
    type: str
  fail_on:
    description:
      - Answers that fail the task, which then returns them all the same. V(incomplete) is one cut off by a limit
        or a filter, any of several texts. Such an answer is not written to O(dest), and the next run asks again.
    type: list
    elements: str
    choices:
      - incomplete
seealso:
  - module: fjcorp.openai.openai_chat_completion
  - module: fjcorp.openai.openai_response
  - name: Completions in the API reference
    description: What the API says about completions.
    link: https://platform.openai.com/docs/api-reference/completions
"""

EXAMPLES = r"""
- name: Go on with a sentence
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: "The three laws of backups are:"
    max_tokens: 60
    temperature: 0.2
  register: laws

- name: Show what was made
  ansible.builtin.debug:
    msg: "{{ laws.text | default('not asked') }}"

- name: A greeting for the message of the day, made once
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: Write one friendly line for people who log in to a build server.
    max_tokens: 40
    fail_on: [incomplete]
    dest: motd.txt

- name: Fill the gap in a sentence, three times
  fjcorp.openai.openai_completion:
    model: gpt-3.5-turbo-instruct
    prompt: "The release is late because "
    suffix: " and so we ship on Monday."
    n: 3
    max_tokens: 20
    dest: reasons.json

- name: Delete what was made
  fjcorp.openai.openai_completion:
    dest: motd-2019.txt
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true
completion:
  description: The whole answer, as the API gave it; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
  sample:
    id: cmpl-Bx7Kq2Vn9LtRw4ZcYm1Hp8Sd
    object: text_completion
    created: 1763683200
    model: gpt-3.5-turbo-instruct
    choices:
      - index: 0
        text: Welcome back, builder of builds!
        logprobs: null
        finish_reason: stop
    usage:
      prompt_tokens: 14
      completion_tokens: 8
      total_tokens: 22
text:
  description: The first text.
  returned: when there is an answer
  type: str
  sample: Welcome back, builder of builds!
texts:
  description: All texts; those of the first prompt come first.
  returned: when there is an answer
  type: list
  elements: str
  sample:
    - Welcome back, builder of builds!
finish_reason:
  description: Why the first text ended; V(stop), V(length) when it was cut off, or V(content_filter).
  returned: when there is an answer
  type: str
  sample: stop
usage:
  description: The tokens that were used.
  returned: when there is an answer
  type: dict
  sample:
    prompt_tokens: 14
    completion_tokens: 8
    total_tokens: 22
model:
  description: The model that answered.
  returned: when there is an answer
  type: str
  sample: gpt-3.5-turbo-instruct
dest:
  description: The file that holds the answer; of several texts it holds the whole answer as JSON.
  returned: when O(dest) is given
  type: str
  sample: /etc/motd.txt
removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /etc/motd-2019.txt
error:
  description: What went wrong, for the play to read. C(msg) says the same in one line.
  returned: failure
  type: dict
  contains:
    kind:
      description: The sort of failure, for example V(BadInput), V(Missing), V(Ambiguous), V(ApiError), V(ConnectionFailed).
      returned: always
      type: str
      sample: ApiError
    message:
      description: What happened.
      returned: always
      type: str
      sample: Incorrect API key provided.
    remedy:
      description: What to do about it; empty where nothing is known to help.
      returned: always
      type: str
      sample: "Check api_key and, if set, organization_id."
    attempted:
      description: What the task was doing.
      returned: always
      type: str
      sample: ensure project payments
    done:
      description: What the task had changed before it failed.
      returned: always
      type: list
      elements: str
      sample: []
    status:
      description: The HTTP status.
      returned: when the server answered with an error
      type: int
      sample: 401
    type:
      description: The API's error type.
      returned: when the server answered with an error
      type: str
      sample: invalid_request_error
    code:
      description: The API's error code.
      returned: when the server answered with an error
      type: str
      sample: invalid_api_key
    param:
      description: The parameter the API complains of.
      returned: when the server answered with an error
      type: str
      sample: model
    request_id:
      description: The server's id of the request, to quote to its support.
      returned: when the server answered with an error
      type: str
      sample: req_4f2d9c1ab0e84f7a
    call:
      description: The operation that was refused.
      returned: when the server answered with an error
      type: str
      sample: GET /organization/projects
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.completion import COMPLETION

if __name__ == "__main__":
    main(COMPLETION)
