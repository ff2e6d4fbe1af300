#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_translation
short_description: Translate what is said in a sound into English
version_added: 0.1.0
description:
  - Has a sound listened to by a model and returns its words in English, whatever language they are in.
  - Listening costs money, so where there is a place to keep the words it is done once. The request is fingerprinted,
    local files by their content. As long as it is the same and the files are intact, the next run asks nobody and
    changes nothing. A changed request asks again, and so does a file that was edited or deleted.
  - Without O(dest) the sound is listened to on every run, and the task reports no change.
  - Check mode never asks. It says whether the task would.
  - O(state=absent) deletes the file O(dest), those that belong to it, and the manifest. The API keeps nothing that
    could be deleted.
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
      - V(present) makes it where it is not there, or is not what the request asks for; V(absent) deletes the file
        and its manifest.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - The model; the API has V(whisper-1) for it. Needed to translate.
    type: str
  file:
    description:
      - Path of the sound, on the machine that runs the task; FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or WEBM, at most
        25 MB. It counts by its content, so a renamed file is not listened to again. Needed to translate.
    type: path
    aliases:
      - src
  response_format:
    description:
      - What comes back, and what O(dest) holds. V(json) and V(text) are the words, V(srt) and V(vtt) subtitles, V(verbose_json)
        words with times.
      - With V(json) and an O(dest) that ends in C(.json) the whole answer is written. Without this option the endings
        C(.srt) and C(.vtt) of O(dest) decide, otherwise it is V(json).
    type: str
    choices:
      - json
      - text
      - verbose_json
      - srt
      - vtt
  prompt:
    description:
      - An English text in the style, and with the names, that are expected.
    type: str
  temperature:
    description:
      - How much chance there is in the choice of words, from 0 to 1. With V(0) the model raises it by itself where
        it is unsure.
    type: float
  fail_on:
    description:
      - Answers that are a failure. V(empty) is one without words. Such an answer is not written, and the next run
        asks again.
    type: list
    elements: str
    choices:
      - empty
notes:
  - It needs a project key (O(api_key)); a restricted one needs the permission to use the models of this kind.
  - The API keeps nothing and lists nothing, so there is no module that reads it back; the manifest is all there is.
seealso:
  - module: fjcorp.openai.openai_transcription
  - module: fjcorp.openai.openai_speech
"""

EXAMPLES = r"""
- name: What it says, in English
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    dest: message.txt
  register: message

- name: Show it
  ansible.builtin.debug:
    msg: "{{ message.text | default('not heard yet') }}"

- name: English subtitles for a German talk
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    prompt: A talk on Ansible and Kubernetes.
    dest: message.vtt

- name: A message that must say something
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    response_format: verbose_json
    fail_on: [empty]

- name: Forget an old message
  fjcorp.openai.openai_translation:
    dest: message-2019.txt
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true

translation:
  description: The whole answer; empty where there is none (in check mode, or after a deletion). Subtitles are under C(srt) or C(vtt).
  returned: success
  type: dict
  sample:
    text: Good day, we need help.

text:
  description: The words.
  returned: when there is an answer
  type: str
  sample: Good day, we need help.
language:
  description: The language, where O(response_format=verbose_json) told it; else V(null).
  returned: when there is an answer
  type: str
  sample: english
duration:
  description: How long the sound is, in seconds, where the format tells it; else V(null).
  returned: when there is an answer
  type: float
  sample: 2.1
segments:
  description: The parts with their times, where the format has them.
  returned: when there is an answer
  type: list
  elements: dict
  sample:
    - id: 0
      start: 0.0
      end: 2.1
      text: Good day, we need help.
usage:
  description: What it cost, seconds or tokens; empty where the API does not tell.
  returned: when there is an answer
  type: dict
  sample:
    type: duration
    seconds: 3
dest:
  description: The file that holds the words.
  returned: when O(dest) is given
  type: str
  sample: /srv/calls/4711.txt

removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/calls/4710.txt
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.translation import TRANSLATION

if __name__ == "__main__":
    main(TRANSLATION)
