#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_image
short_description: Generate or edit images
version_added: 0.1.0
description:
  - Generates or edits images with a model and writes them to files.
  - The options determine the operation. O(prompt) alone generates images. O(image) and O(prompt) edit images, within
    O(mask) if it is set. O(image) alone generates variations.
  - O(n) images are written to numbered files. For example, the file after C(picture.png) is C(picture-2.png). Images
    for which the API returns only URLs are downloaded.
  - Images incur cost, so they are generated only once. A fingerprint of the request, including the contents of local
    files, is stored in a manifest.
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
      - Name of the model, for example V(gpt-image-2.5-flare). Required if O(state=present).
      - The supported sizes, qualities and options depend on the model. If the server rejects a value, the error message
        names the limit.
    type: str
  prompt:
    description:
      - Description of the image, or of the change to the image.
      - The maximum length is 32,000 characters. Older models support fewer characters.
    type: str
  image:
    description:
      - Paths of the images to edit or vary, on the machine that runs the task. GPT image models support up to 16
        images, and other models one image.
      - Images must be PNG, JPEG or WEBP files of less than 50 MB. V(dall-e-2) requires one square PNG file of less
        than 4 MB.
    type: list
    elements: path
    aliases:
      - images
  mask:
    description:
      - Path of a PNG file with the same size as the first image. The image is changed only where the mask is fully
        transparent.
      - The file must be smaller than 4 MB.
    type: path
  markup:
    description:
      - Path of a transparent PNG file that is laid over the first image to guide the edit.
      - Requires GPT Image 2.5 or later. Mutually exclusive with O(mask).
    type: path
  n:
    description:
      - Number of images to generate. Must be between 1 and 10. V(dall-e-3) supports only 1.
    type: int
  size:
    description:
      - Width and height of the images, for example V(1024x1024), or V(auto).
      - GPT Image 2 and later support all multiples of 16 up to V(3840x2160), with an aspect ratio of at most 3 to
        1.
    type: str
  quality:
    description:
      - Quality of the images. Can be V(low), V(medium), V(high) or V(auto).
      - GPT Image 2.5 also supports V(xhigh) and V(max). V(dall-e-3) supports V(standard) and V(hd).
    type: str
  style:
    description:
      - Style of the images. Can be V(vivid) or V(natural). Only supported by V(dall-e-3).
    type: str
  background:
    description:
      - Background of the images. V(transparent) requires O(output_format) V(png) or V(webp).
    type: str
    choices:
      - auto
      - opaque
      - transparent
  complexity:
    description:
      - Amount of reasoning that is used to plan the image, independent of O(quality).
    type: str
    choices:
      - low
      - medium
      - high
  input_fidelity:
    description:
      - Fidelity with which an edit preserves features of the input images, such as faces.
      - Not supported by GPT Image 2.
    type: str
    choices:
      - low
      - high
  moderation:
    description:
      - Strictness of the content filter for generated images. V(low) is less strict.
    type: str
    choices:
      - auto
      - low
  output_format:
    description:
      - Format of the files. Defaults to V(png).
      - If omitted, the format is derived from the file extension of O(dest) (C(.jpg), C(.jpeg), C(.webp), C(.gif)
        or C(.svg)), except with DALL·E models, which generate only PNG files.
    type: str
    choices:
      - png
      - jpeg
      - webp
      - gif
      - svg
  output_compression:
    description:
      - Compression quality of V(jpeg) and V(webp) images. Must be between 0 and 100.
    type: int
  frame_count:
    description:
      - Number of frames of a V(gif) image. Must be between 2 and 16.
    type: int
  frame_duration_ms:
    description:
      - Duration of each frame of a V(gif) image in milliseconds.
    type: int
  svg:
    description:
      - Settings of V(svg) images, if the project can select them.
    type: dict
    suboptions:
      model:
        description:
          - Name of the model that generates the SVG.
        type: str
      reasoning:
        description:
          - Reasoning settings of this model.
        type: dict
        suboptions:
          effort:
            description:
              - Reasoning effort of this model.
            type: str
            choices:
              - none
              - minimal
              - low
              - medium
              - high
              - xhigh
              - max
  response_format:
    description:
      - Format in which V(dall-e-2) and V(dall-e-3) return images, as a URL (V(url)) or as data (V(b64_json)).
      - The files are the same. GPT image models reject this option.
    type: str
    choices:
      - url
      - b64_json
  stream:
    description:
      - Whether the image is streamed. Required for O(partial_images). The result is the same.
    type: bool
  partial_images:
    description:
      - Number of previews to write before the image is complete. Must be between 0 and 3.
      - Previews are written next to the image, for example as C(picture-partial-1.png).
      - Requires O(stream=true).
    type: int
  safety_identifier:
    description:
      - Stable, hashed identifier of the end user for whom the image is generated. It is used to detect abuse.
    type: str
  user:
    description:
      - Older form of O(safety_identifier).
    type: str
