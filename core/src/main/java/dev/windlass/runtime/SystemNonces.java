package dev.windlass.runtime;

import dev.windlass.engine.Nonces;
import java.security.SecureRandom;

/** Nonces of the system's secure source. */
final class SystemNonces implements Nonces {
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] next(int bytes) {
        var nonce = new byte[bytes];
        random.nextBytes(nonce);
        return nonce;
    }
}
