package dev.windlass.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.windlass.task.PlantedJobHandlers;
import dev.windlass.task.PlantedUtils;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GlossaryTest {
    @Nested
    class PublicNames {
        @Test
        void public_names_use_the_words_of_the_glossary() {
            assertThat(objections(Product.CLASSES)).isEmpty();
        }

        @Test
        void a_ruled_out_word_in_a_type_or_a_method_is_found() {
            assertThat(objections(new ClassFileImporter().importClasses(PlantedJobHandlers.class)))
                    .containsExactlyInAnyOrder(
                            "\"handler\" in PlantedJobHandlers: say task or performer",
                            "\"poll\" in pollNext: say claim");
        }

        private static List<String> objections(JavaClasses classes) {
            return classes.stream()
                    .filter(type ->
                            Part.of(type).filter(PublicNames::speaksTheGlossary).isPresent())
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .flatMap(PublicNames::names)
                    .map(Glossary::objectionTo)
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** Edges speak the words of their protocols too; the words of the engine and of the stores are held here. */
        private static boolean speaksTheGlossary(Part part) {
            return part.ofCore() || part.ofStores();
        }

        private static Stream<String> names(JavaClass type) {
            var methods = type.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                    .map(JavaMember::getName);
            return Stream.concat(Stream.of(type.getSimpleName()), methods);
        }
    }

    @Nested
    class TypeNames {
        @Test
        void no_type_is_named_after_nothing() {
            assertThat(vague(Product.CLASSES)).isEmpty();
        }

        @Test
        void a_vague_name_is_found() {
            assertThat(vague(new ClassFileImporter().importClasses(PlantedUtils.class)))
                    .containsExactly("PlantedUtils");
        }

        private static List<String> vague(JavaClasses classes) {
            return classes.stream()
                    .map(JavaClass::getSimpleName)
                    .filter(Glossary::isVague)
                    .toList();
        }
    }
}
