package jacobi.testkit;

import jacobi.graph.Convolution;
import jacobi.graph.Op;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names of all primitives, a name for each kind where an operation has kinds: "Binary.ADD". */
public final class Primitives {
  private Primitives() {}

  /** All there are, found by reflection on the sealed {@link Op}. */
  public static SortedSet<String> all() {
    SortedSet<String> names = new TreeSet<>();
    for (Class<?> op : records(Op.class).toList()) {
      Class<?> kind =
          Arrays.stream(op.getRecordComponents())
              .<Class<?>>map(RecordComponent::getType)
              .filter(Class::isEnum)
              .filter(type -> type.getEnclosingClass() == Op.class)
              .findFirst()
              .orElse(Void.class);
      if (kind == Void.class) {
        names.add(op.getSimpleName());
      } else {
        for (Object constant : kind.getEnumConstants()) {
          names.add(op.getSimpleName() + "." + constant);
        }
      }
    }
    return names;
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Primitives::records);
  }

  /** The name of one. */
  public static String name(Op op) {
    return switch (op) {
      case Op.Unary u -> "Unary." + u.kind();
      case Op.Binary b -> "Binary." + b.kind();
      case Op.Compare c -> "Compare." + c.kind();
      case Op.Reduce r -> "Reduce." + r.kind();
      case Op.Input _, Op.Constant _, Op.Iota _, Op.Random _, Op.Select _, Op.Cast _ -> simple(op);
      case Op.ArgMax _, Op.CumSum _, Op.Reshape _, Op.Permute _, Op.Broadcast _ -> simple(op);
      case Op.Slice _, Op.Flip _, Op.Detach _, Op.Pad _, Op.Concat _ -> simple(op);
      case Op.Gather _, Op.ScatterAdd _, Op.FirstEqual _ -> simple(op);
      case Op.MatMul _, Convolution _, Op.Scan _ -> simple(op);
    };
  }

  private static String simple(Op op) {
    return op.getClass().getSimpleName();
  }
}
