package dev.windlass.store.sqlite.powerloss;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.store.sqlite.powerloss.Scribe.Written;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens a disk as the next start would, and compares it with what had been promised. */
final class Inspection {
    static final String DATABASE = "windlass.db";

    private final Store store;
    private final Map<JobId, Job> jobs = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private Inspection(Store store) {
        this.store = store;
    }

    static List<String> violations(Path disk, List<String> said) {
        var database = disk.resolve(DATABASE);
        try (var store = SqliteStore.at(database)) {
            var inspection = new Inspection(store);
            inspection.readJobs();
            said.forEach(inspection::requirePromise);
            inspection.requireWholeFamilies();
            inspection.requireSound(database);
            return inspection.violations;
        } catch (StoreException | SQLException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void readJobs() {
        var page = store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST));
        if (page.next().isPresent()) {
            throw new IllegalStateException("more jobs than one page holds");
        }
        page.jobs().forEach(job -> jobs.put(job.id(), job));
    }

    private void requirePromise(String line) {
        var job = JobId.parse(line.substring(2));
        var found = jobs.get(job);
        if (found == null) {
            violations.add("job " + job + " was acknowledged and is lost");
        } else if (line.startsWith("S") && found.state() != JobState.SUCCEEDED) {
            violations.add("job " + job + " had succeeded and is " + found.state());
        }
    }

    /** A child is there if and only if the outcome that names it is. */
    private void requireWholeFamilies() {
        var named = new HashSet<JobId>();
        for (var job : jobs.values()) {
            if (job.state() == JobState.SUCCEEDED) {
                named.addAll(children(job.id()));
            }
        }
        var there = jobs.values().stream()
                .filter(job -> job.parent().isPresent())
                .map(Job::id)
                .collect(Collectors.toSet());
        if (!named.equals(there)) {
            violations.add("the children " + there + " are there, outcomes name " + named);
        }
    }

    private Set<JobId> children(JobId job) {
        return store.jobs()
                .result(job)
                .map(content -> Scribe.PAGE.codec().decode(content, Written.class))
                .map(written -> written.children().stream().map(JobId::parse).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private void requireSound(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var row = statement.executeQuery("pragma integrity_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                violations.add("the file is damaged: " + row.getString(1));
            }
        }
    }
}
