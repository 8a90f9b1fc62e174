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
import java.util.Optional;

/**
 * Encrypted content as it is stored: a form number, the id of the key, a check value of the key, the type of what is inside, a nonce, and
 * the ciphertext with its tag. The version of what is inside stays that of the content, since a worker parks by it. Whoever gets an array
 * does not change it.
 *
 * <p>The first form had no check value: of what does not open nobody could say whether it or the key is the wrong one. It is read still.
 */
final class Sealed {
    /** The content type of such content. */
    static final String TYPE = "application/vnd.windlass.sealed";

    static final int NONCE_BYTES = 12;

    private static final int UNCHECKED = 1;
    private static final int FORM = 2;

    private final Head head;
    private final Optional<KeyCheck> check;
    private final byte[] nonce;
    private final byte[] text;

    /** What stands in the open, and is bound to the rest. */
    record Head(String key, String type, int version) {}

    /** A later release wrote it, in a form that is not known here. */
    static final class UnknownFormException extends IOException {
        private static final long serialVersionUID = 1L;

        private UnknownFormException(int form) {
            super("encrypted in form " + form + ", known here are 1 to " + FORM);
        }
    }

    Sealed(Head head, KeyCheck check, byte[] nonce, byte[] text) {
        this(head, Optional.of(check), nonce, text);
    }

    private Sealed(Head head, Optional<KeyCheck> check, byte[] nonce, byte[] text) {
        this.head = head;
        this.check = check;
        this.nonce = nonce;
        this.text = text;
    }

    Head head() {
        return head;
    }

    /** By which the key is known; that of the first form is not. */
    Optional<KeyCheck> check() {
        return check;
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
            out.writeByte(check.isPresent() ? FORM : UNCHECKED);
            out.writeUTF(head.key());
            if (check.isPresent()) {
                out.write(check.get().bytes());
            }
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
            if (form != FORM && form != UNCHECKED) {
                throw new UnknownFormException(form);
            }
            var key = KeyRing.requireId(in.readUTF());
            var check = form == UNCHECKED ? Optional.<KeyCheck>empty() : Optional.of(KeyCheck.read(in));
            var head = new Head(key, in.readUTF(), content.version());
            var nonce = new byte[NONCE_BYTES];
            in.readFully(nonce);
            return new Sealed(head, check, nonce, in.readAllBytes());
        } catch (EOFException | UTFDataFormatException e) {
            throw new IOException("it ends early or is garbled", e);
        } catch (IllegalArgumentException e) {
            // Whoever wrote it chose that id: it is not repeated to people.
            throw new IOException("the id of its key is none", e);
        }
    }
}
