package dev.windlass.architecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What a rule says about classes that were planted to break it. */
final class Verdict {
    private Verdict() {}

    static List<String> of(ArchRule rule, Class<?>... planted) {
        var classes = new ClassFileImporter().importClasses(planted);
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
