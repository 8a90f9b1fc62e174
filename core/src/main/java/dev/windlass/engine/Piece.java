package dev.windlass.engine;

/**
 * A piece of a job that may be encrypted.
 *
 * @param name by which it is bound to its place, and which therefore never changes: no piece can stand for another
 * @param said what people are told it is
 */
public record Piece(String name, String said) {
    public static final Piece PAYLOAD = new Piece("payload", "the payload");
    public static final Piece RESULT = new Piece("result", "the result");
    public static final Piece CHECKPOINT = new Piece("checkpoint", "the checkpoint");

    /** A part of a payload, counted from 0, that others follow. */
    public static Piece part(int number) {
        return part(number, "part");
    }

    /** The last part: it says so, and none can be cut off unseen. */
    public static Piece lastPart(int number) {
        return part(number, "last part");
    }

    private static Piece part(int number, String kind) {
        return new Piece(kind + " " + number, "part " + (number + 1) + " of the payload");
    }
}
