package dev.windlass.store.contract.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which faults a seed has and how often they strike. Each seed has its own selection: some bugs show only where one kind of fault
 * strikes undisturbed by the others.
 */
final class Profile {
    private static final double SELECTED = 0.6;
    private static final List<Double> RATES = List.of(0.05, 0.1, 0.2, 0.3);

    /** Calls that find nothing to do are most of all calls, and a fault on them says little. */
    private static final double IDLE = 0.02;

    /** Something must get through even so. */
    private static final double MOST = 0.7;

    private final Dice dice;
    private final List<Fault> faults;
    private final double rate;
    private boolean healed;

    Profile(Dice dice) {
        this.dice = dice;
        var selected = Arrays.stream(Fault.values())
                .filter(fault -> dice.happens(SELECTED))
                .toList();
        this.faults = selected.isEmpty() ? List.of(dice.oneOf(List.of(Fault.values()))) : selected;
        this.rate = dice.oneOf(RATES);
    }

    /** What strikes a call that is about to follow these arrows. */
    Optional<Fault> strike(Map<Arrow, Integer> arrows) {
        var weight = arrows.isEmpty() ? IDLE : 0;
        for (var arrow : arrows.keySet()) {
            weight = Math.max(weight, arrow.weight());
        }
        return !healed && dice.happens(Math.min(MOST, rate * weight))
                ? Optional.of(dice.oneOf(faults))
                : Optional.empty();
    }

    /** What strikes between two calls, if anything does. */
    Optional<Fault> strikeBetween(List<Fault> some) {
        var fault = dice.oneOf(some);
        return !healed && faults.contains(fault) && dice.happens(rate * 2) ? Optional.of(fault) : Optional.empty();
    }

    /** No more faults from now on. */
    void heal() {
        healed = true;
    }

    boolean healed() {
        return healed;
    }
}
