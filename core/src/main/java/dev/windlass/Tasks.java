package dev.windlass;

import dev.windlass.task.Request;
import dev.windlass.task.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    private List<String> exportedBeside(String task) {
        var service = task.substring(0, task.lastIndexOf('.'));
        return services.stream()
                .filter(one -> one.name().equals(service))
                .flatMap(one -> one.exported().keySet().stream())
                .sorted()
                .toList();
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
