package jacobi.backend;

/**
 * A kernel that reads one operand in a form of its own, made from the operand before the first of
 * many runs in which it stays the same.
 *
 * @param operand which operand of the task
 * @param prepare makes that form; gets the operand's address, then that of {@code bytes} of memory
 * @param bytes size of the form
 * @param kernel the task, given the address of the form in place of the operand's
 */
public record Prepared(int operand, Kernel prepare, long bytes, Kernel kernel) {}
