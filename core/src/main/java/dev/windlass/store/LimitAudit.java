package dev.windlass.store;

/**
 * Answer to an audit of limits.
 *
 * @param repaired permits and places in lines that belonged to nobody and were removed, and jobs that waited in no line and were put
 *     into one
 * @param next where the next call goes on; 0 when this one has come to the end, which is also where the first begins
 */
public record LimitAudit(int repaired, long next) {}
