package dev.windlass.server;

import dev.windlass.store.postgres.PostgresSchema;
import dev.windlass.store.postgres.PostgresSchema.State;
import dev.windlass.store.postgres.PostgresSchema.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code windlass schema …}: the tables of a store in PostgreSQL. */
@Command(name = "schema", description = "Looks after the tables of a store in PostgreSQL.")
final class SchemaCommand {
    private static final String BY_ITSELF = "a file is brought up to date by the engine that opens it";

    private final Access access;

    SchemaCommand(Access access) {
        this.access = access;
    }

    @Command(
            name = "print",
            description =
                    "Prints the SQL that makes the tables from nothing, for psql and for somebody who may create them.")
    Answer print() {
        var tables = access.configuration().tables();
        var sql = PostgresSchema.print(tables);
        return access.json()
                ? Answer.given(List.of(), Map.of("schema", tables.schema(), "sql", sql))
                : new Answer.Script(sql);
    }

    @Command(
            name = "migrate",
            description = "Runs the steps that the tables lack, each once, also beside engines that are at work.")
    Answer migrate() {
        var tables = access.configuration().tables();
        var ran = PostgresSchema.migrate(access.url("schema migrate", BY_ITSELF), tables);
        var steps = ran.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Answer.done(
                "schema " + tables.schema()
                        + (ran.isEmpty() ? " has all steps already" : " is up to date now, by step " + steps),
                Map.of("schema", tables.schema(), "ran", ran));
    }

    @Command(name = "check", description = "Says which steps the tables have and which they lack. Changes nothing.")
    Answer check() {
        var tables = access.configuration().tables();
        var steps = PostgresSchema.check(access.url("schema check", BY_ITSELF), tables);
        var isWell = steps.stream().allMatch(Step::isWell);
        return new Answer.Given(
                isWell ? ExitCode.OK : ExitCode.UNWELL,
                steps.stream().map(SchemaCommand::line).toList(),
                Map.of(
                        "schema",
                        tables.schema(),
                        "well",
                        isWell,
                        "steps",
                        steps.stream()
                                .map(step -> Map.of(
                                        "version",
                                        step.version(),
                                        "state",
                                        step.state().name()))
                                .toList()));
    }

    private static String line(Step step) {
        return "step " + step.version() + "  " + step.state() + meaning(step.state());
    }

    static String meaning(State state) {
        return switch (state) {
            case DONE -> "";
            case MISSING -> ", run it with: windlass schema migrate";
            case EDITED -> ", and not as this program knows it; use the program that made it";
            case NEWER -> " than this program, which can work beside it";
            case UNKNOWN -> ", it is of a newer program, beside which this one cannot work; use a newer one";
        };
    }
}
