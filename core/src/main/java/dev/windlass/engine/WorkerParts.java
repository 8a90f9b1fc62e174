package dev.windlass.engine;

/** What the duties of one worker share. */
record WorkerParts(
        Membership membership,
        Finisher finisher,
        Slots slots,
        Rules rules,
        Verdicts verdicts,
        Settings settings,
        Isolation isolation,
        Observer observer,
        Aftermath aftermath,
        Hints hints,
        Ticker ticker) {}
