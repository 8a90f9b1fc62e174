package dev.windlass.store.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of loopback, below 32768: above it another process may take the port between the look and the start. */
final class Ports {
    private static final int FIRST = 26_000;
    private static final int LAST = 32_767;

    private Ports() {}

    /** From a place drawn by chance: runs side by side would all see the same first one free. */
    static int free() throws IOException {
        var count = LAST - FIRST;
        var first = ThreadLocalRandom.current().nextInt(count);
        for (var tried = 0; tried < count; tried++) {
            var port = FIRST + (first + tried) % count;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free from " + FIRST + " to " + LAST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