notes:
  - A restricted project key requires the permission to use models of this type.
  - The API neither stores nor lists these answers, so there is no module that reads them again. All information is
    in the manifest.
  - OpenAI retired DALL·E models and variations in May 2026. Compatible servers still support them.
seealso:
  - module: fjcorp.openai.openai_content_provenance_check
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: Generate a banner for the status page only once
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    prompt: A calm green harbor at dawn, flat colors, no text
    size: 1536x512
    quality: low
    dest: banner.png
  register: banner

- name: Show the token usage
  ansible.builtin.debug:
    msg: "{{ banner.usage.total_tokens | default('0') }} tokens"

- name: Generate three logos with a transparent background
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    prompt: A teal octopus that holds wrenches
    n: 3
    background: transparent
    size: 512x512
    dest: logo.webp
  register: logos

- name: Show the files of the logos
  ansible.builtin.debug:
    var: logos.files

- name: Edit a photo of the harbor to show it at night
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    image: harbor.png
    prompt: Make it night, with a blue moon
    dest: harbor-night.png

- name: Generate variations of a photo on a compatible server
  fjcorp.openai.openai_image:
    model: dall-e-2
    image: harbor.png
    n: 2
    size: 256x256
    dest: variation.png

- name: Delete the banner of 2019
  fjcorp.openai.openai_image:
    dest: banner-2019.png
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
image:
  description: Response of the API without the images. Empty if there is none, which is the case in check mode and
    with O(state=absent).
  returned: success
  type: dict
  contains:
    created:
      description: Unix time in seconds when the images were created.
      returned: always
      type: int
    background:
      description: Background of the images.
      returned: when available
      type: str
    data:
      description: Images without their data.
      returned: when available
      type: list
      elements: dict
    output_format:
      description: Format of the images.
      returned: when available
      type: str
    quality:
      description: Quality of the images.
      returned: when available
      type: str
    safety_identifier:
      description: Safety identifier of the request.
      returned: when available
      type: str
    size:
      description: Size of the images.
      returned: when available
      type: str
    svg_usage:
      description: Token usage of generating SVG.
      returned: when available
      type: dict
      contains:
        input_tokens:
          description: Number of input tokens.
          returned: always
          type: int
        model:
          description: Model that generated the SVG.
          returned: always
          type: str
        output_tokens:
          description: Number of output tokens.
          returned: always
          type: int
        reasoning_tokens:
          description: Number of output tokens that were used for reasoning.
          returned: always
          type: int
        total_tokens:
          description: Number of input and output tokens.
          returned: always
          type: int
    usage:
      description: Token usage of the request.
      returned: when available
      type: dict
      contains:
        input_tokens:
          description: Number of input tokens.
          returned: always
          type: int
        input_tokens_details:
          description: Breakdown of the input tokens.
          returned: always
          type: dict
          contains:
            image_tokens:
              description: Number of image tokens.
              returned: always
              type: int
            text_tokens:
              description: Number of text tokens.
              returned: always
              type: int
        output_tokens:
          description: Number of output tokens.
          returned: always
          type: int
        total_tokens:
          description: Number of input and output tokens.
          returned: always
          type: int
        output_tokens_details:
          description: Breakdown of the output tokens.
          returned: when available
          type: dict
          contains:
            image_tokens:
              description: Number of image tokens.
              returned: always
              type: int
            text_tokens:
              description: Number of text tokens.
              returned: always
              type: int
    partial_images:
      description: Previews without their data. Only returned with O(partial_images).
      returned: when available
      type: list
      elements: dict
  sample:
    created: 1763683200
    background: opaque
    output_format: png
    quality: low
    size: 1536x512
    data:
      - {}
    usage:
      input_tokens: 14
      output_tokens: 272
      total_tokens: 286
dest:
  description: Path of the file that contains the first image.
  returned: when O(dest) is set
  type: str
  sample: /srv/status/banner.png
files:
  description: Paths of the files that contain the images, in their order. Previews are not included.
  returned: when images are available
  type: list
  elements: str
  sample:
    - /srv/status/banner.png
revised_prompt:
  description: Prompt as revised by V(dall-e-3). V(null) for other models.
  returned: when images are available
  type: str
  sample: null
usage:
  description: Token usage of the request. Empty for DALL·E models.
  returned: when images are available
  type: dict
  sample:
    input_tokens: 14
    output_tokens: 272
    total_tokens: 286
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/status/banner-2019.png
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.image import IMAGE

if __name__ == "__main__":
    main(IMAGE)
