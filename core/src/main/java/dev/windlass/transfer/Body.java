package dev.windlass.transfer;

import dev.windlass.task.Content;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A payload, a part of one, a result or a checkpoint: text, or Base64 where it is not UTF-8 or would be longer as text. */
record Body(
        String type,
        int version,
        long crc,
        @Nullable String text,
        @Nullable String base64) {
    /** What is shorter is text for people to read, whatever it costs. */
    private static final int READABLE = 1_024;

    static Body of(Content content) {
        var text = content.text();
        var isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content.bytes()) && !grows(text);
        return new Body(
                content.type(),
                content.version(),
                Integer.toUnsignedLong(content.crc()),
                isText ? text : null,
                isText ? null : Base64.getEncoder().encodeToString(content.bytes()));
    }

    /** Whether escapes make it longer than Base64 would: a line has a bound, and a control character takes six of its bytes. */
    private static boolean grows(String text) {
        var escaped = text.chars().filter(c -> c < ' ').count() * 5
                + text.chars().filter(c -> c == '"' || c == '\\').count();
        return text.length() > READABLE && escaped > text.length() / 3;
    }

    /** With the checksum of the store it comes from: what was damaged on the way is found when the job is claimed. */
    Content content() {
        var bytes = base64 != null
                ? Base64.getDecoder().decode(base64)
                : (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        return Content.stored(JobLine.given("type", type), version, bytes, (int) crc);
    }
}
