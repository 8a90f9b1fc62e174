package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%20b",
                "%FF%FE",
                "%E6%97%A5%E6%9C%AC",
                "a%0Ab",
                "%25%41",
                "q%22c,%3F%23",
                "%01%7F",
                "%F0%9F%98%80",
                "%20",
                "a%5Cb",
                "-"
            })
    void name_of_any_bytes_is_found_again_by_its_path(String encoded) throws Exception {
        Files.writeString(new TreePath(encoded).under(TreePath.of(folder)), "here");

        try (var entries = Files.newDirectoryStream(folder)) {
            var name = TreePath.nameOf(entries.iterator().next());
            var path = new TreePath("").child(name).under(TreePath.of(folder));

            assertThat(path).hasContent("here");
            assertThat(new TreePath(name).text()).isEqualTo(new TreePath(encoded).text());
        }
    }

    @Test
    void text_is_the_name_as_people_read_it() {
        assertThat(new TreePath("%E6%97%A5/a%20b").text()).isEqualTo("\u65e5/a b");
    }

    @Test
    void each_byte_that_is_not_utf8_is_told_in_hex() {
        assertThat(new TreePath("a%FF%E6%97/%E6%97%A5%C3").text()).isEqualTo("a\\xff\\xe6\\x97/\u65e5\\xc3");
    }

    @Test
    void root_of_the_file_system_can_be_walked() {
        var root = TreePath.of(Path.of("/"));

        assertThat(new TreePath("etc/passwd").under(root)).isEqualTo(Path.of("/etc/passwd"));
        assertThat(TreePath.ROOT.under(root)).isEqualTo(Path.of("/"));
    }
}
