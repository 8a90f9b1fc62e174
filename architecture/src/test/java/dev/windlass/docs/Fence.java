package dev.windlass.docs;

/** A fenced block of a page; {@code line} is where its fence stands. */
record Fence(String document, int line, String language, String text) {
    String place() {
        return document + ":" + line;
    }
}
