package jacobi;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.runtime.Cell;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tensor that can be replaced: parameters, optimiser state, running averages. The only mutable
 * thing in the library. Tensors taken from it with {@link #value} keep the values they had; inside
 * a {@link Compiled} function updates overwrite the memory in place.
 */
public final class Variable {
  private final String name;
  private final Cell cell;
  private Tensor handle;

  private Variable(String name, Tensor initial) {
    this.name = name;
    this.cell = new Cell(initial.storage());
  }

  /** A variable with an initial value, computed now. */
  public static Variable of(String name, Tensor initial) {
    return new Variable(name, initial);
  }

  /**
   * A variable with an initial value, computed now even while a function is traced: the value must
   * not depend on the function's arguments.
   */
  public static Variable of(String name, Supplier<Tensor> initial) {
    return Trace.outside(() -> new Variable(name, initial.get()));
  }

  /**
   * Replaces several values as {@link #assign} does; what computing them has in common is computed
   * once.
   */
  public static void assignAll(Map<Variable, Tensor> values) {
    if (!Trace.isActive()) {
      Jacobi.eval(values.values().toArray(Tensor[]::new));
    }
    values.forEach(Variable::assign);
  }

  public String name() {
    return name;
  }

  public Shape shape() {
    return cell.type().shape();
  }

  public DType dtype() {
    return cell.type().dtype();
  }

  /**
   * The present value. The same tensor each time until the next assignment, so that it can be
   * differentiated by.
   */
  public synchronized Tensor value() {
    if (Trace.isActive()) {
      return Trace.current().read(this, cell);
    }
    var storage = cell.expose();
    if (handle == null || handle.storage() != storage) {
      handle = Tensor.of(storage).named(name);
    }
    return handle;
  }

  /**
   * Replaces the value; same shape and type. Outside a compiled function the new value is computed
   * now.
   */
  public synchronized void assign(Tensor value) {
    Trace.refuseInScan(this);
    if (!value.shape().equals(shape()) || value.dtype() != dtype()) {
      throw new ShapeException(
          "[assign] variable '" + name + "' is " + cell.type() + ", not " + value.node().type());
    }
    if (Trace.isActive()) {
      Trace.current().write(this, cell, value);
    } else {
      handle = null;
      cell.set(value.storage());
    }
  }

  /**
   * Replaces the values by a copy of an array, row-major, of the variable's own element type;
   * reuses the memory where it can.
   */
  public synchronized void write(float[] values) {
    write(values, values.length, DType.FLOAT32);
  }

  /** As {@link #write(float[])}, for an int32 variable. */
  public synchronized void write(int[] values) {
    write(values, values.length, DType.INT32);
  }

  /** As {@link #write(float[])}, for an int64 variable. */
  public synchronized void write(long[] values) {
    write(values, values.length, DType.INT64);
  }

  private void write(Object values, int length, DType dtype) {
    Trace.refuseInScan(this);
    Trace.refuse("a place for new data in variable '" + name + "'");
    if (dtype != dtype() || length != shape().size()) {
      throw new JacobiException(
          "[write] variable '"
              + name
              + "' is "
              + cell.type()
              + ", not "
              + length
              + " values of "
              + dtype);
    }
    handle = null;
    cell.write(values);
  }

  @Override
  public String toString() {
    return name + " = " + cell.type();
  }
}
