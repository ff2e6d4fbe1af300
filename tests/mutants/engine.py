# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of the engine and of the layers above it."""

from __future__ import annotations

from .table import Mutant

ENGINE = (
    # --- comparison ---
    Mutant(
        "A value that the object has is not sent again",
        "module_utils/_engine/stateful.py",
        "or equal(entry, value, get_path(current, entry.response_path)):",
        "or False:",
        ("unit/test_engine_entities.py::test_an_update_sends_what_differs",),
    ),
    Mutant(
        "Only options that the task sets are compared",
        "module_utils/_engine/stateful.py",
        "if entry.name not in context.given:",
        "if False:",
        ("unit/test_engine_entities.py::test_an_update_sends_what_differs",),
    ),
    Mutant(
        "A null that clears nothing counts as not set",
        "module_utils/_engine/stateful.py",
        "if not entry.clearable:",
        "if False:",
        ("unit/test_engine_entities.py::test_an_update_sends_what_differs",),
    ),
    Mutant(
        "The order of an unordered list does not matter",
        "module_utils/_engine/compare.py",
        'if entry.type == "list" and entry.unordered and',
        "if False and",
        ("unit/test_engine_entities.py::test_an_update_sends_what_differs",),
    ),
    Mutant(
        "Empty and missing values are equal",
        "module_utils/_engine/compare.py",
        "if desired in EMPTY and present in EMPTY and",
        "if False and",
        ("unit/test_compare.py::test_equal",),
    ),
    Mutant(
        "A boolean does not equal a number",
        "module_utils/_engine/compare.py",
        "if isinstance(desired, bool) or isinstance(present, bool):",
        "if False:",
        ("unit/test_compare.py::test_equal",),
    ),
    Mutant(
        "Nested options that the task omits are not sent",
        "module_utils/_engine/compare.py",
        "            if item is not None\n        }",
        "        }",
        ("unit/test_engine_entities.py::test_a_create_sends_what_was_given",),
    ),
    Mutant(
        "What a server returns for a metadata filter is compared by the client",
        "module_utils/_engine/compare.py",
        "return all(str(present.get(key)) == str(value) for key, value in metadata.items() if value is not None)",
        "return True",
        ("unit/test_engine_jobs.py::test_a_job_of_another_request_is_neither_adopted_nor_cancelled",),
    ),
    Mutant(
        "Secrets are masked in diffs",
        "module_utils/_engine/compare.py",
        '"********" if name in hidden and value else value',
        "value",
        ("unit/test_engine_entities.py::test_secrets_are_not_shown",),
    ),
    # --- plans ---
    Mutant(
        "A value that cannot change is an error",
        "module_utils/_engine/stateful.py",
        "if entry.immutable:",
        "if False:",
        ("unit/test_engine_entities.py::test_an_immutable_value_that_differs",),
    ),
    Mutant(
        "Where the API replaces an object, a change sends the other values too",
        "module_utils/_engine/stateful.py",
        "if not self.replaces:",
        "if True:",
        ("unit/test_engine_settings.py::test_a_change_that_replaces_an_object_sends_all_values",),
    ),
    Mutant(
        "Check mode writes nothing",
        "module_utils/_engine/plan.py",
        "return predict(plan, context) if context.check_mode else execute(plan, context)",
        "return execute(plan, context)",
        ("unit/test_engine_entities.py::test_a_create_sends_what_was_given",),
    ),
    Mutant(
        "A run in check mode finds the objects that it predicted",
        "module_utils/_engine/plan.py",
        "context.cache_object(action.collection, plan.cached(action.predicted))",
        "pass",
        ("unit/test_engine_lists.py::test_a_run_in_check_mode_uses_its_predictions",),
    ),
    Mutant(
        "A task in check mode leaves the cached lists as they are",
        "module_utils/_engine/context.py",
        "if not collection.path or (self.check_mode and not cache.whole_run_check):",
        "if not collection.path:",
        ("unit/test_engine_lists.py::test_a_single_task_in_check_mode_does_not_change_the_cache",),
    ),
    # --- look-up ---
    Mutant(
        "An ambiguous name is an error",
        "module_utils/_engine/entity.py",
        "if len(found) > 1:",
        "if False:",
        ("unit/test_engine_entities.py::test_an_ambiguous_name",),
    ),
    Mutant(
        "Archived objects do not count",
        "module_utils/_engine/fields.py",
        "if collection.is_active(each) and collection.named",
        "if collection.named",
        ("unit/test_engine_entities.py::test_archived_objects_are_ignored",),
    ),
    Mutant(
        "Before it creates, a task looks again under the lock of the list",
        "module_utils/_engine/entity.py",
        "found = self.find_again(context)",
        "found = None",
        ("unit/test_plan_outdated.py::test_an_object_created_meanwhile_is_adopted",),
    ),
    # --- lost responses ---
    Mutant(
        "After a lost response, the object is looked for before another attempt",
        "module_utils/_engine/create_once.py",
        "found = poll_for(look, ",
        "found = None and poll_for(look, ",
        ("unit/test_engine_entities.py::test_an_object_is_created_exactly_once",),
    ),
    Mutant(
        "After a lost response, an object that existed before is not adopted",
        "module_utils/_engine/entity.py",
        ' if each.get("id") not in before]',
        "]",
        ("unit/test_file.py::test_an_upload_without_response_is_found_and_an_older_file_is_not_mistaken_for_it",),
    ),
    # --- cache ---
    Mutant(
        "Writes are applied to the cached list",
        "module_utils/_engine/context.py",
        "cache.edit(name, change)",
        "pass",
        ("unit/test_engine_lists.py::test_a_write_changes_the_cached_list",),
    ),
    Mutant(
        "A cached list is used again",
        "module_utils/_engine/context.py",
        "objects = None if refresh else cache.get(name)",
        "objects = None",
        ("unit/test_engine_lists.py::test_a_loop_lists_once",),
    ),
    Mutant(
        "A cached list expires",
        "module_utils/_engine/cache.py",
        '(time.time() - entry["at"] > entry["lifetime"] and not self.whole_run_check)',
        "False",
        ("unit/test_cache.py::test_a_list_is_used_for_its_lifetime",),
    ),
    Mutant(
        "A task whose cached list is outdated begins again",
        "module_utils/_module.py",
        "if not (context.used_cache and not context.done and",
        "if not (False and",
        ("unit/test_plan_outdated.py::test_an_object_that_is_gone_from_a_cached_list_is_looked_up_again",),
    ),
    Mutant(
        "A list is locked while it is read or fetched",
        "module_utils/_support/files.py",
        "fcntl.flock(handle, fcntl.LOCK_EX)",
        "pass",
        ("unit/test_cache.py::test_a_lock_excludes_other_processes",),
    ),
    # --- jobs ---
    Mutant(
        "A failed job does not count",
        "module_utils/_engine/job.py",
        'if job.get("status") not in self.failed and has_metadata(job, mark)',
        "if has_metadata(job, mark)",
        ("unit/test_engine_jobs.py::test_a_failed_job_is_started_again",),
    ),
    Mutant(
        "An equivalent job that something else started is adopted",
        "module_utils/_engine/job.py",
        "and self.equivalent(body, job):",
        "and False:",
        ("unit/test_engine_jobs.py::test_a_job_started_by_another_client_is_adopted",),
    ),
    Mutant(
        "Metadata of the user do not start another job",
        "module_utils/_support/fingerprint.py",
        'ignore: t.Iterable[str] = ("metadata",)',
        "ignore: t.Iterable[str] = ()",
        ("unit/test_engine_jobs.py::test_metadata_is_stored_and_does_not_start_another_job",),
    ),
    Mutant(
        "Polls are wait_interval apart",
        "module_utils/_engine/wait.py",
        "time.sleep(min(interval, left))",
        "time.sleep(left / 100)",
        ("unit/test_engine_jobs.py::test_waiting_until_the_job_has_ended",),
    ),
    Mutant(
        "A job that fails fails the task that waits for it",
        "module_utils/_engine/job.py",
        'if done.get("status") in self.failed:',
        "if False:",
        ("unit/test_engine_jobs.py::test_a_job_that_fails_while_it_is_waited_for",),
    ),
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
        "module_utils/_engine/generation.py",
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
        "context.check_budget()",
        "pass",
        ("unit/test_plan_outdated.py::test_no_request_is_sent_to_a_model_once_the_budget_is_spent",),
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
