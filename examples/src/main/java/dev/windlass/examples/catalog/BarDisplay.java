package dev.windlass.examples.catalog;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal, which grows longer as the walk finds more. */
final class BarDisplay implements Display {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Counter counter;
    private final ProgressBar bar;

    BarDisplay(Counter counter) {
        this.counter = counter;
        this.bar = new ProgressBarBuilder()
                .setTaskName("Reading")
                .setUnit(" files", 1)
                .setInitialMax(Math.max(1, counter.found()))
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build();
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public void show() {
        // Files before found: between the two reads only the larger one may grow.
        var files = counter.files();
        bar.maxHint(Math.max(1, counter.found()));
        bar.stepTo(files);
        bar.setExtraMessage(counter.dead() == 0 ? "" : counter.dead() + " unreadable");
    }

    @Override
    public void close() {
        show();
        bar.close();
    }
}
