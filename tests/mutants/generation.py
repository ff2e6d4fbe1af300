# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of requests to models and of secrets."""

from __future__ import annotations

from .table import Mutant

GENERATION = (
    # --- requests to models ---
    Mutant(
        "What does not change an answer is not in the fingerprint",
        "module_utils/_engine/generation_request.py",
        "fingerprint(self.request_path(context), body, self.fingerprint_ignore)",
        "fingerprint(self.request_path(context), body, ())",
        ("unit/test_generation.py::test_changes_that_send_no_request",),
    ),
    Mutant(
        "A damaged artifact is requested again",
        "module_utils/_engine/generation_answer.py",
        "usable = intact(dest, manifest) and not",
        "usable = not",
        ("unit/test_generation.py::test_a_damaged_artifact_is_requested_again",),
    ),
    Mutant(
        "A stored answer to another request is neither returned nor deleted",
        "module_utils/_engine/generation_request.py",
        "return [each for each in found if has_metadata(each, {MARK: mark})]",
        "return list(found)",
        ("unit/test_generation.py::test_the_stored_answer_to_another_request_is_neither_returned_nor_deleted",),
    ),
    Mutant(
        "No request is sent once the budget is spent",
        "module_utils/_engine/generation.py",
        'context.check_budget(str(body.get("model") or ""), self.billed_by)',
        "pass",
        ("unit/test_plan_outdated.py::test_no_request_is_sent_to_a_model_once_the_budget_is_spent",),
    ),
    Mutant(
        "A filtered answer is returned with a warning",
        "module_utils/_engine/generation_answer.py",
        'if values.get("content_filtered"):',
        "if False:",
        ("unit/test_answers.py::test_a_filtered_answer_says_so",),
    ),
    Mutant(
        "A file that an earlier task of a run in check mode would write is read",
        "module_utils/_support/files.py",
        "return files.find(path) or (",
        "return (",
        ("unit/test_check_predictions.py::test_a_predicted_file_is_read",),
    ),
    Mutant(
        "A stored answer whose files do not change is not a change",
        "module_utils/_engine/generation.py",
        'Action("write", plan.title, write, verify=verify, changes=writes)',
        'Action("write", plan.title, write, verify=verify)',
        ("unit/test_answers.py::test_new_metadata_of_a_stored_answer_are_in_the_diff",),
    ),
    Mutant(
        "A text for a list option whose items may contain commas is one item",
        "module_utils/_module.py",
        "[value] if name in texts and isinstance(value, str) else value",
        "value",
        ("unit/test_answers.py::test_one_text_is_one_item",),
    ),
    Mutant(
        "Files that only the last artifact had are deleted",
        "module_utils/_support/artifact.py",
        "for path in set(former) - set(self._files):",
        "for path in set():",
        ("unit/test_artifact.py::test_a_draft_moves_its_files_together",),
    ),
    Mutant(
        "A manifest does not lead out of its folder",
        "module_utils/_support/artifact.py",
        "os.path.join(folder, os.path.basename(name)): checksum",
        "os.path.join(folder, name): checksum",
        ("unit/test_artifact.py::test_a_manifest_does_not_lead_out_of_its_folder",),
    ),
    # --- secrets ---
    Mutant(
        "A key that would be lost is not issued",
        "module_utils/_domain/secret_output.py",
        "if not self.wanted:",
        "if False:",
        ("unit/test_secret_output.py::test_an_account_is_not_created_if_its_key_would_be_lost",),
    ),
    Mutant(
        "A key that cannot be delivered is revoked",
        "module_utils/_domain/key_files.py",
        "        revoke()\n    except OpenAIError",
        "        pass\n    except OpenAIError",
        ("unit/test_secret_output.py::test_an_account_whose_key_cannot_be_delivered_is_removed",),
    ),
    Mutant(
        "A key that another machine may have issued is not revoked",
        "module_utils/_domain/key_decision.py",
        "decision.orphaned_keys = ledger.made & set(decision.live)",
        "decision.orphaned_keys = set(decision.live) - before",
        ("unit/test_keys.py::test_a_killed_run_leaves_what_it_can_prove",),
    ),
    Mutant(
        "An account of another run is not removed",
        "module_utils/_resources/administration/_service_account_hooks.py",
        'if each["name"] == mark',
        'if each["name"] in (mark, context.param("name"))',
        ("unit/test_secret_output.py::test_an_account_of_another_run_is_never_removed",),
    ),
    Mutant(
        "A file keeps its key until the new one is complete",
        "module_utils/_domain/secret_output.py",
        "            write_manifest(self.dest, {**facts, **more}, 0o600, {self.dest: pending.temporary})\n"
        "            pending.move()\n",
        "            pending.move()\n            write_manifest(self.dest, {**facts, **more}, 0o600)\n",
        ("unit/test_keys.py::test_a_write_that_fails_during_a_rotation",),
    ),
    Mutant(
        "A key is issued only if its value is known",
        "module_utils/_domain/key_files.py",
        'if isinstance(key, dict) and isinstance(key.get("value"), str) and key["value"].strip():',
        "if key or not key:",
        ("unit/test_keys.py::test_a_response_without_value",),
    ),
    Mutant(
        "A delivered key is masked in the result",
        "module_utils/_domain/secret_output.py",
        "self.context.hide_secret(value)",
        "pass",
        ("unit/test_secret_output.py::test_an_account_whose_response_is_lost_is_replaced_and_its_key_delivered",),
    ),
    Mutant(
        "Secrets of a task are masked in its result",
        "module_utils/_module.py",
        "secrets | context.secrets",
        "secrets",
        ("unit/test_module.py::test_secrets_warnings_and_hiding_are_part_of_the_outcome",),
    ),
)
