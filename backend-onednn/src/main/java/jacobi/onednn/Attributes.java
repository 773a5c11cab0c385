package jacobi.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** What is asked of a primitive beyond its operands, for the moment of its creation. */
final class Attributes implements AutoCloseable {
  private static final OneDnnLibrary LIBRARY = OneDnnLibrary.get();
  private static final MethodHandle CREATE =
      LIBRARY.function("dnnl_primitive_attr_create", JAVA_LONG);
  private static final MethodHandle DESTROY =
      LIBRARY.function("dnnl_primitive_attr_destroy", JAVA_LONG);
  private static final MethodHandle CREATE_POST_OPS =
      LIBRARY.function("dnnl_post_ops_create", JAVA_LONG);
  private static final MethodHandle DESTROY_POST_OPS =
      LIBRARY.function("dnnl_post_ops_destroy", JAVA_LONG);
  private static final MethodHandle APPEND_ELTWISE =
      LIBRARY.function("dnnl_post_ops_append_eltwise", JAVA_LONG, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT);
  private static final MethodHandle SET_POST_OPS =
      LIBRARY.function("dnnl_primitive_attr_set_post_ops", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SET_SCRATCHPAD_MODE =
      LIBRARY.function("dnnl_primitive_attr_set_scratchpad_mode", JAVA_LONG, JAVA_INT);

  private static final int SCRATCHPAD_MODE_USER = 1;

  private final long handle;

  /** Scratch memory handed in at each call, and perhaps a function applied to the result. */
  Attributes(Optional<PostOp> postOp) {
    handle =
        OneDnnLibrary.create("dnnl_primitive_attr_create", out -> (int) CREATE.invokeExact(out));
    // In the other mode the scratch memory belongs to the primitive and two calls would share it.
    OneDnnLibrary.check(
        "dnnl_primitive_attr_set_scratchpad_mode",
        () -> (int) SET_SCRATCHPAD_MODE.invokeExact(handle, SCRATCHPAD_MODE_USER));
    postOp.ifPresent(this::append);
  }

  private void append(PostOp postOp) {
    long postOps =
        OneDnnLibrary.create("dnnl_post_ops_create", out -> (int) CREATE_POST_OPS.invokeExact(out));
    try {
      OneDnnLibrary.check(
          "dnnl_post_ops_append_eltwise",
          () -> (int) APPEND_ELTWISE.invokeExact(postOps, postOp.algorithm(), 0f, 0f));
      OneDnnLibrary.check(
          "dnnl_primitive_attr_set_post_ops",
          () -> (int) SET_POST_OPS.invokeExact(handle, postOps));
    } finally {
      OneDnnLibrary.check(
          "dnnl_post_ops_destroy", () -> (int) DESTROY_POST_OPS.invokeExact(postOps));
    }
  }

  long handle() {
    return handle;
  }

  @Override
  public void close() {
    OneDnnLibrary.check("dnnl_primitive_attr_destroy", () -> (int) DESTROY.invokeExact(handle));
  }
}
