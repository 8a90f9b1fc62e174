package dev.windlass.store.postgres.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One message of PostgreSQL's protocol, of either side: a letter, a length that counts itself, a body. */
final class Message {
    private static final int HEADER = 1 + Integer.BYTES;

    private final char type;
    private final byte[] bytes;

    private Message(char type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    static Message read(DataInputStream in) throws IOException {
        var type = in.readByte();
        var length = in.readInt();
        var bytes =
                ByteBuffer.wrap(new byte[1 + length]).put(type).putInt(length).array();
        in.readFully(bytes, HEADER, length - Integer.BYTES);
        return new Message((char) type, bytes);
    }

    /** The first message of a client has no letter. */
    static Message readGreeting(DataInputStream in) throws IOException {
        var length = in.readInt();
        var bytes = ByteBuffer.wrap(new byte[length]).putInt(length).array();
        in.readFully(bytes, Integer.BYTES, length - Integer.BYTES);
        return new Message(' ', bytes);
    }

    char type() {
        return type;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** The text at this place of those with which the body begins; each ends with a zero. */
    String text(int place) {
        var start = HEADER;
        for (var passed = 0; passed < place; passed++) {
            start = end(start) + 1;
        }
        return new String(Arrays.copyOfRange(bytes, start, end(start)), StandardCharsets.UTF_8);
    }

    private int end(int start) {
        var end = start;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }

    /** Whether the server answers a client's messages when it has got this one. */
    boolean asksForAnswer() {
        return type == 'S' || type == 'Q';
    }

    /** Whether the server has answered and waits for more. */
    boolean isReady() {
        return type == 'Z';
    }
}
