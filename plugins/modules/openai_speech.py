#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_speech
short_description: Have a text spoken
version_added: 0.1.0
description:
  - Has a text spoken by a model and writes the sound to a file, piece by piece as it comes.
  - Speaking costs money, so a text is spoken once. The request is fingerprinted, local files by their content. As
    long as it is the same and the files are intact, the next run asks nobody and changes nothing. A changed request
    asks again, and so does a file that was edited or deleted.
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
    support: full
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
      - The model, for example V(gpt-4o-mini-tts) or V(tts-1). Needed to make speech.
    type: str
  input:
    description:
      - The text, at most 4096 characters. Needed to make speech.
    type: str
  voice:
    description:
      - The voice, for example V(alloy), V(cedar), V(coral), V(marin) or V(nova), or the id of a voice of your own
        (V(voice_...)). Needed to make speech; V(tts-1) and V(tts-1-hd) know fewer voices.
    type: raw
  instructions:
    description:
      - How it is to be spoken, for example V(calm and slow). V(tts-1) and V(tts-1-hd) do not take it.
    type: str
  response_format:
    description:
      - The format of the file.
      - Without it the ending of O(dest) decides where it is one of the formats; otherwise it is V(mp3). V(pcm) is
        24 kHz, 16 bits, mono, without a head.
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
      - How fast it is spoken, from 0.25 to 4; V(1) is normal.
    type: float
  stream_format:
    description:
      - How the sound is sent. V(sse) tells the tokens that were used as well, and is not for V(tts-1) and V(tts-1-hd).
        The file is the same.
    type: str
    choices:
      - audio
      - sse
notes:
  - It needs a project key (O(api_key)); a restricted one needs the permission to use the models of this kind.
  - The API keeps nothing and lists nothing, so there is no module that reads it back; the manifest is all there is.
seealso:
  - module: fjcorp.openai.openai_transcription
  - module: fjcorp.openai.openai_translation
"""

EXAMPLES = r"""
- name: An announcement for the on-call line
  fjcorp.openai.openai_speech:
    model: gpt-4o-mini-tts
    voice: cedar
    input: The payment service is being updated. Calls are answered again at ten.
    instructions: Calm, a little slow.
    dest: announcement.mp3
  register: announcement

- name: Put it where the exchange plays it from, if it is new
  ansible.builtin.copy:
    src: "{{ announcement.dest }}"
    dest: on-call.mp3
    mode: "0644"
  when: announcement is changed and not ansible_check_mode

- name: The same for an exchange that wants WAV
  fjcorp.openai.openai_speech:
    model: gpt-4o-mini-tts
    voice: cedar
    input: The payment service is being updated. Calls are answered again at ten.
    dest: announcement.wav

- name: One file for each language
  fjcorp.openai.openai_speech:
    model: tts-1
    voice: nova
    input: "{{ item.text }}"
    speed: 1.1
    dest: "closed-{{ item.language }}.mp3"
  loop:
    - {language: en, text: We are closed today.}
    - {language: de, text: Wir haben heute geschlossen.}

- name: Remove an announcement that is no longer true
  fjcorp.openai.openai_speech:
    dest: moved.mp3
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true

speech:
  description: What was made; empty where nothing was (in check mode, or after a deletion).
  returned: success
  type: dict
  sample:
    model: gpt-4o-mini-tts
    voice: cedar
    format: mp3
    bytes: 48960
dest:
  description: The file that holds the sound.
  returned: when O(dest) is given
  type: str
  sample: /srv/voice/announcement.mp3
usage:
  description: The tokens that were used, where O(stream_format=sse) made the API tell them; else empty.
  returned: when there is a sound
  type: dict
  sample: {}

removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/voice/moved.mp3
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.speech import SPEECH

if __name__ == "__main__":
    main(SPEECH)
