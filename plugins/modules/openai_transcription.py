#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_transcription
short_description: Transcribe audio
version_added: 0.1.0
description:
  - Transcribes an audio file with a model and returns the text, optionally with timestamps and speakers.
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
      - Name of the model. Required if O(state=present).
      - V(gpt-transcribe) and V(gpt-4o-transcribe) support V(json) and V(text). V(gpt-4o-transcribe-diarize) identifies
        speakers. V(whisper-1) supports subtitles and timestamps.
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
      - V(json) and V(text) contain the text, V(srt) and V(vtt) subtitles, V(verbose_json) text with timestamps, and
        V(diarized_json) text with speakers.
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
      - diarized_json
  language:
    description:
      - Language of the audio as an ISO 639-1 code, for example V(en). It improves the accuracy.
    type: str
  languages:
    description:
      - Languages that can occur in the audio. Only supported by V(gpt-transcribe).
    type: list
    elements: str
  keywords:
    description:
      - Words and names that are likely to occur. Only supported by V(gpt-transcribe).
    type: list
    elements: str
  prompt:
    description:
      - Text with the expected style and names.
      - Not supported by V(gpt-4o-transcribe-diarize).
    type: str
  temperature:
    description:
      - Sampling temperature. Must be between 0 and 1.
      - With V(0), the model increases the temperature automatically if its confidence is low.
    type: float
  timestamp_granularities:
    description:
      - Elements for which V(verbose_json) contains timestamps.
    type: list
    elements: str
    choices:
      - word
      - segment
  include:
    description:
      - Additional data to return.
      - V(logprobs) returns the log probability of each token. Supported with V(json) and the V(gpt-4o-transcribe)
        models.
    type: list
    elements: str
    choices:
      - logprobs
  chunking_strategy:
    description:
      - Strategy for splitting long audio. Can be V(auto), or a dictionary with C(type=server_vad) and optionally
        C(threshold), C(prefix_padding_ms) and C(silence_duration_ms).
      - Required by V(gpt-4o-transcribe-diarize) for audio of more than 30 seconds.
    type: raw
  known_speaker_names:
    description:
      - Up to four names of speakers. Only supported by V(gpt-4o-transcribe-diarize).
    type: list
    elements: str
  known_speaker_references:
    description:
      - Audio samples of 2 to 10 seconds, one for each of O(known_speaker_names), as paths or data URLs.
    type: list
    elements: str
  stream:
    description:
      - Whether the text is displayed while it is transcribed. The result is the same.
      - Not supported by V(whisper-1).
    type: bool
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
  - module: fjcorp.openai.openai_translation
  - module: fjcorp.openai.openai_speech
"""

EXAMPLES = r"""
- name: Transcribe a call
  fjcorp.openai.openai_transcription:
    model: gpt-4o-transcribe
    file: call.wav
    language: en
    fail_on: [empty]
    dest: call.txt
  register: call

- name: Show the transcription
  ansible.builtin.debug:
    msg: "{{ call.text }}"

- name: Write subtitles for a recording
  fjcorp.openai.openai_transcription:
    model: whisper-1
    file: call.wav
    dest: call.srt

- name: Transcribe a call with the timestamps of words and segments
  fjcorp.openai.openai_transcription:
    model: whisper-1
    file: call.wav
    response_format: verbose_json
    timestamp_granularities: [word, segment]
    dest: call.json

- name: Transcribe a call with its speakers
  fjcorp.openai.openai_transcription:
    model: gpt-4o-transcribe-diarize
    file: call.wav
    response_format: diarized_json
    chunking_strategy: auto
  register: meeting

- name: Show the speakers
  ansible.builtin.debug:
    msg: "{{ meeting.segments | default([]) | map(attribute='speaker') | unique }}"

- name: Delete the transcription of 2019
  fjcorp.openai.openai_transcription:
    dest: call-2019.txt
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
transcription:
  description: Complete response of the API. Empty with O(state=absent). Subtitles are in C(srt) or C(vtt).
  returned: success
  type: dict
  contains:
    text:
      description: Text of the audio.
      returned: always
      type: str
    languages:
      description: Languages that were detected.
      returned: when available
      type: list
      elements: dict
      contains:
        code:
          description: Code of the language.
          returned: always
          type: str
    logprobs:
      description: Log probabilities of the output tokens.
      returned: when available
      type: list
      elements: dict
      contains:
        token:
          description: Text of the token.
          returned: when available
          type: str
        bytes:
          description: Bytes of the token.
          returned: when available
          type: list
          elements: float
        logprob:
          description: Log probability of the token.
          returned: when available
          type: float
    usage:
      description: Token usage of the request.
      returned: when available
      type: dict
      contains:
        input_tokens:
          description: Number of input tokens.
          returned: when available
          type: int
        output_tokens:
          description: Number of output tokens.
          returned: when available
          type: int
        total_tokens:
          description: Number of input and output tokens.
          returned: when available
          type: int
        type:
          description: Type of usage, V(tokens) or V(duration).
          returned: always
          type: str
        input_token_details:
          description: Breakdown of the input tokens.
          returned: when available
          type: dict
        seconds:
          description: Duration of the audio in seconds.
          returned: when available
          type: float
    duration:
      description: Duration of the audio in seconds.
      returned: when available
      type: float
    language:
      description: Language of the audio.
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
          type: raw
        avg_logprob:
          description: Average log probability of the segment.
          returned: when available
          type: float
        compression_ratio:
          description: Compression ratio of the segment.
          returned: when available
          type: float
        end:
          description: End of the segment in seconds.
          returned: always
          type: float
        no_speech_prob:
          description: Probability that the segment contains no speech.
          returned: when available
          type: float
        seek:
          description: Position of the segment in the audio.
          returned: when available
          type: int
        start:
          description: Start of the segment in seconds.
          returned: always
          type: float
        temperature:
          description: Sampling temperature of the segment.
          returned: when available
          type: float
        text:
          description: Text of the segment.
          returned: always
          type: str
        tokens:
          description: Tokens of the segment.
          returned: when available
          type: list
          elements: int
        speaker:
          description: Speaker of the segment.
          returned: when available
          type: str
        type:
          description: Type of the segment.
          returned: when available
          type: str
    words:
      description: Words with their times.
      returned: when available
      type: list
      elements: dict
      contains:
        end:
          description: End of the word in seconds.
          returned: always
          type: float
        start:
          description: Start of the word in seconds.
          returned: always
          type: float
        word:
          description: Text of the word.
          returned: always
          type: str
    task:
      description: Task that was performed.
      returned: when available
      type: str
    srt:
      description: Subtitles in SRT format.
      returned: when available
      type: str
    vtt:
      description: Subtitles in WebVTT format.
      returned: when available
      type: str
  sample:
    text: The deployment is done.
    usage:
      type: duration
      seconds: 3
text:
  description: Text of the audio.
  returned: when a response is available
  type: str
  sample: The deployment is done.
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
      text: The deployment is done.
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.transcription import TRANSCRIPTION

if __name__ == "__main__":
    main(TRANSCRIPTION)
