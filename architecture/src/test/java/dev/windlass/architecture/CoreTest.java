package dev.windlass.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.windlass.engine.PlantedSocketUser;
import dev.windlass.task.PlantedJsonSignature;
import dev.windlass.task.PlantedLambdaReader;
import dev.windlass.task.PlantedSerialization;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.SerializedLambda;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CoreTest {
    private static final DescribedPredicate<JavaClass> OF_CORE =
            describe("of core", type -> Part.of(type).filter(Part::ofCore).isPresent());

    @Nested
    class Technology {
        // A list of what core may use, not of what it may not: the next driver cannot be forgotten.
        private static final PackageMatchers ALLOWED = PackageMatchers.of(
                "java.lang..",
                "java.util..",
                "java.time..",
                "java.io",
                "java.math",
                "java.nio",
                "java.nio.charset",
                // A payload may be a file of the user's; Bulk opens it.
                "java.nio.file",
                "java.security",
                "java.text",
                "javax.crypto..",
                "com.fasterxml.jackson..",
                "org.slf4j",
                "org.jspecify.annotations",
                "dev.windlass..",
                // Arrays of primitives have no package.
                "");

        // A worker's row carries the name of its machine, and only the address classes of the JDK know it.
        private static final Set<String> HOST_NAME = Set.of("java.net.InetAddress", "java.net.UnknownHostException");

        private final ArchRule pure = classes().that(OF_CORE).should(new KnowNoTechnology());

        @Test
        void core_knows_no_database_socket_or_http() {
            pure.check(Product.CLASSES);
        }

        @Test
        void a_socket_in_the_engine_is_found() {
            assertThat(Verdict.of(pure, PlantedSocketUser.class)).anyMatch(line -> line.contains("java.net.Socket"));
        }

        private static final class KnowNoTechnology extends ArchCondition<JavaClass> {
            KnowNoTechnology() {
                super("know no database, socket or HTTP");
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var dependency : type.getDirectDependenciesFromSelf()) {
                    if (!allowed(type, dependency.getTargetClass())) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }

            private static boolean allowed(JavaClass type, JavaClass target) {
                return ALLOWED.test(target.getPackageName())
                        || (Part.RUNTIME.holds(type) && HOST_NAME.contains(target.getName()));
            }
        }
    }

    @Nested
    class Json {
        private final ArchRule hidden = methods()
                .that()
                .areDeclaredInClassesThat(OF_CORE)
                .and()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new ShowNoJackson());

        @Test
        void jackson_is_in_no_public_signature() {
            hidden.allowEmptyShould(true).check(Product.CLASSES);
        }

        @Test
        void jackson_in_a_public_signature_is_found() {
            assertThat(Verdict.of(hidden, PlantedJsonSignature.class)).isNotEmpty();
        }

        private static final class ShowNoJackson extends ArchCondition<JavaMethod> {
            ShowNoJackson() {
                super("show no Jackson type, so that its next major version is a change inside one codec");
            }

            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var shown = method.getAllInvolvedRawTypes().stream()
                        .anyMatch(type -> type.getPackageName().startsWith("com.fasterxml"));
                events.add(new SimpleConditionEvent(method, !shown, method.getDescription()));
            }
        }
    }

    @Nested
    class Serialization {
        private final ArchRule none = noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class);

        @Test
        void java_serialization_is_not_used() {
            none.check(Product.CLASSES);
        }

        @Test
        void java_serialization_is_found() {
            assertThat(Verdict.of(none, PlantedSerialization.class)).isNotEmpty();
        }

        // References that are called as jobs name their method there. Who calls one gets a synthetic method that names
        // it too.
        private final ArchRule readByOne = noClasses()
                .that(OF_CORE)
                .and()
                .doNotHaveFullyQualifiedName("dev.windlass.MethodReference")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(SerializedLambda.class);

        @Test
        void one_class_alone_looks_into_method_references() {
            readByOne.check(Product.CLASSES);
        }

        @Test
        void another_that_does_is_found() {
            assertThat(Verdict.of(readByOne, PlantedLambdaReader.class)).isNotEmpty();
        }
    }
}
