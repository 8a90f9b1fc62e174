package dev.windlass.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README says of {@code mvn install} holds only while no module breaks it. */
class InstallTest {
    private static final String SKIPPED = "<maven.install.skip>true</maven.install.skip>";

    @Test
    void a_module_without_a_jar_is_not_installed() throws IOException {
        assertThat(modulesWithoutMain())
                .isNotEmpty()
                .allSatisfy(module ->
                        assertThat(Files.readString(module.resolve("pom.xml"))).contains(SKIPPED));
    }

    private static List<Path> modulesWithoutMain() throws IOException {
        try (var children = Files.list(SourceFile.root())) {
            return children.filter(child -> Files.exists(child.resolve("pom.xml")))
                    .filter(child -> Files.notExists(child.resolve("src/main")))
                    .toList();
        }
    }
}
