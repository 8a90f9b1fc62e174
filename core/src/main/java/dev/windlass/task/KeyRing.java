package dev.windlass.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of 256 bits by their ids. The first one encrypts; it and all others decrypt. To rotate, put a new key first and keep the old ones
 * for as long as jobs of theirs are kept: the id of its key stands beside all that was encrypted. Immutable; its text names the ids alone.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String first;
    private final Map<String, SecretKey> keys;

    private KeyRing(String first, Map<String, SecretKey> keys) {
        this.first = first;
        this.keys = Map.copyOf(keys);
    }

    /** A ring with the key that encrypts: 32 bytes from a source of secrets, not a password. */
    public static KeyRing of(String id, byte[] key) {
        return new KeyRing(id, Map.of(requireId(id), keyOf(id, key)));
    }

    /** This ring with one more key that decrypts what was encrypted under it. */
    public KeyRing and(String id, byte[] key) {
        if (keys.containsKey(requireId(id))) {
            throw new IllegalArgumentException(
                    "key " + OneLine.quoted(id) + " is in the ring already; give each key an id of its own");
        }
        var more = new LinkedHashMap<>(keys);
        more.put(id, keyOf(id, key));
        return new KeyRing(first, more);
    }

    /** Refuses what cannot be the id of a key. */
    public static String requireId(String id) {
        if (!ID.matcher(Given.to("a key", "an id", id)).matches()) {
            throw new IllegalArgumentException("key id " + OneLine.quoted(id) + " must match " + ID.pattern()
                    + "; it is stored in the open, so it should be a name and no secret");
        }
        return id;
    }

    private static SecretKey keyOf(String id, byte[] key) {
        if (Given.to("a key", "bytes", key).length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key " + OneLine.quoted(id) + " has " + key.length + " bytes, it must have " + KEY_BYTES
                            + "; take them from a source of secrets, as KeyGenerator does");
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** Id of the key that encrypts. */
    public String first() {
        return first;
    }

    /** Ids of all keys. */
    public Set<String> ids() {
        return keys.keySet();
    }

    /** The key with this id. */
    public Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(Given.to("find", "an id", id)));
    }

    @Override
    public String toString() {
        return "keys " + ids();
    }
}
