package dev.windlass.server;

import java.time.InstantSource;
import picocli.CommandLine;

/** All commands, each below its group. */
final class CommandTree {
    private CommandTree() {}

    static CommandLine grow(WindlassCommand root, Access access) {
        var line = new CommandLine(root)
                .addSubcommand(jobs(access))
                .addSubcommand(queues(access))
                .addSubcommand(limits(access))
                .addSubcommand(new SchemaCommand(access))
                .addSubcommand(new EnqueueCommand(access))
                .addSubcommand(new WorkersCommand(access))
                .addSubcommand(new DoctorCommand(access, InstantSource.system()))
                .addSubcommand(new FileCommands.Backup(access))
                .addSubcommand(new FileCommands.Restore(access))
                .addSubcommand(new TransferCommands.Out(access))
                .addSubcommand(new TransferCommands.In(access))
                .addSubcommand(new CompletionCommand(access));
        // A payload from outside that begins with @ must not be read as the name of a file.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        Arguments.register(line);
        return line;
    }

    private static CommandLine queues(Access access) {
        return new CommandLine(new QueuesCommand(access)).addSubcommand(new QueuesOverrideCommand(access));
    }

    private static CommandLine limits(Access access) {
        return new CommandLine(new LimitsCommand(access)).addSubcommand(new LimitsOverrideCommand(access));
    }

    private static CommandLine jobs(Access access) {
        return new CommandLine(new JobsCommand(access))
                .addSubcommand(new JobsListCommand(access))
                .addSubcommand(new JobsEditCommand(access));
    }
}
