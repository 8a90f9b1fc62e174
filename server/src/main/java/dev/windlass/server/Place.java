package dev.windlass.server;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where a store lives, as the command line, the environment or the configuration names it. */
sealed interface Place {
    /** What begins so is meant for a server, also where it is not written as it has to be: it is refused as a URL then. */
    Pattern URL = Pattern.compile("(?i)jdbc:|postgres(ql)?://");

    /** A file, which belongs to one engine at a time. */
    record File(Path path) implements Place {
        @Override
        public <T> T as(Function<Path, T> file, Function<String, T> server) {
            return file.apply(path);
        }
    }

    /** A database in PostgreSQL, on which any number of engines may work. */
    record Server(String url) implements Place {
        @Override
        public <T> T as(Function<Path, T> file, Function<String, T> server) {
            return server.apply(url);
        }
    }

    /** Does the one with the path of a file, the other with the URL of a server. */
    <T> T as(Function<Path, T> file, Function<String, T> server);

    static Place parse(String text) {
        return URL.matcher(text).lookingAt() ? new Server(text) : new File(Arguments.path(text));
    }
}
