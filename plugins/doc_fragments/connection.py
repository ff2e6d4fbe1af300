# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Where the API is and who asks."""

    DOCUMENTATION = r"""
requirements:
  - Python 3.9 or newer on the machine that runs the task
  - requests (Python library) on the machine that runs the task
options:
  api_key:
    description:
      - The project key, for example one that begins with C(sk-proj-) or C(sk-svcacct-).
      - Taken from E(OPENAI_API_KEY) where it is not given. An empty value counts as not given.
    type: str
  admin_key:
    description:
      - The admin key, which begins with C(sk-admin-).
      - Taken from E(OPENAI_ADMIN_KEY) where it is not given. An empty value counts as not given.
    type: str
  base_url:
    description:
      - The root of the API. Taken from E(OPENAI_BASE_URL) where it is not given, else V(https://api.openai.com/v1).
      - An address without a path means C(/v1) below it; an address with a path is used as it is.
      - Plain C(http) is accepted for loopback addresses only, unless O(allow_http=true).
    type: str
    aliases:
      - api_url
  organization_id:
    description:
      - The organization to act for, sent as the header C(OpenAI-Organization).
      - Taken from E(OPENAI_ORG_ID), E(OPENAI_ORGANIZATION) or E(OPENAI_ORGANIZATION_ID) where it is not given; the
        first that is not empty counts. A key that belongs to one organization needs none.
    type: str
    aliases:
      - organization
  project_header:
    description:
      - The id of the project to act for, sent as the header C(OpenAI-Project) with a project key, never with an admin
        key.
      - Taken from E(OPENAI_PROJECT_ID) where it is not given. A key that belongs to one project needs none.
    type: str
  timeout:
    description:
      - Seconds to wait for the server to go on with one answer. Connecting takes at most 30 of them.
      - Taken from E(OPENAI_TIMEOUT) where it is not given, else 60.
    type: float
  retry_timeout:
    description:
      - Seconds for which a request that failed for a passing reason is tried again. V(0) tries once.
      - Taken from E(OPENAI_RETRY_TIMEOUT) where it is not given, else 300 for an admin key and 120 for a project
        key.
      - Tried again are broken connections, timeouts, HTTP 408, 409 that the API calls a matter of timing, 429 and
        5xx. An exhausted quota is never tried again. Where the answer to a create was lost, the task first looks
        whether it happened.
    type: float
  ca_path:
    description:
      - A PEM file, or a folder of them, with the certificates of the authorities that may sign the server's.
      - Taken from E(REQUESTS_CA_BUNDLE), E(CURL_CA_BUNDLE) or E(SSL_CERT_FILE) where it is not given.
    type: path
  validate_certs:
    description:
      - Whether the server's certificate is verified. Turn it off for tests only.
    type: bool
    default: true
  client_cert:
    description:
      - A PEM file with the certificate to show to the server, for mutual TLS. It may hold the private key too.
    type: path
  client_key:
    description:
      - A PEM file with the private key of O(client_cert), where that is a file of its own.
    type: path
  allow_http:
    description:
      - Whether the key may be sent unencrypted to another machine.
    type: bool
    default: false
  auth_header:
    description:
      - The header that carries the key. Not given, it is C(Authorization); Azure takes C(api-key).
    type: str
  auth_prefix:
    description:
      - The word before the key in O(auth_header). Not given, it is C(Bearer) in the header C(Authorization) and nothing
        in any other.
    type: str
  extra_headers:
    description:
      - Headers to send with every request. Values of headers that look like credentials are masked in all output.
    type: dict
  extra_query:
    description:
      - Query parameters to send with every request, for example C(api-version) for Azure.
    type: dict
"""
