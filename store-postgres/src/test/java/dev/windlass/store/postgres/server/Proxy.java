package dev.windlass.store.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A line to a server that a test can cut, hold up and close. Safe for all threads.
 *
 * <p>It reads the client's messages, so that it can break a connection at a commit; clients speak to it without encryption.
 */
public final class Proxy implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final int serverPort;
    private final int port;
    private final Gate gate = new Gate();
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final Set<Conversation> forgotten = ConcurrentHashMap.newKeySet();
    private final List<Long> attempts = new CopyOnWriteArrayList<>();
    private final List<CommitCut> cuts = new CopyOnWriteArrayList<>();
    private volatile Scissors scissors = Scissors.NONE;
    private @Nullable Listening listening;

    private Proxy(int serverPort, int port) {
        this.serverPort = serverPort;
        this.port = port;
    }

    public static Proxy before(int serverPort) throws IOException {
        var proxy = new Proxy(serverPort, Ports.free());
        proxy.admit();
        return proxy;
    }

    public String url() {
        return OwnServer.url(port) + "&sslmode=disable&gssEncMode=disable";
    }

    private record Listening(ServerSocket socket, Thread accepts) {}

    /** From now on who connects is let in. */
    public synchronized void admit() throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listening = new Listening(socket, Pump.daemon("proxy-accepts", () -> acceptFrom(socket)));
    }

    /** From now on who connects is refused; what is open goes on. */
    public synchronized void refuse() throws IOException {
        if (listening != null) {
            listening.socket().close();
            // A thread that has already begun to accept can still let one in.
            Pump.awaitEnd(listening.accepts());
        }
        listening = null;
    }

    private void acceptFrom(ServerSocket socket) throws IOException {
        while (!socket.isClosed()) {
            var client = socket.accept();
            attempts.add(System.nanoTime());
            Pump.daemon("proxy-connects", () -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        gate.pass();
        try {
            var conversation = new Conversation(client, new Socket(InetAddress.getLoopbackAddress(), serverPort), this);
            open.add(conversation);
            conversation.start();
        } catch (IOException serverIsDown) {
            Pump.reset(client);
        }
    }

    /** Resets all connections, on both sides. */
    public void cut() {
        open.forEach(Conversation::cut);
    }

    /** Holds everything up that goes either way, new connections too; nothing is lost. */
    public void hold() {
        gate.shut();
    }

    /** Lets everything pass again. */
    public void release() {
        gate.open();
    }

    /** Connections that are open now are never heard of again, on either side; new ones pass. */
    public void forget() {
        open.forEach(this::forget);
    }

    void forget(Conversation conversation) {
        // Kept, since a socket that nobody refers to is closed, and then the other side hears of it.
        forgotten.add(conversation);
        conversation.forget();
        open.remove(conversation);
    }

    /** From now on asks these at each commit whether the connection breaks there. */
    public void cutCommits(Scissors which) {
        scissors = which;
    }

    Scissors scissors() {
        return scissors;
    }

    Gate gate() {
        return gate;
    }

    void wasCut(CommitCut how) {
        cuts.add(how);
    }

    void ended(Conversation conversation) {
        open.remove(conversation);
    }

    /** When clients have connected, by {@link System#nanoTime}. */
    public List<Long> attempts() {
        return new ArrayList<>(attempts);
    }

    /** The commits that were cut, in order. */
    public List<CommitCut> cuts() {
        return new ArrayList<>(cuts);
    }

    /** How many connections stand. */
    public int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        refuse();
        gate.open();
        cut();
        forgotten.forEach(Conversation::cut);
    }
}
