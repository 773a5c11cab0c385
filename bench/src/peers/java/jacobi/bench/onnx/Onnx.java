package jacobi.bench.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A model in the format of ONNX (onnx.proto): just what the workloads need. */
final class Onnx {
  private static final int FLOAT = 1;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final ByteString.Output graph = ByteString.newOutput();
  private final CodedOutputStream out = CodedOutputStream.newInstance(graph);

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }

  private void add(int field, ByteString message) {
    try {
      out.writeBytes(field, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a constant. */
  void constant(String name, long[] shape, float[] values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    add(
        5,
        message(
            t -> {
              for (long dim : shape) {
                t.writeInt64(1, dim);
              }
              t.writeInt32(2, FLOAT);
              t.writeString(8, name);
              t.writeBytes(9, ByteString.copyFrom(raw));
            }));
  }

  /**
   * Adds an operation.
   *
   * @param attributes one number is an integer, several are a list
   */
  void node(String op, List<String> inputs, String output, Map<String, long[]> attributes) {
    add(
        1,
        message(
            n -> {
              for (String input : inputs) {
                n.writeString(1, input);
              }
              n.writeString(2, output);
              n.writeString(4, op);
              for (var a : attributes.entrySet()) {
                n.writeBytes(5, attribute(a.getKey(), a.getValue()));
              }
            }));
  }

  private static ByteString attribute(String name, long[] values) {
    return message(
        a -> {
          a.writeString(1, name);
          if (values.length == 1) {
            a.writeInt64(3, values[0]);
            a.writeInt32(20, ATTRIBUTE_INT);
          } else {
            for (long v : values) {
              a.writeInt64(8, v);
            }
            a.writeInt32(20, ATTRIBUTE_INTS);
          }
        });
  }

  /** The model. */
  byte[] bytes(String input, long[] inputShape, String output, long[] outputShape) {
    add(11, value(input, inputShape));
    add(12, value(output, outputShape));
    try {
      out.writeString(2, "net");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return message(
            m -> {
              m.writeInt64(1, IR_VERSION);
              m.writeBytes(7, graph.toByteString());
              m.writeBytes(8, message(o -> o.writeInt64(2, OPSET)));
            })
        .toByteArray();
  }

  private static ByteString value(String name, long[] shape) {
    ByteString dims =
        message(
            s -> {
              for (long dim : shape) {
                s.writeBytes(1, message(d -> d.writeInt64(1, dim)));
              }
            });
    ByteString tensor =
        message(
            t -> {
              t.writeInt32(1, FLOAT);
              t.writeBytes(2, dims);
            });
    ByteString type = message(t -> t.writeBytes(1, tensor));
    return message(
        v -> {
          v.writeString(1, name);
          v.writeBytes(2, type);
        });
  }
}
