package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a test types command lines: a working directory, an environment, and what is piped in. */
record Terminal(Path directory, Map<String, String> environment, String piped) {
    /** The store that a command line without settings works on. */
    static final String STORE = "windlass.db";

    /** What a command line came to. */
    record Said(int code, String out, String err) {
        /** The one JSON document on standard output. */
        JsonNode json() {
            try {
                return JsonMapper.builder().build().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("this is not JSON: " + out, e);
            }
        }
    }

    static Terminal in(Path directory) {
        return new Terminal(directory, Map.of(), "");
    }

    Terminal with(String variable, String value) {
        return new Terminal(directory, Map.of(variable, value), piped);
    }

    Terminal piping(String text) {
        return new Terminal(directory, environment, text);
    }

    Said windlass(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8));
        var code = Main.run(new Main.Console(in, out, err, environment, directory), arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Enqueues a job of {@code mail.welcome} and gives its id. */
    String enqueued(String... more) {
        var arguments = new ArrayList<>(List.of("enqueue", "mail.welcome", "{\"userId\":42}", "--unknown-ok"));
        arguments.addAll(List.of(more));
        var said = windlass(arguments.toArray(String[]::new));
        assertThat(said.err()).isEmpty();
        return said.out().strip();
    }

    Path store() {
        return file(STORE);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }
}
