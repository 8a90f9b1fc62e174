package dev.windlass.engine;

import dev.windlass.task.Content;
import dev.windlass.task.KeyRing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;

/**
 * Encrypted content as it is stored: a form number, the id of the key, the type of what is inside, a nonce, and the ciphertext with its
 * tag. The version of what is inside stays that of the content, since a worker parks by it. Whoever gets an array does not change it.
 */
final class Sealed {
    /** The content type of such content. */
    static final String TYPE = "application/vnd.windlass.sealed";

    static final int NONCE_BYTES = 12;

    private static final int FORM = 1;

    private final Head head;
    private final byte[] nonce;
    private final byte[] text;

    /** What stands in the open. */
    record Head(String key, String type, int version) {}

    Sealed(Head head, byte[] nonce, byte[] text) {
        this.head = head;
        this.nonce = nonce;
        this.text = text;
    }

    Head head() {
        return head;
    }

    byte[] nonce() {
        return nonce;
    }

    byte[] text() {
        return text;
    }

    Content content() {
        var bytes = new ByteArrayOutputStream(text.length + Seal.MOST_GROWTH);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeUTF(head.key());
            out.writeUTF(head.type());
            out.write(nonce);
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("memory always takes bytes", e);
        }
        return Content.of(TYPE, head.version(), bytes.toByteArray());
    }

    static boolean is(Content content) {
        return content.type().equals(TYPE);
    }

    /** Takes content apart, of which nothing is known to be true yet. */
    static Sealed read(Content content) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(content.bytes()));
        try {
            var form = in.readByte();
            if (form != FORM) {
                throw new IOException("its form is " + form + ", known is " + FORM);
            }
            var head = new Head(KeyRing.requireId(in.readUTF()), in.readUTF(), content.version());
            var nonce = new byte[NONCE_BYTES];
            in.readFully(nonce);
            return new Sealed(head, nonce, in.readAllBytes());
        } catch (EOFException | UTFDataFormatException e) {
            throw new IOException("it ends early or is garbled", e);
        } catch (IllegalArgumentException e) {
            // Whoever wrote it chose that id: it is not repeated to people.
            throw new IOException("the id of its key is none", e);
        }
    }
}
