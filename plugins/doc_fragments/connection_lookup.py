# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/sync.py from the fragment connection.
from __future__ import annotations


class ModuleDocFragment:
    """Options for the connection of a lookup to the API and for authentication."""

    DOCUMENTATION = r"""
options:
  api_key:
    description:
      - Project API key, for example a key that begins with C(sk-proj-) or C(sk-svcacct-).
      - Defaults to the value of E(OPENAI_API_KEY). An empty value is treated as not set.
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
      - Admin API key. It begins with C(sk-admin-).
      - Defaults to the value of E(OPENAI_ADMIN_KEY). An empty value is treated as not set.
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
      - Base URL of the API.
      - Defaults to the value of E(OPENAI_BASE_URL), or to V(https://api.openai.com/v1) if that is not set.
      - If the URL has no path, C(/v1) is appended, unless O(append_v1=false). A URL with a path is used unchanged.
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
  append_v1:
    description:
      - Whether to append C(/v1) to a O(base_url) without a path.
      - Set this to V(false) for a server whose operations have no prefix, for example C(http://localhost:8000/models).
      - Defaults to the value of E(OPENAI_APPEND_V1), or to V(true) if that is not set.
    type: bool
    vars:
      - name: fjcorp_openai_append_v1
    env:
      - name: OPENAI_APPEND_V1
    ini:
      - section: fjcorp_openai
        key: append_v1
  organization_id:
    description:
      - ID of the organization that requests are made for. It is sent in the header C(OpenAI-Organization).
      - Defaults to the first value of E(OPENAI_ORG_ID), E(OPENAI_ORGANIZATION) and E(OPENAI_ORGANIZATION_ID) that
        is not empty.
      - Not required for a key that belongs to one organization only.
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
      - ID of the project that requests are made for. It is sent in the header C(OpenAI-Project) with a project key,
        and never with an admin key.
      - Defaults to the value of E(OPENAI_PROJECT_ID).
      - Not required for a key that belongs to one project only.
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
      - Number of seconds in which the server must begin a response and complete its headers, and in which it must
        send each 256 KiB of its body. Connecting can take at most 30 of these seconds.
      - A streamed answer must have an event in each of these periods, and can take 10 times as long in total. All
        pages of a list together can take 10 times as long as well, not counting the time in which requests wait for
        a rate limit or for a retry.
      - Defaults to the value of E(OPENAI_TIMEOUT), or to 60 if that is not set.
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
      - Number of seconds for which a request that failed with a temporary error is retried. If V(0), requests are
        not retried.
      - Defaults to the value of E(OPENAI_RETRY_TIMEOUT). If that is not set, defaults to 300 for an admin key and
        to 120 for a project key.
      - Broken connections, timeouts and the HTTP status codes 408, 429 and 5xx are retried. The status code 409 is
        retried only if the API reports a timing conflict. An exhausted quota is never retried.
      - Pauses that the server requests are kept. If it requests less than half a second, the backoff of the task
        applies.
      - If the response to a create request is lost, the task looks for the resource for about a minute before it
        sends the request again. If O(retry_timeout) ends before that, the task fails, and the next run continues.
      - Also the longest time to wait for another task on this control node that creates the same resource.
      - A request to a model whose response is lost is sent at most once more, because both may be charged. If the
        server reports success without a usable answer, the request is not sent again.
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
      - Path of a PEM file, or of a directory with PEM files, that contains the CA certificates to trust.
      - Defaults to the value of E(REQUESTS_CA_BUNDLE), E(CURL_CA_BUNDLE) or E(SSL_CERT_FILE).
    type: path
    vars:
      - name: fjcorp_openai_ca_path
    ini:
      - section: fjcorp_openai
        key: ca_path
  validate_certs:
    description:
      - Whether to validate the TLS certificate of the server. Set this to V(false) for testing only.
    type: bool
    default: true
    vars:
      - name: fjcorp_openai_validate_certs
    ini:
      - section: fjcorp_openai
        key: validate_certs
  client_cert:
    description:
      - Path of a PEM file with the client certificate for mutual TLS. The file can also contain the private key.
    type: path
    vars:
      - name: fjcorp_openai_client_cert
    ini:
      - section: fjcorp_openai
        key: client_cert
  client_key:
    description:
      - Path of a PEM file with the private key for O(client_cert), if the private key is in a separate file.
    type: path
    vars:
      - name: fjcorp_openai_client_key
    ini:
      - section: fjcorp_openai
        key: client_key
  allow_http:
    description:
      - Whether to allow sending the key unencrypted to another host.
    type: bool
    default: false
    vars:
      - name: fjcorp_openai_allow_http
    ini:
      - section: fjcorp_openai
        key: allow_http
  auth_header:
    description:
      - Name of the HTTP header that contains the key.
      - Defaults to C(Authorization). Azure requires C(api-key).
    type: str
    vars:
      - name: fjcorp_openai_auth_header
    ini:
      - section: fjcorp_openai
        key: auth_header
  auth_prefix:
    description:
      - Prefix of the key in O(auth_header).
      - Defaults to C(Bearer) in the header C(Authorization), and to no prefix in any other header.
    type: str
    vars:
      - name: fjcorp_openai_auth_prefix
    ini:
      - section: fjcorp_openai
        key: auth_prefix
  extra_headers:
    description:
      - Additional HTTP headers to send with every request.
      - All values are masked in the arguments that a result shows. Values of at least six characters are masked in
        all output, except those of C(Accept), C(Content-Type), C(OpenAI-Beta) and C(User-Agent).
    type: dict
    vars:
      - name: fjcorp_openai_extra_headers
    ini:
      - section: fjcorp_openai
        key: extra_headers
  extra_query:
    description:
      - Additional query parameters to send with every request, for example C(api-version) for Azure.
      - Values are masked like those of O(extra_headers), except that of C(api-version).
    type: dict
    vars:
      - name: fjcorp_openai_extra_query
    ini:
      - section: fjcorp_openai
        key: extra_query
"""
