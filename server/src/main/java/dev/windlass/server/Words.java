package dev.windlass.server;

/** Numbers within sentences for people. */
final class Words {
    private Words() {}

    static String jobs(long number) {
        return of(number, "job", "jobs");
    }

    /** The number and what is said of one, or of any other. */
    static String of(long number, String one, String others) {
        return number + " " + (number == 1 ? one : others);
    }
}
