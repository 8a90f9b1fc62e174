package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.JobState;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StatesTest {
    private static final Document PAGE = Document.of("docs/states.md");

    @Test
    void each_cell_of_the_table_is_what_the_stores_do() {
        for (var store : Scene.stores()) {
            var walk = new StateWalk(PAGE, store);
            assertThat(walk.untrue()).isEmpty();
            // A column for each state, and absent.
            assertThat(walk.tried()).isEqualTo(Commands.BY_NAME.size() * (JobState.values().length + 1));
        }
    }

    @Test
    void each_row_of_the_commits_is_what_the_stores_do() {
        for (var store : Scene.stores()) {
            assertThat(new EndWalk(PAGE, store).untrue()).isEmpty();
        }
    }

    @Test
    void each_row_of_what_waits_is_what_the_stores_do() {
        var rows = PAGE.table("what happens").rows();
        for (var store : Scene.stores()) {
            for (var row : rows) {
                assertThat(Waits.shown(row.first(), new WaitScene(store)))
                        .as("docs/states.md:%s, %s", row.line(), row.first())
                        .isEqualTo(row.cells().get(1));
            }
        }
        assertThat(rows).extracting(Table.Row::first).containsExactlyInAnyOrderElementsOf(Waits.BY_NAME.keySet());
    }

    @Test
    void the_table_has_every_command_and_every_state() {
        var table = PAGE.table("command");

        assertThat(table.rows())
                .extracting(Table.Row::first)
                .containsExactlyInAnyOrderElementsOf(Commands.BY_NAME.keySet());
        assertThat(table.columns())
                .containsAll(
                        Arrays.stream(JobState.values()).map(JobState::name).toList())
                .contains("absent");
    }

    @Nested
    class Planted {
        @Test
        void a_wrong_cell_is_found() {
            assertThat(walk("| cancel | **CANCELLED** | – ENDED |").untrue())
                    .containsExactly("page.md:3: cancel × DEAD says \"**CANCELLED**\", the store does \"– ENDED\"");
        }

        @Test
        void a_wrong_answer_is_found() {
            assertThat(walk("| revive | **READY** | – UNKNOWN |").untrue())
                    .containsExactly("page.md:3: revive × SUCCEEDED says \"– UNKNOWN\", the store does \"– NOT_DEAD\"");
        }

        @Test
        void a_command_that_is_not_there_is_found() {
            assertThat(walk("| resurrect | – | – |").untrue())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("no such command");
        }

        @Test
        void a_wrong_count_is_found() {
            var page = new Document("page.md", """
                    | the holder commits | as | becomes | failures | losses | releases |
                    |---|---|---|---|---|---|
                    | `Later` | SNOOZED | **SCHEDULED** | +1 | 0 | kept |
                    """);

            assertThat(new EndWalk(page, Scene.stores().get(0)).untrue()).hasSize(1);
        }

        private static StateWalk walk(String row) {
            return new StateWalk(
                    new Document("page.md", "| command | DEAD | SUCCEEDED |\n|---|---|---|\n" + row + "\n"),
                    Scene.stores().get(0));
        }
    }
}
