#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_image
short_description: Generate, edit or vary images
version_added: 0.1.0
description:
  - Makes images by a model and writes them as files. What it does follows from what is given. O(prompt) alone generates;
    O(image) with O(prompt) edits, within O(mask) where there is one; O(image) alone makes variations.
  - O(n) images are written beside each other; the second of C(picture.png) is C(picture-2.png). Images that the API
    only names by their addresses are downloaded.
  - Making images costs money, so they are made once. The request is fingerprinted, local files by their content.
    As long as it is the same and the files are intact, the next run asks nobody and changes nothing. A changed request
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
      - The model, for example V(gpt-image-2.5-flare). Needed to make an image.
      - Each model has rules of its own for sizes, qualities and options; the server's refusal says which was broken.
    type: str
  prompt:
    description:
      - What the image is to show, or how it is to be changed. At most 32,000 characters; older models take less.
    type: str
  image:
    description:
      - Paths of the images to edit or vary, on the machine that runs the task; one, or up to 16 with the GPT image
        models.
      - PNG, JPEG or WEBP of less than 50 MB. V(dall-e-2) wants one square PNG of less than 4 MB.
    type: list
    elements: path
    aliases:
      - images
  mask:
    description:
      - Path of a PNG of the size of the first image. The image is changed where the mask is fully transparent, and
        nowhere else. Less than 4 MB.
    type: path
  markup:
    description:
      - Path of a transparent PNG laid over the first image to guide the edit. For GPT Image 2.5 and newer; not together
        with O(mask).
    type: path
  n:
    description:
      - How many images to make, from 1 to 10. V(dall-e-3) makes one.
    type: int
  size:
    description:
      - Width and height as V(1024x1024), or V(auto). GPT Image 2 and newer take any multiples of 16 up to V(3840x2160),
        not narrower than 1 to 3.
    type: str
  quality:
    description:
      - V(low), V(medium), V(high) or V(auto), with GPT Image 2.5 also V(xhigh) and V(max); V(standard) or V(hd) with
        V(dall-e-3).
    type: str
  style:
    description:
      - V(vivid) or V(natural), for V(dall-e-3).
    type: str
  background:
    description:
      - Whether the ground is transparent. V(transparent) needs O(output_format) V(png) or V(webp).
    type: str
    choices:
      - auto
      - opaque
      - transparent
  complexity:
    description:
      - How much thought is spent on planning the image, whatever its O(quality).
    type: str
    choices:
      - low
      - medium
      - high
  input_fidelity:
    description:
      - How closely an edit keeps to the features of its images, faces above all. Not for GPT Image 2.
    type: str
    choices:
      - low
      - high
  moderation:
    description:
      - How strictly generated images are filtered; V(low) is less strict.
    type: str
    choices:
      - auto
      - low
  output_format:
    description:
      - The format of the files, V(png) where nothing is said.
      - Without it the ending of O(dest) decides, C(.jpg), C(.jpeg), C(.webp), C(.gif) or C(.svg), except with DALL·E
        models, which make PNG only.
    type: str
    choices:
      - png
      - jpeg
      - webp
      - gif
      - svg
  output_compression:
    description:
      - How good V(jpeg) and V(webp) images are, from 0 to 100.
    type: int
  frame_count:
    description:
      - How many frames a V(gif) has, from 2 to 16.
    type: int
  frame_duration_ms:
    description:
      - How long each frame of a V(gif) is shown, in milliseconds.
    type: int
  svg:
    description:
      - Who writes a V(svg) image, where the project may choose.
    type: dict
    suboptions:
      model:
        description:
          - The model that writes the SVG.
        type: str
      reasoning:
        description:
          - How that model reasons.
        type: dict
        suboptions:
          effort:
            description:
              - How much it reasons.
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
      - How V(dall-e-2) and V(dall-e-3) answer, with an address (V(url)) or with the image. It makes no difference
        to the files; GPT image models refuse it.
    type: str
    choices:
      - url
      - b64_json
  stream:
    description:
      - Whether the image comes as a stream, as O(partial_images) needs it. The result is the same.
    type: bool
  partial_images:
    description:
      - How many previews to write before the image is done, from 0 to 3; needs O(stream). They are written beside
        the image, as C(picture-partial-1.png).
    type: int
  safety_identifier:
    description:
      - A stable, hashed name of the person for whom the image is made, for the API's own supervision.
    type: str
  user:
    description:
      - The older form of O(safety_identifier).
    type: str
notes:
  - It needs a project key (O(api_key)); a restricted one needs the permission to use the models of this kind.
  - The API keeps nothing and lists nothing, so there is no module that reads it back; the manifest is all there is.
  - DALL·E models and variations were retired by OpenAI in May 2026; compatible servers still offer them.
seealso:
  - module: fjcorp.openai.openai_content_provenance_check
  - module: fjcorp.openai.openai_response
"""

EXAMPLES = r"""
- name: A banner for the status page, made once
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    prompt: A calm green harbour at dawn, flat colours, no text
    size: 1536x512
    quality: low
    dest: banner.png
  register: banner

- name: Say what it cost
  ansible.builtin.debug:
    msg: "{{ banner.usage.total_tokens | default('nothing, it was there') }} tokens"

- name: Three proposals for a logo, on no ground
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    prompt: A teal octopus that holds spanners
    n: 3
    background: transparent
    size: 512x512
    dest: logo.webp
  register: logos

- name: The files that hold them
  ansible.builtin.debug:
    var: logos.files

- name: Our photograph of the harbour, at night
  fjcorp.openai.openai_image:
    model: gpt-image-2.5-flare
    image: harbour.png
    prompt: Make it night, with a blue moon
    dest: harbour-night.png

- name: Variations, on a server that still has the model for it
  fjcorp.openai.openai_image:
    model: dall-e-2
    image: harbour.png
    n: 2
    size: 256x256
    dest: variation.png

- name: Take the old banner away
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
