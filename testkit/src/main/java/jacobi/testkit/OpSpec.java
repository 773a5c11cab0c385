package jacobi.testkit;

import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What is to be checked of one operation.
 *
 * @param name the tensor method, and what is special about this row if there are several: "sum of
 *     rows"
 * @param primitives names, as {@link Primitives} gives them, of those that this row is to cover
 * @param build from operands to result
 * @param values how to draw each operand
 * @param cases shapes of the operands, case by case
 * @param dtypes element types to check; gradients are checked if float64 is one
 * @param slope what there is to check of gradients
 */
public record OpSpec(
    String name,
    Set<String> primitives,
    Function<List<Tensor>, Tensor> build,
    List<Values> values,
    List<List<Shape>> cases,
    Set<DType> dtypes,
    Slope slope) {

  /** What a row says about derivatives. */
  public enum Slope {
    /** The result is not floating, or random. */
    NONE,
    /** Once differentiable where operands are drawn. */
    ONCE,
    /** Any number of times. */
    SMOOTH
  }

  static final Set<DType> FLOATS = Set.of(DType.FLOAT32, DType.FLOAT64);
  static final Set<DType> NUMBERS = Set.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);
  static final Set<DType> ALL = Set.of(DType.values());

  /** The tensor method that this row covers. */
  public String method() {
    return name.split(" ", 2)[0];
  }

  OpSpec covers(String... names) {
    return new OpSpec(name, Set.of(names), build, values, cases, dtypes, slope);
  }

  OpSpec draw(Values... operands) {
    return new OpSpec(name, primitives, build, List.of(operands), cases, dtypes, slope);
  }

  OpSpec on(List<List<Shape>> shapes) {
    return new OpSpec(name, primitives, build, values, shapes, dtypes, slope);
  }

  OpSpec of(Set<DType> types) {
    return new OpSpec(name, primitives, build, values, cases, types, slope);
  }

  OpSpec slope(Slope is) {
    return new OpSpec(name, primitives, build, values, cases, dtypes, is);
  }

  @Override
  public String toString() {
    return name;
  }

  /** One case from the shapes of its operands. */
  static List<Shape> shapes(int[]... shapes) {
    return Arrays.stream(shapes).map(Shape::of).toList();
  }
}
