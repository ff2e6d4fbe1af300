#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_usage_info
short_description: Gather information about the usage of an organization
version_added: 0.1.0
description:
  - Returns the usage of one O(kind) in buckets of time. All pages are read. The results can be grouped, filtered,
    and flattened to one row for each result.
  - The module does not use cached lists and never changes anything.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.admin
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
  idempotent:
    support: full
options:
  start_time:
    description:
      - Start of the time range, inclusive.
      - A number of seconds since 1970, a timestamp such as V(2026-11-01T00:00:00Z), or a relative time such as V(-7d),
        V(-24h) or V(-30m). A timestamp without a time zone is interpreted as UTC.
    type: str
    required: true
  end_time:
    description:
      - End of the time range, exclusive. Uses the same format as O(start_time). If omitted, the time range ends at
        the current time.
    type: str
  bucket_width:
    description:
      - 'Width of a bucket: one day, one hour or one minute. A smaller width requires more requests for a long time
        range.'
    type: str
    default: 1d
    choices:
      - 1d
      - 1h
      - 1m
  group_by:
    description:
      - Fields by which the numbers are grouped. Fields that are not listed are V(null) in the results.
      - Each kind supports some of the fields only. The task fails and lists the supported fields before any request
        is sent.
    type: list
    elements: str
    choices:
      - project_id
      - user_id
      - api_key_id
      - model
      - batch
      - service_tier
      - api_source
      - size
      - source
      - vector_store_id
      - context_level
  project_ids:
    description:
      - Include only these projects. Each project is specified by ID or name. An archived project must be specified
        by ID.
    type: list
    elements: str
    aliases:
      - projects
  user_ids:
    description:
      - Include only these users and service accounts. Each user is specified by ID or email address, and each service
        account by ID. Not supported if O(kind=vector_stores) or O(kind=code_interpreter_sessions).
    type: list
    elements: str
    aliases:
      - users
  api_key_ids:
    description:
      - Include only the API keys with these IDs. Not supported if O(kind=vector_stores) or O(kind=code_interpreter_sessions).
    type: list
    elements: str
  models:
    description:
      - Include only these models. Supported for kinds that have models.
    type: list
    elements: str
  batch:
    description:
      - Whether to include only batches (V(true)) or everything except batches (V(false)). Supported if O(kind=completions)
        or O(kind=decisions).
    type: bool
  sizes:
    description:
      - Include only images of these sizes. Supported if O(kind=images).
    type: list
    elements: str
  sources:
    description:
      - Include only images that were created by these operations. Supported if O(kind=images).
    type: list
    elements: str
    choices:
      - image.generation
      - image.edit
      - image.variation
  context_levels:
    description:
      - Include only searches with these context sizes. Supported if O(kind=web_search_calls).
    type: list
    elements: str
    choices:
      - low
      - medium
      - high
  vector_store_ids:
    description:
      - Include only searches in these vector stores. Supported if O(kind=file_search_calls).
    type: list
    elements: str
  kind:
    description:
      - Kind of usage to return.
    type: str
    required: true
    choices:
      - completions
      - decisions
      - embeddings
      - moderations
      - images
      - audio_speeches
      - audio_transcriptions
      - vector_stores
      - code_interpreter_sessions
      - file_search_calls
      - web_search_calls
  flatten:
    description:
      - Whether to return one row for each result in RV(usage), with the start and end time of its bucket, instead
        of buckets that contain results.
    type: bool
    default: false
  limit:
    description:
      - Maximum number of buckets to return. If omitted, the complete time range is returned.
    type: int
notes:
  - A restricted admin key requires the permission to read usage. It also requires the permission to read projects
    and users if they are specified by name or email address.
  - One request returns up to 31 days, 168 hours or 1440 minutes.
  - An empty list is rejected as a filter, because the server would treat it as no filter.
seealso:
  - module: fjcorp.openai.openai_cost_info
  - module: fjcorp.openai.openai_rate_limit
  - name: Usage in the API reference
    description: API reference for usage.
    link: https://platform.openai.com/docs/api-reference/usage
"""

EXAMPLES = r"""
- name: Get the token usage of the last week by project and model
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -7d
    group_by:
      - project_id
      - model
    flatten: true
  register: tokens

- name: Show the token usage as a table
  ansible.builtin.debug:
    msg: "{{ item.project_id }} {{ item.model }}: {{ item.input_tokens }} in, {{ item.output_tokens }} out"
  loop: "{{ tokens.usage }}"
  loop_control:
    label: "{{ item.start_time }}"

- name: Get the usage of one user by hour
  fjcorp.openai.openai_usage_info:
    kind: completions
    start_time: -2d
    end_time: -1d
    bucket_width: 1h
    user_ids:
      - ada@example.com

