package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The test of the tests: each fault must turn the contract red, and by the tests that are about it. Of the races only those are
 * named that find the fault in every interleaving.
 */
final class FaultyStoreTest {
    @Test
    void store_around_which_no_fault_is_planted_is_green() {
        var run = run(Fault.NONE);

        assertThat(run.red).isEmpty();
        assertThat(run.tests).hasValueGreaterThan(200);
    }

    @Test
    void finish_by_id_only_is_found() {
        assertThat(run(Fault.FINISH_BY_ID_ONLY).red)
                .contains(
                        "finish_after_a_rescue_is_fenced_and_writes_nothing",
                        "finish_is_fenced_while_another_holds_the_job");
    }

    @Test
    void finish_by_state_only_is_found() {
        assertThat(run(Fault.FINISH_BY_STATE_ONLY).red)
                .contains(
                        "finish_is_fenced_while_another_holds_the_job",
                        "repeated_release_does_not_take_the_job_from_its_next_holder");
    }

    @Test
    void finish_that_is_judged_by_time_is_found() {
        assertThat(run(Fault.FINISH_JUDGED_BY_TIME).red)
                .contains("late_finish_is_accepted_while_nobody_has_moved_the_lease");
    }

    @Test
    void finish_that_is_forgotten_is_found() {
        assertThat(run(Fault.FINISH_FORGOTTEN).red)
                .contains(
                        "repeated_finish_is_accepted_and_the_first_result_stays",
                        "duplicates_of_one_finish_that_meet_are_written_once");
    }

    @Test
    void child_after_its_finish_is_found() {
        assertThat(run(Fault.CHILD_AFTER_FINISH).red)
                .contains(
                        "children_of_an_accepted_end_exist_and_can_be_claimed",
                        "consequences_are_there_when_the_commit_returns");
    }

    @Test
    void child_before_its_finish_is_found() {
        assertThat(run(Fault.CHILD_BEFORE_FINISH).red).contains("finish_after_a_rescue_is_fenced_and_writes_nothing");
    }

    @Test
    void rescue_that_ignores_renewals_is_found() {
        assertThat(run(Fault.RESCUE_IGNORING_RENEWALS).red)
                .contains(
                        "worker_that_renews_in_time_is_never_rescued",
                        "neighbours_of_a_vanished_worker_keep_their_leases");
    }

    @Test
    void claim_that_ignores_its_number_is_found() {
        assertThat(run(Fault.CLAIM_IGNORING_ITS_NUMBER).red)
                .contains(
                        "same_number_answers_the_same_leases",
                        "late_duplicate_of_an_earlier_claim_takes_nothing",
                        "duplicates_of_one_claim_that_meet_take_its_jobs_once");
    }

    @Test
    void accept_that_overwrites_is_found() {
        assertThat(run(Fault.ACCEPT_OVERWRITING).red).contains("repeated_accept_leaves_a_job_of_any_state_as_it_is");
    }

    @Test
    void note_without_a_fence_is_found() {
        assertThat(run(Fault.NOTE_WITHOUT_FENCE).red)
                .contains("note_of_a_lost_holder_is_dropped_even_while_another_runs_the_job");
    }

    private static Run run(Fault fault) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(FaultyStoreContract.class))
                .configurationParameter(Fault.class.getName(), fault.name())
                .build();
        var run = new Run();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    /** Counts the tests and collects the names of those that failed. */
    private static final class Run implements TestExecutionListener {
        final AtomicInteger tests = new AtomicInteger();
        final Set<String> red = new ConcurrentSkipListSet<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                tests.incrementAndGet();
            }
            if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                red.add(test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElse(test.getDisplayName()));
            }
        }
    }
}
