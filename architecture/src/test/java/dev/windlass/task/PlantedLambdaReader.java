package dev.windlass.task;

import java.lang.invoke.SerializedLambda;

/** Looks into a lambda, which one class alone does. */
public final class PlantedLambdaReader {
    public String read(SerializedLambda lambda) {
        return lambda.getImplMethodName();
    }
}
