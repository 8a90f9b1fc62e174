package dev.windlass.store.postgres;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The row on which a result stands, read by column names in the words of the port. */
final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    JobId job(String column) throws SQLException {
        return findJob(column).orElseThrow();
    }

    Optional<JobId> findJob(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, UUID.class)).map(JobId::new);
    }

    /** An array of ids. */
    Set<JobId> jobs(String column) throws SQLException {
        return Arrays.stream((UUID[]) result.getArray(column).getArray())
                .map(JobId::new)
                .collect(Collectors.toSet());
    }

    LeaseKey lease() throws SQLException {
        return new LeaseKey(job("job"), number("fence"));
    }

    Tally tally() throws SQLException {
        return new Tally(integer("failures"), integer("losses"), integer("releases"));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    Optional<Long> findNumber(String column) throws SQLException {
        var value = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    boolean truth(String column) throws SQLException {
        return result.getBoolean(column);
    }

    /** An array; none is as good as an empty one. */
    List<Long> numbers(String column) throws SQLException {
        var array = result.getArray(column);
        return array == null ? List.of() : List.of((Long[]) array.getArray());
    }

    /** The same for texts. */
    List<String> texts(String column) throws SQLException {
        var array = result.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    /** Two arrays that go in pairs. */
    Map<String, Integer> versions(String names, String numbers) throws SQLException {
        var keys = (String[]) result.getArray(names).getArray();
        var values = (Integer[]) result.getArray(numbers).getArray();
        var pairs = new HashMap<String, Integer>();
        for (var index = 0; index < keys.length; index++) {
            pairs.put(keys[index], values[index]);
        }
        return pairs;
    }

    String text(String column) throws SQLException {
        return findText(column).orElseThrow();
    }

    Optional<String> findText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    Instant instant(String column) throws SQLException {
        return findInstant(column).orElseThrow();
    }

    Optional<Instant> findInstant(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    Optional<Duration> findDuration(String column) throws SQLException {
        return findNumber(column).map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }

    /** Content of four columns: type, version, crc and bytes, in that order from {@code first} on. */
    Optional<Content> findContent(String prefix) throws SQLException {
        var bytes = result.getBytes(prefix + "bytes");
        return bytes == null
                ? Optional.empty()
                : Optional.of(Content.stored(
                        text(prefix + "type"), integer(prefix + "version"), bytes, integer(prefix + "crc")));
    }
}
