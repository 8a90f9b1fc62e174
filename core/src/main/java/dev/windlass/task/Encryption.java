package dev.windlass.task;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which jobs are stored encrypted, and with which keys: payloads, payloads in parts, results and checkpoints, by AES-256-GCM. Names,
 * headers, tags, unique keys, log lines and the texts of errors stay readable: they are what stores search and people look at.
 *
 * <p>Each piece is bound to its job and its task: put in the place of another it is not decrypted, and that job is dead as CORRUPT. A
 * job whose key is not in the ring, or is another one under the same id, fails like any other, so it is tried again by its queue's policy, elsewhere perhaps, and is a dead
 * letter at last, which can be revived once the key is there. Immutable; each wither gives a copy.
 *
 * @param tasks whose jobs are encrypted, besides those of {@code queues}; where both are empty, all are
 * @param plain what becomes of such jobs when they were stored as they are
 */
public record Encryption(KeyRing keys, Set<String> tasks, Set<String> queues, Plain plain) {
    /** What becomes of a job that should be encrypted and is not. */
    public enum Plain {
        /** It runs: for jobs from before, and for those of people and programs that have no key. */
        READ,
        /** It is dead as CORRUPT: so nobody without a key can put a payload in the place of another. */
        REFUSED
    }

    public Encryption {
        Given.to("an encryption", "a key ring", keys);
        tasks = Set.copyOf(tasks);
        queues = Set.copyOf(queues);
    }

    /** All jobs. */
    public static Encryption with(KeyRing keys) {
        return new Encryption(keys, Set.of(), Set.of(), Plain.READ);
    }

    /** Jobs of these tasks, and of the others that were named. */
    public Encryption ofTasks(Task<?, ?>... some) {
        var names = new HashSet<>(tasks);
        Arrays.stream(Given.to("ofTasks", "tasks", some)).forEach(task -> {
            names.add(task.name());
            names.addAll(task.past().aliases());
        });
        return new Encryption(keys, names, queues, plain);
    }

    /** Jobs in these queues, and the others that were named. */
    public Encryption inQueues(String... some) {
        var names = new HashSet<>(queues);
        Arrays.stream(Given.to("inQueues", "names of queues", some)).forEach(queue -> {
            Queue.requireName(queue);
            names.add(queue);
        });
        return new Encryption(keys, tasks, names, plain);
    }

    /** Takes nothing that is not encrypted. Ask for it once no plain job is left. */
    public Encryption refusingPlain() {
        return new Encryption(keys, tasks, queues, Plain.REFUSED);
    }

    /** Whether jobs of this task in this queue are encrypted. */
    public boolean covers(String task, String queue) {
        Given.to("covers", "the name of a task", task);
        Given.to("covers", "the name of a queue", queue);
        return (tasks.isEmpty() && queues.isEmpty()) || tasks.contains(task) || queues.contains(queue);
    }
}
