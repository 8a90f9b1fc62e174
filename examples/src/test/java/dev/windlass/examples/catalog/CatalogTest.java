package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Listener;
import dev.windlass.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    private static final List<String> HOSTILE = List.of(
            "plain.txt",
            "with%20space.txt",
            "%20leading%20and%20trailing%20",
            "comma,comma.csv",
            "say%20%22hello%22.md",
            "line%0Abreak.txt",
            "carriage%0D%0Areturn",
            "tab%09and%01control",
            "per%25cent%2541",
            "back%5Cslash%3Fand%23hash;semicolon",
            "%E6%97%A5%E6%9C%AC%E8%AA%9E/%E6%96%87%E6%9B%B8.txt",
            "%D8%B9%D8%B1%D8%A8%D9%8A/%D7%A2%D7%91%D7%A8%D7%99%D7%AA.txt",
            "%C3%BCmlaut/%C3%9Fharp.txt",
            "u%CC%88mlaut%20of%20two%20parts.txt",
            "%F0%9F%98%80%20emoji.txt",
            "%EF%BD%81%20full%20width.txt",
            "dir.with.dots/dir%20with%20space/dir,with,commas/deep.txt",
            "-rf",
            "=1+1.csv",
            "~",
            "UPPER.TXT",
            "upper.txt");

    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void makeTree() throws IOException {
        program = new Program(folder);
    }

    private void assertExact() throws IOException {
        assertThat(Program.untyped(program.rows())).isEqualTo(Expected.of(program.root));
    }

    @Nested
    class Rows {
        @Test
        void catalogue_of_hostile_names_equals_an_independent_computation() throws Exception {
            for (var name : HOSTILE) {
                program.write(name, "words of " + name + "\n" + name);
            }

            assertThat(program.run()).isZero();

            assertExact();
            assertThat(program.rows()).hasSameSizeAs(HOSTILE);
        }

        @Test
        void name_that_is_not_utf8_is_told_in_hex() throws Exception {
            program.write("caf%E9/%FF.txt", "one");

            assertThat(program.run()).isZero();

            assertThat(program.paths()).containsExactly("caf\\xe9/\\xff.txt");
            assertThat(program.rows().get(0)).contains("3", "text/plain", "0", "1");
        }

        @Test
        void type_comes_from_the_ending_and_else_from_the_content() throws Exception {
            program.write("a.java", "class A {}\n");
            program.write("b", "text");
            program.write("c", "\0binary");
            program.write("d.PNG", "\0binary");
            program.write("java", "text");

            program.run();

            assertThat(program.rows())
                    .extracting(row -> row.get(0) + " " + row.get(3) + " " + row.get(4) + " " + row.get(5))
                    .containsExactly(
                            "a.java text/x-java 1 3",
                            "b text/plain 0 1",
                            "c application/octet-stream  ",
                            "d.PNG image/png  ",
                            "java text/plain 0 1");
        }

        @Test
        void links_and_pipes_are_left_out_and_not_followed() throws Exception {
            program.write("inside/file", "once");
            Files.createSymbolicLink(program.root.resolve("link"), program.root.resolve("inside/file"));
            Files.createSymbolicLink(program.root.resolve("loop"), program.root);
            Files.createSymbolicLink(program.root.resolve("broken"), Path.of("nowhere"));
            makePipe(program.root.resolve("pipe"));

            assertThat(program.run()).isZero();

            assertThat(program.paths()).containsExactly("inside/file");
        }

        @Test
        void own_files_are_left_out() throws Exception {
            program.write("file", "");
            var tree = program.root.toString();

            program.call(List.of(tree, "--out", tree + "/c.csv", "--store", tree + "/w.db"));
            program.call(List.of(tree, "--out", tree + "/c.csv", "--store", tree + "/w.db"));

            assertThat(Program.rows(program.root.resolve("c.csv")))
                    .extracting(row -> row.get(0))
                    .containsExactly("file");
        }

        @Test
        void empty_tree_gives_a_header_alone() throws Exception {
            assertThat(program.run()).isZero();
            assertThat(program.rows()).isEmpty();
        }

        @Test
        void tree_is_found_through_a_link() throws Exception {
            program.write("file", "");
            var link = Files.createSymbolicLink(folder.resolve("link"), program.root);

            program.call(
                    List.of(link.toString(), "--out", program.out.toString(), "--store", program.store.toString()));

            assertThat(program.paths()).containsExactly("file");
        }

        @Test
        void table_and_speed_are_printed() throws Exception {
            program.write("a.txt", "one two\n");
            program.write("b.txt", "three\n");

            program.run();

            assertThat(program.printed())
                    .containsPattern("text/plain +2 +14 +2 +3")
                    .containsPattern("all +2 +14 +2 +3")
                    .containsPattern("[0-9]+ jobs a second");
        }
    }

    @Nested
    class LargeDirectories {
        @Test
        void directory_of_500_needs_no_pages() throws Exception {
            assertThat(pagesFor(500)).isZero();
        }

        @Test
        void directory_of_501_is_cut_into_two_pages() throws Exception {
            assertThat(pagesFor(501)).isEqualTo(2);
        }

        @Test
        void directory_of_5000_is_cut_into_ten_pages() throws Exception {
            assertThat(pagesFor(5_000)).isEqualTo(10);
        }

        @Test
        void directory_too_large_for_one_commit_is_listed_in_parts() throws Exception {
            var starts = new Starts();
            // 240 bytes each, which are 720 letters when percent-encoded: a commit holds eleven pages of such names.
            for (var file = 0; file < 7_000; file++) {
                program.write("%E6%97%A5".repeat(80) + file, "");
            }

            assertThat(program.run(starts)).isZero();

            assertExact();
            assertThat(starts.started(Tasks.DIRECTORY)).isEqualTo(2);
            assertThat(starts.started(Tasks.PAGE)).isEqualTo(14);
        }

        private long pagesFor(int files) throws IOException, InterruptedException {
            var starts = new Starts();
            for (var file = 0; file < files; file++) {
                program.write("file-" + file, "");
            }
            assertThat(program.run(starts)).isZero();
            assertExact();
            return starts.started(Tasks.PAGE);
        }
    }

    @Nested
    class Unreadable {
        private static final int SOME_UNREAD = 1;

        @Test
        void file_removed_before_it_is_read_is_a_dead_letter_and_has_no_row() throws Exception {
            var file = program.write("gone", "");

            assertThat(program.run(Meddling.atStart(Tasks.FILE, () -> Files.delete(file))))
                    .isEqualTo(SOME_UNREAD);

            assertThat(program.rows()).isEmpty();
            assertThat(program.printed()).contains("1 could not be read", "gone: removed before it was read");
        }

        @Test
        void pipe_in_the_place_of_a_file_is_not_waited_for() throws Exception {
            var file = program.write("pipe", "");

            assertThat(program.run(Meddling.atStart(Tasks.FILE, () -> {
                        Files.delete(file);
                        makePipe(file);
                    })))
                    .isEqualTo(SOME_UNREAD);

            assertThat(program.printed()).contains("pipe: no regular file any more");
        }

        @Test
        void file_in_the_place_of_a_directory_is_told() throws Exception {
            var directory = Files.createDirectory(program.root.resolve("swapped"));
            program.write("other", "");

            assertThat(program.run(Meddling.atStartOfSecond(Tasks.DIRECTORY, () -> {
                        Files.delete(directory);
                        Files.createFile(directory);
                    })))
                    .isEqualTo(SOME_UNREAD);

            assertThat(program.paths()).containsExactly("other");
            assertThat(program.printed()).contains("swapped: no directory any more");
        }

        @Test
        void file_that_is_there_when_the_catalogue_is_written_has_a_row_with_its_size() throws Exception {
            var file = program.write("back", "");

            assertThat(program.run(
                            Meddling.atStart(Tasks.FILE, () -> Files.delete(file)),
                            Meddling.atDeath(() -> Files.writeString(file, "four"))))
                    .isEqualTo(SOME_UNREAD);

            assertThat(program.rows()).containsExactly(List.of("back", "4", "", "", "", ""));
        }
    }

    @Nested
    class Runs {
        @Test
        void second_run_has_rows_of_its_own_alone() throws Exception {
            program.write("stays", "before");
            program.write("goes", "");
            program.run();
            Files.delete(program.root.resolve("goes"));
            program.write("stays", "after");
            program.write("comes", "");

            program.run();

            assertExact();
            assertThat(program.paths()).containsExactly("comes", "stays");
        }

        @Test
        void interrupted_run_goes_on_without_reading_finished_files_again() throws Exception {
            for (var file = 0; file < 2_000; file++) {
                program.write("dir-" + file % 40 + "/file-" + file, "content of " + file);
            }
            var first = new Starts(500);
            interrupt(first);
            var second = new Starts();

            assertThat(program.run(second)).isZero();

            assertExact();
            assertThat(program.errors()).contains("Going on with the catalogue of " + program.root.toRealPath());
            assertThat(second.started()).isNotEmpty().doesNotContainAnyElementsOf(first.done());
            assertThat(second.started(Tasks.FILE)).isLessThan(2_000);
        }

        @Test
        void run_that_lacks_nothing_but_its_summary_goes_on() throws Exception {
            program.write("file", "");
            try (var catalog = start()) {
                catalog.begin(program.root.toRealPath());
                catalog.walked(Duration.ofMinutes(1));
            }
            var starts = new Starts();

            program.run(starts);

            assertExact();
            assertThat(starts.started(Tasks.FILE)).isZero();
        }

        @Test
        void unfinished_run_of_another_tree_is_worked_off_and_not_mixed_in() throws Exception {
            var other = Files.createDirectory(folder.resolve("other"));
            Files.writeString(other.resolve("stranger"), "");
            program.write("file", "");
            try (var catalog = start()) {
                catalog.begin(other);
            }

            program.run();
            assertThat(program.paths()).containsExactly("file");

            var starts = new Starts();
            program.call(
                    List.of(other.toString(), "--out", program.out.toString(), "--store", program.store.toString()),
                    starts);
            assertThat(program.paths()).containsExactly("stranger");
            assertThat(starts.started(Tasks.FILE)).isZero();
        }

        /** Begins a run, and stops when so many jobs are done as the listener waits for. */
        private void interrupt(Starts enough) throws IOException, InterruptedException {
            try (var catalog = start(enough)) {
                catalog.begin(program.root.toRealPath());
                enough.awaitEnough();
            }
        }

        private Catalog start(Listener... listeners) {
            return Catalog.start(SqliteStore.at(program.store), Set.of(), List.of(listeners));
        }
    }

    private static void makePipe(Path path) throws IOException {
        try {
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
