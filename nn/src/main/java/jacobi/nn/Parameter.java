package jacobi.nn;

import jacobi.Compiled;
import jacobi.Jacobi;
import jacobi.RandomKey;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import jacobi.graph.ShapeException;
import jacobi.nn.init.Initializer;
import jacobi.nn.init.Initializers;

/** A named tensor of a module that training changes, or a buffer that is only kept with it. */
public final class Parameter {
  private final Module owner;
  private final String name;
  private final Shape shape;
  private final Initializer initializer;
  private volatile boolean trainable;

  /** Null until the first value is there. */
  private volatile Variable variable;

  private volatile boolean symmetric;
  private volatile boolean scale;
  private volatile boolean sparse;

  Parameter(Module owner, String name, Shape shape, Initializer initializer, boolean trainable) {
    this.owner = owner;
    this.name = name;
    this.shape = shape;
    this.initializer = initializer;
    this.trainable = trainable;
  }

  /** The name within its module. */
  public String name() {
    return name;
  }

  public Shape shape() {
    return shape;
  }

  /** Whether optimisers that are attached from now on change it. */
  public boolean isTrainable() {
    return trainable;
  }

  /** Lets optimisers that are attached from now on change it or not. */
  public void trainable(boolean yes) {
    trainable = yes;
  }

  /**
   * Whether it weighs connections: trainable, with at least two axes, and not the scale or shift of
   * a normalisation. Penalties on large weights leave everything else alone.
   */
  public boolean isWeight() {
    return trainable && shape.rank() >= 2 && !scale;
  }

  /** Says that it scales or shifts normalised values, however many axes it has. */
  Parameter asScale() {
    scale = true;
    return this;
  }

  /** Says that optimisers may change only those of its rows that a step looked up. */
  Parameter asSparse() {
    sparse = true;
    return this;
  }

  /** Whether optimisers may change only those of its rows that a step looked up. */
  public boolean isSparse() {
    return sparse;
  }

  /** The variable behind it. Without {@link Module#init} before, it gets the values of seed 0. */
  public Variable variable() {
    if (variable == null) {
      owner.initializeMissing();
    }
    return variable;
  }

  /** The present value. */
  public Tensor value() {
    if (variable == null && Module.isForShapes()) {
      return Jacobi.zeros(shape.dims());
    }
    return variable().value();
  }

  /**
   * Replaces the value; float32, of the same shape. One that is assigned before it is read never
   * needs its first values.
   */
  public void assign(Tensor value) {
    if (!value.shape().equals(shape)) {
      String path = owner.path().isEmpty() ? name : owner.path() + "." + name;
      throw new ShapeException(
          "[parameter '"
              + path
              + "'] expected a value of shape "
              + shape
              + ", got "
              + value.shape());
    }
    Tensor float32 = value.as(DType.FLOAT32);
    if (variable == null && !Compiled.isTracing()) {
      variable = Variable.of(owner.pathFromRoot(this), float32);
    } else {
      variable().assign(float32);
    }
  }

  boolean hasValue() {
    return variable != null;
  }

  void initialize(String path, RandomKey key) {
    if (variable == null) {
      variable = Variable.of(path, () -> first(path, key));
    } else {
      variable.assign(first(path, key));
    }
  }

  private Tensor first(String path, RandomKey key) {
    Tensor t = initializer.make(key, shape).as(DType.FLOAT32);
    if (!t.shape().equals(shape)) {
      throw new ShapeException(
          "[parameter '"
              + path
              + "'] expected initial values of shape "
              + shape
              + ", got "
              + t.shape());
    }
    symmetric = mayBeSymmetric() && allEqual(t.toFloats());
    return t;
  }

  /** Whether it is a matrix with several rows, the values of which were not given one by one. */
  private boolean mayBeSymmetric() {
    return isWeight() && shape.dim(0) >= 2 && !(initializer instanceof Initializers.Given);
  }

  private static boolean allEqual(float[] v) {
    for (float f : v) {
      if (f != v[0]) {
        return false;
      }
    }
    return v.length > 0;
  }

  /** Whether all weights of several units came out equal when it was initialised. */
  boolean startsSymmetric() {
    return symmetric;
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
