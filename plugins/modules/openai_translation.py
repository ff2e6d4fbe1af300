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
  - In check mode no request is sent to the model. The task reports whether a run would send one, and returns a placeholder
    of the same shape. If the whole run uses check mode, later tasks can read the file as if it existed.
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
    msg: "{{ message.text }}"

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
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
translation:
  description: Complete response of the API. Empty with O(state=absent). Subtitles are in C(srt) or C(vtt).
  returned: success
  type: dict
  contains:
    text:
      description: English text of the audio.
      returned: always
      type: str
    duration:
      description: Duration of the audio in seconds.
      returned: when available
      type: float
    language:
      description: Language of the output.
      returned: when available
      type: str
    segments:
      description: Segments of the audio.
      returned: when available
      type: list
      elements: dict
      contains:
        id:
          description: Identifier of the segment.
          returned: always
          type: int
        avg_logprob:
          description: Average log probability of the segment.
          returned: always
          type: float
        compression_ratio:
          description: Compression ratio of the segment.
          returned: always
          type: float
        end:
          description: End of the segment in seconds.
          returned: always
          type: float
        no_speech_prob:
          description: Probability that the segment contains no speech.
          returned: always
          type: float
        seek:
          description: Position of the segment in the audio.
          returned: always
          type: int
        start:
          description: Start of the segment in seconds.
          returned: always
          type: float
        temperature:
          description: Sampling temperature of the segment.
          returned: always
          type: float
        text:
          description: Text of the segment.
          returned: always
          type: str
        tokens:
          description: Tokens of the segment.
          returned: always
          type: list
          elements: int
    srt:
      description: Subtitles in SRT format.
      returned: when available
      type: str
    vtt:
      description: Subtitles in WebVTT format.
      returned: when available
      type: str
    task:
      description: Task that was performed.
      returned: when available
      type: str
  sample:
    text: Good day, we need help.
text:
  description: English text of the audio.
  returned: when a response is available
  type: str
  sample: Good day, we need help.
language:
  description: Language if O(response_format=verbose_json), otherwise V(null).
  returned: when a response is available
  type: str
  sample: english
duration:
  description: Duration of the audio in seconds if the response contains it, otherwise V(null).
  returned: when a response is available
  type: float
  sample: 2.1
segments:
  description: Segments with their times if the response contains them, otherwise empty.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - id: 0
      start: 0.0
      end: 2.1
      text: Good day, we need help.
usage:
  description: Usage in seconds or tokens. Empty if the response does not contain it.
  returned: when a response is available
  type: dict
  sample:
    type: duration
    seconds: 3
dest:
  description: Path of the file that contains the text.
  returned: when O(dest) is set
  type: str
  sample: /srv/calls/4711.txt
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/calls/4710.txt
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.translation import TRANSLATION

if __name__ == "__main__":
    main(TRANSLATION)
