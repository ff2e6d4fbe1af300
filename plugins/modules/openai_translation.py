#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_translation
short_description: Translate audio into English
version_added: 0.1.0
description:
  - Transcribes an audio file in any supported language with a model and returns the text in English.
  - Requests incur cost, so a file is sent only once if O(dest) is set. A fingerprint of the request, including the
    content of the file, is stored in a manifest.
  - If the request is the same and the files are intact, the next run sends no request and reports no change. The
    request is sent again if it has changed, or if a file was edited or deleted.
  - If O(dest) is not set, every run sends the file and reports no change.
  - In check mode no request is sent to the model. The task reports whether a run would send one.
  - With O(state=absent), the module deletes the file O(dest), all other files of the answer, and the manifest. The
    API stores nothing that could be deleted.
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
      - Full with O(dest). Otherwise each run sends the request and reports no change.
options:
  state:
    description:
      - With V(present), the module sends the request if O(dest) does not exist or does not match the request.
      - With V(absent), the module deletes the file and its manifest.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - Name of the model. The API supports V(whisper-1). Required if O(state=present).
    type: str
  file:
    description:
      - Path of the audio file, on the machine that runs the task. Must be a FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or
        WEBM file of at most 25 MB. Required if O(state=present).
      - Files are compared by content, so a renamed file is not sent again.
    type: path
    aliases:
      - src
  response_format:
    description:
      - Format of the response and of O(dest).
      - V(json) and V(text) contain the text, V(srt) and V(vtt) subtitles, and V(verbose_json) text with timestamps.
      - With V(json), the complete response is written if O(dest) ends with C(.json).
      - If omitted, the format is derived from the file extension of O(dest) (C(.srt) or C(.vtt)), or is V(json) for
        all other extensions.
    type: str
    choices:
      - json
      - text
      - verbose_json
      - srt
      - vtt
  prompt:
    description:
      - English text with the expected style and names.
    type: str
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 1.
      - With V(0), the model increases the temperature automatically if its confidence is low.
    type: float
  fail_on:
    description:
      - Types of answers that fail the task.
      - V(empty) is an answer without text. Such an answer is not written to O(dest), and the next run sends the request
        again.
    type: list
    elements: str
    choices:
      - empty
notes:
  - A restricted project key requires the permission to use models of this type.
  - The API neither stores nor lists these answers, so there is no module that reads them again. All information is
    in the manifest.
seealso:
  - module: fjcorp.openai.openai_transcription
  - module: fjcorp.openai.openai_speech
"""

EXAMPLES = r"""
- name: Translate a voice message into English
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    dest: message.txt
  register: message

- name: Show the translation
  ansible.builtin.debug:
    msg: "{{ message.text | default('no text in check mode') }}"

- name: Write English subtitles for a German talk
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    prompt: A talk on Ansible and Kubernetes.
    dest: message.vtt

- name: Fail if a voice message contains no speech
  fjcorp.openai.openai_translation:
    model: whisper-1
    file: message.wav
    response_format: verbose_json
    fail_on: [empty]

- name: Delete the translation of 2019
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
