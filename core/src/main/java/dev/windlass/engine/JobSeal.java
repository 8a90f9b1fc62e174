package dev.windlass.engine;

import dev.windlass.store.PartList;
import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import dev.windlass.task.JobId;
import dev.windlass.task.OneLine;
import dev.windlass.task.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The seal of one job: AES-256-GCM under a key that is derived for the job, with the job's id, its task, the piece and the content's type
 * and version as additional data.
 *
 * <p>Derived, because a random nonce of 96 bits allows 2^32 pieces under one key, which a busy queue stores within days; of one job there
 * are never so many.
 */
public record JobSeal(Seal seal, JobId job, String task, String queue) {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String DERIVATION = "HmacSHA256";
    private static final byte[] PURPOSE = "dev.windlass job key 1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG_BITS = 128;

    /** Whether what is stored of this job is encrypted. */
    public boolean isOn() {
        return seal.covers(task, queue);
    }

    /** The content as it is to be stored. */
    public Content close(Piece piece, Content content) {
        if (!isOn()) {
            return content;
        }
        var head = new Sealed.Head(seal.first(), content.type(), content.version());
        var nonce = seal.nonce();
        try {
            var key = ringKey(head, piece);
            var cipher = cipher(Cipher.ENCRYPT_MODE, derived(key), nonce);
            cipher.updateAAD(context(piece, head));
            return new Sealed(head, KeyCheck.of(key), nonce, cipher.doFinal(content.bytes())).content();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(piece.said() + " of job " + job + " cannot be encrypted: " + e, e);
        }
    }

    /**
     * The content as it was before it was stored.
     *
     * @throws DamagedException if it is not what was stored for this job; enqueueing anew is all that helps
     * @throws UnreadableException if its key is not here, or another one under the same id: the job is as it was
     */
    public Content open(Piece piece, Content stored) throws DamagedException {
        if (!Sealed.is(stored)) {
            return passable(piece, stored);
        }
        var sealed = parsed(piece, stored);
        var head = sealed.head();
        var key = ringKey(head, piece);
        if (sealed.check().filter(check -> !check.equals(KeyCheck.of(key))).isPresent()) {
            throw unreadable(
                    piece,
                    "was encrypted under another key " + OneLine.quoted(head.key())
                            + " than the one in the key ring here; check the key, nothing is lost");
        }
        return decrypted(piece, sealed, key);
    }

    private Content decrypted(Piece piece, Sealed sealed, SecretKey key) throws DamagedException {
        var head = sealed.head();
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, derived(key), sealed.nonce());
            cipher.updateAAD(context(piece, head));
            return Content.of(head.type(), head.version(), cipher.doFinal(sealed.text()));
        } catch (AEADBadTagException e) {
            if (sealed.check().isEmpty()) {
                // The key may be another one, and then nothing is lost: so the job is not given up.
                throw unreadable(
                        piece,
                        "does not open with key " + OneLine.quoted(head.key())
                                + ": that is another key than it was encrypted under, or it was changed, or stored for"
                                + " another job or task; check the key first");
            }
            throw damaged(
                    piece,
                    "does not open with key " + OneLine.quoted(head.key())
                            + ": it was changed, or stored for another job or task");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(piece.said() + " of job " + job + " cannot be decrypted: " + e, e);
        }
    }

    /** A list of parts is no secret; the parts are looked at one by one. */
    private Content passable(Piece piece, Content plain) throws DamagedException {
        if (!plain.type().equals(PartList.TYPE) && seal.refusesPlain(task, queue)) {
            throw damaged(piece, "is not encrypted, and nothing else is taken for task " + task + " in queue " + queue);
        }
        return plain;
    }

    private Sealed parsed(Piece piece, Content stored) throws DamagedException {
        try {
            return Sealed.read(stored);
        } catch (Sealed.UnknownFormException e) {
            throw unreadable(piece, "is " + e.getMessage() + "; run it with the release that wrote it, or a later one");
        } catch (IOException e) {
            throw damaged(piece, "is encrypted and cannot be taken apart: " + e.getMessage());
        }
    }

    private DamagedException damaged(Piece piece, String how) {
        return new DamagedException(piece.said() + " of job " + job + " " + how + "; enqueue the job anew");
    }

    private UnreadableException unreadable(Piece piece, String how) {
        return new UnreadableException(piece.said() + " of job " + job + " " + how);
    }

    private SecretKey ringKey(Sealed.Head head, Piece piece) {
        return seal.find(head.key())
                .orElseThrow(() -> unreadable(
                        piece,
                        "is encrypted under key " + OneLine.quoted(head.key())
                                + ", which is not in the key ring here; add it with KeyRing.and"));
    }

    private SecretKey derived(SecretKey key) {
        try {
            var derivation = Mac.getInstance(DERIVATION);
            derivation.init(key);
            derivation.update(PURPOSE);
            return new SecretKeySpec(derivation.doFinal(job.bytes()), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be derived for job " + job + ": " + e, e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** Each text with its length before it: no two contexts are written alike. */
    private byte[] context(Piece piece, Sealed.Head head) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(job.bytes());
            out.writeUTF(task);
            out.writeUTF(piece.name());
            out.writeUTF(head.key());
            out.writeUTF(head.type());
            out.writeInt(head.version());
        } catch (IOException e) {
            throw new UncheckedIOException("memory always takes bytes", e);
        }
        return bytes.toByteArray();
    }
}
