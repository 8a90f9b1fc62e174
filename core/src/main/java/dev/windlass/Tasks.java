package dev.windlass;

import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.Request;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks and services that were declared here. Immutable. */
final class Tasks {
    private final Map<String, Task<?, ?>> tasks;
    private final List<Service> services;
    private final Set<String> hidden;

    Tasks(Map<String, Task<?, ?>> tasks, List<Service> services) {
        this.tasks = Map.copyOf(tasks);
        this.services = List.copyOf(services);
        this.hidden = services.stream()
                .flatMap(service -> service.hidden().stream().map(method -> service.name() + "." + method))
                .filter(name -> !tasks.containsKey(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<Task<?, ?>> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    /** Refuses a job for a method that is there and not meant to be called. A name that nobody knows may be known elsewhere. */
    Request requireExported(Request request) {
        if (hidden.contains(request.task())) {
            throw new IllegalArgumentException("method " + request.task()
                    + " is not exported; write @Exported before it, or call one of " + exportedBeside(request.task()));
        }
        return request;
    }

    /** Refuses a payload that its task cannot read. Of a task that is not known here, whatever says to be JSON must be JSON. */
    void requireReadable(String task, Content payload) {
        try {
            var known = find(task);
            if (known.isPresent()) {
                known.get().decode(payload);
            } else if (payload.type().equals(Content.JSON)) {
                Codec.json().decode(payload, Object.class);
            }
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("the payload for task " + task + " was refused: " + e.getMessage(), e);
        }
    }

    private List<String> exportedBeside(String task) {
        var service = task.substring(0, task.lastIndexOf('.'));
        return services.stream()
                .filter(one -> one.name().equals(service))
                .flatMap(one -> one.exported().keySet().stream())
                .sorted()
                .toList();
    }

    /** The task that a reference means, or one sentence that says why there is none. */
    Signature signature(MethodReference reference) {
        var holders =
                services.stream().filter(service -> service.mayHold(reference)).toList();
        if (holders.isEmpty()) {
            var given = reference.isStatic() ? "class" : "object";
            throw new IllegalArgumentException("method " + reference.name()
                    + " belongs to no service here; declare its " + given + " with service(name, " + given + ")");
        }
        var exporters = holders.stream()
                .filter(service -> service.exported().containsKey(reference.method()))
                .toList();
        if (exporters.isEmpty()) {
            throw new IllegalArgumentException("method " + reference.name() + " is not exported by service "
                    + holders.get(0).name() + "; write @Exported before it");
        }
        if (exporters.size() > 1) {
            throw new IllegalArgumentException("method " + reference.name() + " is exported by the services "
                    + exporters.stream().map(Service::name).sorted().toList()
                    + ", and a reference cannot say which is meant; call it by a proxy");
        }
        return matching(reference, exporters.get(0).exported().get(reference.method()));
    }

    private static Signature matching(MethodReference reference, @Nullable Signature signature) {
        if (signature == null || !Exports.parameters(signature.method()).equals(reference.parameters())) {
            throw new IllegalArgumentException("method " + reference.name()
                    + " is an overload of the one that is exported, which takes other parameters; rename one of them");
        }
        return signature;
    }

    /** All tasks by name, with what is known of them. */
    List<TaskHelp> help() {
        return tasks.values().stream()
                .map(this::help)
                .distinct()
                .sorted(Comparator.comparing(TaskHelp::name))
                .toList();
    }

    private TaskHelp help(Task<?, ?> task) {
        return services.stream()
                .flatMap(service -> service.exported().values().stream())
                .filter(signature -> signature.task().name().equals(task.name()))
                .map(signature -> new TaskHelp(task.name(), signature.help(), signature.parameters()))
                .findFirst()
                .orElse(new TaskHelp(task.name(), "", List.of()));
    }
}
