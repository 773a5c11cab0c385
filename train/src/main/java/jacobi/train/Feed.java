package jacobi.train;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.Variable;
import jacobi.data.Batch;
import jacobi.data.Dataset;
import jacobi.data.Targets;
import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;

/**
 * The variables that batches of one size are copied into. A step reads them like any variable, so
 * no batch makes garbage and the next one overwrites the last.
 */
final class Feed {
  private final Decision decision;
  private final Variable features;
  private final Variable target;

  Feed(Dataset data, Decision decision, int size) {
    this.decision = decision;
    this.features = Variable.of("features", Jacobi.zeros(shape(size, data.featureShape())));
    this.target =
        switch (data.targets()) {
          case Targets.Classes classes -> classes(decision, classes, size);
          case Targets.Values values -> values(decision, data, values, size);
        };
  }

  private static Variable classes(Decision decision, Targets.Classes classes, int size) {
    return switch (decision) {
      case CLASSES -> Variable.of("target", Jacobi.full(0, DType.INT32, size));
      case BINARY -> {
        if (classes.count() != 2) {
          throw new JacobiException(
              "binary cross-entropy needs two classes, the data has "
                  + classes.count()
                  + ": "
                  + classes.names());
        }
        yield Variable.of("target", Jacobi.zeros(size, 1));
      }
      case VALUES -> Variable.of("target", Jacobi.zeros(size, 1));
    };
  }

  private static Variable values(Decision decision, Dataset data, Targets.Values values, int size) {
    if (decision == Decision.CLASSES) {
      throw new JacobiException(
          "cross-entropy needs class labels, " + data.name() + " has numbers as targets");
    }
    return Variable.of("target", Jacobi.zeros(shape(size, values.shape())));
  }

  static int[] shape(int size, Shape each) {
    int[] s = new int[each.rank() + 1];
    s[0] = size;
    for (int i = 0; i < each.rank(); i++) {
      s[i + 1] = each.dim(i);
    }
    return s;
  }

  void load(Batch b) {
    features.write(b.features());
    if (b.labels().length == 0) {
      target.write(b.values());
    } else if (decision == Decision.CLASSES) {
      target.write(b.labels());
    } else {
      float[] f = new float[b.labels().length];
      for (int i = 0; i < f.length; i++) {
        f[i] = b.labels()[i];
      }
      target.write(f);
    }
  }

  Tensor features() {
    return features.value();
  }

  Tensor target() {
    return target.value();
  }
}
