package dev.windlass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.windlass.architecture.planted.cycle.PlantedOuter;
import dev.windlass.architecture.planted.cycle.inner.PlantedInner;
import dev.windlass.architecture.planted.unmarked.PlantedUnmarked;
import dev.windlass.server.PlantedEngineUser;
import dev.windlass.store.memory.PlantedNeighbour;
import dev.windlass.store.sqlite.PlantedOtherStore;
import dev.windlass.task.PlantedUpwards;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackagesTest {
    @Nested
    class Import {
        // An import that finds nothing passes every rule; these two tests are what stands against that.
        @Test
        void the_product_was_really_imported() {
            assertThat(Product.CLASSES.size()).isGreaterThan(60);
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BENCHMARKS")
        void each_part_has_classes(Part part) {
            assertThat(Product.CLASSES).anyMatch(part::holds);
        }
    }

    @Nested
    class Cycles {
        // Slices by package name: a pattern such as dev.windlass.(*).. does not see a cycle through the root package.
        private final ArchRule acyclic =
                slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

        @Test
        void packages_are_free_of_cycles() {
            acyclic.check(Product.CLASSES);
        }

        @Test
        void a_cycle_between_a_package_and_its_child_is_found() {
            assertThat(Verdict.of(acyclic, PlantedOuter.class, PlantedInner.class))
                    .isNotEmpty();
        }
    }

    @Nested
    class Arrows {
        private final ArchRule arrows = classes().should(new NameOnlyKnownParts());

        @Test
        void each_part_names_only_the_parts_it_may_know() {
            arrows.check(Product.CLASSES);
        }

        @Test
        void a_package_that_points_upwards_is_found() {
            assertThat(Verdict.of(arrows, PlantedUpwards.class))
                    .anyMatch(line -> line.contains("TASK may not name ENGINE"));
        }

        @Test
        void a_store_that_names_another_store_is_found() {
            assertThat(Verdict.of(arrows, PlantedOtherStore.class, PlantedNeighbour.class))
                    .anyMatch(line -> line.contains("SQLITE may not name MEMORY"));
        }

        @Test
        void a_server_that_imports_the_engine_is_found() {
            assertThat(Verdict.of(arrows, PlantedEngineUser.class))
                    .anyMatch(line -> line.contains("SERVER may not name ENGINE"));
        }

        @Test
        void a_package_that_belongs_to_no_part_is_found() {
            assertThat(Verdict.of(arrows, PlantedUnmarked.class)).anyMatch(line -> line.contains("belongs to no part"));
        }
    }

    @Nested
    class Nulls {
        private final ArchRule marked = classes().should(new LieInMarkedPackages());

        @Test
        void each_package_is_null_marked() {
            marked.check(Product.CLASSES);
        }

        @Test
        void a_package_without_the_mark_is_found() {
            assertThat(Verdict.of(marked, PlantedUnmarked.class)).isNotEmpty();
        }
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static final class NameOnlyKnownParts extends ArchCondition<JavaClass> {
        NameOnlyKnownParts() {
            super("name only the parts that Part allows");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Part.of(type)
                    .ifPresentOrElse(
                            part -> checkTargets(type, part, events),
                            () -> events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " belongs to no part; add its package to Part")));
        }

        private static void checkTargets(JavaClass type, Part part, ConditionEvents events) {
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                Part.of(dependency.getTargetClass())
                        .filter(target -> !part.mayName(target))
                        .ifPresent(target -> events.add(SimpleConditionEvent.violated(
                                type, part + " may not name " + target + ": " + dependency.getDescription())));
            }
        }
    }

    private static final class LieInMarkedPackages extends ArchCondition<JavaClass> {
        LieInMarkedPackages() {
            super("lie in packages marked @NullMarked, since NullAway checks nothing elsewhere");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            var satisfied = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(
                    new SimpleConditionEvent(type, satisfied, "package of " + type.getName() + " lacks @NullMarked"));
        }
    }
}