- name: Get the image usage of one project by size
  fjcorp.openai.openai_usage_info:
    kind: images
    start_time: "2026-11-01"
    project_ids:
      - Default project
    group_by:
      - size
    flatten: true

- name: Get the usage of vector stores
  fjcorp.openai.openai_usage_info:
    kind: vector_stores
    start_time: -1d
"""

RETURN = r"""
usage:
  description:
    - List of buckets, oldest first.
    - With O(flatten=true), a list of results, each with the C(start_time) and the C(end_time) of its bucket.
  returned: success
  type: list
  elements: dict
  contains:
    end_time:
      description: Unix time in seconds of the end of the bucket.
      returned: always
      type: int
    object:
      description: Type of the object.
      returned: always
      type: str
    results:
      description: Usage in the bucket, one result for each group.
      returned: always
      type: list
      elements: dict
      contains:
        input_tokens:
          description: Number of input tokens, including cached tokens.
          returned: when available
          type: int
        num_model_requests:
          description: Number of requests to models.
          returned: when available
          type: int
        object:
          description: Type of the object.
          returned: always
          type: str
        output_tokens:
          description: Number of output tokens.
          returned: when available
          type: int
        api_key_id:
          description: Identifier of the API key, if the usage is grouped by it.
          returned: when available
          type: str
        api_source:
          description: Source of the requests, if the usage is grouped by it.
          returned: when available
          type: str
        batch:
          description: Whether the requests are part of batches, if the usage is grouped by it.
          returned: when available
          type: bool
        input_audio_tokens:
          description: Number of audio input tokens that are not cached.
          returned: when available
          type: int
        input_cache_write_12h_tokens:
          description: Number of input tokens that were written to the cache for 12 hours.
          returned: when available
          type: int
        input_cache_write_30m_tokens:
          description: Number of input tokens that were written to the cache for 30 minutes.
          returned: when available
          type: int
        input_cache_write_tokens:
          description: Number of input tokens that were written to the cache.
          returned: when available
          type: int
        input_cached_audio_tokens:
          description: Number of cached audio input tokens.
          returned: when available
          type: int
        input_cached_image_tokens:
          description: Number of cached image input tokens.
          returned: when available
          type: int
        input_cached_text_tokens:
          description: Number of cached text input tokens.
          returned: when available
          type: int
        input_cached_tokens:
          description: Number of cached input tokens.
          returned: when available
          type: int
        input_image_tokens:
          description: Number of image input tokens that are not cached.
          returned: when available
          type: int
        input_text_tokens:
          description: Number of text input tokens that are not cached.
          returned: when available
          type: int
        input_uncached_tokens:
          description: Number of input tokens that are not cached.
          returned: when available
          type: int
        model:
          description: Name of the model, if the usage is grouped by it.
          returned: when available
          type: str
        output_audio_tokens:
          description: Number of audio output tokens.
          returned: when available
          type: int
        output_image_tokens:
          description: Number of image output tokens.
          returned: when available
          type: int
        output_text_tokens:
          description: Number of text output tokens.
          returned: when available
          type: int
        project_id:
          description: Identifier of the project, if the usage is grouped by it.
          returned: when available
          type: str
        service_tier:
          description: Service tier, if the usage is grouped by it.
          returned: when available
          type: str
        user_id:
          description: Identifier of the user, if the usage is grouped by it.
          returned: when available
          type: str
        images:
          description: Number of images.
          returned: when available
          type: int
        size:
          description: Size of the images, if the usage is grouped by it.
          returned: when available
          type: str
        source:
          description: Source of the images, if the usage is grouped by it.
          returned: when available
          type: str
        characters:
          description: Number of characters.
          returned: when available
          type: int
        seconds:
          description: Number of seconds of audio.
          returned: when available
          type: int
        usage_bytes:
          description: Size of the vector stores in bytes.
          returned: when available
          type: int
        num_sessions:
          description: Number of sessions of the code interpreter.
          returned: when available
          type: int
        num_requests:
          description: Number of calls of the tool.
          returned: when available
          type: int
        vector_store_id:
          description: Identifier of the vector store, if the usage is grouped by it.
          returned: when available
          type: str
        context_level:
          description: Size of the search context, if the usage is grouped by it.
          returned: when available
          type: str
    start_time:
      description: Unix time in seconds of the start of the bucket.
      returned: always
      type: int
  sample:
    - object: bucket
      start_time: 1763683200
      end_time: 1763769600
      results:
        - object: organization.usage.completions.result
          input_tokens: 1200
          output_tokens: 340
          num_model_requests: 9
          project_id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
          model: gpt-4o-mini-2024-07-18
          user_id: null
          api_key_id: null
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.usage import USAGE_INFO

if __name__ == "__main__":
    main(USAGE_INFO)
