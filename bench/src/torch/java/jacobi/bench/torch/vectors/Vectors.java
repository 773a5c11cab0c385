package jacobi.bench.torch.vectors;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Writes what PyTorch computes for each kind of layer, loss and optimiser as safetensors files,
 * which tests compare with: {@code ./jacobi-bench vectors library/src/test/resources/torch}.
 */
public final class Vectors {
  private Vectors() {}

  /** Takes the folder to write to. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: jacobi-bench vectors FOLDER");
      System.exit(2);
    }
    System.setProperty("org.bytedeco.openblas.load", "mkl_rt");
    Loader.load(torch.class);
    Path folder = Path.of(args[0]);
    LayerCases.write(folder);
    RecurrentCases.write(folder);
    TrainingCases.write(folder);
  }
}
