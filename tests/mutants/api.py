# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of the layers ``_support`` and ``_api``: requests, retries, pagination, rate limits, uploads and files."""

from __future__ import annotations

from .table import Mutant

API = (
    # --- retry ---
    Mutant(
        "A rate-limited request and a server error are retried",
        "module_utils/_api/retry.py",
        "return status in (408, 429) or status >= 500",
        "return status in (408,) or status >= 500",
        ("unit/test_retry.py::test_which_answers_may_change",),
    ),
    Mutant(
        "An exhausted quota is final, regardless of the status",
        "module_utils/_api/retry.py",
        "if code in _NEVER or kind in _NEVER or message",
        "if message",
        ("unit/test_retry.py::test_an_exhausted_quota_may_be_told_by_the_type",),
    ),
    Mutant(
        "x-should-retry decides before the status",
        "module_utils/_api/retry.py",
        'if verdict in ("true", "false"):',
        'if verdict == "true":',
        ("unit/test_retry.py::test_the_server_has_the_last_word_except_on_quota",),
    ),
    Mutant(
        "Retry-After decides the pause",
        "module_utils/_api/retry.py",
        "            return max(0.0, float(after))\n",
        "            return max(0.0, float(after) / 1000)\n",
        ("unit/test_retry.py::test_the_pause_told_by_headers",),
    ),
    Mutant(
        "Retry-After may be a date",
        "module_utils/_api/retry.py",
        "parsedate_to_datetime(after).timestamp() - time()",
        "parsedate_to_datetime(after).timestamp()",
        ("unit/test_retry.py::test_the_pause_told_as_a_date",),
    ),
    Mutant(
        "A pause in the text of a message counts",
        "module_utils/_api/retry.py",
        "int(minutes or 0) * 60 + seconds",
        "seconds",
        ("unit/test_retry.py::test_the_pause_told_in_words",),
    ),
    # --- client ---
    Mutant(
        "A create whose response is lost is not sent again",
        "module_utils/_api/error_response.py",
        "if request.creates and not _never_sent(error):",
        "if False:",
        ("unit/test_client.py::test_a_create_is_never_repeated_blindly",),
    ),
    Mutant(
        "A create that a server error answers is not sent again",
        "module_utils/_api/client.py",
        "if request.creates and error.status >= 500:",
        "if False:",
        ("unit/test_client.py::test_a_create_is_never_repeated_blindly",),
    ),
    Mutant(
        "Retries end with retry_timeout",
        "module_utils/_api/retry.py",
        "if now + pause > self._deadline:",
        "if self.attempts > 500:",
        ("unit/test_client.py::test_patience_ends",),
    ),
    Mutant(
        "Keys do not follow a redirect to another origin",
        "module_utils/_api/client.py",
        "if origin(target) != origin(url):",
        "if False:",
        ("unit/test_client_requests.py::test_no_credential_follows_to_another_origin",),
    ),
    Mutant(
        "Keys are masked in error messages",
        "module_utils/_api/error_response.py",
        'message = message.replace(secret, "********")',
        "pass",
        ("unit/test_client_errors.py::test_no_key_in_any_error",),
    ),
    Mutant(
        "A forked process has its own connections",
        "module_utils/_api/session.py",
        "_session(os.getpid(), verify, cert)",
        "_session(0, verify, cert)",
        ("unit/test_client_transfers.py::test_a_forked_process_does_not_use_the_connection_of_its_parent",),
    ),
    Mutant(
        "The connection pool fits the concurrency",
        "module_utils/_api/session.py",
        "pool_maxsize=MAX_CONCURRENT",
        "pool_maxsize=10",
        ("unit/test_client_transfers.py::test_concurrent_requests_keep_their_connections",),
    ),
    Mutant(
        "An id stays in its segment of the path",
        "module_utils/_api/request.py",
        'return quote(text, safe="")',
        'return quote(text, safe="/")',
        ("unit/test_client_requests.py::test_ids_stay_in_their_segment",),
    ),
    # --- rate limiter ---
    Mutant(
        "One line per minute is displayed while requests are limited",
        "module_utils/_api/rate_limiter.py",
        'state["displayed"] = now',
        'state["displayed"] = 0.0',
        ("unit/test_rate_limiter.py::test_one_line_per_minute_is_displayed",),
    ),
    Mutant(
        "Requests to a rate-limited endpoint are spaced",
        "module_utils/_api/rate_limiter.py",
        'state["next"] = slot + pause',
        'state["next"] = slot',
        ("unit/test_rate_limiter.py::test_after_a_refusal_turns_are_spaced",),
    ),
    Mutant(
        "An idle endpoint allows a burst and no more",
        "module_utils/_api/rate_limiter.py",
        'max(float(state["next"]), now - (BURST - 1) * pause)',
        'float(state["next"])',
        ("unit/test_rate_limiter.py::test_a_quiet_time_allows_a_burst",),
    ),
    # --- pagination ---
    Mutant(
        "The cursor goes into the parameter of the list's style",
        "module_utils/_api/pagination.py",
        "query[style.cursor_param] = cursor",
        'query["after"] = cursor',
        ("unit/test_pagination.py::test_every_page_of_every_style",),
    ),
    Mutant(
        "A cursor that was used before is an error",
        "module_utils/_api/pagination.py",
        "if not cursor or cursor in seen:",
        "if cursor in seen:\n            return\n        if not cursor:",
        ("unit/test_pagination.py::test_repeated_cursors_fail_the_task",),
    ),
    # --- upload and multipart ---
    Mutant(
        "A file name cannot leave its quotes in a form",
        "module_utils/_api/multipart.py",
        """.replace('"', "%22")""",
        "",
        ("unit/test_upload.py::test_names_stay_in_their_quotes",),
    ),
    Mutant(
        "An interrupted upload continues with the missing parts",
        "module_utils/_api/upload.py",
        "missing = [offset for offset in range(0, source.size, PART) if str(offset) not in parts]",
        "missing = list(range(0, source.size, PART))",
        ("unit/test_upload.py::test_an_interrupted_upload_is_taken_up",),
    ),
    # --- files ---
    Mutant(
        "A failed write leaves the file that was there",
        "module_utils/_support/files.py",
        "        yield pending.handle\n",
        "        os.replace(pending.temporary, path)\n        yield pending.handle\n",
        ("unit/test_files.py::test_a_failure_leaves_what_was_there_and_nothing_else",),
    ),
    Mutant(
        "A secret file is readable by its owner only",
        "module_utils/_support/files.py",
        "os.fchmod(self._descriptor, self._mode)",
        "os.fchmod(self._descriptor, 0o644)",
        ("unit/test_files.py::test_a_secret_is_never_readable_by_others",),
    ),
    Mutant(
        "A file that is replaced keeps its permissions",
        "module_utils/_support/files.py",
        "return stat.S_IMODE(os.stat(path).st_mode)",
        "raise OSError",
        ("unit/test_files.py::test_a_file_that_is_replaced_keeps_its_permissions",),
    ),
    Mutant(
        "A temporary file is opened exclusively",
        "module_utils/_support/files.py",
        "os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC",
        "os.O_CREAT | os.O_CLOEXEC",
        ("unit/test_files.py::test_a_planted_link_is_never_followed",),
    ),
    Mutant(
        "A file of another program is not replaced",
        "module_utils/_support/artifact.py",
        "if manifest is not None and kind in manifest:",
        "if kind:",
        ("unit/test_generation.py::test_a_file_that_is_no_answer_is_refused",),
    ),
)
