package dev.windlass.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The numbers in the code of the libraries: every constant that is a number, a length of time or an instant, and every component of
 * the records of defaults. Named from the package {@code dev.windlass} on, as {@code engine.Settings.DEFAULT.slots}.
 */
final class Constants {
    private static final Set<String> LIBRARIES = Set.of("task", "store", "transfer", "engine", "runtime");
    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, long.class, double.class, Duration.class, Instant.class);

    private Constants() {}

    static Map<String, Object> ofLibraries() {
        var constants = new TreeMap<String, Object>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.windlass").stream()
                        .filter(Constants::ofLibrary)
                        .flatMap(type -> type.getFields().stream())
                        .filter(Constants::isConstant)
                        .forEach(field -> add(constants, field));
        return constants;
    }

    private static boolean ofLibrary(JavaClass type) {
        var path = shortName(type.getPackageName());
        return !path.startsWith("store.contract")
                && (path.isEmpty() || LIBRARIES.contains(path.split("\\.", 2)[0]))
                && !type.isAnonymousClass();
    }

    private static boolean isConstant(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && field.getModifiers().contains(JavaModifier.FINAL)
                && !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !field.getName().startsWith("serialVersionUID");
    }

    private static void add(Map<String, Object> constants, JavaField field) {
        var name = shortName(field.getOwner().getName().replace('$', '.')) + "." + field.getName();
        if (NUMBERS.stream().anyMatch(field.getRawType()::isEquivalentTo)) {
            constants.put(name, value(field));
        } else if (field.getName().matches("DEFAULTS?|ALL")) {
            components(value(field)).forEach(part -> constants.put(name + "." + part.getName(), value(part, field)));
        }
    }

    private static Stream<RecordComponent> components(Object defaults) {
        return Arrays.stream(defaults.getClass().getRecordComponents())
                .filter(component -> NUMBERS.contains(component.getType()));
    }

    private static Object value(JavaField field) {
        try {
            var constant = field.reflect();
            constant.setAccessible(true);
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("cannot read " + field.getFullName(), e);
        }
    }

    private static Object value(RecordComponent component, JavaField field) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value(field));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + component + " of " + field.getFullName(), e);
        }
    }

    private static String shortName(String name) {
        return name.replaceFirst("^dev\\.windlass\\.?", "");
    }
}
