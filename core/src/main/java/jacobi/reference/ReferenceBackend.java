package jacobi.reference;

import jacobi.backend.Backend;
import jacobi.backend.Kernel;
import jacobi.backend.LoopNest;
import jacobi.backend.Task;
import jacobi.backend.View;
import jacobi.graph.Convolution;
import jacobi.graph.Op;
import java.util.ArrayList;
import java.util.List;

/** Interprets one primitive at a time. Slow, always available, and right by definition. */
public final class ReferenceBackend implements Backend {

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public String description() {
    return "scalar interpreter";
  }

  @Override
  public boolean claims(Task task) {
    return switch (task) {
      case LoopNest nest -> false;
      case Task.Product product -> true;
      case Task.Single single ->
          !(single.op() instanceof Op.Input) && !(single.op() instanceof Op.Scan);
    };
  }

  @Override
  public Kernel compile(Task task) {
    return switch (task) {
      case LoopNest nest ->
          throw new IllegalArgumentException("the reference backend takes no fused kernels");
      case Task.Product product -> product(product);
      case Task.Single single ->
          (addresses, piece) -> {
            List<Elements> in = new ArrayList<>();
            for (View view : single.inputs()) {
              in.add(new Elements(view, addresses[in.size()]));
            }
            run(single.op(), in, new Elements(single.out(), addresses[in.size()]));
          };
    };
  }

  private static Kernel product(Task.Product product) {
    return (addresses, piece) -> {
      Elements a = new Elements(product.a(), addresses[0]);
      Elements b = new Elements(product.b(), addresses[1]);
      Elements out = new Elements(product.out(), addresses[addresses.length - 1]);
      Products.matMul(a, b, out);
      if (product.bias().isPresent()) {
        Products.addBias(new Elements(product.bias().get(), addresses[2]), out);
      }
      Products.activate(product.activation(), out);
    };
  }

  private static void run(Op op, List<Elements> in, Elements out) {
    switch (op) {
      case Op.Input input -> throw new IllegalArgumentException("an input is not computed");
      case Op.Constant constant -> Elementwise.constant(constant, out);
      case Op.Iota iota -> Elementwise.iota(iota.axis(), out);
      case Op.Random random ->
          RandomBits.fill(in.getFirst().getLong(new int[0]), random.salt(), out);
      case Op.Unary unary -> Elementwise.unary(unary.kind(), in.getFirst(), out);
      case Op.Binary binary -> Elementwise.binary(binary.kind(), in.get(0), in.get(1), out);
      case Op.Compare compare -> Elementwise.compare(compare.kind(), in.get(0), in.get(1), out);
      case Op.Select select -> Elementwise.select(in.get(0), in.get(1), in.get(2), out);
      case Op.Cast cast -> Elementwise.cast(in.getFirst(), out);
      case Op.Reduce reduce -> Reductions.reduce(reduce.kind(), in.getFirst(), out);
      case Op.ArgMax argMax -> Reductions.argMax(argMax.axis(), in.getFirst(), out);
      case Op.CumSum sum -> Reductions.cumSum(sum.axis(), sum.reverse(), in.getFirst(), out);
      case Op.Reshape reshape -> Views.reshape(in.getFirst(), out);
      case Op.Permute permute -> Views.permute(permute.axes(), in.getFirst(), out);
      case Op.Broadcast broadcast -> Views.broadcast(in.getFirst(), out);
      case Op.Slice slice -> Views.slice(slice.starts(), slice.steps(), in.getFirst(), out);
      case Op.Detach _ -> Views.reshape(in.getFirst(), out);
      case Op.Flip flip -> Views.flip(flip.axes(), in.getFirst(), out);
      case Op.Pad pad -> Views.pad(pad.before(), pad.interior(), in.getFirst(), out);
      case Op.Concat concat -> Views.concat(concat.axis(), in, out);
      case Op.Gather gather -> Indexed.gather(in.get(0), in.get(1), out);
      case Op.ScatterAdd scatter -> Indexed.scatterAdd(in.get(0), in.get(1), in.get(2), out);
      case Op.FirstEqual _ -> Indexed.firstEqual(in.getFirst(), out);
      case Op.Scan scan -> throw new IllegalArgumentException("a plan runs the steps of a scan");
      case Op.MatMul matMul -> Products.matMul(in.get(0), in.get(1), out);
      case Convolution c -> Convolutions.run(c, in.get(0), in.get(1), out);
    }
  }
}
