package dev.windlass.store;

import java.util.List;
import java.util.OptionalLong;

/** Some jobs on their way, and where to go on; {@code next} is empty on the last page, and that alone tells the end. */
public record TransferPage(List<Transfer> jobs, OptionalLong next) {}
