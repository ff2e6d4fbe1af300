#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_embedding
short_description: Generate embeddings of texts
version_added: 0.1.0
description:
  - Generates an embedding vector for one text or for many thousands of texts. Embeddings are used to search, compare
    and sort texts by meaning.
  - Texts are sent in as few requests as the limits of the API allow (2048 texts and about 300,000 tokens in each
    request). Several requests are sent in parallel. A request that is too large for the server is split in half.
  - The order of the texts is preserved. A text that occurs twice is sent once.
  - Embeddings incur cost, so a file is generated only once. A manifest is written next to O(dest). If the model,
    the texts and the settings are the same and the file is intact, the next run sends no request. If only some texts
    have changed, only those texts are sent.
  - A run that fails or is interrupted does not lose embeddings that were already generated. They are stored in a
    hidden file next to O(dest), whose name begins with a dot and ends with C(.unfinished-vectors). The next run uses
    this file and removes it when O(dest) is complete.
  - With O(state=absent), the module deletes O(dest), its manifest, and the hidden file of an unfinished run. The
    API stores nothing.
  - The result contains the vectors only if there are at most eight texts, or if O(return_embeddings=true). See RV(embeddings).
    Otherwise read them from O(dest).
  - Requires a project key that is allowed to use embeddings. Works with any server that supports embeddings, set
    in O(base_url).
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
      - With V(present), the module generates the embeddings that O(dest) does not contain yet.
      - With V(absent), the module deletes O(dest) and the files that belong to it.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - Name of the model, for example V(text-embedding-3-small). Required if O(state=present).
    type: str
  input:
    description:
      - Text to embed, or a list of texts. A text can be replaced by a list of token numbers.
      - Set either this option or O(src).
    type: raw
  src:
    description:
      - Path of a UTF-8 file with one text in each line, on the machine that runs the task.
      - If the name of the file ends with C(.jsonl) or C(.ndjson), each line is a JSON string, or an object that contains
        the text in the key O(field). Its other keys are copied to O(dest) together with the embedding.
      - Lines must not be empty.
    type: path
  field:
    description:
      - Key that contains the text in the objects of a JSONL file.
      - It is also the key of the text in O(dest) for lines that are plain text.
    type: str
    default: text
  dimensions:
    description:
      - Number of dimensions of each embedding, for models that can shorten embeddings (C(text-embedding-3) and later).
      - Shorter embeddings are smaller and slightly less accurate.
    type: int
  encoding_format:
    description:
      - Encoding of the embeddings in the response. The result is the same.
      - Defaults to V(base64), which reduces the size of the response to about a third. V(float) is for servers that
        do not support V(base64).
    type: str
    choices:
      - float
      - base64
  user:
    description:
      - Stable identifier of the end user on whose behalf the request is sent. It is used to detect abuse.
      - Use a hash instead of an email address. The fingerprint does not cover this option.
    type: str
  format:
    description:
      - Format of O(dest). If omitted, the format is derived from the file extension, or is V(json) if the extension
        is not known.
      - V(json) is a list of objects, and V(jsonl) has one object in each line. Each object has the text (or the keys
        of its line in O(src)) and its C(embedding).
      - V(npy) is a matrix of 32-bit floating-point numbers in the format of NumPy, with one row for each text.
    type: str
    choices:
      - json
      - jsonl
      - npy
  return_embeddings:
    description:
      - Whether the result contains the embeddings. Defaults to V(true) for at most eight texts, and to V(false) for
        more.
      - Must be V(true) for more than eight texts if O(dest) is not set.
    type: bool
seealso:
  - plugin: fjcorp.openai.cosine_similarity
    plugin_type: filter
  - module: fjcorp.openai.openai_model_info
  - name: Embeddings in the API reference
    description: API reference for embeddings.
    link: https://platform.openai.com/docs/api-reference/embeddings
"""

EXAMPLES = r"""
- name: Generate the embedding of a question
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    input: How do I fix a flat tire?
    dimensions: 256
  register: question

- name: Generate embeddings of the FAQ and update only changed entries
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    src: faq.jsonl
    field: question
    dest: faq.vectors.jsonl

- name: Write embeddings as a NumPy matrix
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    src: faq.jsonl
    field: question
    dimensions: 256
    dest: faq.npy

- name: Generate embeddings of service names and return them
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    input: [invoicing, single sign-on, backup]
    dimensions: 256
    dest: services.json
  register: services

- name: Show the similarity of the question to each service
  ansible.builtin.debug:
    msg: "{{ services.embeddings | map('fjcorp.openai.cosine_similarity', question.embeddings[0]) | map('round', 2) }}"

- name: Delete embeddings that are no longer used
  fjcorp.openai.openai_embedding:
    dest: faq-2019.npy
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request for embeddings.
  returned: success
  type: bool
  sample: true
embedding:
  description: Response of the API without the embeddings. Empty with O(state=absent).
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object.
      returned: when available
      type: str
    model:
      description: Name of the model.
      returned: when available
      type: str
    count:
      description: Number of embeddings.
      returned: when available
      type: int
    dimensions:
      description: Number of dimensions of an embedding.
      returned: when available
      type: int
    format:
      description: Format of the file.
      returned: when available
      type: str
    usage:
      description: Token usage of the request.
      returned: when available
      type: dict
    data:
      description: Embeddings, if they are not written to a file.
      returned: when available
      type: list
      elements: dict
  sample:
    object: list
    model: text-embedding-3-small
    count: 3
    dimensions: 256
    format: json
    usage:
      prompt_tokens: 6
      total_tokens: 6
embedded:
  description: Number of texts that were sent. Embeddings of all other texts were known.
  returned: when a response is available
  type: int
  sample: 3
embeddings:
  description: Embeddings in the order of the texts, each a list of numbers.
  returned: when there are at most eight texts, or when O(return_embeddings=true)
  type: list
  elements: list
  sample:
    - - 0.0123
      - -0.0456
      - 0.0789
count:
  description: Number of embeddings.
  returned: when a response is available
  type: int
  sample: 3
dimensions:
  description: Number of dimensions of an embedding.
  returned: when a response is available
  type: int
  sample: 256
usage:
  description: Token usage of the last request for these embeddings. Known embeddings use no tokens.
  returned: when a response is available
  type: dict
  sample:
    prompt_tokens: 6
    total_tokens: 6
model:
  description: Name of the model that answered.
  returned: when a response is available
  type: str
  sample: text-embedding-3-small
dest:
  description: Path of the file that contains the embeddings.
  returned: when O(dest) is set
  type: str
  sample: /srv/search/services.json
removed:
  description: Paths of the files that were deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/search/faq-2019.npy
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING

if __name__ == "__main__":
    main(EMBEDDING)
