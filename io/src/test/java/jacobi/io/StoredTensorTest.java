package jacobi.io;

import static org.assertj.core.api.Assertions.assertThat;

import jacobi.Jacobi;
import jacobi.Tensor;
import jacobi.graph.DType;
import jacobi.graph.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTensorTest {

  @Test
  void tensorsOfEveryTypeComeBack(@TempDir Path folder) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("f32", Tensor.of(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE}, 2, 2));
    tensors.put("f64", Tensor.of(new double[] {Math.PI, -1e300}, 2, 1));
    tensors.put("i64", Tensor.of(new long[] {Long.MIN_VALUE, 7}));
    tensors.put("i32", Tensor.of(new int[] {Integer.MAX_VALUE, -7, 0}, 1, 3));
    tensors.put("bool", Tensor.of(new boolean[] {true, false, true}));
    tensors.put("scalar", Jacobi.scalar(3));
    Path file = folder.resolve("all.safetensors");
    Safetensors.write(file, StoredTensor.all(tensors));
    TensorFile stored = Safetensors.read(file);
    Map<String, Tensor> read = stored.toTensors();
    assertThat(read).hasSameSizeAs(tensors);
    tensors.forEach(
        (name, tensor) -> {
          assertThat(read.get(name).dtype()).isEqualTo(tensor.dtype());
          assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
        });
    assertThat(read.get("f32").toFloats()).containsExactly(tensors.get("f32").toFloats());
    assertThat(read.get("f64").toDoubles()).containsExactly(Math.PI, -1e300);
    assertThat(read.get("i64").toLongs()).containsExactly(Long.MIN_VALUE, 7);
    assertThat(read.get("i32").toInts()).containsExactly(Integer.MAX_VALUE, -7, 0);
    assertThat(read.get("bool").toBooleans()).containsExactly(true, false, true);
    assertThat(stored.get("scalar").data().get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(3);
  }

  @Test
  void readsDataThatIsNotAligned() {
    byte[] bytes = {9, 0, 0, (byte) 0x80, 0x3f};
    MemorySegment data = MemorySegment.ofArray(bytes).asSlice(1);
    Tensor one = new StoredTensor("w", DType.FLOAT32, Shape.of(1, 1), data).toTensor();
    assertThat(one.shape()).isEqualTo(Shape.of(1, 1));
    assertThat(one.item()).isEqualTo(1);
  }
}
