package dev.windlass;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;

/**
 * Which method a reference means, by names alone. This class alone asks a reference for its {@link SerializedLambda}, which tells it;
 * nothing is ever written to a stream or read from one, and no class is loaded by a name that is found here.
 *
 * @param owner name of the class before the colons, or of the one that declares the method
 * @param parameters their types as a class file has them: {@code (ILjava/lang/String;)}
 */
record MethodReference(String owner, String method, String parameters, boolean isStatic) {
    private static final String ADVICE = "defer takes a reference to an exported method, such as Reports::monthly";

    static MethodReference of(Call call) {
        var lambda = lambda(call);
        var owner = lambda.getImplClass().replace('/', '.');
        var method = lambda.getImplMethodName();
        if (method.startsWith("lambda$")) {
            throw new IllegalArgumentException(ADVICE + ", and this is a lambda in " + owner
                    + ", which no other process could find; put its code into an exported method");
        }
        if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            throw new IllegalArgumentException(
                    ADVICE + ", and this is a constructor of " + owner + "; put the call into an exported method");
        }
        if (lambda.getCapturedArgCount() > 0) {
            throw new IllegalArgumentException(ADVICE + ", and this reference to " + owner + "." + method
                    + " is bound to an object, which cannot be stored; write the class before the colons");
        }
        var signature = lambda.getImplMethodSignature();
        return new MethodReference(
                owner,
                method,
                signature.substring(0, signature.indexOf(')') + 1),
                lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic);
    }

    private static SerializedLambda lambda(Call call) {
        try {
            var method = call.getClass().getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return (SerializedLambda) method.invoke(call);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    ADVICE + ", and this is an object of " + call.getClass().getName(), e);
        }
    }

    String name() {
        return owner + "." + method;
    }
}
