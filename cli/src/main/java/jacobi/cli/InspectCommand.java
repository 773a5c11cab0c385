package jacobi.cli;

import jacobi.ComputeGraph;
import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.data.Split;
import jacobi.data.Targets;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import jacobi.models.Job;
import jacobi.models.SavedModel;
import jacobi.models.Spec;
import jacobi.nn.Module;
import jacobi.nn.Phase;
import jacobi.train.Decision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a specification or a model is made of. */
@Command(
    name = "inspect",
    description = "Shows the layers, shapes and parameter counts of a specification or a model.")
final class InspectCommand implements Callable<Integer> {
  /** Names of classes that are shown. */
  private static final int MOST_NAMES = 20;

  private enum Format {
    DOT,
    TEXT
  }

  /** What both a specification with its data and a saved model have. */
  private record Subject(
      Spec spec, Job job, Module net, Shape example, Targets targets, String data) {}

  @picocli.CommandLine.Spec private CommandSpec command;

  @Parameters(
      paramLabel = "NAME|SPEC|MODEL",
      description = "An embedded specification, a file of one, or a model folder.")
  private String name;

  @Mixin private DataOptions data;
  @Mixin private SpecOptions changes;

  @Option(
      names = "--graph",
      paramLabel = "F",
      description = "Prints the compute graph for one example instead: dot (Graphviz) or text.")
  private Optional<Format> graph;

  @Option(
      names = "--gradients",
      description = "With --graph: the loss too, and its gradients by the parameters.")
  private boolean gradients;

  @Override
  public Integer call() throws IOException {
    if (gradients && graph.isEmpty()) {
      throw new JacobiException("--gradients needs --graph dot or --graph text");
    }
    Subject s = subject();
    PrintWriter out = command.commandLine().getOut();
    if (graph.isEmpty()) {
      layers(out, s);
    } else {
      ComputeGraph g = graph(s);
      out.print(
          switch (graph.get()) {
            case DOT -> g.toDot();
            case TEXT -> g.toText();
          });
    }
    out.flush();
    return 0;
  }

  private Subject subject() throws IOException {
    if (!Spec.embedded().contains(name) && Files.isDirectory(Path.of(name))) {
      SavedModel m = ModelOption.load(Path.of(name));
      return new Subject(m.spec(), m.job(), m.net(), m.example(), m.targets(), "");
    }
    Spec spec = changes.find(name);
    Job job = spec.job();
    Split parts = job.load(data.folder());
    Shape example = parts.train().featureShape();
    Targets targets = parts.train().targets();
    String sizes =
        String.format(
            Locale.ROOT,
            "%s: %,d to train, %,d to validate, %,d to test; ",
            parts.train().name(),
            parts.train().size(),
            parts.validation().size(),
            parts.test().size());
    return new Subject(spec, job, job.build(parts.train(), data.folder()), example, targets, sizes);
  }

  private static void layers(PrintWriter out, Subject s) {
    out.println(s.job().name() + (s.spec().about().isEmpty() ? "" : ": " + s.spec().about()));
    out.println("data: " + s.data() + "features " + s.example() + ", " + describe(s.targets()));
    for (String key : List.of("loss", "optimizer", "training")) {
      Object value = s.spec().tree().getOrDefault(key, Map.of());
      out.println(key + ": " + Text.setting(value));
    }
    out.println();
    out.println(String.format("%-20s %-28s %-18s %12s", "layer", "kind", "output", "parameters"));
    out.print(s.net().describe(Shape.of(oneOf(s.example()))));
  }

  private static String describe(Targets targets) {
    return switch (targets) {
      case Targets.Classes c ->
          c.count()
              + " classes: "
              + c.names().stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
              + (c.count() > MOST_NAMES ? ", …" : "");
      case Targets.Values v -> "values of shape " + v.shape();
      case Targets.EachStep s -> describe(s.each()) + ", at each step";
    };
  }

  private ComputeGraph graph(Subject s) {
    Tensor x = zeros(oneOf(s.example())).named("input");
    Tensor y = Phase.inference(() -> s.net().apply(x)).named("output");
    if (!gradients) {
      return y.graph();
    }
    Decision decision = Decision.of(s.job().loss());
    Tensor target = target(s.targets(), 1);
    if (s.targets() instanceof Targets.EachStep) {
      target = target(s.targets().one(), s.example().dim(0)).unsqueeze(0);
    }
    Tensor loss = s.job().loss().apply(y, decision.target(target.named("target"))).named("loss");
    List<Tensor> parameters = s.net().parameters().values().stream().map(p -> p.value()).toList();
    return loss.graph().with(Jacobi.grad(loss, parameters));
  }

  private static Tensor target(Targets targets, int count) {
    return switch (targets.one()) {
      case Targets.Values v -> {
        int[] shape = oneOf(v.shape());
        shape[0] = count;
        yield zeros(shape);
      }
      case Targets.Classes _, Targets.EachStep _ -> Tensor.of(new int[count], count);
    };
  }

  private static Tensor zeros(int[] dims) {
    return Tensor.of(new float[Arrays.stream(dims).reduce(1, Math::multiplyExact)], dims);
  }

  /** The shape of a batch of one. */
  private static int[] oneOf(Shape example) {
    return IntStream.concat(IntStream.of(1), Arrays.stream(example.dims())).toArray();
  }
}
