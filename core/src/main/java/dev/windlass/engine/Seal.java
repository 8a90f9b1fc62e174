package dev.windlass.engine;

import dev.windlass.task.Content;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobId;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Encrypts what a store keeps of jobs, where somebody asked for it. Safe for all threads. */
public final class Seal {
    /** Encrypts nothing, and says of what is encrypted that its key is missing. */
    public static final Seal NONE = new Seal(Optional.empty(), bytes -> new byte[bytes]);

    /** Most bytes by which content of a type of ours grows when it is encrypted. */
    public static final int MOST_GROWTH = 256;

    private final Optional<Encryption> encryption;
    private final Nonces nonces;

    private Seal(Optional<Encryption> encryption, Nonces nonces) {
        this.encryption = encryption;
        this.nonces = nonces;
    }

    public static Seal of(Optional<Encryption> encryption, Nonces nonces) {
        return new Seal(encryption, nonces);
    }

    /** The seal of one job. */
    public JobSeal on(JobId job, String task, String queue) {
        return new JobSeal(this, job, task, queue);
    }

    /** Whether stored content is to be opened before anybody looks at it; other content may be taken as it is. */
    public boolean concerns(Content stored) {
        return Sealed.is(stored)
                || encryption
                        .filter(known -> known.plain() == Encryption.Plain.REFUSED)
                        .isPresent();
    }

    /** Whether anything that was stored may have been encrypted: with no key nothing that was could be read. */
    public boolean encrypts() {
        return encryption.isPresent();
    }

    /** Whether jobs of this task in this queue are encrypted. */
    public boolean covers(String task, String queue) {
        return encryption.filter(known -> known.covers(task, queue)).isPresent();
    }

    boolean refusesPlain(String task, String queue) {
        return encryption
                .filter(known -> known.plain() == Encryption.Plain.REFUSED)
                .filter(known -> known.covers(task, queue))
                .isPresent();
    }

    /** Id of the key that encrypts. */
    String first() {
        return encryption
                .map(known -> known.keys().first())
                .orElseThrow(() -> new IllegalStateException("nothing is encrypted here"));
    }

    Optional<SecretKey> find(String key) {
        return encryption.flatMap(known -> known.keys().find(key));
    }

    byte[] nonce() {
        return nonces.next(Sealed.NONCE_BYTES);
    }
}
