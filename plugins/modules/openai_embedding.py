#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_embedding
short_description: Turn texts into embeddings
version_added: 0.1.0
description:
  - Turns one text or many thousands into vectors, by which texts are searched, compared and sorted by their meaning.
  - Texts are sent in as few requests as the limits of the API allow (2048 texts and about 300,000 tokens in one),
    several requests on their way at once; a request that the server finds too large is halved. The order is kept,
    and a text that occurs twice is sent once.
  - Embedding costs money, so an artifact is made once. O(dest) gets a manifest beside it; as long as model, texts
    and settings are the same and the file is intact, the next run asks nothing. Where only some texts have changed,
    only those are sent.
  - A run that fails or is killed loses nothing that was paid for. What was embedded waits in a hidden file beside
    O(dest), whose name begins with a dot and ends with C(.unfinished-vectors); the next run takes it over and removes
    it once the artifact is complete.
  - O(state=absent) deletes O(dest) with its manifest, and what an unfinished run has left beside it. The API itself
    keeps nothing.
  - Numbers are many, so the result holds them only where there are at most eight texts, or where O(return_embeddings)
    says so; see RV(embeddings). Otherwise read them from O(dest).
  - It needs a project key that may use embeddings, and works with any server that offers them under O(base_url).
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
      - V(present) has the embeddings, made where they are not there yet; V(absent) deletes O(dest) and what belongs
        to it.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - The model, for example V(text-embedding-3-small). Needed with O(state=present).
    type: str
  input:
    description:
      - The text to embed, or a list of texts. In place of a text there may be a list of token numbers.
      - Give either this or O(src).
    type: raw
  src:
    description:
      - A UTF-8 file on the machine that runs the task, with a text in each line.
      - In a file whose name ends in C(.jsonl) or C(.ndjson) each line is a JSON text, or an object that holds the
        text in the member O(field). Its other members are kept in the artifact, beside the embedding.
      - No line may be empty.
    type: path
  field:
    description:
      - The member that holds the text in the objects of a JSONL file, and the one that gets the text of a plain line
        in the artifact.
    type: str
    default: text
  dimensions:
    description:
      - How many numbers each embedding has, where the model can make them shorter (C(text-embedding-3) and later).
        Shorter ones are smaller and slightly less exact.
    type: int
  encoding_format:
    description:
      - How the numbers travel. The result is the same, and V(base64), which is asked for where this is not given,
        takes a third of the traffic. V(float) is for a server that knows nothing else.
    type: str
    choices:
      - float
      - base64
  user:
    description:
      - A stable name of the person on whose behalf the texts are embedded, by which abuse is found. Give a hash rather
        than an address. It does not count for the fingerprint.
    type: str
  format:
    description:
      - The format of O(dest). Not given, the ending of its name decides, and V(json) where that says nothing.
      - V(json) is a list of objects and V(jsonl) one object in each line. Each has the text (or the members of its
        line in O(src)) and its C(embedding).
      - V(npy) is a matrix of 32-bit floats with a row for each text, in the format of NumPy.
    type: str
    choices:
      - json
      - jsonl
      - npy
  return_embeddings:
    description:
      - Whether the result holds the embeddings themselves. Not given, it does where there are at most eight texts.
      - Without O(dest) it must hold them, so more than eight texts then need V(true).
    type: bool
seealso:
  - plugin: fjcorp.openai.cosine_similarity
    plugin_type: filter
  - module: fjcorp.openai.openai_model_info
  - name: Embeddings in the API reference
    description: What the API says about embeddings.
    link: https://platform.openai.com/docs/api-reference/embeddings
"""

EXAMPLES = r"""
- name: Which way a text points
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    input: How do I mend a flat tyre?
    dimensions: 256
  register: question

- name: Embed our questions and answers, again only those that have changed
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    src: faq.jsonl
    field: question
    dest: faq.vectors.jsonl

- name: The same as a matrix for a program that uses NumPy
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    src: faq.jsonl
    field: question
    dimensions: 256
    dest: faq.npy

- name: Vectors for the names of our services, to be used at once
  fjcorp.openai.openai_embedding:
    model: text-embedding-3-small
    input: [invoicing, single sign-on, backup]
    dimensions: 256
    dest: services.json
  register: services

- name: How close the question is to each of them
  ansible.builtin.debug:
    msg: "{{ services.embeddings | map('fjcorp.openai.cosine_similarity', question.embeddings[0]) | map('round', 2) }}"
  when: services.embeddings is defined and question.embeddings is defined

- name: Delete vectors that nobody uses any more
  fjcorp.openai.openai_embedding:
    dest: faq-2019.npy
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the API was asked for embeddings in this run.
  returned: success
  type: bool
  sample: true
embedding:
  description: The answer without its numbers; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
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
  description: How many texts were sent in this run; the others were known already.
  returned: when there is an answer
  type: int
  sample: 3
embeddings:
  description: The embeddings in the order of the texts, each a list of numbers.
  returned: when there are at most eight texts, or with O(return_embeddings=true)
  type: list
  elements: list
  sample:
    - [0.0123, -0.0456, 0.0789]
count:
  description: How many embeddings there are.
  returned: when there is an answer
  type: int
  sample: 3
dimensions:
  description: How many numbers each of them has.
  returned: when there is an answer
  type: int
  sample: 256
usage:
  description: The tokens that were used when the embeddings were last asked for; known ones cost nothing.
  returned: when there is an answer
  type: dict
  sample:
    prompt_tokens: 6
    total_tokens: 6
model:
  description: The model that answered.
  returned: when there is an answer
  type: str
  sample: text-embedding-3-small
dest:
  description: The file that holds the embeddings.
  returned: when O(dest) is given
  type: str
  sample: /srv/search/services.json
removed:
  description: The files that were deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/search/faq-2019.npy
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING

if __name__ == "__main__":
    main(EMBEDDING)
