package jacobi.io;

import jacobi.graph.DType;
import jacobi.graph.JacobiException;
import jacobi.graph.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file held against its data.
 *
 * @param file for messages
 * @param json the header
 * @param data all that follows it
 */
record SafetensorsHeader(Path file, Map<String, Object> json, MemorySegment data) {

  private record Entry(String name, DType dtype, Shape shape, long begin, long end) {}

  /** A type's code in the format. */
  static String code(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case BOOL -> "BOOL";
    };
  }

  TensorFile tensors() {
    List<Entry> entries = new ArrayList<>();
    json.forEach(
        (name, value) -> {
          if (!name.equals(Safetensors.METADATA)) {
            entries.add(entry(name, value));
          }
        });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkCoverage(entries);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Entry e : entries) {
      MemorySegment elements = data.asSlice(e.begin, e.end - e.begin);
      if (e.dtype == DType.BOOL) {
        checkBooleans(e.name, elements);
      }
      tensors.put(e.name, new StoredTensor(e.name, e.dtype, e.shape, elements));
    }
    return new TensorFile(file, Collections.unmodifiableMap(tensors), metadata());
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    Object found = json.getOrDefault(Safetensors.METADATA, Map.of());
    if (found instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (!(value instanceof String text)) {
              throw error(Safetensors.METADATA, "the value of " + key + " is not text");
            }
            metadata.put((String) key, text);
          });
      return Collections.unmodifiableMap(metadata);
    }
    throw error(Safetensors.METADATA, "is not an object");
  }

  private Entry entry(String name, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw error(name, "its entry is not an object with dtype, shape and data_offsets");
    }
    DType dtype = dtype(name, map.get("dtype"));
    Shape shape = shape(name, map.get("shape"));
    if (!(map.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2
        || !isCount(offsets.get(0))
        || !isCount(offsets.get(1))) {
      throw error(
          name, "data_offsets is " + map.get("data_offsets") + ", expected [begin, end] in bytes");
    }
    long begin = ((Number) offsets.get(0)).longValue();
    long end = ((Number) offsets.get(1)).longValue();
    if (begin > end || end > data.byteSize()) {
      throw error(
          name,
          String.format(
              "data_offsets [%d, %d] lie outside the %d bytes of data",
              begin, end, data.byteSize()));
    }
    if (shape.size() > Long.MAX_VALUE / dtype.bytes()
        || end - begin != shape.size() * dtype.bytes()) {
      throw error(
          name,
          String.format(
              "data_offsets hold %d bytes, shape %s of %s does not",
              end - begin, shape, code(dtype)));
    }
    return new Entry(name, dtype, shape, begin, end);
  }

  private DType dtype(String name, Object code) {
    for (DType dtype : DType.values()) {
      if (code(dtype).equals(code)) {
        return dtype;
      }
    }
    throw error(name, "dtype is " + code + ", expected F32, F64, I64, I32 or BOOL");
  }

  private Shape shape(String name, Object value) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(SafetensorsHeader::isCount)) {
      throw error(name, "shape is " + value + ", expected a list of extents of 0 or more");
    }
    long size = 1;
    int[] dims = new int[list.size()];
    for (int i = 0; i < dims.length; i++) {
      long extent = ((Number) list.get(i)).longValue();
      if (extent > Integer.MAX_VALUE || Math.multiplyHigh(size, extent) != 0 || size * extent < 0) {
        throw error(name, "shape " + list + " is too large");
      }
      dims[i] = (int) extent;
      size *= extent;
    }
    return Shape.of(dims);
  }

  private static boolean isCount(Object value) {
    return (value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0;
  }

  /** As the format demands, every byte belongs to exactly one tensor. */
  private void checkCoverage(List<Entry> byBegin) {
    long covered = 0;
    String previous = "";
    for (Entry e : byBegin) {
      if (e.begin < covered) {
        throw error(
            e.name,
            String.format(
                "data_offsets [%d, %d] overlap those of \"%s\", which end at %d",
                e.begin, e.end, shorten(previous), covered));
      }
      if (e.begin > covered) {
        throw error(
            e.name,
            String.format(
                "data_offsets begin at %d, but the tensor before ends at %d", e.begin, covered));
      }
      covered = e.end;
      previous = e.name;
    }
    if (covered != data.byteSize()) {
      throw new JacobiException(
          String.format(
              "%s: trailing bytes: the tensors end at %d, the data at %d",
              file, covered, data.byteSize()));
    }
  }

  private void checkBooleans(String name, MemorySegment elements) {
    for (long i = 0; i < elements.byteSize(); i++) {
      byte b = elements.get(ValueLayout.JAVA_BYTE, i);
      if (b != 0 && b != 1) {
        throw error(name, "element " + i + " is the byte " + (b & 0xff) + ", a BOOL is 0 or 1");
      }
    }
  }

  private JacobiException error(String name, String problem) {
    return new JacobiException(
        String.format("%s: tensor \"%s\": %s", file, shorten(name), shorten(problem)));
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }
}
