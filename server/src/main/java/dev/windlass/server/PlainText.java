package dev.windlass.server;

/** Text of jobs is hostile: control characters could steer a terminal, direction marks could show something else than is there. */
final class PlainText {
    private PlainText() {}

    /** The text as one line that a terminal shows as it is. */
    static String of(String text) {
        return text.replaceAll("\\R", " ").replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}]", "?");
    }
}
