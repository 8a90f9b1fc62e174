package dev.windlass.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.windlass.engine.PlantedSeams;
import dev.windlass.store.memory.PlantedFirstClock;
import dev.windlass.store.memory.PlantedSecondClock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Time, chance and threads come in from outside, so that a test can steer them: in core through {@code runtime}, in a store through
 * one class of its own. Programs (server, examples, benchmarks) are the outside and are free.
 */
class SeamTest {
    @Nested
    class Core {
        @Test
        void core_touches_clocks_threads_and_chance_in_runtime_alone() {
            assertThat(touches(Product.CLASSES)).isEmpty();
        }

        @Test
        void each_planted_touch_in_the_engine_is_found() {
            var touching = new ClassFileImporter()
                    .importClass(PlantedSeams.class).getAccessesFromSelf().stream()
                            .filter(Seam::touchedBy)
                            .map(access -> access.getOrigin().getName())
                            .distinct();
            var planted = Arrays.stream(PlantedSeams.class.getDeclaredMethods())
                    .filter(method -> !method.isSynthetic())
                    .map(method -> method.getName())
                    .toList();

            assertThat(touching).containsExactlyInAnyOrderElementsOf(planted);
        }

        @Test
        void a_planted_class_of_the_engine_is_reported() {
            assertThat(touches(new ClassFileImporter().importClasses(PlantedSeams.class)))
                    .isNotEmpty();
        }

        private static List<String> touches(JavaClasses classes) {
            return classes.stream()
                    .filter(type -> Part.of(type).filter(Part::ofCore).isPresent())
                    .filter(type -> !Part.RUNTIME.holds(type))
                    .flatMap(type -> type.getAccessesFromSelf().stream())
                    .filter(Seam::touchedBy)
                    .map(JavaAccess::getDescription)
                    .toList();
        }
    }

    @Nested
    class Stores {
        static final List<Part> PARTS =
                Arrays.stream(Part.values()).filter(Part::ofStores).toList();

        @ParameterizedTest
        @FieldSource("PARTS")
        void a_store_has_at_most_one_class_with_its_clock_and_threads(Part store) {
            assertThat(touching(store, Product.CLASSES)).hasSizeLessThanOrEqualTo(1);
        }

        @Test
        void a_second_class_with_a_clock_is_found() {
            var planted = new ClassFileImporter().importClasses(PlantedFirstClock.class, PlantedSecondClock.class);

            assertThat(touching(Part.MEMORY, planted)).hasSize(2);
        }

        private static List<String> touching(Part store, JavaClasses classes) {
            return classes.stream()
                    .filter(store::holds)
                    .filter(Seam::touchedBy)
                    .map(Stores::outermost)
                    .distinct()
                    .toList();
        }

        private static String outermost(JavaClass type) {
            return type.getEnclosingClass().map(Stores::outermost).orElseGet(type::getName);
        }
    }
}
