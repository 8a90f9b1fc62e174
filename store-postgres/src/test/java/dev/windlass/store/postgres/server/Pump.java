package dev.windlass.store.postgres.server;

import java.io.IOException;
import java.net.Socket;

/** What threads of a proxy do. */
final class Pump {
    private Pump() {}

    /** Moves bytes until one side ends. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    static Thread daemon(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException theEnd) {
                        // A side that has closed or was cut is how each of these threads ends.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts these threads", e);
        }
    }

    /** Closes with a reset instead of an orderly end: what is under way is lost. */
    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // It has reached what it was to reach.
        }
    }
}
