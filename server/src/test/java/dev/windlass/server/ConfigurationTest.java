package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = Terminal.in(directory);
    }

    @Test
    void the_file_names_store_queues_and_tasks() throws IOException {
        terminal.write(Configuration.FILE, """
                store: other.db
                tasks: [mail.other]
                queues:
                  mail:
                    keep: 1 day
                    retry: {kind: linear, first: 5 s, attempts: 3}
                """);

        assertThat(terminal.windlass("enqueue", "mail.other", "{}", "--queue", "mail")
                        .code())
                .isZero();
        assertThat(terminal.file("other.db")).exists();
    }

    @Test
    void the_file_that_the_guide_shows_is_taken() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "guide", "command-line.md"));
        var shown = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(shown.find()).isTrue();
        terminal.write(Configuration.FILE, shown.group(1));

        terminal.enqueued("--queue", "mail", "--limit", "per-shop=north");

        assertThat(terminal.windlass("queues", "list").out().lines())
                .containsExactly(
                        "takes   default, no jobs",
                        "takes   mail, 1 waiting, holds 1 job of 13 bytes, at most 100000 jobs, at most 500000000 bytes,"
                                + " runs at most 8, at most 50 starts in 1 second");
        assertThat(terminal.windlass("limits", "list").out().lines())
                .containsExactly(
                        "api-calls  100 starts in 1 minute, 0 jobs pass, 0 wait",
                        "ledger  one at a time, 0 jobs pass, 0 wait",
                        "per-order  one after the other, 0 jobs pass, 0 wait",
                        "per-shop  3 at a time, 0 jobs pass, 1 waits");
    }

    @Test
    void the_environment_wins_over_the_file_and_the_flag_over_both() throws IOException {
        terminal.write(Configuration.FILE, "store: file.db\n");
        var variable = terminal.with("WINDLASS_STORE", "variable.db");

        variable.enqueued();
        variable.enqueued("--store", "flag.db");

        assertThat(terminal.file("variable.db")).exists();
        assertThat(terminal.file("flag.db")).exists();
        assertThat(terminal.file("file.db")).doesNotExist();
    }

    // Long because it is one table.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stroe: x                                | windlass.yaml: stroe is not a known key; did you mean "store"?
            queues: {mail: {keeep: 1 day}}          | windlass.yaml: queues: mail: keeep is not a known key; did you mean "keep"?
            queues: [mail]                          | windlass.yaml: queues is "[mail]"; it must be a mapping of keys to values
            queues: {Mail: {}}                      | windlass.yaml: queues: Mail: queue name "Mail" must match [a-z0-9._-]{1,100}; use lower-case letters, digits, dot, underscore and hyphen
            queues: {m: {retry: {attempts: many}}}  | windlass.yaml: queues: m: retry: attempts is "many"; it must be a number
            queues: {m: {retry: {attempts: 2.9}}}   | windlass.yaml: queues: m: retry: attempts is 2.9; it must be a whole number of at most 2147483647
            queues: {m: {retry: {attempts: 1e99}}}  | windlass.yaml: queues: m: retry: attempts is 1.0E99; it must be a whole number
            queues: {m: {retry: {kind: cubic}}}     | windlass.yaml: queues: m: retry: kind is "cubic"; use exponential, linear, fixed or none
            queues: {m: {keep: 5 minutes}}          | windlass.yaml: queues: m: keep: queue m keeps ended jobs for 5 minutes, the shortest is 1 hour
            limits: {shop: {kind: many}}            | windlass.yaml: limits: shop: kind is "many"; use mutex, sequence, concurrent or rate
            limits: {shop: {kind: concurrent, jobs: 0}} | windlass.yaml: limits: shop: concurrent is 0, it must be 1 to
            limits: {shop: {kind: mutex, jobs: 3}}  | windlass.yaml: limits: shop: jobs is not a known key; did you mean "kind"?
            limits: {shop: {kind: rate, starts: 1, burst: no}} | windlass.yaml: limits: shop: burst is "no"; it must be a number
            queues: {m: {rate: {starts: 0}}}        | windlass.yaml: queues: m: rate: a rate is 0 starts, it must be 1 to 1000000
            queues: {m: {depth: many}}              | windlass.yaml: queues: m: depth is "many"; it must be a number
            'tasks: mail.welcome'                   | windlass.yaml: tasks is "mail.welcome"; it must be a list of names
            'tasks: [mail/x]'                       | windlass.yaml: tasks: task name "mail/x" must match
            'store: ['                              | windlass.yaml is not YAML: line 1, column 9 cannot be read; look at its indentation, colons, brackets and quotes
            '{store: a, store: b}'                  | windlass.yaml is not clear: line 1, column 12 gives a key again; leave one out
            'store: *no'                            | windlass.yaml is not YAML: line 1, column 8 cannot be read
            'store: ""'                             | windlass.yaml: store: "" names no file; give its path
            queues: {m: {keep: 5}}                  | windlass.yaml: queues: m: keep: delay "5"
            queues: {m: {rate: {starts: -1}}}       | windlass.yaml: queues: m: rate: a rate is -1 starts
            queues: {m: {rate: {starts: 1, per: 5}}} | windlass.yaml: queues: m: rate: per: delay "5"
            queues: {m: {rate: {starts: 1, burst: 0}}} | windlass.yaml: queues: m: rate: burst: a burst is 0 starts
            queues: {m: {rate: {per: 1 second}}}    | windlass.yaml: queues: m: rate: starts is missing; it must be a whole number
            queues: {m: {rate: "5"}}                | windlass.yaml: queues: m: rate is "5"; it must be a mapping
            queues: {m: {depth: 0}}                 | windlass.yaml: queues: m: depth: the depth of a queue is 0
            queues: {m: {retry: {jitter: 5}}}       | windlass.yaml: queues: m: retry: jitter: jitter of a backoff is 5.0
            queues: {m: {retry: {attempts: 0}}}     | windlass.yaml: queues: m: retry: attempts: 0 is too few, the least is 1, the first attempt
            queues: {m: {retry: {kind: none, attempts: 5}}} | windlass.yaml: queues: m: retry: attempts means nothing beside kind none; leave one out
            queues: {m: {retry: {kind: fixed, cap: 5 s}}} | windlass.yaml: queues: m: retry: cap means nothing beside kind fixed; leave one out
            limits: {shop: {kind: rate}}            | windlass.yaml: limits: shop: starts is missing; it must be a whole number
            limits: {shop: {kind: concurrent}}      | windlass.yaml: limits: shop: jobs is missing; it must be a whole number
            limits: {a b: {kind: mutex}}            | windlass.yaml: limits: a b: limit name "a b" must match
            'tasks: [a b]'                          | windlass.yaml: tasks: task name "a b" must match
            'store: [a]'                            | windlass.yaml: store is "[a]"; it must be a text
            'store: {a: b}'                         | windlass.yaml: store is "{a=b}"; it must be a text
            schema: Mail                            | windlass.yaml: schema: the schema is "Mail", it must match [a-z_][a-z0-9_]*
            prefix: a b                             | windlass.yaml: prefix: the prefix is "a b", it must match [a-z_][a-z0-9_]*
            'store: 5'                              | windlass.yaml: store is "5"; it must be a text
            """)
    void a_key_or_value_that_is_not_right_is_named(String yaml, String sentence) throws IOException {
        terminal.write(Configuration.FILE, yaml);

        var said = terminal.windlass("jobs", "list");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).startsWith("windlass: ").contains(sentence).hasLineCount(1);
        assertThat(terminal.store()).doesNotExist();
    }
}
