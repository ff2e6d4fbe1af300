#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_speech
short_description: Convert text to speech
version_added: 0.1.0
description:
  - Converts text to speech with a model and streams the audio to a file.
  - Speech incurs cost, so a text is converted only once. A fingerprint of the request is stored in a manifest.
  - If the request is the same and the files are intact, the next run sends no request and reports no change. The
    request is sent again if it has changed, or if a file was edited or deleted.
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
    support: full
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
      - Name of the model, for example V(gpt-4o-mini-tts) or V(tts-1). Required if O(state=present).
    type: str
  input:
    description:
      - Text to convert. The maximum length is 4096 characters. Required if O(state=present).
    type: str
  voice:
    description:
      - Voice of the speech, for example V(alloy), V(cedar), V(coral), V(marin) or V(nova), or the ID of a custom
        voice (V(voice_...)). Required if O(state=present).
      - V(tts-1) and V(tts-1-hd) support fewer voices.
    type: raw
  instructions:
    description:
      - Instructions for the style of the speech, for example V(calm and slow).
      - Not supported by V(tts-1) and V(tts-1-hd).
    type: str
  response_format:
    description:
      - Format of the file. If omitted, the format is derived from the file extension of O(dest), or is V(mp3) if
        the extension is not one of the formats.
      - V(pcm) is mono audio with 24 kHz and 16 bits, without a header.
    type: str
    choices:
      - mp3
      - opus
      - aac
      - flac
      - wav
      - pcm
  speed:
    description:
      - Speed of the speech. Must be between 0.25 and 4. V(1) is the normal speed.
    type: float
  stream_format:
    description:
      - Format in which the audio is streamed. The file is the same.
      - V(sse) also returns the token usage. Not supported by V(tts-1) and V(tts-1-hd).
    type: str
    choices:
      - audio
      - sse
notes:
  - A restricted project key requires the permission to use models of this type.
  - The API neither stores nor lists these answers, so there is no module that reads them again. All information is
    in the manifest.
seealso:
  - module: fjcorp.openai.openai_transcription
  - module: fjcorp.openai.openai_translation
"""

EXAMPLES = r"""
- name: Convert an announcement for the on-call line to speech
  fjcorp.openai.openai_speech:
    model: gpt-4o-mini-tts
    voice: cedar
    input: The payment service is being updated. Calls are answered again at ten.
    instructions: Calm, a little slow.
    dest: announcement.mp3
  register: announcement

- name: Copy the announcement to the phone system if it is new
  ansible.builtin.copy:
    src: "{{ announcement.dest }}"
    dest: on-call.mp3
    mode: "0644"
  when: announcement is changed and not ansible_check_mode

- name: Convert the announcement to a WAV file
  fjcorp.openai.openai_speech:
    model: gpt-4o-mini-tts
    voice: cedar
    input: The payment service is being updated. Calls are answered again at ten.
    dest: announcement.wav

- name: Convert the announcement in each language
  fjcorp.openai.openai_speech:
    model: tts-1
    voice: nova
    input: "{{ item.text }}"
    speed: 1.1
    dest: "closed-{{ item.language }}.mp3"
  loop:
    - {language: en, text: We are closed today.}
    - {language: de, text: Wir haben heute geschlossen.}

- name: Delete an announcement that is no longer valid
  fjcorp.openai.openai_speech:
    dest: moved.mp3
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
speech:
  description: Properties of the audio. Empty with O(state=absent).
  returned: success
  type: dict
  contains:
    model:
      description: Name of the model.
      returned: when available
      type: str
    voice:
      description: Name or custom voice.
      returned: when available
      type: raw
    format:
      description: Format of the audio.
      returned: when available
      type: str
    bytes:
      description: Size of the audio in bytes.
      returned: when available
      type: int
    usage:
      description: Token usage of the request. Only returned with O(stream_format=sse).
      returned: when available
      type: dict
  sample:
    model: gpt-4o-mini-tts
    voice: cedar
    format: mp3
    bytes: 48960
dest:
  description: Path of the file that contains the audio.
  returned: when O(dest) is set
  type: str
  sample: /srv/voice/announcement.mp3
usage:
  description: Token usage of the request if O(stream_format=sse), otherwise empty.
  returned: when audio is available
  type: dict
  sample: {}
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/voice/moved.mp3
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.speech import SPEECH

if __name__ == "__main__":
    main(SPEECH)
