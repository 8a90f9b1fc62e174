package dev.windlass.server;

import java.util.List;
import java.util.Map;

/** What a command has to say. {@link Voice} says it, to people or to programs. */
sealed interface Answer {
    /**
     * What was asked for, in both forms.
     *
     * @param lines for people; whatever comes from jobs may stand in them as it is
     * @param json for programs: one object
     */
    record Given(ExitCode exit, List<String> lines, Map<String, ?> json) implements Answer {}

    /** What was asked for, and something about it that people should know; programs read it in the document. */
    record Remarked(Given given, String remark) implements Answer {}

    /** Text that is printed as it is, for other programs to read. It must hold nothing that comes from a store. */
    record Script(String text) implements Answer {}

    /** A sentence beside what the command has itself written to standard output. */
    record Aside(ExitCode exit, String sentence) implements Answer {}

    /** Why it was not done, in one sentence. */
    record Refused(ExitCode exit, String sentence) implements Answer {}

    static Answer given(List<String> lines, Map<String, ?> json) {
        return new Given(ExitCode.OK, lines, json);
    }

    static Answer done(String sentence, Map<String, ?> json) {
        return given(List.of(sentence), json);
    }

    static Answer notPossible(String sentence) {
        return new Refused(ExitCode.NOT_POSSIBLE, sentence);
    }

    static Answer notFound(String sentence) {
        return new Refused(ExitCode.NOT_FOUND, sentence);
    }

    static Answer badInput(String sentence) {
        return new Refused(ExitCode.BAD_INPUT, sentence);
    }
}
