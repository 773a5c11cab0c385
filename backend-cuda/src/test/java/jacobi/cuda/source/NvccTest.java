package jacobi.cuda.source;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.backend.Task;
import jacobi.graph.Convolution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a CUDA toolkit is installed, with or without a GPU, its compiler accepts the kernels. */
class NvccTest {
  private static final int RANDOM_NESTS = 20;

  @TempDir private Path folder;

  @Test
  void nestsOfNetworksRandomOnesAndProducts() throws IOException, InterruptedException {
    Optional<String> nvcc = nvcc();
    Assumptions.assumeTrue(nvcc.isPresent(), "no nvcc on the PATH or in CUDA_HOME");
    List<Task> tasks = new ArrayList<>();
    Networks.nests().values().forEach(tasks::addAll);
    Networks.tasks().get("lenet").stream().filter(NvccTest::isProduct).forEach(tasks::add);
    for (long seed = 0; seed < RANDOM_NESTS; seed++) {
      tasks.add(RandomNests.make(seed, seed % 2 == 0));
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < tasks.size(); i++) {
      all.append(apart(Sources.of(tasks.get(i)), "k" + i));
    }
    Path file = folder.resolve("kernels.cu");
    Files.writeString(file, all);
    Process older = start(nvcc.get(), file, "compute_80");
    check(start(nvcc.get(), file, "compute_90"));
    check(older);
  }

  private static boolean isProduct(Task task) {
    return task instanceof Task.Product
        || (task instanceof Task.Single single && single.op() instanceof Convolution);
  }

  /** In a namespace of its own, and with entries of its own. */
  private static String apart(KernelSource source, String name) {
    String code = source.code();
    for (KernelSource.Launch launch : source.launches()) {
      String entry = launch.entry();
      code = code.replaceAll("\\) %s\\(".formatted(entry), ") %s_%s(".formatted(name, entry));
    }
    return "namespace %s {\n%s}\n".formatted(name, code);
  }

  private Process start(String nvcc, Path file, String architecture) throws IOException {
    List<String> command =
        List.of(
            nvcc,
            "-ptx",
            "-arch",
            architecture,
            "-diag-suppress",
            "177",
            file.toString(),
            "-o",
            folder.resolve(architecture + ".ptx").toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(architecture + ".log").toFile())
        .start();
  }

  private void check(Process process) throws IOException, InterruptedException {
    int result = process.waitFor();
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        logs.append(Files.readString(log));
      }
    }
    assertThat(result).as(logs.toString()).isZero();
  }

  private static Optional<String> nvcc() {
    Stream<String> home = Stream.ofNullable(System.getenv("CUDA_HOME")).map(h -> h + "/bin");
    Stream<String> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
    return Stream.concat(home, path)
        .map(folder -> Path.of(folder, "nvcc"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
