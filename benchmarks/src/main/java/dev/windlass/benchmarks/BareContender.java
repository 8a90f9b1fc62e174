package dev.windlass.benchmarks;

import java.sql.SQLException;

/** A bare loop as a contender: what the database could do if nothing but these statements had to run. */
record BareContender(String name, BareLoop.Kind kind) implements Contender {
    @Override
    public int jobs(Scale scale) {
        return scale.drainJobs();
    }

    @Override
    public void prepare(Address database) throws Exception {
        kind.prepare(database);
    }

    @Override
    public Client client(Address database) throws Exception {
        return new Accepting(new RawGroupCommit(kind.open(database)), kind.chunk());
    }

    @Override
    public Opened open(Address database, Started started) throws Exception {
        var loop = kind.open(database);
        return () -> new Draining(loop);
    }

    private record Accepting(RawGroupCommit writer, int chunk) implements Client {
        @Override
        public void enqueue(String text) {
            writer.enqueue(1);
        }

        @Override
        public void enqueueAll(int jobs) {
            for (var left = jobs; left > 0; left -= chunk) {
                writer.enqueue(Math.min(chunk, left));
            }
        }

        @Override
        public void close() throws SQLException {
            writer.close();
        }
    }

    private record Draining(BareLoop loop) implements Worker {
        @Override
        public void enqueue(String text) throws Exception {
            loop.accept(1);
        }

        @Override
        public void enqueueAll(int jobs) throws Exception {
            loop.accept(jobs);
        }

        @Override
        public void awaitFinished(int jobs) throws Exception {
            var finished = loop.drain();
            if (finished != jobs) {
                throw new IllegalStateException("a drain of " + jobs + " jobs finished " + finished);
            }
        }

        @Override
        public void close() throws SQLException {
            loop.close();
        }
    }
}
