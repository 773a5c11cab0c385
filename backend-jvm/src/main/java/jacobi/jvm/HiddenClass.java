package jacobi.jvm;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** What all classes written here have in common: no name to find them by, and one instance. */
final class HiddenClass {
  private HiddenClass() {}

  /** Adds a constructor without parameters. */
  static void constructor(ClassBuilder builder, ClassDesc superclass) {
    builder.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_PUBLIC,
        code ->
            code.aload(0)
                .invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
  }

  /** Defines a class with such a constructor, and makes an instance. */
  static Object instance(byte[] classFile) {
    try {
      Lookup hidden = MethodHandles.lookup().defineHiddenClass(classFile, true);
      MethodType type = MethodType.methodType(void.class);
      return hidden.findConstructor(hidden.lookupClass(), type).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define a generated kernel", e);
    }
  }
}
