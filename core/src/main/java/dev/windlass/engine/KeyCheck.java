package dev.windlass.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * By which a key is known again, and which tells nothing of it: the beginning of an HMAC under it. It stands beside what the key has
 * encrypted, so another key under the same id is told from content that was changed.
 */
final class KeyCheck {
    /** Two keys agree in them by chance once in 2^64. */
    private static final int BYTES = 8;

    private static final byte[] PURPOSE = "dev.windlass key check 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private KeyCheck(byte[] bytes) {
        this.bytes = bytes;
    }

    static KeyCheck of(SecretKey key) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return new KeyCheck(Arrays.copyOf(mac.doFinal(PURPOSE), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no check value can be made of a key: " + e, e);
        }
    }

    static KeyCheck read(DataInputStream in) throws IOException {
        var bytes = new byte[BYTES];
        in.readFully(bytes);
        return new KeyCheck(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyCheck that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
