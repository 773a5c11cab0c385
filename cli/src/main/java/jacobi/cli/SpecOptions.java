package jacobi.cli;

import jacobi.models.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Changes to a specification. */
final class SpecOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Changes one value of the specification, such as training.batch=64, optimizer=sgd or"
              + " network.0.linear=256; may come several times.")
  private List<String> settings = new ArrayList<>();

  Spec find(String nameOrFile) throws IOException {
    Spec spec = Spec.find(nameOrFile);
    for (String setting : settings) {
      spec = spec.with(setting);
    }
    return spec;
  }
}
