package jacobi.jvm;

import java.util.Optional;

/** Where an element lies: pointer + index * scale + displacement, in bytes. */
record Address(Value pointer, Optional<Value> index, long scale, long displacement) {

  static Address at(Value pointer) {
    return new Address(pointer, Optional.empty(), 0, 0);
  }

  /** {@code scale} is the step in bytes from one index to the next; {@code plus} is added to it. */
  static Address indexed(Value pointer, Value index, long scale, int plus) {
    return scale == 0
        ? at(pointer)
        : new Address(pointer, Optional.of(index), scale, Math.multiplyExact(scale, plus));
  }

  void push(Code code) {
    code.push(pointer);
    if (index.isPresent()) {
      code.push(index.get()).emit(c -> c.i2l()).push(scale).emit(c -> c.lmul().ladd());
    }
    if (displacement != 0) {
      code.push(displacement).emit(c -> c.ladd());
    }
  }
}
