# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/sync.py from the fragment connection.
from __future__ import annotations


class ModuleDocFragment:
    """Where the API is and who asks, for a lookup."""

    DOCUMENTATION = r"""
options:
  api_key:
    description:
      - The project key, for example one that begins with C(sk-proj-) or C(sk-svcacct-).
      - Taken from E(OPENAI_API_KEY) where it is not given. An empty value counts as not given.
    type: str
    vars:
      - name: fjcorp_openai_api_key
    env:
      - name: OPENAI_API_KEY
    ini:
      - section: fjcorp_openai
        key: api_key
  admin_key:
    description:
      - The admin key, which begins with C(sk-admin-).
      - Taken from E(OPENAI_ADMIN_KEY) where it is not given. An empty value counts as not given.
    type: str
    vars:
      - name: fjcorp_openai_admin_key
    env:
      - name: OPENAI_ADMIN_KEY
    ini:
      - section: fjcorp_openai
        key: admin_key
  base_url:
    description:
      - The root of the API. Taken from E(OPENAI_BASE_URL) where it is not given, else V(https://api.openai.com/v1).
      - An address without a path means C(/v1) below it; an address with a path is used as it is.
      - Plain C(http) is accepted for loopback addresses only, unless O(allow_http=true).
    type: str
    aliases:
      - api_url
    vars:
      - name: fjcorp_openai_base_url
    env:
      - name: OPENAI_BASE_URL
    ini:
      - section: fjcorp_openai
        key: base_url
  organization_id:
    description:
      - The organization to act for, sent as the header C(OpenAI-Organization).
      - Taken from E(OPENAI_ORG_ID), E(OPENAI_ORGANIZATION) or E(OPENAI_ORGANIZATION_ID) where it is not given; the
        first that is not empty counts. A key that belongs to one organization needs none.
    type: str
    aliases:
      - organization
    vars:
      - name: fjcorp_openai_organization_id
    env:
      - name: OPENAI_ORG_ID
      - name: OPENAI_ORGANIZATION
      - name: OPENAI_ORGANIZATION_ID
    ini:
      - section: fjcorp_openai
        key: organization_id
  project_header:
    description:
      - The id of the project to act for, sent as the header C(OpenAI-Project) with a project key, never with an admin
        key.
      - Taken from E(OPENAI_PROJECT_ID) where it is not given. A key that belongs to one project needs none.
    type: str
    vars:
      - name: fjcorp_openai_project_header
    env:
      - name: OPENAI_PROJECT_ID
    ini:
      - section: fjcorp_openai
        key: project_header
  timeout:
    description:
      - Seconds to wait for the server to go on with one answer. Connecting takes at most 30 of them.
      - Taken from E(OPENAI_TIMEOUT) where it is not given, else 60.
    type: float
    vars:
      - name: fjcorp_openai_timeout
    env:
      - name: OPENAI_TIMEOUT
    ini:
      - section: fjcorp_openai
        key: timeout
  retry_timeout:
    description:
      - Seconds for which a request that failed for a passing reason is tried again. V(0) tries once.
      - Taken from E(OPENAI_RETRY_TIMEOUT) where it is not given, else 300 for an admin key and 120 for a project
        key.
      - Tried again are broken connections, timeouts, HTTP 408, 409 that the API calls a matter of timing, 429 and
        5xx. An exhausted quota is never tried again. Where the answer to a create was lost, the task first looks
        whether it happened.
    type: float
    vars:
      - name: fjcorp_openai_retry_timeout
    env:
      - name: OPENAI_RETRY_TIMEOUT
    ini:
      - section: fjcorp_openai
        key: retry_timeout
  ca_path:
    description:
      - A PEM file, or a folder of them, with the certificates of the authorities that may sign the server's.
      - Taken from E(REQUESTS_CA_BUNDLE), E(CURL_CA_BUNDLE) or E(SSL_CERT_FILE) where it is not given.
    type: path
    vars:
      - name: fjcorp_openai_ca_path
    ini:
      - section: fjcorp_openai
        key: ca_path
  validate_certs:
    description:
      - Whether the server's certificate is verified. Turn it off for tests only.
    type: bool
    default: true
    vars:
      - name: fjcorp_openai_validate_certs
    ini:
      - section: fjcorp_openai
        key: validate_certs
  client_cert:
    description:
      - A PEM file with the certificate to show to the server, for mutual TLS. It may hold the private key too.
    type: path
    vars:
      - name: fjcorp_openai_client_cert
    ini:
      - section: fjcorp_openai
        key: client_cert
  client_key:
    description:
      - A PEM file with the private key of O(client_cert), where that is a file of its own.
    type: path
    vars:
      - name: fjcorp_openai_client_key
    ini:
      - section: fjcorp_openai
        key: client_key
  allow_http:
    description:
      - Whether the key may be sent unencrypted to another machine.
    type: bool
    default: false
    vars:
      - name: fjcorp_openai_allow_http
    ini:
      - section: fjcorp_openai
        key: allow_http
  auth_header:
    description:
      - The header that carries the key. Not given, it is C(Authorization); Azure takes C(api-key).
    type: str
    vars:
      - name: fjcorp_openai_auth_header
    ini:
      - section: fjcorp_openai
        key: auth_header
  auth_prefix:
    description:
      - The word before the key in O(auth_header). Not given, it is C(Bearer) in the header C(Authorization) and nothing
        in any other.
    type: str
    vars:
      - name: fjcorp_openai_auth_prefix
    ini:
      - section: fjcorp_openai
        key: auth_prefix
  extra_headers:
    description:
      - Headers to send with every request. Values of headers that look like credentials are masked in all output.
    type: dict
    vars:
      - name: fjcorp_openai_extra_headers
    ini:
      - section: fjcorp_openai
        key: extra_headers
  extra_query:
    description:
      - Query parameters to send with every request, for example C(api-version) for Azure.
    type: dict
    vars:
      - name: fjcorp_openai_extra_query
    ini:
      - section: fjcorp_openai
        key: extra_query
"""
