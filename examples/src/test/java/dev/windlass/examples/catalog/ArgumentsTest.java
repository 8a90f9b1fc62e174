package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 3;

    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void makeTree() throws IOException {
        program = new Program(folder);
    }

    @Test
    void unknown_option_is_named() throws Exception {
        assertThat(refusal(tree(), "--fast")).contains("--fast is unknown, known are --out and --store");
    }

    @Test
    void missing_directory_is_asked_for() throws Exception {
        assertThat(refusal()).contains("one directory is needed, none was given");
    }

    @Test
    void second_directory_is_refused() throws Exception {
        assertThat(refusal("a", "b")).contains("[a, b]");
    }

    @Test
    void option_without_a_file_is_refused() throws Exception {
        assertThat(refusal(tree(), "--out")).contains("--out needs a file");
    }

    @Test
    void file_in_the_place_of_a_directory_is_refused() throws Exception {
        var file = program.write("file", "");

        assertThat(refusal(file.toString())).contains(file + " is not a directory");
    }

    @Test
    void directory_that_does_not_exist_is_refused() throws Exception {
        assertThat(refusal(tree() + "/none")).contains("none does not exist");
    }

    @Test
    void catalogue_in_a_directory_that_does_not_exist_is_refused() throws Exception {
        assertThat(refusal(tree(), "--out", folder + "/none/c.csv"))
                .contains("--out " + folder + "/none/c.csv cannot be written: " + folder + "/none is not a directory");
    }

    @Test
    void catalogue_in_the_place_of_a_directory_is_refused() throws Exception {
        assertThat(refusal(tree(), "--out", tree())).contains("--out " + tree() + " is not a regular file");
    }

    @Test
    void device_is_not_replaced_by_a_catalogue() throws Exception {
        assertThat(refusal(tree(), "--out", "/dev/null")).contains("--out /dev/null is not a regular file");
    }

    @Test
    void catalogue_in_the_place_of_the_store_is_refused() throws Exception {
        assertThat(refusal(tree(), "--out", folder + "/x", "--store", folder + "/x"))
                .contains("different names");
    }

    @Test
    void file_that_is_no_store_is_refused_and_left_as_it_is() throws Exception {
        Files.writeString(program.store, "a letter to somebody, and no database at all");

        assertThat(program.run()).isEqualTo(FAILED);
        assertThat(program.errors().lines()).hasSize(1);
        assertThat(program.errors()).contains("it is not a database");
        assertThat(program.store).hasContent("a letter to somebody, and no database at all");
    }

    @Test
    void directory_that_begins_with_a_hyphen_follows_two_hyphens() throws Exception {
        assertThat(refusal("--", "-none")).contains("-none does not exist");
    }

    @Test
    void help_is_no_error() throws Exception {
        assertThat(program.call(List.of("--help"))).isZero();
        assertThat(program.printed()).contains("usage: catalog DIR");
    }

    private String tree() {
        return program.root.toString();
    }

    private String refusal(String... words) throws InterruptedException {
        assertThat(program.call(List.of(words))).isEqualTo(WRONG_USAGE);
        assertThat(program.printed()).isEmpty();
        assertThat(program.errors().lines()).as("one sentence").hasSize(1);
        return program.errors();
    }
}
