package dev.windlass.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;

/** Where a program touches a clock, starts a thread, or draws by chance. Calls and method references are the same here. */
final class Seam {
    private static final String MADE = "<init>";

    private static final Set<String> CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.Thread.sleep",
            "java.lang.Thread.ofPlatform",
            "java.lang.Thread.ofVirtual",
            "java.lang.Thread.startVirtualThread",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.TimeUnit.sleep",
            // These run on the common pool, or on a timer thread of the JDK.
            "java.util.concurrent.CompletableFuture.supplyAsync",
            "java.util.concurrent.CompletableFuture.runAsync",
            "java.util.concurrent.CompletableFuture.delayedExecutor",
            "java.util.concurrent.CompletableFuture.orTimeout",
            "java.util.concurrent.CompletableFuture.completeOnTimeout",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of");

    private static final Set<String> OWNERS = Set.of(
            "java.util.Date",
            "java.util.Calendar",
            "java.util.Timer",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");

    private Seam() {}

    static boolean touchedBy(JavaClass type) {
        return type.getAccessesFromSelf().stream().anyMatch(Seam::touchedBy);
    }

    static boolean touchedBy(JavaAccess<?> access) {
        var target = access.getTarget();
        var owner = target.getOwner();
        return CALLS.contains(owner.getName() + "." + target.getName())
                || OWNERS.contains(owner.getName())
                || readsTheWall(target)
                || goesParallel(target)
                || makesThreadOrChance(target);
    }

    private static boolean readsTheWall(AccessTarget target) {
        var owner = target.getOwner().getName();
        return (owner.startsWith("java.time.") && target.getName().equals("now"))
                || ((owner.equals("java.time.Clock") || owner.equals("java.time.InstantSource"))
                        && (target.getName().startsWith("system")
                                || target.getName().startsWith("tick")));
    }

    private static boolean goesParallel(AccessTarget target) {
        return target.getName().equals("parallelStream")
                || (target.getName().equals("parallel") && target.getOwner().isAssignableTo(BaseStream.class));
    }

    private static boolean makesThreadOrChance(AccessTarget target) {
        var owner = target.getOwner();
        return target.getName().equals(MADE)
                && (owner.isAssignableTo(Thread.class)
                        || owner.isAssignableTo(ExecutorService.class)
                        || owner.isAssignableTo(RandomGenerator.class));
    }
}
