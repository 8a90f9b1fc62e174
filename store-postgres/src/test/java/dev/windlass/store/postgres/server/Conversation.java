package dev.windlass.store.postgres.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection through a proxy: a thread for each way. What the client sends is read message by message; of the server's answers only
 * those that say "ready for the next" are counted, to know when a commit has been answered.
 */
final class Conversation {
    /** Long enough for a client to connect again and to ask again. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Socket client;
    private final Socket server;
    private final Proxy proxy;
    private final Transaction transaction = new Transaction();

    /** Answers that the client has asked for; its thread's own. */
    private long asked;

    /** The answer that is not to pass, and the one after which the line is cut. */
    private volatile long swallowed = Long.MAX_VALUE;

    private volatile long last = Long.MAX_VALUE;
    private volatile boolean forgotten;
    private final CountDownLatch over = new CountDownLatch(1);

    Conversation(Socket client, Socket server, Proxy proxy) throws IOException {
        this.client = client;
        this.server = server;
        this.proxy = proxy;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        Pump.daemon("proxy-asks", () -> pump(this::ask));
        Pump.daemon("proxy-answers", () -> {
            try {
                pump(this::answer);
            } finally {
                over.countDown();
            }
        });
    }

    private void pump(Pump.Work work) throws IOException {
        try {
            work.run();
        } finally {
            if (!forgotten) {
                proxy.ended(this);
                client.close();
                server.close();
            }
        }
    }

    /** Resets both sides. */
    void cut() {
        Pump.reset(client);
        Pump.reset(server);
    }

    /** Leaves both sides open and moves nothing between them any more. */
    void forget() {
        forgotten = true;
    }

    private void ask() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        var out = server.getOutputStream();
        pass(out, Message.readGreeting(in));
        while (true) {
            var message = Message.read(in);
            var cut = transaction.commits(message).flatMap(proxy.scissors()::of);
            if (cut.isPresent()) {
                cutCommit(cut.get(), round(in, message), out);
            } else {
                asked += message.asksForAnswer() ? 1 : 0;
                pass(out, message);
            }
        }
    }

    /** The message with all that follows, up to where the client waits for an answer. */
    private static byte[] round(DataInputStream in, Message first) throws IOException {
        var round = new ByteArrayOutputStream();
        var message = first;
        message.writeTo(round);
        while (!message.asksForAnswer()) {
            message = Message.read(in);
            message.writeTo(round);
        }
        return round.toByteArray();
    }

    private void cutCommit(CommitCut cut, byte[] round, OutputStream out) throws IOException {
        proxy.wasCut(cut);
        asked++;
        switch (cut) {
            case REQUEST_LOST -> cut();
            case ANSWER_LOST -> {
                swallowed = asked;
                out.write(round);
            }
            case ANSWERED -> {
                last = asked;
                out.write(round);
            }
            case LATE -> {
                swallowed = asked;
                Pump.reset(client);
                LockSupport.parkNanos(LATE_NANOS);
                out.write(round);
                awaitAnswer();
            }
            case FORGOTTEN -> proxy.forget(this);
        }
    }

    /** A socket that is closed too early could take the request back that it has just sent. */
    private void awaitAnswer() {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts these threads", e);
        }
    }

    private void answer() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        var out = client.getOutputStream();
        // The server says that it is ready once before it was asked anything.
        for (var answered = 0L; answered <= last; ) {
            var message = Message.read(in);
            var round = answered;
            answered += message.isReady() ? 1 : 0;
            if (round < swallowed) {
                pass(out, message);
            } else if (message.isReady()) {
                break;
            }
        }
        cut();
    }

    private void pass(OutputStream out, Message message) throws IOException {
        proxy.gate().pass();
        if (!forgotten) {
            message.writeTo(out);
        }
    }
}
