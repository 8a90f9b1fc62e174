package dev.windlass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What no code of ours may reach for, and how long hostile text may keep it busy. {@code docs/security.md} is the whole list. */
class SecurityTest {
    @Nested
    class Technology {
        private final ArchRule none = noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.naming..",
                        "javax.script..",
                        "javax.el..",
                        "javax.xml..",
                        "org.xml..",
                        "org.w3c..",
                        "java.rmi..",
                        "java.beans..",
                        "javax.management..",
                        "sun.misc..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.zip\\.(Inflater|GZIP|Zip).*")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class);

        @Test
        void no_names_scripts_xml_archives_or_classes_are_looked_up() {
            none.check(Product.CLASSES);
        }

        @Test
        void a_script_is_found() {
            assertThat(Verdict.of(none, PlantedScript.class)).isNotEmpty();
        }

        /** It is where text from outside is made one line, so nothing may go past it. */
        @Test
        void only_the_program_log_speaks_to_the_library_that_logs() {
            noClasses()
                    .that()
                    .resideInAPackage("dev.windlass..")
                    .and()
                    .doNotHaveFullyQualifiedName("dev.windlass.store.ProgramLog")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.slf4j..", "java.util.logging..", "ch.qos.logback..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching("java\\.lang\\.System\\$Logger.*")
                    .check(Product.CLASSES);
        }

        @Test
        void programs_are_launched_with_serialization_switched_off() throws IOException {
            assertThat(Files.readString(SourceFile.root().resolve(".ci/toolchain.sh"), StandardCharsets.UTF_8))
                    .contains("-Djdk.serialFilter=!*")
                    .contains("-Dcom.sun.jndi.ldap.object.trustURLCodebase=false");
        }
    }

    @Nested
    class Launching {
        @Test
        void programs_write_no_heap_and_open_no_management() throws IOException {
            assertThat(Files.readString(SourceFile.root().resolve(".ci/toolchain.sh"), StandardCharsets.UTF_8))
                    .contains("-XX:-HeapDumpOnOutOfMemoryError")
                    .doesNotContain("jmxremote", "javaagent");
        }
    }

    @Nested
    class Patterns {
        private static final int LENGTH = 100_000;
        private static final Duration LIMIT = Duration.ofSeconds(2);
        private static final List<String> SEEDS =
                List.of("a", "1", " ", "\"", "a ", "1.", "1 day ", "(", "'a", "--", "/*", "windlass_", "=", "0_", ".");

        @Test
        void no_pattern_of_ours_is_kept_busy_by_long_text() throws Exception {
            var patterns = patterns();

            assertThat(patterns.keySet()).hasSizeGreaterThan(8);
            patterns.forEach(
                    (name, pattern) -> assertThat(longest(pattern)).as(name).isLessThan(LIMIT));
        }

        @Test
        void a_pattern_that_runs_away_is_found() {
            assertThat(longest(Pattern.compile("(.*)(.*)(.*)x"), 400)).isGreaterThan(Duration.ofMillis(5));
        }

        private static Duration longest(Pattern pattern) {
            return longest(pattern, LENGTH);
        }

        private static Duration longest(Pattern pattern, int length) {
            var longest = Duration.ZERO;
            for (var seed : SEEDS) {
                var text = seed.repeat(length / seed.length()) + "!";
                var began = System.nanoTime();
                ran(pattern, text);
                var took = Duration.ofNanos(System.nanoTime() - began);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            return longest;
        }

        private static void ran(Pattern pattern, String text) {
            try {
                // Once from the start: a search from every place is quadratic for any pattern.
                if (!pattern.matcher(text).matches()) {
                    pattern.matcher(text).lookingAt();
                }
            } catch (StackOverflowError e) {
                throw new AssertionError("the pattern " + pattern + " overflows the stack", e);
            }
        }

        private static Map<String, Pattern> patterns() throws ReflectiveOperationException {
            var found = new TreeMap<String, Pattern>();
            for (var type : Product.CLASSES) {
                for (var field : type.getFields()) {
                    if (field.getRawType().isEquivalentTo(Pattern.class)
                            && field.getModifiers().contains(JavaModifier.STATIC)) {
                        found.put(field.getFullName(), value(type, field.getName()));
                    }
                }
            }
            return found;
        }

        private static Pattern value(JavaClass type, String name) throws ReflectiveOperationException {
            var field = type.reflect().getDeclaredField(name);
            field.setAccessible(true);
            return (Pattern) field.get(null);
        }
    }

    @Nested
    class Supplies {
        /** {@code ./test} fails where one is missing. */
        @Test
        void each_build_writes_a_bill_of_materials_for_each_jar() throws IOException {
            assertThat(pom(".").replaceAll("\\s+", ""))
                    .containsPattern(
                            "cyclonedx-maven-plugin</artifactId><version>[0-9.]+</version><executions><execution>"
                                    + "<phase>verify</phase><goals><goal>makeBom</goal>");
            assertThat(Files.readString(SourceFile.root().resolve("test"), StandardCharsets.UTF_8))
                    .contains("target/bom.json");
            try (var modules = Files.list(SourceFile.root())) {
                assertThat(modules.filter(module -> Files.exists(module.resolve("src/main"))))
                        .isNotEmpty()
                        .allSatisfy(module -> assertThat(
                                        pom(SourceFile.root().relativize(module).toString()))
                                .doesNotContain("cyclonedx.skip"));
            }
        }

        private static String pom(String module) throws IOException {
            return Files.readString(SourceFile.root().resolve(module).resolve("pom.xml"), StandardCharsets.UTF_8);
        }

        @Test
        void core_needs_at_most_ten_libraries_at_run_time() throws IOException {
            var pom = pom("core");
            var dependencies = new ArrayList<String>();
            var matcher = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                    .matcher(pom);
            while (matcher.find()) {
                if (!matcher.group(1).contains("<scope>test</scope>")) {
                    dependencies.add(matcher.group(1).strip());
                }
            }

            assertThat(dependencies).isNotEmpty().hasSizeLessThanOrEqualTo(10);
        }
    }
}
