/**
 * All jobs of a store as lines of JSON, out of any store and into any other.
 *
 * <p>A file is a header, one line for each job, and a closing line that counts them. Before the jobs stand what people
 * have said of queues and limits, and right before a job the parts of its payload, if that is too large for a row:
 *
 * <pre>
 * {"windlass-export":1,"at":"2026-11-22T14:00:00Z"}
 * {"override":"LIMIT","name":"per-shop","kind":"CONCURRENT","count":2}
 * {"part-of":"01890a5d-ac96-774b-bcce-b302099a8057","part":0,"body":{"type":"text/csv", …
 * {"id":"01890a5d-ac96-774b-bcce-b302099a8057","task":"mail.welcome","queue":"default","lane":"NORMAL","state":"READY", …
 * {"jobs":1,"overrides":1}
 * </pre>
 *
 * Times are instants and durations of ISO 8601. A payload, part, result or checkpoint is {@code text} where it is UTF-8 and {@code base64}
 * where not or where that is shorter, beside its type, version and checksum (CRC-32C as an unsigned number). What a job does not have is left out. Lines of a
 * later minor version may have further fields, which are passed over; a file of another number in its header is refused.
 *
 * <p>No store is known here but its port, and no file: whoever calls brings streams.
 *
 * <p>Invariant: a file is read to its end before a line of it is written, so what is cut or damaged changes nothing.
 */
@NullMarked
package dev.windlass.transfer;

import org.jspecify.annotations.NullMarked;
