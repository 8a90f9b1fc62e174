package dev.windlass.store;

/** Text from tasks on its way into stores: bounded, and without what some database cannot keep. */
final class Texts {
    private Texts() {}

    /** At most so many characters, the last of them an ellipsis where something was cut; never half of a pair. */
    static String cut(String text, int most) {
        // PostgreSQL keeps no NUL in text: an error that cannot be written would keep its job from ever being finished.
        var clean = text.replace('\u0000', '\uFFFD');
        if (clean.length() <= most) {
            return clean;
        }
        var end = Character.isHighSurrogate(clean.charAt(most - 2)) ? most - 2 : most - 1;
        return clean.substring(0, end) + "…";
    }
}
