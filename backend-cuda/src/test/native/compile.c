#define _GNU_SOURCE
#include "compile.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Where the libraries lie, and compiled kernels with them: SIM_FOLDER is defined when these sources
// are compiled, and so is the compiler's command, SIM_COMPILER.

/** Appends an entry for each kernel that the text defines: its name and how many parameters. */
static void entries(const char *text, FILE *out) {
  fprintf(out, "\n#line 1 \"entries\"\nsim_entry sim_entries[] = {\n");
  for (const char *at = text; (at = strstr(at, "__global__")) != 0;) {
    at += strlen("__global__");
    const char *open = strchr(at, '(');
    // What stands before the name may have parentheses of its own: __launch_bounds__(256).
    while (open != 0) {
      const char *end = open;
      while (end > at && isspace((unsigned char)end[-1])) {
        end--;
      }
      const char *begin = end;
      while (begin > at && (isalnum((unsigned char)begin[-1]) || begin[-1] == '_')) {
        begin--;
      }
      if (strncmp(begin, "__launch_bounds__", strlen("__launch_bounds__")) == 0) {
        open = strchr(strchr(open, ')'), '(');
        continue;
      }
      const char *close = strchr(open, ')');
      int parameters = 0;
      for (const char *c = open + 1; c < close; c++) {
        parameters += *c == ',' || (parameters == 0 && !isspace((unsigned char)*c));
      }
      fprintf(
          out, "  {\"%.*s\", (void *)%.*s, %d},\n", (int)(end - begin), begin, (int)(end - begin),
          begin, parameters);
      at = close;
      break;
    }
  }
  fprintf(out, "  {0, 0, 0}};\n");
}

static char *read_all(const char *path) {
  FILE *file = fopen(path, "r");
  char *text = calloc(1, 1 << 16);
  if (file != 0) {
    size_t length = fread(text, 1, (1 << 16) - 1, file);
    text[length] = 0;
    fclose(file);
  }
  return text;
}

char *sim_compile(const char *text, char *path, int size) {
  uint64_t a = 0xcbf29ce484222325u, b = 0x9E3779B97F4A7C15u;
  for (const char *c = text; *c != 0; c++) {
    a = (a ^ (unsigned char)*c) * 0x100000001b3u;
    b = (b + (unsigned char)*c) * 0xD6E8FEB86659FD93u;
    b ^= b >> 29;
  }
  snprintf(path, (size_t)size, "%s/%016lx%016lx.so", SIM_FOLDER, (long)a, (long)b);
  if (access(path, R_OK) == 0) {
    return 0;
  }
  char own[512], source[544], log[544], object[544], command[4096];
  static int number;
  snprintf(
      own, sizeof own, "%s/%d-%d", SIM_FOLDER, (int)getpid(), __sync_fetch_and_add(&number, 1));
  snprintf(source, sizeof source, "%s.c", own);
  snprintf(log, sizeof log, "%s.log", own);
  snprintf(object, sizeof object, "%s.so", own);
  FILE *file = fopen(source, "w");
  if (file == 0) {
    return strdup("cannot write " SIM_FOLDER);
  }
  fprintf(file, "#include \"" SIM_SOURCES "/kernel.h\"\n#line 1 \"kernel.cu\"\n");
  const char *at = text;
  for (const char *c; (c = strstr(at, "extern \"C\"")) != 0; at = c + strlen("extern \"C\"")) {
    fwrite(at, 1, (size_t)(c - at), file);
  }
  fputs(at, file);
  entries(text, file);
  fclose(file);
  snprintf(
      command, sizeof command,
      SIM_COMPILER
      " -std=gnu11 -w -O0 -shared -fPIC -nostdlib -fno-builtin -fno-math-errno -fwrapv"
      " -ffp-contract=off -fno-strict-aliasing -Wl,-Bsymbolic"
      " -fsanitize=alignment,bounds,integer-divide-by-zero,float-cast-overflow %s -o %s"
      " %s/libjacobisim.so 2>%s",
      source, object, SIM_FOLDER, log);
  int failed = system(command);
  char *wrong = 0;
  if (failed != 0) {
    wrong = read_all(log);
  } else {
    rename(object, path);
  }
  unlink(source);
  unlink(log);
  return wrong;
}
